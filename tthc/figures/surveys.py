"""The figures of the year's survey rounds: tthc.survey_rounds.*; SurveySummary's own are tthc.survey.*"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from qms.figures import Figure, provider, rates
from qms.models import Agency
from tthc.enums import SurveyState
from tthc.models import SurveyRound
from tthc.surveys.matrix import Matrix, matrix_of

PREFIX = "tthc.survey_rounds"


@provider("tthc.survey_rounds")
def provide(agency: Agency, year: int) -> Iterator[Figure]:
    found = SurveyRound.objects.with_counts().filter(year=year).exclude(state=SurveyState.DRAFT)
    matrices = [matrix_of(one) for one in found]
    if matrices:
        yield from of_rounds(matrices)


def of_rounds(matrices: list[Matrix]) -> Iterator[Figure]:
    """Opinions, and how many are satisfied on the whole; rates only when every round asked that."""
    about: dict[str, Any] = {"unit": "ý kiến", "url": reverse("tthc:survey_list")}
    yield Figure(f"{PREFIX}.count", "Đợt khảo sát sự hài lòng", len(matrices), unit="đợt", url=about["url"])
    opinions = Figure(
        f"{PREFIX}.opinions", "Ý kiến đánh giá thu được", sum(one.opinions for one in matrices), **about
    )
    yield opinions
    asked = [one for one in matrices if one.overall]
    if not asked:
        return
    good = Figure(f"{PREFIX}.good", "Ý kiến hài lòng", sum(one.good() for one in asked), **about)
    not_good = Figure(
        f"{PREFIX}.not_good", "Ý kiến chưa hài lòng", sum(one.not_good() for one in asked), **about
    )
    yield from (good, not_good)
    if len(asked) == len(matrices):
        parts = [
            (f"{PREFIX}.good_rate", "Tỷ lệ ý kiến hài lòng", good),
            (f"{PREFIX}.not_good_rate", "Tỷ lệ ý kiến chưa hài lòng", not_good),
        ]
        yield from rates(parts, opinions)

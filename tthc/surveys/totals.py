"""What the closed rounds of a year come to, for the year's summary (SurveySummary)."""

from typing import Any

from tthc.enums import SurveyState
from tthc.models import SurveyRound
from tthc.surveys.matrix import matrix_of

LONGEST_CHANNEL = 200


def summary_of(year: int) -> dict[str, Any]:
    """Fields of SurveySummary: forms, good and dissatisfied over the closed rounds, and their names as the channel."""
    closed = (
        SurveyRound.objects.with_counts()
        .filter(year=year, state=SurveyState.CLOSED)
        .order_by("sort_key", "pk")
    )
    found = [(one, matrix_of(one)) for one in closed]
    return {
        "channel": "; ".join(one.name for one, _ in found)[:LONGEST_CHANNEL],
        "forms": sum(matrix.opinions for _, matrix in found),
        "good": sum(matrix.good() for _, matrix in found),
        "dissatisfied": sum(matrix.not_good() for _, matrix in found),
    }

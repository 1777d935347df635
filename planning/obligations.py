"""What a year is set up with (O2 in domain.md): plan, committee, objectives, risks, training."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from documents.models import OfficialDocument
from planning.checks import belongs_to
from planning.models import ObjectivePlan, RiskPlan, SteeringCommittee, TrainingCourse, YearPlan
from qms.dates import slashed
from qms.models import Agency
from qms.obligations import Obligation, provider

CIRCULAR = "TT 26/2014/TT-BKHCN, Điều 7"


def in_year(day: datetime.date | None, year: int) -> datetime.date | None:
    """The day when it lies in the year: an older paper has no bar on this year's map."""
    return day if day is not None and day.year == year else None


@provider
def plans(agency: Agency, year: int) -> Iterator[Obligation]:
    yield _plan(YearPlan, "Kế hoạch duy trì, cải tiến", CIRCULAR, "planning:plan_list", year, 10)
    yield _plan(
        ObjectivePlan,
        "Mục tiêu chất lượng",
        "TCVN ISO 9001:2015, 6.2",
        "planning:objectiveplan_list",
        year,
        20,
    )
    yield _plan(RiskPlan, "Rủi ro và cơ hội", "TCVN ISO 9001:2015, 6.1", "planning:riskplan_list", year, 25)


def _plan(
    model: type[YearPlan | ObjectivePlan | RiskPlan],
    title: str,
    basis: str,
    url_name: str,
    year: int,
    order: int,
) -> Obligation:
    found = model.objects.of_year(year)
    document = found.document if found else None
    review = ""
    if document is not None and not belongs_to(document.issued_on, year):
        review = f"{_told(document)}, không thuộc năm {year}"
    return Obligation(
        "O2",
        title,
        basis,
        due=datetime.date(year, 12, 31),
        done=_told(document) if document and not review else "",
        needs_review=review,
        since=in_year(document.issued_on, year) if document else datetime.date(year, 1, 1),
        until=in_year(document.issued_on, year) if document else datetime.date(year, 12, 31),
        url=found.get_absolute_url() if found else reverse(url_name),
        order=order,
    )


def _told(document: OfficialDocument) -> str:
    return f"{document.symbol} ngày {slashed(document.issued_on)}"


@provider
def committee(agency: Agency, year: int) -> Iterator[Obligation]:
    found = SteeringCommittee.objects.in_force(datetime.date(year, 12, 31))
    review = ""
    if found is not None and found.decision.issued_on.year != year:
        review = f"{_told(found.decision)}: xác nhận còn đúng thành phần, hoặc kiện toàn"
    yield Obligation(
        "O2",
        "Kiện toàn Ban Chỉ đạo",
        CIRCULAR,
        due=datetime.date(year, 12, 31),
        done=_told(found.decision) if found and not review else "",
        needs_review=review,
        since=in_year(found.decision.issued_on, year) if found else datetime.date(year, 1, 1),
        until=in_year(found.decision.issued_on, year) if found else datetime.date(year, 12, 31),
        url=found.get_absolute_url() if found else reverse("planning:committee_list"),
        order=15,
    )


@provider
def training(agency: Agency, year: int) -> Iterator[Obligation]:
    """Done by a course that took place; a course without a day counts once its participants are known."""
    rows = list(TrainingCourse.objects.filter(year=year).order_by("held_on", "pk"))
    held = [row for row in rows if row.participants]
    people = sum(row.participants or 0 for row in held)
    days = [day for row in held if (day := in_year(row.held_on, year))]
    yield Obligation(
        "O2",
        "Đào tạo, tập huấn",
        CIRCULAR,
        due=datetime.date(year, 12, 31),
        done=f"{len(held)} lớp, {people} người" if held else "",
        since=min(days, default=None) if held else datetime.date(year, 1, 1),
        until=max(days, default=None) if held else datetime.date(year, 12, 31),
        url=reverse("planning:training_list"),
        order=30,
    )

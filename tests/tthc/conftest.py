"""Kim Thành's counts of 2024 (facts.md, 000)."""

import datetime

import pytest

from tthc.models import (
    CommuneCoverage,
    DigitisationStatistics,
    DossierStatistics,
    ProcedureChangeProposal,
    ProcedureCount,
    SurveySummary,
)

PERIOD = {"period_from": datetime.date(2023, 12, 10), "period_to": datetime.date(2024, 12, 9)}
DISTRICT = {
    "carried_over": 163, "received": 4529, "online": 4132, "in_person": 397, "resolved": 4506,
    "early_on_time": 4476, "late": 30, "pending_in_time": 146, "pending_overdue": 1,
    "returned": 26, "paused": 12, "cancelled": 1,
}  # fmt: skip
COMMUNE = {
    "carried_over": 89, "received": 45535, "online": 40638, "in_person": 4897, "resolved": 45496,
    "early_on_time": 45464, "late": 32, "pending_in_time": 71, "pending_overdue": 3,
    "returned": 44, "paused": 2, "cancelled": 8,
}  # fmt: skip
DIGITISED = {
    "huyen": (4529, 4526, 4509, 4506, 4489, 17),
    "xa": (45535, 45506, 45474, 45496, 45149, 347),
}
DIGITISATION_FIELDS = (
    "received", "some_components", "full_components", "resolved", "result_digitised", "result_not_digitised",
)  # fmt: skip
# Khu kinh tế Hải Phòng to 01/9/2024: 26 dossiers that no state explains (facts.md, 003).
ZONE = {
    "carried_over": 124, "received": 454, "resolved": 439, "early_on_time": 369, "late": 70,
    "pending_in_time": 113, "pending_overdue": 0,
}  # fmt: skip


def dossier(level: str = "huyen", year: int = 2024, **counts) -> DossierStatistics:
    values = {**PERIOD, **(counts or DISTRICT)}
    return DossierStatistics(year=year, level=level, **values)


def digitisation(level: str = "huyen", **changes) -> DigitisationStatistics:
    values = dict(zip(DIGITISATION_FIELDS, DIGITISED[level], strict=True)) | changes
    return DigitisationStatistics(year=2024, level=level, **values)


def survey(**changes) -> SurveySummary:
    values = {"received": 4529, "resolved": 4506, "forms": 4439, "good": 4438, "dissatisfied": 1} | changes
    return SurveySummary(year=2024, channel="Phần mềm đánh giá", **values)


@pytest.fixture
def kim_thanh(scope):
    """The whole year 2024 of Kim Thành."""
    rows = [
        dossier("huyen", **DISTRICT),
        dossier("xa", **COMMUNE),
        digitisation("huyen"),
        digitisation("xa"),
        survey(),
        ProcedureCount(year=2024, in_authority=292),
        CommuneCoverage(year=2024, as_of=datetime.date(2024, 11, 30), applying=18, total=18),
        *(ProcedureChangeProposal(year=2024, kind=kind, count=0) for kind in ("amend", "add", "abolish")),
    ]
    for row in rows:
        row.save()
    return scope

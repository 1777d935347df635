"""Rows of planning for tests, in the entered agency."""

import datetime
from typing import Any

from documents.models import OfficialDocument
from planning.models import ObjectivePlan, RiskPlan, SteeringCommittee, YearPlan

DAY = datetime.date
PLAN_DAY = DAY(2024, 2, 22)


def document(number: int = 367, *, kind: str = "KH", day: datetime.date = PLAN_DAY) -> OfficialDocument:
    return OfficialDocument.objects.create(
        kind=kind,
        number=number,
        notation=f"{kind}-UBND",
        issued_on=day,
        issuer="UBND huyện Kim Thành",
        subject="Duy trì, cải tiến HTQLCL",
    )


def year_plan(**given: Any) -> YearPlan:
    return YearPlan.objects.create(**{"year": 2024, **given})


def objective_plan(**given: Any) -> ObjectivePlan:
    return ObjectivePlan.objects.create(**{"year": 2024, **given})


def risk_plan(**given: Any) -> RiskPlan:
    return RiskPlan.objects.create(**{"year": 2024, **given})


def committee(**given: Any) -> SteeringCommittee:
    defaults = {"valid_from": DAY(2024, 3, 1)}
    if "decision" not in given:
        defaults["decision"] = document(668, kind="QĐ", day=DAY(2024, 3, 1))
    return SteeringCommittee.objects.create(**{**defaults, **given})

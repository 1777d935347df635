"""Rows of audits for tests, in the entered agency."""

from typing import Any

from audits.models import AuditedUnit, Finding, InternalAudit, ManagementReview
from tests.planning.build import DAY, document

READY = {
    "notice": "Thông báo 01/TB-BCĐ",
    "planned_from": DAY(2024, 10, 21),
    "planned_to": DAY(2024, 10, 23),
}


TEAM_DAY = DAY(2024, 10, 14)


def team(day: Any = TEAM_DAY) -> Any:
    return document(2389, kind="QĐ", day=day)


def audit(state: str = "planned", **given: Any) -> InternalAudit:
    """An audit in a state, with what its next step asks for."""
    defaults: dict[str, Any] = {"year": 2024, "state": state, **READY}
    if state in ("in_progress", "reported", "closed"):
        defaults["starts_on"] = DAY(2024, 10, 21)
    if state in ("reported", "closed"):
        defaults |= {"ends_on": DAY(2024, 10, 23), "findings_recorded": True}
    if "team_decision" not in given:
        defaults["team_decision"] = team()
    row = InternalAudit.objects.create(**{**defaults, **given})
    AuditedUnit.objects.create(audit=row, name="Ban Chỉ đạo")
    return row


def finding(row: InternalAudit, number: int = 1, **given: Any) -> Finding:
    defaults = {
        "criterion": "QT-12, mục 5.2",
        "description": "Thiếu giấy tiếp nhận",
        "opened_on": DAY(2024, 10, 21),
    }
    return Finding.objects.create(audit=row, number=number, **{**defaults, **given})


def review(state: str = "planned", **given: Any) -> ManagementReview:
    defaults: dict[str, Any] = {"year": 2024, "state": state}
    if state != "planned":
        defaults["held_on"] = DAY(2024, 10, 28)
    return ManagementReview.objects.create(**{**defaults, **given})

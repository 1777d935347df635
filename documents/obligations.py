"""What QĐ 19/2014/QĐ-TTg asks: declaration, posting and notice, declaring again (O4–O6); new law taken in (O7)."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from documents.models import ConformityDeclaration, DocumentSet, OfficialDocument
from documents.models.updates import MONTHS, due_after
from qms.dates import slashed
from qms.models import Agency
from qms.obligations import Obligation, provider

DECREE = "QĐ 19/2014/QĐ-TTg"


@provider
def obligations(agency: Agency, year: int) -> Iterator[Obligation]:
    day = datetime.date(year, 12, 31)
    declared, issued = ConformityDeclaration.objects.latest_on(day), DocumentSet.objects.latest_on(day)
    yield _declaration(declared, day)
    if declared is None:
        return
    yield _publicity(declared, day)
    if issued is not None and issued.decision.issued_on > declared.declared_on:
        yield _again(declared, issued, day)


def _told(declared: ConformityDeclaration) -> str:
    return f"{declared.decision.kind} {declared.decision.symbol} ngày {slashed(declared.declared_on)}"


def _declaration(declared: ConformityDeclaration | None, day: datetime.date) -> Obligation:
    return Obligation(
        "O4",
        "Công bố HTQLCL phù hợp TCVN ISO 9001:2015",
        f"Điều 4 khoản 3 {DECREE}",
        due=day,
        done=_told(declared) if declared else "",
        since=_in_year(declared.declared_on, day) if declared else datetime.date(day.year, 1, 1),
        until=_in_year(declared.declared_on, day) if declared else day,
        url=declared.get_absolute_url() if declared else reverse("documents:declaration_list"),
        order=40,
    )


def _publicity(declared: ConformityDeclaration, day: datetime.date) -> Obligation:
    """Posting at the office and a notice to the Sở; the law sets no number of days."""
    missing = []
    if not declared.is_posted:
        missing.append("chưa ghi nơi và ngày niêm yết")
    if declared.notice_id is None:
        missing.append("chưa ghi văn bản thông báo tới Sở KH&CN")
    recent = declared.declared_on.year == day.year
    sentence = "; ".join(missing)
    return Obligation(
        "O5",
        "Niêm yết, thông báo công bố tới Sở KH&CN",
        f"Điều 4 khoản 3 {DECREE}",
        due=day,
        done="" if missing else f"Niêm yết {slashed(declared.posted_on)}" if declared.posted_on else "",
        needs_review="" if recent or not missing else sentence[:1].upper() + sentence[1:],
        since=_in_year(declared.declared_on, day),
        until=day if missing and recent else _in_year(declared.posted_on or declared.declared_on, day),
        url=declared.get_absolute_url(),
        order=50,
    )


def _again(declared: ConformityDeclaration, issued: DocumentSet, day: datetime.date) -> Obligation:
    return Obligation(
        "O6",
        "Công bố lại khi phạm vi thay đổi",
        f"Điều 4 khoản 4 điểm c {DECREE}",
        due=day,
        needs_review=f"Bộ tài liệu {issued.decision.symbol} ban hành sau công bố {declared.decision.symbol}",
        since=_in_year(issued.effective_on, day) or datetime.date(day.year, 1, 1),
        until=day,
        url=declared.get_absolute_url(),
        order=60,
    )


def _in_year(day: datetime.date, end: datetime.date) -> datetime.date | None:
    """The day when it lies in the year: an old declaration has no bar on this year's map."""
    return day if day.year == end.year else None


@provider
def updates(agency: Agency, year: int) -> Iterator[Obligation]:
    """O7, in a year in which a legal document takes effect or has its 3 months end."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    owed = OfficialDocument.objects.owing(year, MONTHS).owed(timezone.localdate())
    total, left = owed["total"], owed["unassigned"]
    if not total and not left:
        return
    told = f"{owed['settled']}/{total} tài liệu"
    days = [day for day in (owed["due"], left and due_after(owed["unassigned_since"])) if day]
    due = min(days, default=last)
    title = "Cập nhật quy trình theo văn bản mới"
    yield Obligation(
        "O7",
        f"{title} ({told})" if total else title,
        f"Điều 4 khoản 4 điểm a {DECREE}",
        due=due,
        done="" if days else told,
        needs_review=_doubt(owed),
        since=max(owed["since"] or first, first),
        until=due,
        url=reverse("documents:update_list" if total else "documents:official_list"),
        order=65,
    )


def _doubt(owed: dict[str, Any]) -> str:
    """What a person should look at; what is late and open is told by the day itself."""
    if owed["overdue"]:
        return ""
    left, late = owed["unassigned"], owed["late"]
    parts = [f"{left} văn bản mới chưa chọn tài liệu phải cập nhật"] if left else []
    if late:
        parts.append(f"{late} tài liệu cập nhật muộn hơn 3 tháng")
    return "; ".join(parts)

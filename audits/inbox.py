"""What waits for whom in audits: the next step of an audit or a review, findings to be put right."""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from audits import permissions
from audits.enums import AuditState, ReviewState
from audits.models import Finding, InternalAudit, ManagementReview
from qms.enums import Role
from qms.inbox import InboxItem, provider
from qms.models import Agency, User

AHEAD = datetime.timedelta(days=30)
SHOWN = 20
AUDITS, REVIEWS, FINDINGS = "Đánh giá nội bộ", "Xem xét của lãnh đạo", "Phát hiện"


@provider
def audits(agency: Agency, user: User) -> Iterator[InboxItem]:
    edits, approves = user.can(permissions.EDIT), user.can(permissions.APPROVE)
    if not (edits or approves):
        return
    open_rows = InternalAudit.objects.with_counts().exclude(state=AuditState.CLOSED)
    for audit in open_rows.order_by("planned_from", "pk")[:SHOWN]:
        if audit.state == AuditState.REPORTED:
            if approves and audit.findings_recorded and not audit.open_findings:
                yield _audit(
                    audit,
                    "Chờ kết thúc",
                    "info",
                    f"Đoàn đã báo cáo, {audit.finding_rows} phát hiện.",
                    "close",
                )
            elif edits and not audit.findings_recorded:
                yield _audit(audit, "Chưa ghi phát hiện", "warn", "Nhập phát hiện rồi đánh dấu đã ghi đủ.")
        elif edits:
            yield from _to_organise(audit)


def _to_organise(audit: InternalAudit) -> Iterator[InboxItem]:
    today = timezone.localdate()
    due = audit.planned_from
    match audit.state:
        case AuditState.PLANNED if due is not None and due <= today + AHEAD:
            yield _audit(
                audit, "Chờ thông báo", "info", "Gửi thông báo, chương trình cho các đơn vị.", "notify", due
            )
        case AuditState.NOTIFIED if due is not None and due <= today:
            yield _audit(audit, "Đến ngày đánh giá", "info", "Ghi ngày bắt đầu thực tế.", "start", due)
        case AuditState.IN_PROGRESS:
            sentence = f"Đã ghi {audit.finding_rows} phát hiện."
            yield _audit(audit, "Chờ báo cáo", "info", sentence, "report", audit.planned_to)


def _audit(
    audit: InternalAudit, tag: str, css: str, sentence: str, step: str = "", due: datetime.date | None = None
) -> InboxItem:
    steps = (step,) if step else ()
    url = audit.get_absolute_url()
    return InboxItem(AUDITS, str(audit), url, sentence, tag, css, due=due, record=audit, steps=steps)


@provider
def reviews(agency: Agency, user: User) -> Iterator[InboxItem]:
    edits, approves = user.can(permissions.EDIT), user.can(permissions.APPROVE)
    if not (edits or approves):
        return
    soon = timezone.localdate() + AHEAD
    rows = ManagementReview.objects.exclude(state=ReviewState.FOLLOWED_UP).select_related("chair")
    for review in rows.order_by("planned_on", "pk")[:SHOWN]:
        match review.state:
            case ReviewState.PLANNED if edits and review.planned_on and review.planned_on <= soon:
                yield _review(review, "Chờ họp", "Họp xong thì ghi ngày họp.", "hold", review.planned_on)
            case ReviewState.HELD if approves and review.conclusions:
                yield _review(review, "Chờ ký biên bản", review.conclusions, "sign_minutes")
            case ReviewState.HELD if edits and not review.conclusions:
                sentence = "Nhập kết luận của cuộc họp để lãnh đạo ký biên bản."
                yield _review(review, "Chưa có kết luận", sentence)
            case ReviewState.MINUTES_SIGNED if edits:
                yield _review(review, "Theo dõi kết luận", review.conclusions, "follow_up")


def _review(
    review: ManagementReview, tag: str, sentence: str, step: str = "", due: datetime.date | None = None
) -> InboxItem:
    details = [("Chủ trì", review.chair.name)] if review.chair else []
    return InboxItem(
        REVIEWS,
        str(review),
        review.get_absolute_url(),
        sentence,
        tag,
        due=due,
        details=tuple(details),
        record=review,
        steps=(step,) if step else (),
    )


@provider
def findings(agency: Agency, user: User) -> Iterator[InboxItem]:
    """Those who verify see every open finding; a unit's contact sees his unit's, to put them right."""
    rows = Finding.objects.open().for_list().order_by("due_on", "pk")
    if user.can(permissions.RECORD):
        steps: tuple[str, ...] = ("resolve",)
    elif Role.UNIT_CONTACT in user.roles_in(agency) and user.person and user.person.unit_id:
        rows, steps = rows.filter(unit_id=user.person.unit_id), ()
    else:
        return
    today = timezone.localdate()
    for row in rows[:SHOWN]:
        late = row.due_on is not None and row.due_on < today
        yield InboxItem(
            FINDINGS,
            f"Phát hiện {row.number_label}{f' – {row.unit.name}' if row.unit else ''}",
            row.get_absolute_url(),
            row.description,
            row.get_grade_display(),
            "late" if late else "warn",
            due=row.due_on,
            details=(("Đợt", str(row.audit)), ("Căn cứ", row.criterion)),
            record=row,
            steps=steps,
        )

"""What waits for whom in audits: steps of audits and reviews, findings, corrective actions, conclusions.

The menu counts this on every page: a few queries a person, however many records there are.
"""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from audits import permissions
from audits.enums import (
    NONCONFORMITIES,
    AuditState,
    CarState,
    Effectiveness,
    FindingState,
    ReviewState,
    TeamRole,
)
from audits.models import (
    AuditTeamMember,
    CorrectiveAction,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    ReviewConclusion,
    ReviewSection,
)
from qms.enums import Role
from qms.inbox import InboxItem, provider
from qms.models import Agency, User

AHEAD = datetime.timedelta(days=30)
STUCK = datetime.timedelta(days=14)
SHOWN = 20
AUDITS, REVIEWS, FINDINGS = "Đánh giá nội bộ", "Xem xét của lãnh đạo", "Phát hiện"
CARS, CONCLUSIONS = "Phiếu khắc phục", "Kết luận của lãnh đạo"
SOONEST = (F("due_on").asc(nulls_last=True), "pk")
NOBODY = Q(pk__in=())


@provider
def audits(agency: Agency, user: User) -> Iterator[InboxItem]:
    edits, approves = user.can(permissions.EDIT), user.can(permissions.APPROVE)
    if not (edits or approves or user.can(permissions.SIGN)):
        return
    open_ones = ~Q(state=FindingState.CLOSED) & Q(grade__in=NONCONFORMITIES)
    lead = AuditTeamMember.objects.filter(audit=OuterRef("pk"), role=TeamRole.LEAD, person=user.person)
    rows = InternalAudit.objects.with_counts().exclude(state=AuditState.CLOSED)
    rows = rows.annotate(
        leads=Exists(lead), unsettled=Exists(Finding.objects.filter(open_ones, audit=OuterRef("pk")))
    )
    for audit in rows.order_by("planned_from", "pk")[:SHOWN]:
        if audit.state == AuditState.REPORTED:
            if approves and audit.findings_recorded and not audit.unsettled:
                told = f"Đoàn đã báo cáo, {audit.finding_rows} phát hiện, điểm không phù hợp đã khắc phục."
                yield _audit(audit, "Chờ kết thúc", "info", told, "close")
            elif edits and not audit.findings_recorded:
                yield _audit(audit, "Chưa ghi phát hiện", "warn", "Nhập phát hiện rồi đánh dấu đã ghi đủ.")
        elif edits or (audit.leads and audit.state == AuditState.IN_PROGRESS):
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
            sentence = f"Đã ghi {audit.finding_rows} phát hiện; trưởng đoàn ký báo cáo."
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
    written = ReviewSection.objects.filter(review=OuterRef("pk")).exclude(body="")
    rows = ManagementReview.objects.exclude(state=ReviewState.FOLLOWED_UP).select_related("chair")
    for review in rows.annotate(written=Exists(written)).order_by("planned_on", "pk")[:SHOWN]:
        match review.state:
            case ReviewState.PLANNED if edits and review.planned_on and review.planned_on <= soon:
                yield _review(review, "Chờ họp", "Họp xong thì ghi ngày họp.", ("hold",), review.planned_on)
            case ReviewState.HELD if edits and review.return_reason:
                told = f"Lãnh đạo trả lại: {review.return_reason}"
                yield _review(review, "Biên bản bị trả lại", told, ("resubmit_minutes",), css="warn")
            case ReviewState.HELD if edits and not review.written:
                yield _review(review, "Chờ biên bản", "Nhập nội dung, kết luận rồi trình lãnh đạo ký.")
            case ReviewState.HELD if approves and review.written and not review.return_reason:
                told = "Biên bản đã soạn, chờ anh/chị ký."
                yield _review(review, "Chờ ký biên bản", told, ("sign_minutes", "return_minutes"))
            case ReviewState.MINUTES_SIGNED if edits:
                yield _review(review, "Theo dõi kết luận", "Kết luận của cuộc họp.", ("follow_up",))


def _review(
    review: ManagementReview,
    tag: str,
    sentence: str,
    steps: tuple[str, ...] = (),
    due: datetime.date | None = None,
    css: str = "info",
) -> InboxItem:
    details = [("Chủ trì", review.chair.name)] if review.chair else []
    url = review.get_absolute_url()
    return InboxItem(
        REVIEWS, str(review), url, sentence, tag, css, due, tuple(details), record=review, steps=steps
    )


def contact_unit(user: User, agency: Agency) -> int | None:
    """The unit this person answers for."""
    if Role.UNIT_CONTACT not in user.roles_in(agency) or user.person is None:
        return None
    return user.person.unit_id


def is_secretary_of(user: User, agency: Agency) -> bool:
    return Role.SECRETARY in user.roles_in(agency)


FINDING_STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    FindingState.OPEN: ("Chờ trả lời", ("answer",)),
    FindingState.ANSWERED: ("Chờ phê duyệt", ("approve", "return_answer")),
    FindingState.APPROVED: ("Đang khắc phục", ("finish",)),
    FindingState.DONE: ("Chờ kiểm tra", ("verify", "not_effective")),
    FindingState.VERIFIED: ("Chờ đóng", ("close",)),
}


def _findings_of(user: User, agency: Agency, today: datetime.date) -> Q:
    again = Q(state=FindingState.ANSWERED, result=Effectiveness.NOT_EFFECTIVE)
    to_check = Q(state__in=(FindingState.DONE, FindingState.VERIFIED))
    to_answer = Q(state__in=(FindingState.OPEN, FindingState.APPROVED)) | again
    wanted = NOBODY
    if user.can(permissions.APPROVE):
        wanted |= Q(state=FindingState.ANSWERED) & ~again
    if (unit := contact_unit(user, agency)) is not None:
        wanted |= to_answer & Q(unit_id=unit)
    if is_secretary_of(user, agency):
        waits = (FindingState.OPEN, FindingState.ANSWERED)
        late = Q(due_on__lt=today) & ~Q(state__in=(FindingState.VERIFIED, FindingState.CLOSED))
        stuck = Q(state__in=waits, opened_on__lt=today - STUCK)
        wanted |= to_check | late | stuck | to_answer & Q(unit__isnull=True)
    elif user.can(permissions.CHECK):
        wanted |= to_check & Q(audit__in=_audits_of(user))
    return wanted


def _audits_of(user: User) -> object:
    return AuditTeamMember.objects.filter(person=user.person).values("audit")


@provider
def findings(agency: Agency, user: User) -> Iterator[InboxItem]:
    """Leader: answers to approve; unit: to answer, to do; auditors: to check; secretary: what is late or stuck."""
    today = timezone.localdate()
    if (wanted := _findings_of(user, agency, today)) == NOBODY:
        return
    rows = list(Finding.objects.open().filter(wanted).for_page().order_by(*SOONEST)[: SHOWN + 1])
    for row in rows[:SHOWN]:
        yield _finding(row, today)
    if len(rows) > SHOWN:
        yield _more(FINDINGS, "audits:finding_list")


def _finding(row: Finding, today: datetime.date) -> InboxItem:
    tag, steps = FINDING_STEPS[row.state]
    if row.waits_for_unit_again:
        tag, steps = "Không đạt, trả lời lại", ("answer",)
    late = row.due_on is not None and row.due_on < today
    css = "late" if late else "warn" if row.must_have_request or row.return_reason else "info"
    details = [("Mức độ", row.get_grade_display()), ("Căn cứ", row.criterion)]
    if row.return_reason:
        details.append(("Lý do trả lại", row.return_reason))
    if row.cause:
        details += [("Nguyên nhân", row.cause), ("Khắc phục", row.action)]
    if row.doer:
        details.append(("Người thực hiện", row.doer.name))
    if row.done_evidence:
        details.append(("Đã làm", row.done_evidence))
    title = f"Phát hiện {row.number_label}{f' – {row.unit.name}' if row.unit else ''}"
    return InboxItem(
        FINDINGS,
        title,
        row.get_absolute_url(),
        row.description,
        tag,
        css,
        due=row.due_on if row.state != FindingState.VERIFIED else None,
        details=(*details, ("Đợt", str(row.audit))),
        record=row,
        steps=steps,
    )


def _more(group: str, url_name: str) -> InboxItem:
    told = f"Trang này hiện {SHOWN} việc gấp nhất của mục này."
    return InboxItem(group, f"Còn việc khác ở mục {group}", reverse(url_name), told)


CAR_STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    CarState.OPENED: ("Chờ phân tích nguyên nhân", ("analyse",)),
    CarState.ANALYSED: ("Chờ phê duyệt", ("approve", "return_analysis")),
    CarState.IN_PROGRESS: ("Đang thực hiện biện pháp", ("finish",)),
    CarState.DONE: ("Chờ kiểm tra", ("check_effective", "check_not_effective")),
}


def _cars_of(user: User, agency: Agency, today: datetime.date) -> Q:
    to_answer = Q(state__in=(CarState.OPENED, CarState.IN_PROGRESS))
    wanted = NOBODY
    if user.person is not None:  # a measure of his own, whatever his role
        mine = CorrectiveAction.objects.waiting().filter(person=user.person)
        wanted |= Q(state=CarState.IN_PROGRESS, pk__in=mine.values("round__request"))
    if user.can(permissions.APPROVE):
        wanted |= Q(state=CarState.ANALYSED)
    if (unit := contact_unit(user, agency)) is not None:
        wanted |= to_answer & Q(unit_id=unit)
    if is_secretary_of(user, agency):
        late = Q(pk__in=CorrectiveAction.objects.late(today).values("round__request"))
        stuck = Q(state__in=(CarState.OPENED, CarState.ANALYSED), opened_on__lt=today - STUCK)
        wanted |= Q(state=CarState.DONE) | late | stuck | to_answer & Q(unit__isnull=True)
    elif user.can(permissions.CHECK):
        of_team = Q(finding__isnull=True) | Q(finding__audit__in=_audits_of(user))
        wanted |= Q(state=CarState.DONE) & of_team
    return wanted


@provider
def requests(agency: Agency, user: User) -> Iterator[InboxItem]:
    """Corrective-action requests, shared out like the findings."""
    today = timezone.localdate()
    if (wanted := _cars_of(user, agency, today)) == NOBODY:
        return
    rows = CorrectiveActionRequest.objects.open().filter(wanted).for_list().order_by("opened_on", "pk")
    shown = list(rows[: SHOWN + 1])
    for car in shown[:SHOWN]:
        yield _car(car, today)
    if len(shown) > SHOWN:
        yield _more(CARS, "audits:car_list")


def _car(car: CorrectiveActionRequest, today: datetime.date) -> InboxItem:
    tag, steps = CAR_STEPS[car.state]
    turn, due = car.current_round, car.next_due
    details = [("Vòng", str(turn.number))] if turn.number > 1 else []
    if turn.return_reason:
        details.append(("Lý do trả lại", turn.return_reason))
    causes = "; ".join(text for text in (turn.cause_subjective, turn.cause_objective) if text)
    if causes:
        details.append(("Nguyên nhân", causes))
    for row in turn.actions.all() if turn.pk else ():
        day = f", hạn {row.due_on:%d/%m/%Y}" if row.due_on else ""
        done = ", đã xong" if row.done_on else ""
        details.append(("Biện pháp", f"{row.measure} ({row.owner_text}{day}{done})"))
    if turn.done_evidence:
        details.append(("Đã làm", turn.done_evidence))
    css = "late" if due and due < today else "warn" if turn.return_reason or turn.number > 1 else "info"
    title = f"Phiếu khắc phục {car.number_label}/{car.year}{f' – {car.unit.name}' if car.unit else ''}"
    return InboxItem(
        CARS,
        title,
        car.get_absolute_url(),
        car.description,
        tag,
        css,
        due=due,
        details=tuple(details),
        record=car,
        steps=steps,
    )


@provider
def conclusions(agency: Agency, user: User) -> Iterator[InboxItem]:
    """A task of signed minutes: for the person it was given to, and, once it is near, for the secretary."""
    wanted = Q(person=user.person) if user.person else NOBODY
    if is_secretary_of(user, agency):
        wanted |= Q(due_on__lte=timezone.localdate() + STUCK)
    if wanted == NOBODY:
        return
    rows = ReviewConclusion.objects.open().filter(wanted, standing=False).for_list()
    for row in rows.order_by(*SOONEST)[:SHOWN]:
        yield InboxItem(
            CONCLUSIONS,
            str(row),
            row.get_absolute_url(),
            row.text,
            "Kết luận phải thực hiện",
            due=row.due_on,
            details=(("Thực hiện", row.owner), ("Cuộc họp", str(row.review))),
            record=row,
            steps=("finish",),
        )

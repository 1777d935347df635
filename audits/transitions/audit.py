"""The life of an internal audit: planned → notified → in progress → reported → closed."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from audits import permissions
from audits.enums import AuditState, FindingGrade, TeamRole
from audits.guards import day_field, is_person, refuse_before, refuse_future, text_field
from audits.models import AuditTeamMember, CorrectiveActionRequest, Finding, InternalAudit
from qms.dates import slashed
from qms.models import User
from qms.workflow import Workflow, costly

audit_workflow = Workflow(InternalAudit)


def lead_of(audit: InternalAudit) -> AuditTeamMember | None:
    if "team" in getattr(audit, "_prefetched_objects_cache", {}):  # the page has read it with its people
        return next((row for row in audit.team.all() if row.role == TeamRole.LEAD), None)
    return audit.team.select_related("person").filter(role=TeamRole.LEAD).first()


@costly
def has_team(audit: InternalAudit, actor: User) -> str:
    if audit.team_decision_id is None:
        return "Chưa có quyết định thành lập đoàn đánh giá; chọn quyết định ở “Sửa kế hoạch”."
    return "" if lead_of(audit) else "Đoàn đánh giá chưa có trưởng đoàn."


def has_programme(audit: InternalAudit, actor: User) -> str:
    if audit.planned_from and audit.planned_to:
        return ""
    return "Chưa ghi ngày bắt đầu và kết thúc theo chương trình đánh giá."


def has_notice(audit: InternalAudit, actor: User) -> str:
    if audit.notice_id is not None:
        return ""
    return "Chưa chọn thông báo đánh giá đã lấy số, ký ban hành ở phần Thông báo."


@costly
def has_units(audit: InternalAudit, actor: User) -> str:
    return "" if audit.units_count else "Chưa có đơn vị nào trong danh sách được đánh giá."


def findings_are_recorded(audit: InternalAudit, actor: User) -> str:
    if audit.findings_recorded:
        return ""
    return "Chưa xác nhận đã ghi đủ phát hiện; thư ký đánh dấu “đã ghi đủ phát hiện” ở phần Kết quả của đợt."


@costly
def majors_have_requests(audit: InternalAudit, actor: User) -> str:
    """10.2: a major nonconformity is never left to a note."""
    bare = Finding.objects.filter(audit=audit, grade=FindingGrade.MAJOR, cars__isnull=True)
    if numbers := ", ".join(f"{row.number:02d}" for row in bare):
        return f"Phát hiện nặng số {numbers} chưa có phiếu yêu cầu hành động khắc phục."
    return ""


@costly
@costly
def requests_are_closed(audit: InternalAudit, actor: User) -> str:
    left = CorrectiveActionRequest.objects.open().filter(finding__audit=audit).order_by("number")
    if numbers := ", ".join(row.number_label for row in left):
        return f"Phiếu khắc phục số {numbers} chưa đóng."
    return ""


def is_lead(audit: InternalAudit, actor: User) -> str:
    lead = lead_of(audit)
    if lead is None:
        return "Đoàn đánh giá chưa có trưởng đoàn để ký báo cáo."
    if is_person(actor, lead.person_id):
        return ""
    return f"Chỉ trưởng đoàn ({lead.named}) ký báo cáo đánh giá."


def has_ended(audit: InternalAudit, actor: User) -> str:
    """A loaded audit may be reported without its days; it cannot be closed so."""
    return "" if audit.ends_on else "Chưa ghi ngày kết thúc đánh giá."


@costly
def nonconformities_are_closed(audit: InternalAudit, actor: User) -> str:
    left = Finding.objects.open().nonconformities().filter(audit=audit).count()
    return f"Còn {left} điểm không phù hợp chưa khắc phục xong." if left else ""


@audit_workflow.transition(
    "notify",
    label="Thông báo cho các đơn vị",
    past="Đã thông báo",
    source=[AuditState.PLANNED],
    target=AuditState.NOTIFIED,
    permission=permissions.EDIT,
    guards=(has_team, has_programme, has_units, has_notice),
    style="primary",
)
def notify(audit: InternalAudit, *, actor: User) -> None:
    pass


@audit_workflow.transition(
    "start",
    label="Bắt đầu đánh giá",
    past="Đã bắt đầu",
    source=[AuditState.NOTIFIED],
    target=AuditState.IN_PROGRESS,
    permission=permissions.EDIT,
    fields={"starts_on": day_field("Ngày bắt đầu thực tế")},
    style="primary",
)
def start(audit: InternalAudit, *, actor: User, starts_on: datetime.date) -> None:
    refuse_future(starts_on, "Ngày bắt đầu")
    if audit.ends_on and audit.ends_on < starts_on:
        raise ValidationError(f"Ngày bắt đầu phải trước ngày kết thúc ({slashed(audit.ends_on)}).")
    audit.starts_on = starts_on


@audit_workflow.transition(
    "report",
    label="Ký báo cáo đánh giá",
    past="Đã báo cáo",
    source=[AuditState.IN_PROGRESS],
    target=AuditState.REPORTED,
    permission=permissions.SIGN,
    guards=(is_lead, findings_are_recorded, majors_have_requests),
    fields={"ends_on": day_field("Ngày kết thúc thực tế")},
    style="primary",
)
def report(audit: InternalAudit, *, actor: User, ends_on: datetime.date) -> None:
    refuse_future(ends_on, "Ngày kết thúc")
    if audit.starts_on is None:
        raise ValidationError("Chưa ghi ngày bắt đầu đánh giá.")
    refuse_before(ends_on, audit.starts_on, "ends_on", "Ngày kết thúc", "ngày bắt đầu")
    audit.ends_on = ends_on
    audit.reported_on, audit.reported_by = timezone.localdate(), actor


@audit_workflow.transition(
    "reopen_report",
    label="Mở lại báo cáo",
    past="Đã mở lại báo cáo",
    source=[AuditState.REPORTED],
    target=AuditState.IN_PROGRESS,
    permission=permissions.SIGN,
    guards=(is_lead,),
    fields={"reason": text_field("Vì sao mở lại")},
)
def reopen_report(audit: InternalAudit, *, actor: User, reason: str) -> None:
    """The lead takes his signature back; the reason stays in the history, and he signs again."""
    audit.reported_on, audit.reported_by = None, None


@audit_workflow.transition(
    "close",
    label="Kết thúc đợt đánh giá",
    past="Đã kết thúc",
    source=[AuditState.REPORTED],
    target=AuditState.CLOSED,
    permission=permissions.APPROVE,
    guards=(
        findings_are_recorded,
        has_ended,
        majors_have_requests,
        nonconformities_are_closed,
        requests_are_closed,
    ),
    style="ok",
)
def close(audit: InternalAudit, *, actor: User) -> None:
    pass

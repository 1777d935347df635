"""The audit paper set: notice, programme, report, summary, NC report, note sheet, CAR, minutes.

Every paper is made filled or blank; an audit's papers make one dossier.
"""

from collections.abc import Iterator
from typing import Any

from audits import permissions
from audits.enums import TO_ANSWER
from audits.models import AuditNote, CorrectiveActionRequest, Finding, InternalAudit, ManagementReview
from audits.papers import actions, findings, minutes, notes, notice, programme, report
from audits.papers.words import audit_name
from qms import papers
from qms.models import Record
from qms.papers import paper


def load_audit(pk: int) -> InternalAudit:
    return InternalAudit.objects.for_papers().get(pk=pk)


def load_plan(pk: int) -> InternalAudit:
    return InternalAudit.objects.for_plan_papers().get(pk=pk)


def audits_of(year: int) -> list[InternalAudit]:
    return list(InternalAudit.objects.for_papers().filter(year=year).order_by("round"))


def findings_of(year: int) -> list[Finding]:
    rows = Finding.objects.for_papers().filter(audit__year=year, grade__in=TO_ANSWER)
    return list(rows.order_by("audit__round", "number"))


def notes_of(year: int) -> list[AuditNote]:
    rows = AuditNote.objects.for_papers().of_year(year)
    return list(rows.order_by("audit__round", "slot__day", "slot__starts_at", "slot", "unit__position", "pk"))


paper(
    "audits.notice",
    "Thông báo đánh giá nội bộ",
    InternalAudit,
    permissions.VIEW,
    file_name=lambda row: f"thong-bao-danh-gia-{audit_name(row)}",
    blank=notice.blank_notice,
    order=100,
    load=load_plan,
    of_year=audits_of,
)(notice.notice_paper)
paper(
    "audits.programme",
    "Chương trình và nội dung đánh giá",
    InternalAudit,
    permissions.VIEW,
    file_name=lambda row: f"chuong-trinh-danh-gia-{audit_name(row)}",
    blank=programme.blank_programme,
    order=110,
    load=load_plan,
    of_year=audits_of,
)(programme.programme_paper)
paper(
    "audits.report",
    "Báo cáo đánh giá",
    InternalAudit,
    permissions.VIEW,
    file_name=lambda row: f"bao-cao-danh-gia-{audit_name(row)}",
    blank=report.blank_report,
    order=120,
    load=load_audit,
    of_year=audits_of,
)(report.report_paper)
paper(
    "audits.summary",
    "Tổng hợp các điểm phát hiện",
    InternalAudit,
    permissions.VIEW,
    file_name=lambda row: f"tong-hop-phat-hien-{audit_name(row)}",
    blank=report.blank_summary,
    order=130,
    load=load_audit,
    of_year=audits_of,
)(report.summary_paper)
paper(
    "audits.nonconformity",
    "Báo cáo sự không phù hợp",
    Finding,
    permissions.VIEW,
    file_name=lambda row: f"bao-cao-su-khong-phu-hop-{row.number_label}-{audit_name(row.audit)}",
    load=lambda pk: Finding.objects.for_papers().get(pk=pk, grade__in=TO_ANSWER),
    applies=lambda row: row.grade in TO_ANSWER,  # a good point asks for no report
    of_year=findings_of,
    blank=findings.blank_nonconformity,
    order=140,
)(findings.nonconformity_paper)
paper(
    "audits.note",
    "Phiếu ghi chép",
    AuditNote,
    permissions.VIEW,
    file_name=lambda row: f"phieu-ghi-chep-{row.unit}-{audit_name(row.audit)}",
    load=lambda pk: AuditNote.objects.for_papers().get(pk=pk),
    of_year=notes_of,
    blank=notes.blank_note,
    order=150,
)(notes.note_paper)
paper(
    "audits.car",
    "Phiếu yêu cầu hành động khắc phục",
    CorrectiveActionRequest,
    permissions.VIEW,
    file_name=lambda row: f"phieu-yeu-cau-khac-phuc-{row.number_label}-{row.year}",
    load=lambda pk: CorrectiveActionRequest.objects.for_papers().get(pk=pk),
    of_year=lambda year: CorrectiveActionRequest.objects.for_papers().of_year(year),
    blank=actions.blank_car,
    order=160,
)(actions.car_paper)
paper(
    "audits.minutes",
    "Biên bản họp xem xét của lãnh đạo",
    ManagementReview,
    permissions.VIEW,
    file_name=lambda row: f"bien-ban-xem-xet-{row.round:02d}-{row.year}",
    load=lambda pk: ManagementReview.objects.for_papers().get(pk=pk),
    of_year=lambda year: ManagementReview.objects.for_papers().filter(year=year).order_by("round"),
    blank=minutes.blank_minutes,
    order=170,
)(minutes.minutes_paper)


def dossier(found: InternalAudit) -> Iterator[tuple[str, Record]]:
    """Every paper of one audit, with what it prints."""
    findings, cars = Finding.objects.for_papers(), CorrectiveActionRequest.objects.for_papers()
    return _in_order(load_audit(found.pk), findings, AuditNote.objects.for_papers(), cars)


def dossier_listed(found: InternalAudit) -> Iterator[tuple[str, Record]]:
    """The same by their names alone."""
    notes = AuditNote.objects.select_related("unit__unit")
    return _in_order(found, Finding.objects.all(), notes, CorrectiveActionRequest.objects.all())


def _in_order(found: InternalAudit, findings: Any, notes: Any, cars: Any) -> Iterator[tuple[str, Record]]:
    """In the order of the archive."""
    for name in ("audits.notice", "audits.programme", "audits.report", "audits.summary"):
        yield name, found
    for finding in findings.filter(audit=found, grade__in=TO_ANSWER).order_by("number"):
        yield "audits.nonconformity", finding
    for note in notes.filter(audit=found).order_by(
        "slot__day", "slot__starts_at", "slot", "unit__position", "pk"
    ):
        yield "audits.note", note
    for car in cars.filter(finding__audit=found).order_by("number"):
        yield "audits.car", car


papers.bundle(
    "audits.dossier",
    "Hồ sơ đánh giá nội bộ",
    InternalAudit,
    permissions.VIEW,
    dossier,
    file_name=lambda row: f"ho-so-danh-gia-{audit_name(row)}",
    listed=dossier_listed,
)

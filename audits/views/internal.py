"""Pages of internal audits: the list, the parts of the plan that are edited apart, the units."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from audits import permissions
from audits.forms import internal as forms
from audits.models import AuditedUnit, InternalAudit
from audits.services.internal import audit_delete, audit_save, next_round
from audits.services.team import audit_copy, audit_row_delete, audited_unit_save, audited_units_add
from qms.forms import RecordForm
from qms.http import AgencyRequest
from qms.views.base import Action, QmsView
from qms.views.generic import RecordDelete, RecordEdit, RecordStep
from qms.views.picks import PickRows
from qms.views.rows import RowDelete, RowEdit
from qms.views.tables import Column, RecordList


def findings_text(audit: InternalAudit) -> Any:
    return audit.finding_rows if audit.findings_recorded or audit.finding_rows else "chưa ghi"


class AuditList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = InternalAudit
    title = "Đánh giá nội bộ"
    intro = "Mỗi năm ít nhất một đợt (QĐ 19/2014/QĐ-TTg, Điều 4)."
    columns = (
        Column("title", "Đợt", sort="sort_key"),
        Column("state", "Trạng thái", sort="state"),
        Column(
            "starts_on",
            "Từ ngày",
            lambda row: row.starts_on or row.planned_from,
            sort="starts_on",
            css="date",
        ),
        Column("ends_on", "Đến ngày", lambda row: row.ends_on or row.planned_to, css="date"),
        Column("units_count", "Số đơn vị", css="num"),
        Column("findings", "Phát hiện", findings_text, css="num"),
    )
    add_url_name = "audits:audit_add"
    add_label = "Lập đợt đánh giá"
    empty_text = "Chưa có đợt đánh giá nội bộ nào trong năm. Lập đợt mới, hoặc chép kế hoạch của đợt trước."

    def get_queryset(self) -> Any:
        return InternalAudit.objects.of_year(self.request.year)

    def get_actions(self) -> list[Action]:
        actions = super().get_actions()
        if actions and InternalAudit.objects.exists():
            actions.append(Action("Chép từ đợt trước", reverse("audits:audit_copy")))
        return actions


class AuditEdit(RecordEdit):
    """The plan. A new audit comes with the usual purpose and topics."""

    permission = permissions.EDIT
    model = InternalAudit
    form_class: ClassVar[type[RecordForm]] = forms.AuditPlanForm
    list_url_name = "audits:audit_list"
    add_title = "Lập đợt đánh giá nội bộ"
    edit_title = "Sửa kế hoạch"

    def new_object(self, parent: int | None) -> Any:
        audit = super().new_object(parent)
        audit.round = next_round(audit.year)
        return audit

    def save(self, form: Any, expected_version: int | None) -> Any:
        return audit_save(audit=form.instance, actor=self.request.user, expected_version=expected_version)


class AuditNoticeEdit(AuditEdit):
    permission = permissions.EDIT
    form_class = forms.AuditNoticeForm
    edit_title = "Soạn thông báo"


class AuditReportEdit(AuditEdit):
    permission = permissions.EDIT
    form_class = forms.AuditReportForm
    edit_title = "Ghi kết quả, báo cáo"


class AuditDelete(RecordDelete):
    permission = permissions.EDIT
    model = InternalAudit
    list_url_name = "audits:audit_list"

    def remove(self, obj: InternalAudit) -> None:
        audit_delete(audit=obj, actor=self.request.user)


class AuditCopy(QmsView):
    """A new plan of this year from an earlier audit."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest) -> HttpResponse:
        newest = InternalAudit.objects.order_by("-year", "-round").first()
        return self._page(forms.CopyForm(initial={"source": newest}))

    def post(self, request: AgencyRequest) -> HttpResponse:
        form = forms.CopyForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        source = form.cleaned_data["source"]
        try:
            audit = audit_copy(source=source, year=request.year, actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(form, status=422)
        messages.success(
            request, f"Đã chép kế hoạch từ {source}. Xem lại ngày, đoàn và lịch trước khi thông báo."
        )
        return redirect(audit.get_absolute_url())

    def _page(self, form: forms.CopyForm, status: int = 200) -> HttpResponse:
        context = {
            "title": f"Chép đợt đánh giá vào năm {self.request.year}",
            "form": form,
            "cancel_url": reverse("audits:audit_list"),
            "submit_label": "Chép",
        }
        return render(self.request, "audits/audit_copy.html", context, status=status)


class AuditStep(RecordStep):
    """Each step asks for its own right; whoever sees the page may ask."""

    permission = permissions.VIEW
    model = InternalAudit


class AuditedUnitEdit(RowEdit):
    permission = permissions.EDIT
    model = AuditedUnit
    form_class = forms.AuditedUnitForm
    parent_name = "audit"
    add_title = "Thêm đơn vị, bộ phận được đánh giá"

    def save(self, form: Any, expected_version: int | None) -> Any:
        return audited_unit_save(
            audited_unit=form.instance, actor=self.request.user, expected_version=expected_version
        )


class AuditedUnitPick(PickRows):
    permission = permissions.EDIT
    model = InternalAudit
    title = "Thêm nhiều đơn vị được đánh giá"
    done = "{} đơn vị"

    def make_form(self, owner: Any, data: Any = None) -> Any:
        return forms.PickUnitsForm(data, audit=owner)

    def add(self, owner: Any, form: Any) -> int:
        return audited_units_add(audit=owner, units=form.cleaned_data["rows"], actor=self.request.user)


class AuditedUnitDelete(RowDelete):
    permission = permissions.EDIT
    model = AuditedUnit

    def remove(self, obj: AuditedUnit) -> None:
        audit_row_delete(row=obj, actor=self.request.user)

"""Pages of the 3-month duty: what a legal document touches, the list of all, one with its steps."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from documents import permissions
from documents.enums import UpdateState
from documents.filters import LEGAL
from documents.filters_updates import UpdateFilter
from documents.models import ControlledDocument, OfficialDocument, ProcedureUpdate
from documents.models.updates import due_after
from documents.proposals import proposals_of
from documents.transitions_updates import updating_revision
from documents.update_services import opening_refusal, updates_open
from qms.dates import slashed
from qms.http import AgencyRequest
from qms.picking import PickField
from qms.views.base import Action, Panel
from qms.views.generic import RecordDetail, RecordStep
from qms.views.picks import PickRows
from qms.views.rows import rows_panel
from qms.views.tables import Column, RecordList

STATE_CSS: dict[str, str] = {
    UpdateState.OPEN: "warn",
    UpdateState.DONE: "ok",
    UpdateState.NOT_NEEDED: "plain",
}


def standing(row: ProcedureUpdate) -> str:
    return row.standing(timezone.localdate())


class UpdateList(RecordList):
    permission = permissions.VIEW
    model = ProcedureUpdate
    title = "Cập nhật theo văn bản mới"
    intro = (
        "Văn bản quy phạm pháp luật mới phải được cập nhật vào quy trình trong 3 tháng từ ngày có hiệu lực "
        "(Điều 4 khoản 4 QĐ 19/2014/QĐ-TTg)."
    )
    columns = (
        Column("document", "Tài liệu phải cập nhật", sort="document__sort_key"),
        Column("law", "Văn bản mới", sort="law__sort_key"),
        Column("effective_on", "Văn bản hiệu lực", lambda row: row.law.effective_on, css="date"),
        Column("unit", "Đơn vị chủ trì", lambda row: row.document.unit, sort="document__unit__sort_key"),
        Column("due_on", "Hạn cập nhật", sort="due_on", css="date"),
        Column("done_on", "Xong ngày", sort="done_on", css="date"),
        Column("state", "Tình trạng", standing, sort="state"),
    )
    filterset_class = UpdateFilter
    default_sort = "due_on"
    empty_text = (
        "Chưa có quy trình nào phải cập nhật trong năm. Mở một luật, nghị định, thông tư ở mục Văn bản, ghi ngày "
        "có hiệu lực rồi chọn các quy trình phải cập nhật."
    )

    def get_queryset(self) -> Any:
        return ProcedureUpdate.objects.for_list().of_year_or_open(self.request.year)

    def get_actions(self) -> list[Action]:
        """The work begins at the legal document."""
        actions = [Action("Chọn văn bản", f"{reverse('documents:official_list')}?kind={LEGAL}")]
        if self.request.user.can(permissions.EDIT):
            actions.append(Action("Nhập văn bản mới", reverse("documents:official_add")))
        return actions


class UpdateDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.DRAFT
    model = ProcedureUpdate
    template = "documents/update_detail.html"
    groups = (("", ("document", "law", "due_on", "done_on", "revision", "note", "reason")),)
    step_url_name = "documents:update_step"
    state_css = STATE_CSS

    def get_queryset(self) -> Any:
        return ProcedureUpdate.objects.for_list()

    def get_context(self, obj: Any) -> dict[str, Any]:
        context = super().get_context(obj)
        [group] = context["field_groups"]
        late = obj.state == UpdateState.OPEN and obj.due_on < timezone.localdate()
        return {
            **context,
            "field_groups": [{**group, "fields": [pair for pair in group["fields"] if pair[1]]}],
            "late": standing(obj) if late else "",
            "found": updating_revision(obj),
        }


class UpdateStep(RecordStep):
    permission = permissions.VIEW
    model = ProcedureUpdate

    def get_queryset(self) -> Any:
        return ProcedureUpdate.objects.for_list()

    def facts(self, obj: ProcedureUpdate) -> list[tuple[str, str]]:
        return [
            ("Tài liệu", str(obj.document)),
            ("Văn bản mới", f"{obj.law.citation}: {obj.law.subject}"),
            ("Hạn cập nhật", slashed(obj.due_on)),
        ]


class PickForm(forms.Form):
    """Documents that are not chosen yet for this law, those that it seems to touch first."""

    def __init__(self, *args: Any, law: OfficialDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = ControlledDocument.objects.exclude(updates__law=law).order_by("sort_key")
        field = PickField(left, label="Tài liệu phải cập nhật")
        field.widget.suggest_label = "Chọn các tài liệu gợi ý"
        field.widget.suggested = proposals_of(law)
        self.fields["rows"] = field


class UpdatePick(PickRows):
    """The documents that a legal document touches, ticked in a list that is narrowed by typing."""

    permission = permissions.EDIT
    model = OfficialDocument
    title = "Chọn quy trình phải cập nhật"
    done = "{} việc cập nhật"

    def get(self, request: AgencyRequest, parent: int) -> HttpResponse:
        """What may not be chosen is said before anything is ticked."""
        law: OfficialDocument = get_object_or_404(OfficialDocument.objects.all(), pk=parent)
        if refusal := opening_refusal(law):
            messages.error(request, refusal)
            return redirect(law.get_absolute_url())
        return super().get(request, parent)

    def make_form(self, owner: Any, data: Any = None) -> forms.Form:
        return PickForm(data, law=owner)

    def subtitle(self, owner: Any) -> str:
        if not (begins := owner.effective_on):
            return str(owner.subject)
        due = slashed(due_after(begins))
        return f"{owner.subject}. Hạn cập nhật {due}: 3 tháng từ ngày có hiệu lực {slashed(begins)}."

    def add(self, owner: Any, form: forms.Form) -> int:
        return updates_open(law=owner, documents=form.cleaned_data["rows"], actor=self.request.user)


PANEL_COLUMNS = (
    Column("document", "Tài liệu"),
    Column("unit", "Đơn vị chủ trì", lambda row: row.document.unit),
    Column("due_on", "Hạn cập nhật", css="date"),
    Column("standing", "Tình trạng", standing),
)


def updates_panel(law: OfficialDocument, *, may_write: bool) -> Panel | None:
    """“Quy trình phải cập nhật” on the page of a document that may be legal; None on all others."""
    rows = list(ProcedureUpdate.objects.filter(law=law).for_list().order_by("document__sort_key"))
    if not rows and not (law.may_be_legal and law.effective_on):
        return None
    url = reverse("documents:update_pick", args=[law.pk])
    label = "Chọn thêm quy trình" if rows else "Chọn quy trình phải cập nhật"
    add = Action(label, url, "secondary", opening_refusal(law)) if may_write else None
    empty = (
        "Chưa chọn. Văn bản này làm thay đổi quy trình nào thì chọn ở đây; hạn 3 tháng từ ngày có hiệu lực."
    )
    return rows_panel(
        "Quy trình phải cập nhật",
        PANEL_COLUMNS,
        rows,
        url_prefix="documents:update",
        add=add,
        empty_text=empty,
        opens=True,
    )

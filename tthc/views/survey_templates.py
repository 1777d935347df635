"""Pages of survey forms: the criteria are a grid, one line a criterion."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qms.http import AgencyRequest
from qms.records import StaleRecord
from qms.views.base import Action, Panel, QmsView
from qms.views.generic import RecordDelete, RecordDetail, version_seen
from qms.views.rows import rows_panel
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.forms.surveys import TemplateForm, criteria_formset
from tthc.models import SurveyTemplate
from tthc.services.surveys import criteria_of, template_copy, template_sample, template_save
from tthc.surveys.samples import SAMPLES, CriterionInput

STALE = "Có người vừa lưu mẫu phiếu này. Xem lại rồi lưu lần nữa để thay bằng nội dung dưới đây."


def sample_actions(names: set[str]) -> list[Action]:
    """One click for each built-in form that is not there yet."""
    return [
        Action(f"Tạo {sample.name}", reverse("tthc:survey_template_sample", args=[key]), method="post")
        for key, sample in SAMPLES.items()
        if sample.name not in names
    ]


class TemplateList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SurveyTemplate
    title = "Mẫu phiếu khảo sát"
    intro = "Các tiêu chí và mức trả lời. Mẫu đã dùng cho một đợt thì giữ nguyên; muốn đổi thì chép thành mẫu mới."
    columns = (
        Column("name", "Tên mẫu phiếu", sort="sort_key"),
        Column("criteria", "Số tiêu chí", lambda row: len(row.criteria.all()), css="num"),
    )
    add_url_name = "tthc:survey_template_add"
    add_label = "Thêm mẫu phiếu"
    empty_text = "Chưa có mẫu phiếu nào. Tạo một mẫu có sẵn rồi sửa cho hợp cơ quan."

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("criteria")

    def get_actions(self) -> list[Action]:
        """The built-in forms first, as long as they are not there."""
        actions = super().get_actions()
        if not actions:
            return []
        names = set(SurveyTemplate.objects.values_list("name", flat=True))
        return [*sample_actions(names), *actions]


class TemplateDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SurveyTemplate
    groups = ()
    delete_url_name = "tthc:survey_template_delete"
    attachable = False
    lines = (
        Column("name", "Tiêu chí"),
        Column("options", "Các mức", lambda row: "; ".join(row.options)),
        Column("good", "Tính là hài lòng", lambda row: "; ".join(row.options[: row.good]) or "không mức nào"),
        Column("uncounted", "Không tính vào bảng"),
        Column("overall", "Câu hỏi chung", lambda row: "Có" if row.overall else ""),
    )

    def get_actions(self, obj: SurveyTemplate) -> list[Action]:
        edit = Action(
            "Sửa", reverse("tthc:survey_template_edit", args=[obj.pk]), "primary", obj.load_refusal()
        )
        copy = Action(
            "Chép thành mẫu mới", reverse("tthc:survey_template_copy", args=[obj.pk]), method="post"
        )
        return [edit, copy, *super().get_actions(obj)]

    def get_panels(self, obj: SurveyTemplate) -> list[Panel]:
        empty = "Chưa có tiêu chí nào."
        rows = [_Shown(row) for row in criteria_of(obj)]
        return [rows_panel("Tiêu chí", self.lines, rows, url_prefix="", add=None, empty_text=empty)]


class _Shown:
    """A criterion as a row of the panel, which names rows by str()."""

    def __init__(self, given: CriterionInput) -> None:
        self.given = given

    def __getattr__(self, name: str) -> Any:
        return getattr(self.given, name)

    def __str__(self) -> str:
        return self.given.name


class TemplateEdit(QmsView):
    """Name and criteria on one page; what was typed comes back with every refusal."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int | None = None) -> HttpResponse:
        """What may not be changed is said before anything is typed."""
        found = self._load(pk)
        if found.pk and (refusal := found.load_refusal()):
            messages.error(request, refusal)
            return redirect(found.get_absolute_url())
        criteria = criteria_of(found) if found.pk else []
        return self._page(found, TemplateForm(instance=found), criteria_formset(criteria=criteria))

    def post(self, request: AgencyRequest, pk: int | None = None) -> HttpResponse:
        found = self._load(pk)
        found.prepare_save()
        form, formset = TemplateForm(request.POST, instance=found), criteria_formset(request.POST)
        if not (form.is_valid() & formset.is_valid()):
            return self._page(found, form, formset, status=422)
        version = version_seen(request.POST.get("version", "")) if pk else None
        try:
            saved = template_save(
                template=found, criteria=formset.criteria(), actor=request.user, expected_version=version
            )
        except StaleRecord as stale:
            typed = request.POST.copy()
            typed["version"] = str(stale.current.version)
            form = TemplateForm(typed, instance=found)
            form.add_error(None, STALE)
            return self._page(found, form, formset, status=409)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(found, form, formset, status=422)
        request.session["saved_draft_key"] = request.path
        messages.success(request, f"Đã lưu: {saved}.")
        return redirect(saved.get_absolute_url())

    def _load(self, pk: int | None) -> SurveyTemplate:
        return get_object_or_404(SurveyTemplate.objects.all(), pk=pk) if pk else SurveyTemplate()

    def _page(self, found: SurveyTemplate, form: Any, formset: Any, status: int = 200) -> HttpResponse:
        back = found.get_absolute_url() if found.pk else reverse("tthc:survey_template_list")
        context = {
            "title": f"Sửa: {SurveyTemplate.objects.get(pk=found.pk)}" if found.pk else "Thêm mẫu phiếu",
            "form": form,
            "formset": formset,
            "formset_title": "Tiêu chí",
            "draft_key": self.request.path,
            "cancel_url": back,
            "submit_label": "Lưu",
        }
        return render(self.request, "generic/form.html", context, status=status)


class TemplateDelete(RecordDelete):
    permission = permissions.EDIT
    model = SurveyTemplate
    list_url_name = "tthc:survey_template_list"


class TemplateSample(QmsView):
    """POST makes a built-in form the agency's own."""

    permission = permissions.EDIT

    def post(self, request: AgencyRequest, key: str) -> HttpResponse:
        try:
            made = template_sample(key=key, actor=request.user)
        except KeyError as error:
            raise Http404(key) from error
        messages.success(request, f"Đã tạo {made}. Sửa tiêu chí cho hợp cơ quan trước khi dùng.")
        return redirect(made.get_absolute_url())


class TemplateCopy(QmsView):
    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(SurveyTemplate.objects.all(), pk=pk)
        made = template_copy(template=found, actor=request.user)
        messages.success(request, f"Đã chép thành {made}.")
        return redirect("tthc:survey_template_edit", made.pk)

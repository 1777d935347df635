"""Pages of survey rounds."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from qms.forms import RecordForm
from qms.http import AgencyRequest
from qms.views.base import Action
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit, RecordStep
from tthc import permissions
from tthc.checks.surveys import round_sums
from tthc.enums import SurveyState
from tthc.forms.surveys import RoundForm
from tthc.models import SurveyRound, SurveyTemplate
from tthc.querysets import yearly as querysets
from tthc.services.survey_counts import entry_refusal
from tthc.services.surveys import round_delete, round_deletion_refusal, round_save
from tthc.surveys.matrix import matrix_of
from tthc.transitions.surveys import step_left_out
from tthc.views.dossiers import findings_panel
from tthc.views.survey import FROM_ROUNDS


class RoundDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SurveyRound
    groups = (
        ("", ("template", "way", "period_from", "period_to", "subject")),
        ("Báo cáo", ("basis", "report", "addressees", "recipients", "signature", "signer")),
    )
    edit_url_name = "tthc:survey_round_edit"
    delete_url_name = "tthc:survey_round_delete"
    step_url_name = "tthc:survey_round_step"
    template = "tthc/survey_round_detail.html"
    state_css = {SurveyState.DRAFT: "plain", SurveyState.OPEN: "info", SurveyState.CLOSED: "ok"}  # noqa: RUF012

    def get_queryset(self) -> Any:
        return SurveyRound.objects.with_counts().with_answers(timezone.localdate())

    def _state(self, obj: SurveyRound) -> dict[str, str] | None:
        return {"label": obj.state_told, "css": "late" if obj.is_past else self.state_css[obj.state]}

    def get_context(self, obj: SurveyRound) -> dict[str, Any]:
        matrix, context = matrix_of(obj), super().get_context(obj)
        return context | {
            "matrix": matrix,
            "steps": [step for step in context["steps"] if step["name"] != step_left_out(obj)],
            "findings": [findings_panel(found)] if (found := list(round_sums(obj, matrix))) else [],
            "sheet_url": reverse("tthc:survey_sheet", args=[obj.pk]),
            "poster_url": reverse("tthc:survey_poster", args=[obj.pk])
            if obj.public_key and not obj.is_closed
            else "",
        }

    def get_actions(self, obj: SurveyRound) -> list[Action]:
        usual = [Action(one.label, one.url) for one in super().get_actions(obj)]
        if obj.is_closed:
            return [Action("Đưa vào tổng hợp năm", self._summary_url(obj), "primary"), *usual]
        label = "Các lĩnh vực" if obj.is_public else "Nhập số liệu"
        found = [Action(label, reverse("tthc:survey_grid", args=[obj.pk]), "primary", entry_refusal(obj))]
        if not obj.is_public:
            found.append(Action("Nạp từ Excel", reverse("tthc:survey_grid_import", args=[obj.pk])))
        return [*found, *usual]

    def _summary_url(self, obj: SurveyRound) -> str:
        """The year's summary with the totals of the closed rounds offered, to be looked at and saved."""
        row = querysets.survey_of(obj.year)
        page = reverse("tthc:survey_edit", args=[row.pk]) if row else reverse("tthc:survey_add")
        return f"{page}?{FROM_ROUNDS}="


class RoundEdit(RecordEdit):
    permission = permissions.EDIT
    model = SurveyRound
    form_class = RoundForm
    list_url_name = "tthc:survey_list"
    add_title = "Lập đợt khảo sát"

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        """A round asks with a form, so the form comes first."""
        if pk is None and not SurveyTemplate.objects.exists():
            messages.info(request, "Đợt khảo sát cần một mẫu phiếu: tạo mẫu ở đây rồi lập đợt.")
            return redirect("tthc:survey_template_list")
        return super().get(request, pk, parent)

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return round_save(form.instance, actor=self.request.user, expected_version=expected_version)


class RoundDelete(RecordDelete):
    permission = permissions.EDIT
    model = SurveyRound
    list_url_name = "tthc:survey_list"

    def refusal(self, obj: Any) -> str:
        return round_deletion_refusal(obj)

    def remove(self, obj: Any) -> None:
        round_delete(obj, actor=self.request.user)


class RoundStep(RecordStep):
    permission = permissions.VIEW
    model = SurveyRound

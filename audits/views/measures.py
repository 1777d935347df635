"""Pages by which a unit fills a round of a request: causes, measures, the day each measure was done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from audits import permissions
from audits.forms.actions import ActionDoneForm, ActionForm, RoundForm
from audits.models import ActionRound, CorrectiveAction
from audits.services.actions import (
    action_complete,
    action_delete,
    action_save,
    analysis_refusal,
    progress_refusal,
    round_save,
)
from qms.http import AgencyRequest
from qms.views.base import QmsView
from qms.views.generic import RecordEdit
from qms.views.rows import RowDelete, RowEdit

ROUND_READS = ("request__unit", "request__finding")


class RoundEdit(RecordEdit):
    permission = permissions.ANSWER
    model = ActionRound
    form_class = RoundForm
    edit_title = "Nguyên nhân, xử lý ngay"

    def get_queryset(self) -> Any:
        return ActionRound.objects.select_related(*ROUND_READS)

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        turn = self.get_object(pk, parent)
        return refused(request, turn) or super().get(request, pk, parent)

    def save(self, form: Any, expected_version: int | None) -> Any:
        return round_save(turn=form.instance, actor=self.request.user, expected_version=expected_version)


class ActionEdit(RowEdit):
    permission = permissions.ANSWER
    model = CorrectiveAction
    form_class = ActionForm
    parent_name = "round"
    add_title = "Thêm biện pháp khắc phục"

    def get_queryset(self) -> Any:
        return CorrectiveAction.objects.select_related(*(f"round__{name}" for name in ROUND_READS))

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        action = self.get_object(pk, parent)
        return refused(request, action.round) or super().get(request, pk, parent)

    def cancel_url(self) -> str:
        return get_object_or_404(ActionRound.objects.all(), pk=self.parent_pk).get_absolute_url()

    def save(self, form: Any, expected_version: int | None) -> Any:
        return action_save(action=form.instance, actor=self.request.user, expected_version=expected_version)


class ActionDelete(RowDelete):
    permission = permissions.ANSWER
    model = CorrectiveAction

    def refusal(self, obj: CorrectiveAction) -> str:
        return analysis_refusal(obj.round.request, self.request.user)

    def remove(self, obj: CorrectiveAction) -> None:
        action_delete(action=obj, actor=self.request.user)


class ActionDone(QmsView):
    """“Đã xong ngày …” of one measure: posted from the request's page, asked again here when the day is wrong."""

    permission = permissions.ANSWER

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        action = self._find(pk)
        if refusal := progress_refusal(action.round.request, request.user):
            messages.error(request, refusal)
            return redirect(action.get_absolute_url())
        return self._page(action, ActionDoneForm(initial={"done_on": action.done_on or timezone.localdate()}))

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        action, form = self._find(pk), ActionDoneForm(request.POST)
        if not form.is_valid():
            return self._page(action, form, status=422)
        try:
            action_complete(action=action, done_on=form.cleaned_data["done_on"], actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(action, form, status=422)
        messages.success(request, f"Đã ghi ngày xong: {action}.")
        return redirect(action.get_absolute_url())

    def _find(self, pk: int) -> CorrectiveAction:
        return get_object_or_404(CorrectiveAction.objects.select_related("round__request__unit"), pk=pk)

    def _page(self, action: CorrectiveAction, form: ActionDoneForm, status: int = 200) -> HttpResponse:
        context = {
            "title": f"Đã xong biện pháp: {action}",
            "form": form,
            "draft_key": self.request.path,
            "cancel_url": action.get_absolute_url(),
            "submit_label": "Ghi đã xong",
        }
        return render(self.request, "generic/form.html", context, status=status)


def refused(request: AgencyRequest, turn: ActionRound) -> HttpResponse | None:
    """What may not be written is said before anything is typed."""
    if refusal := analysis_refusal(turn.request, request.user):
        messages.error(request, refusal)
        return redirect(turn.get_absolute_url())
    return None

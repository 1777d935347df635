"""Pages of corrective-action requests: list, request with its rounds, form, steps."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from audits import permissions
from audits.enums import CarOrigin, CarState
from audits.filters import CarFilter
from audits.forms.actions import CarForm
from audits.models import CorrectiveActionRequest, Finding
from audits.services.actions import (
    analysis_refusal,
    car_delete,
    car_delete_refusal,
    car_refusal,
    car_save,
    form_in_force,
    progress_refusal,
    request_from,
)
from audits.trails import car_facts, car_waits, round_facts
from audits.views.evidence import evidence_of
from qms.http import AgencyRequest
from qms.views.base import Action
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit, RecordStep
from qms.views.tables import Column, RecordList

CAR_CSS: dict[str, str] = {
    CarState.OPENED: "warn",
    CarState.ANALYSED: "info",
    CarState.IN_PROGRESS: "warn",
    CarState.DONE: "info",
    CarState.CLOSED: "ok",
}
LABELS = {"number_label": "Số phiếu", "source": "Nguồn", "description": "Điều không phù hợp"}


class CarList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.RECORD
    model = CorrectiveActionRequest
    title = "Phiếu khắc phục"
    intro = (
        "Phiếu yêu cầu hành động khắc phục: từ phát hiện của đánh giá nội bộ, phản ánh, kiểm tra, số liệu."
    )
    columns = (
        Column("number_label", "Số", sort="sort_key"),
        Column("description", "Điều không phù hợp"),
        Column("unit", "Đơn vị", lambda row: row.unit.name if row.unit else "", sort="unit__sort_key"),
        Column("origin", "Xuất phát từ", sort="origin"),
        Column("due", "Hạn gần nhất", lambda row: row.next_due, css="date"),
        Column("round", "Vòng", lambda row: str(row.current_round.number), css="num"),
        Column("state", "Tình trạng", sort="state"),
    )
    filterset_class = CarFilter
    add_url_name = "audits:car_add"
    add_label = "Mở phiếu từ nguồn khác"
    empty_text = (
        "Chưa có phiếu khắc phục nào trong năm. Phiếu từ đánh giá nội bộ mở ở trang của phát hiện; "
        "từ phản ánh, kiểm tra, số liệu thì mở ở đây."
    )

    def get_queryset(self) -> Any:
        rows = CorrectiveActionRequest.objects.for_list()
        return rows if self.request.GET.get("year") else rows.filter(year=self.request.year)


class CarDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.RECORD
    model = CorrectiveActionRequest
    template = "audits/car_detail.html"
    groups = (
        (
            "Yêu cầu",
            (
                "number_label",
                "stated_number",
                "unit",
                "description",
                "details",
                "opener",
                "opened_on",
                "form_revision",
                "closed_on",
            ),
        ),
    )
    edit_url_name = "audits:car_edit"
    delete_url_name = "audits:car_delete"
    step_url_name = "audits:car_step"
    state_css = CAR_CSS

    def get_queryset(self) -> Any:
        return CorrectiveActionRequest.objects.for_page()

    def get_context(self, obj: CorrectiveActionRequest) -> dict[str, Any]:
        context = super().get_context(obj) | evidence_of(obj, self.request.user)
        [group] = context["field_groups"]
        turns = sorted(obj.rounds.all(), key=lambda turn: -turn.number)
        return {
            **context,
            "field_groups": [{**group, "fields": [pair for pair in group["fields"] if pair[1]]}],
            "waits": car_waits(obj),
            "return_reason": obj.current_round.return_reason,
            "rounds": [self._round(obj, turn, turn is turns[0]) for turn in turns],
        }

    def _round(self, car: CorrectiveActionRequest, turn: Any, current: bool) -> dict[str, Any]:
        user = self.request.user
        answers = current and user.can(permissions.ANSWER, car)
        may_write = answers and not analysis_refusal(car, user)
        may_report = answers and not progress_refusal(car, user)
        return {
            "turn": turn,
            "facts": round_facts(turn),
            "actions": turn.actions.all(),
            "today": timezone.localdate(),
            "edit_url": reverse("audits:round_edit", args=[turn.pk]) if may_write else "",
            "add_url": reverse("audits:action_add", args=[turn.pk]) if may_write else "",
            "may_write": may_write,
            "may_report": may_report,
        }

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = car_refusal(obj, self.request.user)
        return [
            replace(action, style="secondary", disabled_reason=refusal) for action in super().get_actions(obj)
        ]

    def _label(self, name: str) -> str:
        return LABELS.get(name) or super()._label(name)


class CarEdit(RecordEdit):
    """`?finding=`, or `?origin=…&origin_label=…&origin_url=/…` from another page of this installation."""

    permission = permissions.RECORD
    model = CorrectiveActionRequest
    form_class = CarForm
    list_url_name = "audits:car_list"
    add_title = "Mở phiếu yêu cầu hành động khắc phục"

    def get_queryset(self) -> Any:
        return CorrectiveActionRequest.objects.for_page()

    def new_object(self, parent: int | None) -> Any:
        query = self.request.GET
        if "finding" in query:
            car = request_from(self._finding(query["finding"]))
        else:
            known = query.get("origin", "") in set(CarOrigin.values) - {CarOrigin.FINDING}
            origin = query["origin"] if known else CarOrigin.COMPLAINT
            car = CorrectiveActionRequest(year=self.request.year, origin=origin)
            car.origin_label = query.get("origin_label", "")[:300]
            car.origin_url = self._local(query.get("origin_url", ""))
        car.form_revision = form_in_force(timezone.localdate())
        return car

    def _finding(self, wish: str) -> Finding:
        if not (wish.isascii() and wish.isdigit() and len(wish) < 19):
            raise Http404("Không có phát hiện này.")
        return get_object_or_404(Finding.objects.for_page(), pk=wish)

    def _local(self, url: str) -> str:
        """A path of this installation, or nothing: a link to another host would come from our page."""
        local = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        return url if local and len(url) <= 300 else ""

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        """What may not be opened or changed is said before anything is typed."""
        obj = self.get_object(pk, parent)
        if refusal := car_refusal(obj, request.user):
            messages.error(request, refusal)
            return redirect(obj.get_absolute_url() if pk else obj.finding.get_absolute_url())
        return super().get(request, pk, parent)

    def get_initial(self) -> dict[str, Any]:
        """Taken from the object, which new_object checked."""
        return {}

    def cancel_url(self) -> str:
        wish = self.request.GET.get("finding", "")
        return self._finding(wish).get_absolute_url() if wish else super().cancel_url()

    def save(self, form: Any, expected_version: int | None) -> Any:
        return car_save(car=form.instance, actor=self.request.user, expected_version=expected_version)


class CarDelete(RecordDelete):
    permission = permissions.RECORD
    model = CorrectiveActionRequest
    list_url_name = "audits:car_list"

    def refusal(self, obj: CorrectiveActionRequest) -> str:
        return car_delete_refusal(obj, self.request.user)

    def remove(self, obj: CorrectiveActionRequest) -> None:
        car_delete(car=obj, actor=self.request.user)


class CarStep(RecordStep):
    permission = permissions.VIEW
    model = CorrectiveActionRequest

    def get_queryset(self) -> Any:
        return CorrectiveActionRequest.objects.for_page()

    def facts(self, obj: CorrectiveActionRequest) -> list[tuple[str, str]]:
        return car_facts(obj)

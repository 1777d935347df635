"""The agency's own days beside the public holidays of the year."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qms.forms import RecordForm
from qms.http import AgencyRequest
from qms.views.base import Action, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from tthc import calendar, permissions
from tthc.forms.imports import CalendarDayForm
from tthc.models import CalendarDay
from tthc.services import statistics as service

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class CalendarList(QmsView):
    permission = permissions.VIEW
    write_permission = permissions.EDIT

    def get(self, request: AgencyRequest) -> HttpResponse:
        year = request.year
        own = CalendarDay.objects.filter(day__year=year).order_by("day")
        may_write = request.user.can(permissions.EDIT)
        rows = [
            _row(day, "Nghỉ", f"{name} (theo luật)") for day, name in calendar.public_holidays(year).items()
        ]
        rows += [
            _row(day, "Làm việc", "Làm bù ngày nghỉ hoán đổi (theo luật)")
            for day in calendar.worked_by_law(year)
        ]
        rows += [
            _row(d.day, "Làm việc" if d.is_working else "Nghỉ", d.name, d.get_absolute_url()) for d in own
        ]
        add = Action("Thêm ngày nghỉ, ngày làm bù", reverse("tthc:calendar_add"), "primary")
        context = {
            "title": f"Ngày nghỉ, ngày làm bù năm {year}",
            "rows": sorted(rows, key=lambda row: row["day"]),
            "actions": [add] if may_write else [],
        }
        return render(request, "tthc/calendar.html", context)


def _row(day: Any, kind: str, name: str, url: str = "") -> dict[str, Any]:
    return {"day": day, "weekday": WEEKDAYS[day.weekday()], "kind": kind, "name": name, "url": url}


class CalendarDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = CalendarDay
    groups = (("", ("day", "is_working", "name")),)
    edit_url_name = "tthc:calendar_edit"
    delete_url_name = "tthc:calendar_delete"


class CalendarEdit(RecordEdit):
    permission = permissions.EDIT
    model = CalendarDay
    form_class = CalendarDayForm
    list_url_name = "tthc:calendar_list"
    add_title = "Thêm ngày nghỉ, ngày làm bù"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        service.calendar_save(form.instance, actor=self.request.user, expected_version=expected_version)
        return form.instance


class CalendarDelete(RecordDelete):
    permission = permissions.EDIT
    model = CalendarDay
    list_url_name = "tthc:calendar_list"

    def remove(self, obj: Any) -> None:
        service.calendar_delete(obj, actor=self.request.user)

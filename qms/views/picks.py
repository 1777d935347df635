"""A page that adds several rows to a record at once, ticked in a list."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from qms.http import AgencyRequest
from qms.models import Record
from qms.views.base import QmsView


class PickRows(QmsView, abstract=True):
    """`form_class(data, owner=…)` has a PickField `rows`; `add(owner, rows)` writes them and says how many."""

    model: ClassVar[type[Record]]
    title: ClassVar[str]
    done: ClassVar[str]
    """“{} người vào đoàn”, after “Đã thêm”."""

    def make_form(self, owner: Any, data: Any = None) -> forms.Form:
        raise NotImplementedError

    def add(self, owner: Any, form: forms.Form) -> int:
        raise NotImplementedError

    def subtitle(self, owner: Any) -> str:
        """What must be known of the owner to choose well."""
        return ""

    def get(self, request: AgencyRequest, parent: int) -> HttpResponse:
        owner = get_object_or_404(self.model.objects.all(), pk=parent)
        return self._page(owner, self.make_form(owner))

    def post(self, request: AgencyRequest, parent: int) -> HttpResponse:
        owner: Any = get_object_or_404(self.model.objects.all(), pk=parent)
        form = self.make_form(owner, request.POST)
        if not form.is_valid():
            return self._page(owner, form, status=422)
        try:
            count = self.add(owner, form)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(owner, form, status=422)
        messages.success(request, f"Đã thêm {self.done.format(count)}.")
        return redirect(owner.get_absolute_url())

    def _page(self, owner: Any, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "title": self.title,
            "subtitle": self.subtitle(owner),
            "form": form,
            "breadcrumbs": [{"label": str(owner), "url": owner.get_absolute_url()}],
            "cancel_url": owner.get_absolute_url(),
            "submit_label": "Thêm những mục đã chọn",
        }
        return render(self.request, "generic/pick.html", context, status=status)

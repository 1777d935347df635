"""Lists: filter, sort in Vietnamese order, page without counting a whole big table, export to XLSX."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django_filters import FilterSet

from qms import numbers
from qms.http import AgencyRequest
from qms.models import Record
from qms.scope import current_scope
from qms.sheet_print import list_book
from qms.sheet_tables import cell_value
from qms.text import fold
from qms.views.base import Action, QmsView

PAGE_SIZE = 25
EXPORT_LIMIT = 10_000
"""Rows of the file that a page makes at once; so far a list is counted, too."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A column: an attribute, path or function of the row; sort: the database field that orders it."""

    key: str
    label: str
    value: Callable[[Any], Any] | None = None
    sort: str = ""
    css: str = ""

    def read(self, row: Any) -> Any:
        if self.value is not None:
            return self.value(row)
        return field_value(row, self.key)


def field_value(row: Any, name: str) -> Any:
    """A field as it is told: a choice by its label, a year as text so that it is not grouped (2024, not 2.024)."""
    if name == "year":
        return str(getattr(row, name))
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else getattr(row, name)


def shown(value: Any) -> str:
    """A value as lists and detail pages print it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int):
        return numbers.grouped(value)
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if hasattr(value, "strftime"):
        return date_format(value, "DATETIME_FORMAT" if hasattr(value, "hour") else "DATE_FORMAT")
    return str(value)


def search_words(queryset: models.QuerySet, name: str, value: str) -> models.QuerySet:
    """django-filter's method for the q field: every word, without accents."""
    for word in fold(value).split():
        queryset = queryset.filter(search_text__contains=word)
    return queryset


class RecordList(QmsView, abstract=True):
    """GET: the page, its table alone for htmx, or ?xuat=xlsx."""

    model: ClassVar[type[Record]]
    title: ClassVar[str]
    intro: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    export_columns: ClassVar[tuple[Column, ...]] = ()
    """Of the file, where it tells more than the page."""
    exports_all: ClassVar[bool] = False
    """A POST to the list's address starts a job that writes every row."""
    default_sort: ClassVar[str] = "sort_key"
    add_url_name: ClassVar[str] = ""
    add_label: ClassVar[str] = "Thêm"
    empty_text: ClassVar[str] = "Chưa có mục nào."
    of_year: ClassVar[bool] = False

    def get_queryset(self) -> models.QuerySet:
        rows = self.model.objects.all()
        return rows.filter(year=self.request.year) if self.of_year else rows

    def get(self, request: AgencyRequest) -> HttpResponse:
        rows, filterset = self._filtered()
        column, direction = self._sort()
        rows = rows.order_by(f"{direction}{column}", f"{direction}pk")
        if request.GET.get("xuat") == "xlsx":
            return self._export(rows)
        page = self._page(rows)
        context = {
            "title": self.title,
            "intro": self.intro,
            "table": {"columns": self._headers(column, direction), "rows": list(self._rows(page["rows"]))},
            "page": page,
            "filter_form": filterset.form if filterset else None,
            "filter_words": self._filter_words(filterset),
            "actions": self.get_actions(),
            "export_url": self._url(xuat="xlsx"),
            "export_limit": shown(EXPORT_LIMIT),
            "export_all_url": self._url() if self.exports_all and not current_scope().read_only else "",
            "empty_text": self.empty_text,
            "empty_action": next(iter(self.get_actions()), None),
        }
        partial = request.htmx and not request.htmx.boosted
        template = "generic/_partials/table.html" if partial else "generic/list.html"
        return render(request, template, context)

    def get_actions(self) -> list[Action]:
        if not self.add_url_name or not self.request.user.can(self.write_permission or self.permission):
            return []
        return [Action(self.add_label, reverse(self.add_url_name), "primary")]

    def _filtered(self) -> tuple[models.QuerySet, FilterSet | None]:
        rows = self.get_queryset()
        if self.filterset_class is None:
            return rows, None
        filterset = self.filterset_class(self.request.GET, queryset=rows, request=self.request)
        for field in filterset.form.fields.values():
            if getattr(field, "empty_label", None):
                field.empty_label = "Tất cả"
        return filterset.qs, filterset

    def _sort(self) -> tuple[str, str]:
        """(database field, '' or '-'); an unknown wish falls to the list's own order."""
        wish = self.request.GET.get("sort", "")
        known = {column.key: column.sort for column in self.columns if column.sort}
        if wish.lstrip("-") in known:
            return known[wish.lstrip("-")], "-" if wish.startswith("-") else ""
        return self.default_sort.lstrip("-"), "-" if self.default_sort.startswith("-") else ""

    def _headers(self, sorted_by: str, direction: str) -> list[dict[str, Any]]:
        headers = []
        for column in self.columns:
            active = bool(column.sort) and column.sort == sorted_by
            wish = f"-{column.key}" if active and not direction else column.key
            headers.append(
                {
                    "key": column.key,
                    "label": column.label,
                    "css": column.css,
                    "sort_url": self._url(sort=wish, page=None) if column.sort else None,
                    "sorted": ("desc" if direction else "asc") if active else None,
                }
            )
        return headers

    def _rows(self, rows: list[Any]) -> Iterator[dict[str, Any]]:
        for row in rows:
            cells = [{"value": shown(c.read(row)), "css": c.css, "label": c.label} for c in self.columns]
            yield {"url": row.get_absolute_url(), "cells": cells}

    def _page(self, rows: models.QuerySet) -> dict[str, Any]:
        wish = self.request.GET.get("page", "1")
        number = max(int(wish), 1) if wish.isascii() and wish.isdigit() and len(wish) < 7 else 1
        start = (number - 1) * PAGE_SIZE
        found = list(rows[start : start + PAGE_SIZE + 1])
        has_next = len(found) > PAGE_SIZE
        # a bigger table is not counted through on every page
        count = rows.order_by()[: EXPORT_LIMIT + 1].count() if has_next else start + len(found)
        cut = count > EXPORT_LIMIT
        return {
            "rows": found[:PAGE_SIZE],
            "number": number,
            "has_previous": number > 1,
            "has_next": has_next,
            "previous_url": self._url(page=number - 1) if number > 1 else "",
            "next_url": self._url(page=number + 1) if has_next else "",
            "count_text": f"{'hơn ' if cut else ''}{numbers.grouped(min(count, EXPORT_LIMIT))} mục",
            "cut": cut,
        }

    def _filter_words(self, filterset: FilterSet | None) -> list[str]:
        """The filter in words, for the head of the list and the printed page."""
        if filterset is None or not filterset.form.is_valid():
            return []
        words = []
        for name, value in filterset.form.cleaned_data.items():
            if value in (None, "", []):
                continue
            choices = dict(getattr(filterset.form.fields[name], "choices", ()) or ())
            words.append(f"“{value}”" if name == "q" else str(choices.get(value, shown(value))))
        return words

    def _url(self, **changes: Any) -> str:
        query = self.request.GET.copy()
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = str(value)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def _export(self, rows: models.QuerySet) -> HttpResponse:
        heads = [column.label for column in self.export_columns or self.columns]
        content = list_book(self.title, heads, self._lines(rows))
        response = HttpResponse(content, content_type=XLSX)
        name = fold(self.title).replace(" ", "-")
        response["Content-Disposition"] = f'attachment; filename="{name}-{self.request.year}.xlsx"'
        return response

    def _lines(self, rows: models.QuerySet) -> Iterator[list[Any]]:
        for number, row in enumerate(rows[: EXPORT_LIMIT + 1].iterator(chunk_size=2000)):
            if number == EXPORT_LIMIT:
                yield [
                    f"Chỉ xuất {shown(EXPORT_LIMIT)} dòng đầu; lọc bớt danh sách rồi tải lại phần còn lại."
                ]
                return
            yield [cell_value(column.read(row)) for column in self.export_columns or self.columns]


def verbose(model: type[models.Model], name: str) -> str:
    """A field's label with a capital; an attribute without one is its own name."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        label = name
    else:
        label = str(field.verbose_name) if isinstance(field, models.Field) else name
    return label[:1].upper() + label[1:]

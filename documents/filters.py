"""Filters of the lists."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter, NumberFilter

from documents.enums import DocumentKind, OfficialKind
from documents.models import ControlledDocument, OfficialDocument
from qms.forms import DateField
from qms.models import Unit
from qms.views.tables import search_words

STANDINGS = (
    ("hieu-luc", "Đang hiệu lực"),
    ("dang-soan", "Có lần sửa đổi chưa xong"),
    ("khong-hieu-luc", "Không có bản hiệu lực"),
)
LEGAL = "qppl"
"""The choice of all kinds under which legal documents are issued."""


class OfficialFilter(FilterSet):
    q = CharFilter(label="Tìm theo số, trích yếu, nơi ban hành", method="words")
    kind = ChoiceFilter(
        label="Loại",
        empty_label="Tất cả",
        choices=[(LEGAL, "Văn bản quy phạm pháp luật"), *OfficialKind.choices],
        method="of_kind",
    )
    nam = NumberFilter(label="Năm ban hành", field_name="issued_year")

    class Meta:
        model = OfficialDocument
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

    def of_kind(self, queryset, name, value):
        return queryset.legal() if value == LEGAL else queryset.filter(kind=value)


class DayFilter(DateFilter):
    """A day as people here type it."""

    field_class = DateField


def units(request: Any) -> QuerySet:
    return Unit.objects.order_by("sort_key")


class ControlledFilter(FilterSet):
    q = CharFilter(label="Tìm theo mã, tên, lĩnh vực", method="words")
    kind = ChoiceFilter(label="Loại", empty_label="Tất cả", choices=DocumentKind.choices)
    tinh_trang = ChoiceFilter(label="Tình trạng", empty_label="Tất cả", choices=STANDINGS, method="standing")
    unit = ModelChoiceFilter(label="Đơn vị chủ trì", queryset=units, empty_label="Tất cả")
    ngay = DayFilter(label="Hiệu lực vào ngày", method="in_effect")

    class Meta:
        model = ControlledDocument
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

    def standing(self, queryset, name, value):
        if value == "dang-soan":
            return queryset.filter(open_number__isnull=False)
        return queryset.filter(current_number__isnull=value != "hieu-luc")

    def in_effect(self, queryset, name, value: datetime.date):
        return queryset.in_effect(value)

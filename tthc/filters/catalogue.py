"""Filters of the catalogue's lists."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter

from qms.forms import DateField
from qms.views.tables import search_words
from tthc.enums import ChangeKind, Level, OnlineLevel
from tthc.models import AdministrativeProcedure, Field, ProcedureChange

COVERED = (("chua", "Chưa có quy trình"), ("co", "Đã có quy trình"))
SCOPE = (("co", "Thuộc phạm vi"), ("khong", "Không thuộc phạm vi"))


class DayFilter(DateFilter):
    field_class = DateField


def fields(request: Any) -> QuerySet:
    return Field.objects.order_by("sort_key")


class ProcedureFilter(FilterSet):
    q = CharFilter(label="Tìm theo mã, tên, cơ quan", method="words")
    field = ModelChoiceFilter(label="Lĩnh vực", queryset=fields, empty_label="Tất cả")
    level = ChoiceFilter(label="Cấp", empty_label="Tất cả", choices=Level.choices)
    muc = ChoiceFilter(
        label="Mức dịch vụ công", field_name="online_level", empty_label="Tất cả", choices=OnlineLevel.choices
    )
    pham_vi = ChoiceFilter(label="Phạm vi HTQLCL", empty_label="Tất cả", choices=SCOPE, method="scope")
    ngay = DayFilter(label="Hiệu lực vào ngày", method="in_force")
    quy_trinh = ChoiceFilter(label="Quy trình", empty_label="Tất cả", choices=COVERED, method="coverage")

    class Meta:
        model = AdministrativeProcedure
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

    def scope(self, queryset, name, value):
        return queryset.filter(in_scope=value == "co")

    def in_force(self, queryset, name, value: datetime.date):
        return queryset.in_force(value)

    def coverage(self, queryset, name, value):
        """On the day of the other filter, else at the end of the year that is open."""
        day = self.form.cleaned_data.get("ngay") or datetime.date(self._year(), 12, 31)
        return queryset.covered(day) if value == "co" else queryset.uncovered(day)

    def _year(self) -> int:
        request: Any = self.request
        return request.year if request is not None else timezone.localdate().year


class ChangeFilter(FilterSet):
    q = CharFilter(label="Tìm theo mã, tên, ghi chú", method="words")
    kind = ChoiceFilter(label="Loại thay đổi", empty_label="Tất cả", choices=ChangeKind.choices)

    class Meta:
        model = ProcedureChange
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

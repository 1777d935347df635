"""Filters of the register of late dossiers."""

from typing import Any

from django_filters import BooleanFilter, CharFilter, FilterSet
from django_filters.widgets import BooleanWidget

from tthc.models import Dossier
from tthc.statistics.late import OPEN


def either(yes: str, no: str) -> BooleanWidget:
    widget = BooleanWidget()
    widget.choices = (("", "Tất cả"), ("true", yes), ("false", no))
    return widget


class LateFilter(FilterSet):
    q = CharFilter(label="Mã hồ sơ", field_name="code", lookup_expr="icontains")
    reason = BooleanFilter(
        label="Nguyên nhân", method="has_reason", widget=either("Đã ghi nguyên nhân", "Chưa ghi nguyên nhân")
    )
    letter = BooleanFilter(
        label="Văn bản xin lỗi", method="has_letter", widget=either("Đã xin lỗi", "Chưa xin lỗi")
    )
    open = BooleanFilter(
        label="Tình trạng", method="is_open", widget=either("Chưa giải quyết xong", "Đã giải quyết")
    )

    class Meta:
        model = Dossier
        fields = ()

    def has_reason(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(late__isnull=not value)

    def has_letter(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(late__letter__gt="") if value else queryset.exclude(late__letter__gt="")

    def is_open(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(turn=OPEN) if value else queryset.exclude(turn=OPEN)

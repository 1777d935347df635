"""Filters of the list of statistics."""

from typing import Any

from django_filters import ChoiceFilter, FilterSet

from tthc.enums import Level, Origin
from tthc.models import DossierStatistics

PARTS = (("whole", "Toàn cấp"), ("field", "Từng lĩnh vực"), ("unit", "Từng đơn vị"))


class StatisticsFilter(FilterSet):
    level = ChoiceFilter(label="Cấp", empty_label="Tất cả", choices=Level.choices)
    origin = ChoiceFilter(label="Cách có số liệu", empty_label="Tất cả", choices=Origin.choices)
    part = ChoiceFilter(label="Phạm vi", empty_label="Tất cả", choices=PARTS, method="of_part")

    class Meta:
        model = DossierStatistics
        fields = ()

    def of_part(self, queryset: Any, name: str, value: str) -> Any:
        if value == "whole":
            return queryset.filter(field=None, unit=None)
        return queryset.filter(**{f"{value}__isnull": False})

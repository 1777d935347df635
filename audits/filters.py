"""Filters of the lists of audits."""

from typing import Any

from django.utils import timezone
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter
from django_filters.widgets import BooleanWidget

from audits.enums import CarState, FindingGrade, FindingState
from audits.models import CorrectiveActionRequest, Finding
from qms.models import Unit
from qms.views.tables import search_words


def units(request: Any) -> Any:
    return Unit.objects.order_by("sort_key")


class LateWidget(BooleanWidget):
    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.choices = (("", "Tất cả"), ("true", "Quá hạn"), ("false", "Chưa quá hạn"))


class AnswerFilter(FilterSet):
    """What findings and requests have in common."""

    q = CharFilter(label="Tìm", method="words")
    unit = ModelChoiceFilter(label="Đơn vị", queryset=units)
    overdue = BooleanFilter(label="Hạn", method="late", widget=LateWidget)

    def words(self, queryset: Any, name: str, value: str) -> Any:
        return search_words(queryset, name, value)

    def late(self, queryset: Any, name: str, value: bool) -> Any:
        found = self._meta.model.objects.overdue(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=found) if value else queryset.exclude(pk__in=found)


class FindingFilter(AnswerFilter):
    grade = ChoiceFilter(label="Mức độ", choices=FindingGrade.choices)
    state = ChoiceFilter(label="Tình trạng", choices=FindingState.choices)

    class Meta:
        model = Finding
        fields = ()


class CarFilter(AnswerFilter):
    state = ChoiceFilter(label="Tình trạng", choices=CarState.choices)
    year = ChoiceFilter(label="Năm")

    class Meta:
        model = CorrectiveActionRequest
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years()


def years() -> list[tuple[int, str]]:
    found = CorrectiveActionRequest.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in found]

"""Filters of the lists of audits."""

from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from audits.enums import FindingGrade, FindingState
from audits.models import Finding
from qms.models import Unit
from qms.views.tables import search_words


def units(request):
    return Unit.objects.order_by("sort_key")


class FindingFilter(FilterSet):
    q = CharFilter(label="Tìm", method="words")
    grade = ChoiceFilter(label="Mức độ", choices=FindingGrade.choices)
    state = ChoiceFilter(label="Tình trạng", choices=FindingState.choices)
    unit = ModelChoiceFilter(label="Đơn vị", queryset=units)

    class Meta:
        model = Finding
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

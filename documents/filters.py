"""Filters of the lists."""

from django_filters import CharFilter, ChoiceFilter, FilterSet, NumberFilter

from documents.enums import OfficialKind
from documents.models import OfficialDocument
from qms.views.tables import search_words


class OfficialFilter(FilterSet):
    q = CharFilter(label="Tìm theo số, trích yếu, nơi ban hành", method="words")
    kind = ChoiceFilter(label="Loại", choices=OfficialKind.choices)
    nam = NumberFilter(label="Năm ban hành", field_name="issued_year")

    class Meta:
        model = OfficialDocument
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

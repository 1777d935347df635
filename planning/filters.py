"""Filters of the lists of planning."""

from django_filters import CharFilter, ChoiceFilter, FilterSet

from planning.enums import GuidanceKind
from planning.models import GuidanceDocument, TrainingCourse
from qms.views.tables import search_words


class WordsFilter(FilterSet):
    q = CharFilter(label="Tìm", method="words")

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)


class GuidanceFilter(WordsFilter):
    kind = ChoiceFilter(label="Loại", choices=GuidanceKind.choices)

    class Meta:
        model = GuidanceDocument
        fields = ()


class TrainingFilter(WordsFilter):
    class Meta:
        model = TrainingCourse
        fields = ()

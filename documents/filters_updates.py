"""Filter of the list of updates."""

from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from documents.enums import UpdateState
from documents.filters import units
from documents.models import ProcedureUpdate
from qms.views.tables import search_words


class UpdateFilter(FilterSet):
    q = CharFilter(label="Tìm theo tài liệu, văn bản", method="words")
    state = ChoiceFilter(label="Tình trạng", empty_label="Tất cả", choices=UpdateState.choices)
    unit = ModelChoiceFilter(
        label="Đơn vị chủ trì", field_name="document__unit", queryset=units, empty_label="Tất cả"
    )

    class Meta:
        model = ProcedureUpdate
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

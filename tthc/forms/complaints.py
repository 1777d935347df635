"""Input shapes and filter of the complaints register."""

from crispy_forms.layout import Field, Layout
from django.db.models import QuerySet
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from qms.forms import RecordForm
from qms.models import Unit
from qms.views.tables import search_words
from tthc.enums import ComplaintKind, ComplaintState
from tthc.forms.yearly import group
from tthc.models import Complaint, ComplaintRule


class ComplaintForm(RecordForm):
    class Meta:
        model = Complaint
        fields = (
            "kind", "received_on", "channel", "subject", "reporter",
            "field", "unit", "dossier_code", "handler", "rule",
        )  # fmt: skip

    def _post_clean(self) -> None:
        """The year is the day's, so that the number is looked for in the right register."""
        self.instance.received_on = self.cleaned_data.get("received_on") or self.instance.received_on
        if self.instance.received_on:
            self.instance.prepare_save()
        super()._post_clean()  # type: ignore[misc]


class ComplaintRuleForm(RecordForm):
    class Meta:
        model = ComplaintRule
        fields = (
            "kind", "name", "days", "day_unit", "counted_from", "intake_days", "intake_unit",
            "extension_days", "legal_basis", "checked_on", "position",
        )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            group("Áp dụng cho", "kind", "name", "position"),
            group("Thời hạn giải quyết", "days", "day_unit", "counted_from"),
            group("Thụ lý, gia hạn", "intake_days", "intake_unit", "extension_days"),
            Field("legal_basis"),
            Field("checked_on"),
            "version",
        )


def units(request: object) -> QuerySet:
    return Unit.objects.order_by("sort_key")


class ComplaintFilter(FilterSet):
    q = CharFilter(label="Tìm theo số, nội dung, mã hồ sơ", method="words")
    kind = ChoiceFilter(label="Loại", empty_label="Tất cả", choices=ComplaintKind.choices)
    state = ChoiceFilter(label="Tình trạng", empty_label="Tất cả", choices=ComplaintState.choices)
    unit = ModelChoiceFilter(label="Đơn vị liên quan", queryset=units, empty_label="Tất cả")
    han = ChoiceFilter(
        label="Hạn", empty_label="Tất cả", choices=(("qua-han", "Chỉ quá hạn"),), method="overdue"
    )

    class Meta:
        model = Complaint
        fields = ()

    def words(self, queryset, name, value):
        return search_words(queryset, name, value)

    def overdue(self, queryset, name, value):
        return queryset.overdue(timezone.localdate())

"""Input shapes of the catalogue: a procedure, what serves it, how it changed, a list that is sent in."""

from typing import Any

from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms

from documents.enums import DocumentKind
from documents.models import ControlledDocument, OfficialDocument
from qms.choices import RecordChoiceField
from qms.forms import DateField, RecordForm, record_form
from tthc.catalogue.codes import split_code
from tthc.enums import Level
from tthc.forms.files import FileForm
from tthc.forms.yearly import group
from tthc.models import AdministrativeProcedure, ProcedureChange, ProcedureService
from tthc.models import Field as ProcedureField
from tthc.services.endings import NO_DAY

FieldForm = record_form(ProcedureField, "name")


class ProcedureForm(RecordForm):
    """`code` takes the code as it stands in the decision; the province's suffix is put apart."""

    class Meta:
        model = AdministrativeProcedure
        fields = (
            "code", "code_suffix", "name", "field", "level",
            "competent_agency", "receiving_unit", "resolving_unit",
            "time_limit", "time_unit", "time_note", "online_level", "non_territorial", "fee",
            "decision", "in_force_from", "in_force_to", "in_scope", "scope_reason",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label="Mã TTHC",
            max_length=60,
            help_text="Ví dụ 1.004873; dán cả mã của tỉnh như 1.004873.000.00.00.H50 cũng được.",
        )
        self.fields["code_suffix"].required = False
        self.fields["code_suffix"].widget = forms.HiddenInput()
        if self.instance.pk:
            self.initial["code"] = self.instance.full_code
        self.helper.layout = Layout(
            Fieldset("Thủ tục", "code", "code_suffix", "name", "field", "level", "competent_agency"),
            group("Đơn vị", "receiving_unit", "resolving_unit"),
            group("Thời hạn", "time_limit", "time_unit"),
            Field("time_note"),
            group("Dịch vụ công, phí", "online_level"),
            Field("non_territorial"),
            Field("fee"),
            Fieldset("Công bố", "decision"),
            group("Hiệu lực", "in_force_from", "in_force_to", note="Để trống ngày chưa biết."),
            Fieldset("Hệ thống quản lý chất lượng", "in_scope", "scope_reason"),
            "version",
        )

    def clean_code(self) -> str:
        code, self._suffix = split_code(self.cleaned_data["code"])
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["code_suffix"] = getattr(self, "_suffix", "")
        if cleaned.get("in_scope"):
            cleaned["scope_reason"] = ""
        return cleaned


class ServiceForm(RecordForm):
    """The operating procedure that serves a TTHC, chosen on the TTHC's page."""

    class Meta:
        model = ProcedureService
        fields = ("document",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        field.queryset = ControlledDocument.objects.filter(kind=DocumentKind.OPERATING)
        field.help_text = "Quy trình tác nghiệp trong danh mục tài liệu; gõ mã hoặc tên để tìm."


class ServedForm(RecordForm):
    """The TTHC that a document serves, chosen on the document's page."""

    class Meta:
        model = ProcedureService
        fields = ("procedure",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].help_text = "Gõ mã hoặc tên thủ tục để tìm."


class ChangeForm(RecordForm):
    class Meta:
        model = ProcedureChange
        fields = ("kind", "procedure", "successor", "count", "changed_on", "decision", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].help_text = "Chỉ sửa khi để trống thủ tục; ghi 0 nếu nguồn ghi là không có."
        self.fields["successor"].help_text = "Chỉ chọn khi loại thay đổi là “Thay thế”."
        self.helper.layout = Layout(
            HTML(
                '<p class="form-text">Bãi bỏ, thay thế một thủ tục thì thủ tục đó hết hiệu lực từ ngày ghi ở đây.</p>'
            ),
            *self.Meta.fields,
            "version",
        )


class CatalogueFileForm(FileForm):
    file = forms.FileField(
        label="Tệp danh mục (.xlsx)",
        error_messages={"required": "Chọn tệp danh mục.", "empty": "Tệp rỗng."},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    level = forms.ChoiceField(
        label="Cấp thực hiện",
        choices=Level.choices,
        help_text="Dùng cho những dòng mà tệp không ghi “cấp tỉnh”, “cấp xã”.",
    )


class AcceptForm(forms.Form):
    """What an accepted list is recorded with.

    gone: the procedures that may be ended, by number; tells_changes: whether there is any other change to record.
    """

    decision = RecordChoiceField(
        OfficialDocument.objects.none(),
        label="Quyết định công bố",
        required=False,
        empty_label="–",
        help_text="Chưa có thì nhập ở mục Văn bản trước; để trống cũng nhận được.",
    )
    day = DateField(
        label="Có hiệu lực từ ngày",
        help_text="Cần khi ghi thay đổi của năm hoặc chọn thủ tục bãi bỏ.",
        error_messages={"required": NO_DAY},
    )
    record_changes = forms.BooleanField(
        label="Ghi vào thay đổi TTHC của năm",
        required=False,
        help_text="Lần đầu nhập danh mục thì không ghi là thay đổi của năm. Thủ tục chọn bãi bỏ luôn được ghi.",
    )
    gone = forms.TypedMultipleChoiceField(coerce=int, required=False, label="Thủ tục bãi bỏ")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, gone: list[int], tells_changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision: Any = self.fields["decision"]
        decision.queryset = OfficialDocument.objects.all()
        choices: Any = self.fields["gone"]
        choices.choices = [(pk, pk) for pk in gone]
        if not tells_changes:
            self.fields.pop("record_changes")
        self.fields["day"].required = self._dates_something()

    def _dates_something(self) -> bool:
        """As typed, or as first offered."""
        records = "record_changes" in self.fields and self["record_changes"].value()
        return bool(records or self["gone"].value())

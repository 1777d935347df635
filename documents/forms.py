"""Input shapes of the documents app."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DocumentSet,
    OfficialDocument,
    Revision,
)
from qms.attachments import check_size, sniff
from qms.forms import RecordForm, record_form
from qms.text import nfc

TEXT_FILES = (".pdf", ".doc", ".docx")


class OfficialDocumentForm(RecordForm):
    class Meta:
        model = OfficialDocument
        fields = ("kind", "number", "notation", "issued_on", "issuer", "subject", "signer", "effective_on")

    def _post_clean(self) -> None:
        self.instance.issued_on = self.cleaned_data.get("issued_on") or self.instance.issued_on
        if self.instance.issued_on:
            self.instance.prepare_save()
        super()._post_clean()  # type: ignore[misc]


ControlledDocumentForm = record_form(
    ControlledDocument, "code", "title", "kind", "field_name", "unit", "review_months", "position"
)


class RevisionForm(RecordForm):
    upload = forms.FileField(
        label="Hoặc tệp Word, PDF",
        required=False,
        help_text="Khi nội dung nằm trong tệp có sẵn. Tệp được giữ cùng mã kiểm tra SHA-256.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TEXT_FILES)}),
    )

    class Meta:
        model = Revision
        fields = (
            "change_summary",
            "content",
            "author",
            "reviewer",
            "approver",
            "planned_on",
            "kept_on_paper",
        )
        widgets = {  # noqa: RUF012 - Django reads a plain dict
            "content": forms.Textarea(attrs={"rows": 18}),
            "change_summary": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {  # noqa: RUF012
            "content": "Dòng bắt đầu bằng “1.”, “5.2.” là đề mục; dòng bắt đầu bằng “- ” là gạch đầu dòng.",
            "change_summary": "Bắt buộc từ lần sửa đổi thứ hai: sửa phần nào, vì sao.",
            "approver": "Không được là người soạn thảo.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["change_summary", "content", "upload"])

    def clean_upload(self) -> Any:
        if upload := self.cleaned_data.get("upload"):
            if PurePath(upload.name).suffix.lower() not in TEXT_FILES:
                raise ValidationError("Tài liệu nhận tệp Word (.doc, .docx) hoặc PDF.")
            check_size(upload)
            sniff(upload)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        author = cleaned.get("author")
        if author is not None and author == cleaned.get("approver"):
            self.add_error("approver", "Người soạn thảo không được tự phê duyệt.")
        if author is not None and author == cleaned.get("reviewer"):
            self.add_error("reviewer", "Người soạn thảo không được tự soát xét.")
        return cleaned


DocumentSetForm = record_form(DocumentSet, "decision", "effective_on", "manual_amended", "note")


class DeclarationForm(RecordForm):
    website_url = forms.URLField(
        label="Địa chỉ đăng trên trang thông tin điện tử",
        required=False,
        assume_scheme="https",
        max_length=200,
    )
    field_names = forms.CharField(
        label="Các lĩnh vực",
        required=False,
        help_text="Theo phụ lục của quyết định, mỗi dòng một lĩnh vực. Có thể để trống nếu chỉ ghi số lượng.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    class Meta:
        model = ConformityDeclaration
        fields = (
            "decision",
            "declared_on",
            "redeclared",
            "fields_count",
            "scope",
            "posting_place",
            "posted_on",
            "website_url",
            "notice",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["decision", "declared_on", "redeclared", "fields_count", "field_names"])
        if self.instance.pk:
            self.fields["field_names"].initial = "\n".join(
                row.name for row in self.instance.declared_fields.all()
            )

    def clean_field_names(self) -> list[str]:
        return [nfc(line).strip() for line in self.cleaned_data["field_names"].splitlines() if line.strip()]

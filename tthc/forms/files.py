"""Forms with a file."""

from typing import Any

from django import forms

AGAIN = "Trang này không giữ lại được tệp đã chọn: chọn lại tệp rồi gửi."


class FileForm(forms.Form):
    """Its `file` is asked for again when anything is refused: browsers empty such a field."""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if "file" in self.files:
            self["file"].help_text = AGAIN

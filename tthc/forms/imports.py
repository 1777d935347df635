"""Forms of the dossier import: which file of which source; which column and word is which of ours."""

import hashlib
from typing import Any

from django import forms

from qms.forms import RecordForm
from qms.numbers import grouped
from qms.text import nfc
from tthc.enums import Level
from tthc.forms.files import FileForm
from tthc.imports import columns, words
from tthc.imports.reader import check_name, check_size
from tthc.models import CalendarDay, DossierImport, DossierSource
from tthc.services.imports import asked_words

NEW = "new"


class UploadForm(FileForm):
    file = forms.FileField(
        label="Tệp xuất từ phần mềm Một cửa",
        help_text="Tệp .xlsx hoặc .csv, mỗi dòng một hồ sơ. Thứ tự và tên cột thế nào cũng được.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Chọn tệp cần nhập.", "empty": "Tệp rỗng."},
    )
    source = forms.ChoiceField(label="Nguồn", help_text="Cách ghép cột được nhớ theo nguồn.")
    name = forms.CharField(
        label="Tên nguồn mới", max_length=120, required=False, help_text="Ví dụ: Một cửa điện tử cấp xã."
    )
    level = forms.ChoiceField(
        label="Hồ sơ của cấp",
        choices=[("", "–"), *Level.choices],
        required=False,
        help_text="Chỉ chọn cho nguồn mới.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = [
            (str(s.pk), f"{s} ({s.get_level_display()})") for s in DossierSource.objects.order_by("sort_key")
        ]
        self.fields["source"].choices = [*sources, (NEW, "Nguồn mới …")]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        check_name(file.name)
        check_size(file.size)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") == NEW:
            cleaned["name"] = nfc(cleaned.get("name", "").strip())
            if not cleaned["name"]:
                self.add_error("name", "Đặt tên cho nguồn mới.")
            elif DossierSource.objects.filter(name=cleaned["name"]).exists():
                self.add_error("name", "Nguồn này đã có; chọn ở ô Nguồn.")
            if not cleaned.get("level"):
                self.add_error("level", "Chọn cấp của các hồ sơ trong nguồn này.")
        return cleaned


def word_field(kind: str, folded: str) -> str:
    return f"word-{kind}-{hashlib.sha256(folded.encode()).hexdigest()[:12]}"


class MappingForm(forms.Form):
    """One choice a field of ours; and one a word of the file that we do not know by ourselves.

    A word that the source knows has its meaning chosen, to be corrected. A column chosen anew may bring new words:
    they are asked for with the next page, what was chosen stays.
    """

    def __init__(self, record: DossierImport, data: Any = None) -> None:
        super().__init__(data)
        self.record = record
        self.headers: list[str] = record.scan["headers"]
        suggested = columns.suggest(self.headers, record.source.columns)
        for target in columns.TARGETS:
            self.fields[target.name] = forms.ChoiceField(
                label=target.label,
                required=target.required,
                choices=[("", "– không có trong tệp –"), *self._headers()],
                initial=suggested.get(target.name, ""),
                help_text=target.help,
                error_messages={"required": f"Chọn cột {target.label}."},
            )
        self.chosen = self._chosen()
        self.word_fields: list[tuple[str, str, str, str]] = []
        """(field, kind, word as in the file, folded)"""
        self._add_words()

    def _headers(self) -> list[tuple[str, str]]:
        samples = self.record.scan["samples"]
        return [
            (name, f"{name} (ví dụ: {samples[name][0][:40]})" if samples.get(name) else name)
            for name in self.headers
        ]

    def _chosen(self) -> dict[str, str]:
        """Field → header, as typed or suggested."""
        found = {target.name: self[target.name].value() or "" for target in columns.TARGETS}
        return {name: header for name, header in found.items() if header in self.headers}

    def _add_words(self) -> None:
        for kind, found in asked_words(self.record, self.chosen).items():
            remembered = self.record.source.words.get(kind, {})
            choices = words.choices(kind)
            for word, folded in found.items():
                name, known = word_field(kind, folded), remembered.get(folded, "")
                if name not in self.fields:
                    self.fields[name] = self._word(f"{words.LABELS[kind]} “{word}”", word, known, choices)
                    self.word_fields.append((name, kind, word, folded))
        self.word_fields.sort(key=lambda of: bool(self.fields[of[0]].initial))

    def _word(self, label: str, word: str, known: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        """A known word is not asked again, and its meaning cannot be emptied."""
        known = known if known in dict(choices) else ""
        return forms.ChoiceField(
            label=label,
            choices=choices if known else [("", "– chọn –"), *choices],
            initial=known,
            required=not known,
            error_messages={"required": f"Chọn nghĩa của “{word}”."},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for target in columns.TARGETS:
            header = cleaned.get(target.name)
            if header and header in taken:
                self.add_error(target.name, f"Cột này đã chọn cho {taken[header]}.")
            elif header:
                taken[header] = target.label
        return cleaned

    def words(self) -> dict[str, dict[str, str]]:
        """{kind: {folded word: choice}} of a valid form."""
        found: dict[str, dict[str, str]] = {}
        for name, kind, _, folded in self.word_fields:
            found.setdefault(kind, {})[folded] = self.cleaned_data[name] or self.fields[name].initial
        return found

    def column_rows(self) -> list[dict[str, Any]]:
        """Each field of ours beside the samples of the column chosen."""
        samples = self.record.scan["samples"]
        return [
            {
                "field": self[target.name],
                "value": self[target.name].value() or "",
                "beside": " · ".join(samples.get(self.chosen.get(target.name, ""), [])) or "–",
            }
            for target in columns.TARGETS
        ]

    def word_rows(self) -> list[dict[str, Any]]:
        counts = self.record.scan["words"]
        rows = []
        for name, kind, word, _ in self.word_fields:
            headers = [h for target, h in self.chosen.items() if columns.TARGET[target].words == kind]
            told = f"{grouped(sum(counts.get(h, {}).get(word, 0) for h in headers))} dòng"
            known = self.fields[name].initial
            beside = f"{told}, đã chọn lần trước" if known else told
            rows.append({"field": self[name], "value": self[name].value() or known, "beside": beside})
        return rows

    def has_new_words(self) -> bool:
        return any(not self.fields[name].initial for name, *_ in self.word_fields)

    def left_out(self) -> tuple[list[str], list[str]]:
        """(columns that name a person, other columns) that are not stored."""
        rest = [header for header in self.headers if header not in self.chosen.values()]
        personal = [header for header in rest if columns.is_personal(header)]
        return personal, [header for header in rest if header not in personal]


class CalendarDayForm(RecordForm):
    class Meta:
        model = CalendarDay
        fields = ("day", "is_working", "name")
        labels = {"is_working": "Là ngày làm việc (làm bù)"}  # noqa: RUF012


class SourceForm(RecordForm):
    class Meta:
        model = DossierSource
        fields = ("name",)

"""The sheet as one form, for browsers without scripts: its rows as they are drawn, and all of them saved at once."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict

from audits.enums import FindingGrade
from audits.forms import notes as forms
from audits.models import AuditNote, NoteLine
from audits.services.notes import RowGone, note_line_save
from qms.http import AgencyRequest
from qms.records import StaleRecord
from qms.views.generic import parse_version

GRADE_CSS: dict[str, str] = {
    FindingGrade.MAJOR: "late",
    FindingGrade.MINOR: "late",
    FindingGrade.OBSERVATION: "warn",
    FindingGrade.STRENGTH: "ok",
}
GRADE_SHORT: dict[str, str] = {
    FindingGrade.MAJOR: "Nặng",
    FindingGrade.MINOR: "Nhẹ",
    FindingGrade.OBSERVATION: "Lưu ý",
    FindingGrade.STRENGTH: "Điểm tốt",
}
TEXTS = ("clause", "topic", "note", "remark")
BLANK: dict[str, Any] = {
    **dict.fromkeys(("key", "error", "procedure", *TEXTS), ""),
    **dict.fromkeys(("pk", "version"), None),
    **dict.fromkeys(("undone", "indented", "gone"), False),
    "findings": [],
}
"""A row that is not stored yet: the script copies it."""
GONE = "Người khác vừa xóa dòng này."


def sheet_rows(note: AuditNote, problems: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the template draws them, with their findings; what was typed and refused in its place."""
    lines = list(note.lines.select_related("procedure").prefetch_related("findings"))
    undone = set(NoteLine.objects.unanswered().filter(sheet=note).values_list("pk", flat=True))
    rows = []
    for line in lines:
        problem = problems.get(str(line.key), {})
        rows.append(
            {
                **BLANK,
                **{name: getattr(line, name) for name in ("pk", "version", "procedure", "indented", *TEXTS)},
                "key": str(line.key),
                "undone": line.pk in undone,
                **problem,
                "findings": [shown_finding(finding) for finding in line.findings.all()],
            }
        )
    return with_gone(rows, problems)


def with_gone(rows: list[dict[str, Any]], problems: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that are stored no more but were typed into, each below the one it stood under."""
    for key, problem in problems.items():
        if problem.get("gone"):
            keys = [row["key"] for row in rows]
            above = str(problem["above"])
            at = keys.index(above) + 1 if above in keys else 0
            rows.insert(at, {**BLANK, **problem, "key": key})
    return rows


def shown_finding(finding: Any) -> dict[str, str]:
    return {
        "url": finding.get_absolute_url(),
        "label": f"Phát hiện {finding.number_label} – {GRADE_SHORT[finding.grade]}",
        "css": GRADE_CSS[finding.grade],
    }


def save_rows(note: AuditNote, request: AgencyRequest) -> dict[str, dict[str, Any]]:
    """The form without scripts: every posted row that differs is saved. Key → what was typed and why it was refused.

    A row taken off meanwhile comes back with `gone` and a tick: the next save adds it again, or lets it go.
    """
    problems: dict[str, dict[str, Any]] = {}
    typed, above = request.POST, None
    stored = set(note.lines.values_list("key", flat=True))
    for key in posted_rows(typed):
        values = {name: typed.get(f"{name}-{key}", "") for name in TEXTS}
        again, gone = f"again-{key}" in typed, key not in stored
        if gone and ((f"gone-{key}" in typed and not again) or not any(map(str.strip, values.values()))):
            continue
        version = None if again else parse_version(typed.get(f"version-{key}", "")) or 0
        given, place = (values | {"after": above} if again else values), {"gone": gone, "above": above}
        try:
            note_line_save(sheet=note, key=key, expected_version=version, values=given, actor=request.user)
        except ValidationError as error:
            problems[str(key)] = {**values, **place, "error": " ".join(error.messages)}
        except StaleRecord as stale:
            problems[str(key)] = {**values, "error": told_conflict(stale.current)}
        except RowGone:
            problems[str(key)] = {**values, **place, "gone": True, "error": GONE}
        above = key
    if "add" in typed and not problems:
        form = forms.RowForm({"after": typed["add"]})
        form.is_valid()
        after = {"after": form.cleaned_data.get("after")}
        try:
            note_line_save(
                sheet=note, key=NoteLine().key, expected_version=None, values=after, actor=request.user
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    return problems


def posted_rows(typed: QueryDict) -> Iterator[uuid.UUID]:
    """The rows that the page had, in its order."""
    for name in typed:
        with suppress(ValueError):
            if name.startswith("note-"):
                yield uuid.UUID(name.removeprefix("note-"))


def told_conflict(current: Any) -> str:
    kept = " | ".join(part for part in (current.topic, current.note, current.remark) if part) or "(để trống)"
    return f"Người khác vừa sửa dòng này. Đang lưu: {kept}. Bấm lưu lại để giữ bản của anh/chị ở ô bên dưới."

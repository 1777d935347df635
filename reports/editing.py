"""What the section editor shows: a value for every placeholder of a text, and the figures one may insert."""

import re
from typing import Any

from django.apps import apps

from qms.figures import Figures
from reports import syntax
from reports.composition import Composition
from reports.fill import FillError
from reports.placeholders import Quote, plain

TOKEN = re.compile(r"\{\{[\s\S]*?\}\}")
_LOOP = re.compile(r"\{%-?\s*for\s+(\w+)\s+in")
WORDS = {
    "nam": "Năm báo cáo",
    "nam_truoc": "Năm trước",
    "nam_sau": "Năm sau",
    "co_quan": "Tên cơ quan",
    "co_quan_tat": "Tên cơ quan viết gọn",
    "dia_ban": "Địa bàn",
    "dia_danh": "Địa danh",
}


def figure_values(found: Composition, source: str, key: str) -> dict[str, dict[str, Any]]:
    """{placeholder as written: text, label, formula, url, changed, previous} for the editor's chips."""
    loops = set(_LOOP.findall(source)) | {"loop"}
    remembered = found.report.quoted.get(key, {})
    return {
        token: value
        for token in dict.fromkeys(TOKEN.findall(source))
        if (value := _value(found, token, loops, remembered)) is not None
    }


def _value(
    found: Composition, token: str, loops: set[str], remembered: dict[str, str]
) -> dict[str, Any] | None:
    name = re.split(r"[.|\s]", token[2:-2].strip())[0]
    if name in loops:
        column = token[2:-2].split("|")[0].strip().partition(".")[2]
        return {"text": f"‹{column}›", "label": "Cột của từng dòng trong bảng", "changed": False}
    try:
        filled = found.filler.fill(token)
    except FillError:
        return None
    if not filled.quotes:
        return {"text": plain(filled.text), "label": WORDS.get(name, "Thông tin chung"), "changed": False}
    return None if filled.quotes[0].missing else _told(filled.quotes[0], found.figures, remembered)


def _told(quote: Quote, figures: Figures, remembered: dict[str, str]) -> dict[str, Any]:
    figure = figures.get(quote.key)
    before = remembered.get(quote.key, quote.current)
    return {
        "text": quote.text,
        "label": quote.label,
        "formula": quote.formula,
        "period": figure.period if figure else "",
        "url": quote.url,
        "key": quote.key,
        "changed": before != quote.current,
        "previous": before if before != quote.current else "",
    }


def figure_groups(found: Composition) -> list[dict[str, Any]]:
    """The picker: plain words first, then each app's figures, tables last."""
    words = [
        {"placeholder": f"{{{{ {name} }}}}", "label": label, "value_text": str(found.filler.words[name])}
        for name, label in WORDS.items()
    ]
    groups: dict[str, list[dict[str, str]]] = {"Chung": words}
    for figure in found.figures.figures.values():
        value = {"placeholder": f"{{{{ {figure.key} }}}}", "label": figure.label, "value_text": figure.text()}
        groups.setdefault(_title(figure.key), []).append(value)
    for table in found.figures.tables.values():
        count = f"bảng {len(table.rows)} dòng"
        value = {"placeholder": f"[[bang:{table.key}]]", "label": table.label, "value_text": count}
        groups.setdefault("Bảng (đặt riêng một dòng)", []).append(value)
    return [{"title": title, "figures": rows} for title, rows in groups.items()]


def _title(key: str) -> str:
    label = key.split(".")[0]
    return str(apps.get_app_config(label).verbose_name) if apps.is_installed(label) else label


def unknown_keys(figures: Figures, sources: list[str]) -> list[str]:
    """Figure keys of a text that the year does not have: a typing slip, or not entered yet."""
    found: dict[str, None] = {}
    for source in sources:
        try:
            mentioned = syntax.names(source)
        except syntax.BodyError:
            continue
        found |= dict.fromkeys(sorted(name for name in mentioned - set(WORDS) if not _known(figures, name)))
    return list(found)


def _known(figures: Figures, key: str) -> bool:
    return key in figures or figures.table(key) is not None

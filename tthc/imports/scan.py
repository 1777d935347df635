"""The first look at an export: headers, samples, the few words of its columns; never a person's name."""

from collections import Counter
from pathlib import Path
from typing import Any

from qms.sheet_tables import text_of
from tthc.imports import columns
from tthc.imports.outcome import Told, rows_read
from tthc.imports.reader import Table, chunks, open_patiently

MOST_WORDS = 200
"""A column with more different words has no words to match."""
LONGEST = 80
SAMPLES = 3


def scan(path: Path, name: str, remembered: dict[str, str], told: Told) -> dict[str, Any]:
    """{"sheet", "headers", "rows", "samples", "words"} of a file (DossierImport.scan). Raises ValidationError."""
    told(0, 0, "Đang mở tệp")
    table = open_patiently(
        lambda seconds: told(0, 0, f"Đang mở tệp, {seconds} giây"), path, name, remembered=remembered
    )
    wide = [at for at, header in enumerate(table.headers) if not columns.is_personal(header)]
    counts: dict[int, Counter[Any]] = {at: Counter() for at in wide}
    samples: dict[int, list[str]] = {at: [] for at in wide}
    rows = _count(table, counts, samples, told)
    headers = table.headers
    return {
        "sheet": table.sheet,
        "headers": headers,
        "rows": rows,
        "samples": {headers[at]: shown for at, shown in samples.items()},
        "words": {headers[at]: _words(count) for at, count in counts.items()},
    }


def _count(table: Table, counts: dict[int, Counter[Any]], samples: dict[int, list[str]], told: Told) -> int:
    rows = 0
    for chunk in chunks(table.rows, 5000):
        rows += len(chunk)
        for at in list(counts):
            column = [row[at] for row in chunk if at < len(row)]
            if len(samples[at]) < SAMPLES:
                _sample(samples[at], column)
            counts[at].update(column)
            if len(counts[at]) > MOST_WORDS:
                del counts[at]
        told(min(rows, table.total), table.total, f"Đã xem {rows_read(rows, table.total)}")
    return rows


def _sample(shown: list[str], column: list[Any]) -> None:
    for cell in column:
        text = text_of(cell)[:LONGEST]
        if text and text not in shown:
            shown.append(text)
        if len(shown) == SAMPLES:
            return


def _words(count: Counter[Any]) -> dict[str, int]:
    """Word → rows, as the file writes it."""
    found: Counter[str] = Counter()
    for cell, rows in count.items():
        if text := text_of(cell):
            found[text[:200]] += rows
    return dict(found.most_common())

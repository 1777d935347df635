"""Text of a paper: runs and the base of every node. Every string is NFC and free of control characters."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache

from qms.paper.nd30 import NBSP

# Not printable in XML, or able to reorder what the reader sees (bidi overrides).
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")

_SPACES = re.compile(" {2,}")  # HTML would swallow them and Word would not


def clean(value: str) -> str:
    """NFC, no control character but "\\n", tabs as spaces. Three spaces or more are a blank: kept."""
    if "  " in value:
        value = _SPACES.sub(lambda found: " " if len(found[0]) == 2 else NBSP * len(found[0]), value)
    # nearly every string: nothing that is printable is forbidden, and no break or tab is printable
    if value.isprintable() and unicodedata.is_normalized("NFC", value):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _FORBIDDEN.sub("", unicodedata.normalize("NFC", value))


@cache
def _names(node: type) -> tuple[str, ...]:
    """The fields that may hold a text or a list; a report makes thousands of nodes."""
    return tuple(field.name for field in fields(node) if field.type not in (bool, int, float))


class Node:
    """Base of the tree: cleans strings and freezes lists into tuples."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name in _names(type(self)):  # type: ignore[arg-type]
            value = getattr(self, name)
            if type(value) is str:
                if (cleaned := clean(value)) is not value:
                    object.__setattr__(self, name, cleaned)
            elif isinstance(value, list | tuple):
                if type(value) is not tuple or str in map(type, value):
                    frozen = tuple(clean(item) if type(item) is str else item for item in value)
                    object.__setattr__(self, name, frozen)
            if name == "runs" and not {Run}.issuperset(map(type, value)):
                raise TypeError(f"{type(self).__name__}.runs holds Run objects: write text('…')")


@dataclass(frozen=True, slots=True)
class FigureRef(Node):
    """Where a figure comes from; only the preview shows it, as a link. `changed`: its source moved since."""

    key: str
    url: str
    title: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Run(Node):
    """A stretch of one style. "\\n" is a line break. `subscript` for notations such as VP₂."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    figure: FigureRef | None = None
    subscript: bool = False

    def __post_init__(self) -> None:
        if (cleaned := clean(self.text)) is not self.text:
            object.__setattr__(self, "text", cleaned)


Runs = tuple[Run, ...]
Part = str | Run | Iterable[Run]


def text(*parts: Part, bold: bool = False, italic: bool = False, underline: bool = False) -> Runs:
    """Strings and runs → runs; the flags are added to every part."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            runs.append(Run(part, bold, italic, underline))
            continue
        for run in (part,) if isinstance(part, Run) else part:
            styled = bold or italic or underline
            runs.append(
                replace(
                    run,
                    bold=run.bold or bold,
                    italic=run.italic or italic,
                    underline=run.underline or underline,
                )
                if styled
                else run
            )
    return tuple(runs)


def figure(value: str, *, key: str, url: str, title: str, changed: bool = False) -> Run:
    """A figure quoted in a sentence: plain text in print, a link to its source in the preview."""
    return Run(value, figure=FigureRef(key, url, title, changed))


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)

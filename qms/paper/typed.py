"""Text as people type it → blocks: numbered lines are headings, “- …” and “+ …” lines are lists."""

import re
from collections.abc import Iterator
from itertools import groupby

from qms.paper import build
from qms.paper.blocks import Block

# A lone number is a heading's only with its dot: “30 ngày làm việc …” begins a sentence.
_HEADING = re.compile(r"^(?P<number>\d+(?=\.)|\d+(?:\.\d+)+)\.?\s+\S.{0,118}$")
_LISTED = re.compile(r"^(?:[-–•]\s+)*(?P<mark>[-–•+])\s+")  # of “- + …” the last mark rules


def typed_blocks(text: str, *, top: int = 1) -> Iterator[Block]:
    """`top`: the heading level of “1.”; “1.1.” is one deeper, 4 the deepest. Blank lines only part."""
    lines = [line for raw in text.splitlines() if (line := raw.strip())]
    for mark, group in groupby(lines, key=_mark):
        if mark:
            yield build.bullets(mark, *(_LISTED.sub("", line) for line in group))
            continue
        for line in group:
            if found := _HEADING.match(line):
                yield build.h(min(found["number"].count(".") + top, 4), line)
            else:
                yield build.p(line)


def _mark(line: str) -> str:
    """“+” keeps its own list; the other dashes are one."""
    found = _LISTED.match(line)
    return "" if found is None else "+" if found["mark"] == "+" else "-"

"""Blocks of a paper's body: frozen, no ORM, no HTML."""

from dataclasses import dataclass, replace
from enum import StrEnum

from qms.paper import nd30
from qms.paper.inline import Node, Runs
from qms.paper.tables import Table


class Role(StrEnum):
    BODY = "body"  # ô 6: justified, first line indented
    PLAIN = "plain"  # left, no indent: sheets and cells
    CENTERED = "centered"
    RIGHT = "right"  # "Đơn vị tính: hồ sơ"
    NOTE = "note"  # small italic line under a table
    LEGAL_BASIS = "legal-basis"  # ô 6c: italic


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """`prefix` ("-", "a)") stands before the text; `indent` counts steps from the left margin."""

    runs: Runs
    role: Role = Role.BODY
    prefix: str = ""
    indent: int = 0
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """Level 1 “1. Khái quát”, 2 “2.1.”, 3 “3.3.1.”, 4 “* Đề xuất:”. `upper`: ô 6f “I. NHỮNG KẾT QUẢ”.

    `flush`: without the first-line indent, on sheets.
    """

    level: int
    runs: Runs
    upper: bool = False
    centered: bool = False
    bold: bool = True
    anchor: str = ""
    flush: bool = False

    def __post_init__(self) -> None:
        Node.__post_init__(self)
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"Heading level {self.level}: only 1–4")
        if self.upper:
            raised = tuple(replace(run, text=run.text.upper()) for run in self.runs)
            object.__setattr__(self, "runs", raised)


@dataclass(frozen=True, slots=True)
class Item(Node):
    """One entry of Bullets; `blocks` follow under its first line."""

    runs: Runs
    blocks: "tuple[Block, ...]" = ()


@dataclass(frozen=True, slots=True)
class Bullets(Node):
    """`marker`: "-", "+", "*", "" or a counting one: "1.", "a)", "(1)", "I."."""

    items: tuple[Item, ...]
    marker: str = "-"
    start: int = 1
    indented: bool = True

    def markers(self) -> list[str]:
        """The printed marker of each item."""
        return [self._marker(self.start + index) for index in range(len(self.items))]

    def _marker(self, number: int) -> str:
        for sample, count in (("1", str), ("a", nd30.point), ("I", nd30.roman)):
            if sample in self.marker:
                return self.marker.replace(sample, count(number))
        return self.marker


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """A box with its label."""

    label: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Choices(Node):
    """“Loại: ☐ Nặng (M) ☒ Nhẹ (NC)”. The boxes are drawn. inline=False gives each choice its own line."""

    choices: tuple[Choice, ...]
    prompt: str = ""
    inline: bool = True
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class KeyValue(Node):
    """“Bộ phận được đánh giá: Phòng Tư pháp”. Without a value a dotted line is drawn to write on;
    without a label the line alone.

    `indented`: as a body paragraph (minutes), else flush left (sheets).
    """

    label: str
    runs: Runs = ()
    bold_label: bool = False
    indented: bool = False

    @property
    def prompt(self) -> str:
        return self.label if not self.label or self.label.endswith((":", "?")) else f"{self.label}:"


@dataclass(frozen=True, slots=True)
class Spacer(Node):
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak(Node):
    pass


@dataclass(frozen=True, slots=True)
class SignatureBlock(Node):
    """Ô 7a, 7b. `authority`: “KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”; `office`: the signer's other office.

    `note`: italic line under the authority, “(Ký, ghi rõ họ tên)”; `date`: italic line above it, on sheets.
    """

    authority: tuple[str, ...]
    name: str = ""
    office: str = ""
    note: str = ""
    date: str = ""
    upper: bool = True

    def __post_init__(self) -> None:
        if isinstance(self.authority, str):
            object.__setattr__(self, "authority", (self.authority,))
        Node.__post_init__(self)
        if self.upper:
            object.__setattr__(self, "authority", tuple(line.upper() for line in self.authority))


@dataclass(frozen=True, slots=True)
class Signatures(Node):
    """Blocks side by side, left to right: THƯ KÝ | CHỦ TỌA. Also used inside sheets."""

    blocks: tuple[SignatureBlock, ...]

    def __post_init__(self) -> None:
        if isinstance(self.blocks, SignatureBlock):
            object.__setattr__(self, "blocks", (self.blocks,))
        Node.__post_init__(self)


Block = Paragraph | Heading | Bullets | Table | Choices | KeyValue | Spacer | PageBreak | Signatures

"""A paper as a tree: letterhead, title, body, signatures, annexes. Renderers read it; they never add a word.

The strings a renderer prints (number line, “- …;” of the recipients) are made here once: four outputs agree.
"""

from dataclasses import dataclass
from enum import StrEnum

from qms.paper import nd30
from qms.paper.blocks import (
    Block,
    Bullets,
    Choice,
    Choices,
    Heading,
    Item,
    KeyValue,
    PageBreak,
    Paragraph,
    Role,
    SignatureBlock,
    Signatures,
    Spacer,
)
from qms.paper.inline import FigureRef, Node, Part, Run, Runs, clean, figure, plain, text
from qms.paper.tables import Align, Cell, Column, Row, Table

__all__ = [
    "Addressees", "Align", "Annex", "Block", "Bullets", "Cell", "Choice", "Choices", "Column",
    "FigureRef", "FormCode", "Heading", "Item", "KeyValue", "Language", "Letterhead", "Marking",
    "Metadata", "Node", "PageBreak", "Paper", "Paragraph", "Part", "Recipients", "Role", "Row",
    "Run", "Runs", "SignatureBlock", "Signatures", "Spacer", "Table", "Title", "clean", "figure",
    "plain", "text",
]  # fmt: skip


class Language(StrEnum):
    VIETNAMESE = "vi"


@dataclass(frozen=True, slots=True)
class Letterhead(Node):
    """Ô 1–4. Organ names are printed HOA; "\\n" breaks their lines. `day`: see nd30.Day."""

    organ: str
    parent_organ: str = ""
    number: int | str | None = None
    notation: str = ""
    place: str = ""
    day: nd30.Day = None
    show_number: bool = True
    show_dateline: bool = True  # off for minutes, Mẫu 1.9
    nation: str = nd30.NATION
    motto: str = nd30.MOTTO

    def __post_init__(self) -> None:
        Node.__post_init__(self)
        for name in ("organ", "parent_organ"):
            object.__setattr__(self, name, getattr(self, name).upper())

    @property
    def number_line(self) -> str:
        return nd30.number_line(self.number, self.notation) if self.show_number else ""

    @property
    def dateline(self) -> str:
        return nd30.dateline(self.place, self.day) if self.show_dateline else ""


@dataclass(frozen=True, slots=True)
class Title(Node):
    """Ô 5a. `kind` “BÁO CÁO” is printed HOA. Without a kind the subject is a công văn's “V/v …” (ô 5b).

    `note`: an italic centred line, “(Kèm theo …)” or the day of a sheet.
    """

    kind: str = ""
    subject: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        Node.__post_init__(self)
        object.__setattr__(self, "kind", self.kind.upper())

    @property
    def letter_subject(self) -> str:
        """“V/v …” for the letterhead; empty for papers with a kind."""
        if self.kind or not self.subject:
            return ""
        return self.subject if nd30.LETTER_SUBJECT_PATTERN.match(self.subject) else f"V/v {self.subject}"


def _listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Each line ends ";", the last one "." (ô 6c, 9a, 9b)."""
    bare = [line.strip().rstrip(";.,").rstrip() for line in lines]
    return tuple(f"{line}{'.' if index == len(bare) - 1 else ';'}" for index, line in enumerate(bare))


@dataclass(frozen=True, slots=True)
class Addressees(Node):
    """Ô 9a. One stands on the line of “Kính gửi:”; several each on their own, dashes under the colon."""

    names: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        if len(self.names) == 1:
            return (f"Kính gửi: {self.names[0]}",)
        return ("Kính gửi:", *(f"- {line}" for line in _listed(self.names)))


@dataclass(frozen=True, slots=True)
class Recipients(Node):
    """Ô 9b: names without dash or semicolon; the last is “Lưu: VT, …”."""

    names: tuple[str, ...]
    heading: str = "Nơi nhận:"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(f"- {line.removeprefix('- ')}" for line in _listed(self.names))


@dataclass(frozen=True, slots=True)
class Annex(Node):
    """A part with its own page numbers. `number` as printed (“I”), blank when there is only one."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    label: str = "Phụ lục"
    reference: str = ""  # “(Kèm theo Báo cáo số …)”
    landscape: bool = False
    anchor: str = ""

    def __post_init__(self) -> None:
        Node.__post_init__(self)
        object.__setattr__(self, "title", self.title.upper())

    @property
    def heading(self) -> str:
        return f"{self.label} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class FormCode(Node):
    """Foot of every page of a sheet: “BM-UBND.04-01” left, revision right."""

    code: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Marking(Node):
    """Framed words on every page: “DỰ THẢO”, “BẢN ĐÃ THAY THẾ – không còn hiệu lực”."""

    text: str


@dataclass(frozen=True, slots=True)
class Metadata(Node):
    """Document properties of the files. A blank title is taken from the paper's own."""

    title: str = ""
    author: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Paper(Node):
    """`draft`: number and day may be blank, nothing else (problems.py).

    `legal_basis`: lines without final marks.
    """

    title: Title
    body: tuple[Block, ...] = ()
    letterhead: Letterhead | None = None
    legal_basis: tuple[str, ...] = ()
    addressees: Addressees | None = None
    signatures: tuple[SignatureBlock, ...] = ()
    recipients: Recipients | None = None
    annexes: tuple[Annex, ...] = ()
    form_code: FormCode | None = None
    marking: Marking | None = None
    draft: bool = False
    landscape: bool = False
    language: Language = Language.VIETNAMESE
    metadata: Metadata = Metadata()

    @property
    def opening(self) -> tuple[Block, ...]:
        """Legal basis and body as one list of blocks."""
        basis = tuple(Paragraph(text(line), Role.LEGAL_BASIS) for line in _listed(self.legal_basis))
        return basis + self.body

    @property
    def name(self) -> str:
        """Title for file properties and tabs: “Báo cáo …”."""
        return self.metadata.title or " ".join(f"{self.title.kind.capitalize()} {self.title.subject}".split())

"""The registry of papers: what each app prints, and the bundles (dossiers) that put many of them into one file.

An app's papers.py registers `@paper("audits.car", "Phiếu yêu cầu hành động khắc phục", Request, permission, …)` over
the function that builds the tree. Page, print job, the year's dossier and `manage.py render_papers` follow from that.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Required, TypedDict, Unpack

from django.urls import reverse

from qms.checks import CheckResult, Severity
from qms.paper.bundle import Piece
from qms.paper.output import Format
from qms.paper.tree import Paper
from qms.text import unmarked

if TYPE_CHECKING:
    from qms.models import Record, User

Build = Callable[[Any], Paper]
Load = Callable[[int], Any]
Findings = Callable[[Any], Iterable[CheckResult]]
Members = Iterable[tuple["PaperKind", Any]]


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper of one kind of record; every callable runs inside the agency's scope."""

    name: str
    label: str
    model: "type[Record]"
    permission: str  # who may see it
    build: Build  # record → tree
    file_name: Callable[[Any], str]  # without extension
    load: Load  # pk → record with its prefetches; DoesNotExist is a 404
    of_year: Callable[[int], Iterable[Any]] | None = None  # None: not in a year's dossier
    blank: Callable[[], Paper] | None = None  # the empty form, for filling by hand
    order: int = 50
    print_permission: str = ""  # who may make files of it, when that is not everyone who sees it
    frozen: Callable[[Any, Format], bytes | None] | None = None  # a released record's stored bytes
    applies: Callable[[Any], bool] | None = None  # which records have such a paper; None: every one
    findings: Findings | None = None  # what the checks say of its numbers

    def is_of(self, record: Any) -> bool:
        return isinstance(record, self.model) and (self.applies is None or self.applies(record))

    def stored(self, record: Any, format: Format) -> bytes | None:
        """The bytes kept at release, which are served and never rendered again; None for all other records."""
        return self.frozen(record, format) if self.frozen and record is not None else None

    def objections(self, record: Any) -> list[CheckResult]:
        """What the checks find wrong in a record's paper."""
        if self.findings is None or record is None:
            return []
        return [found for found in self.findings(record) if found.severity != Severity.OK]

    def may_print(self, user: "User", record: Any = None) -> bool:
        """Whether this user may have a file of it; of a released record everyone who may see it."""
        if not user.can(self.permission, record):
            return False
        if not self.print_permission or user.can(self.print_permission, record):
            return True
        return self.stored(record, Format.TEXT) is not None

    def file_stem(self, record: Any = None) -> str:
        """The file's name without extension: ASCII, whatever the record is called; of the blank form for None."""
        return file_stem(self.file_name(record) if record is not None else f"{self.name}-trong")

    def tree(self, record: Any = None) -> Paper:
        """The paper of a record; the blank form for None. Raises LookupError when there is no blank form."""
        if record is not None:
            return self.build(record)
        if self.blank is None:
            raise LookupError(f"{self.name} has no blank form")
        return self.blank()

    def title_of(self, record: Any = None) -> str:
        """“Phiếu ghi chép: Phòng A”; the record alone when its own name begins so."""
        if record is None:
            return f"{self.label} (mẫu trống)"
        return str(record) if str(record).startswith(self.label) else f"{self.label}: {record}"

    def url_of(self, record: Any) -> str:
        return reverse("qms:paper", args=[self.name, record.pk])


@dataclass(frozen=True)
class Bundle:
    """A record's dossier: the papers it consists of, in the order they lie in."""

    name: str
    label: str
    model: "type[Record]"
    permission: str
    members: Callable[[Any], Iterable[tuple[str, Any]]]  # record → (name of the kind, record) …
    load: Load
    file_name: Callable[[Any], str]
    listed: Callable[[Any], Iterable[tuple[str, Any]]] | None = (
        None  # the same members with their names alone
    )

    def file_stem(self, record: Any) -> str:
        return file_stem(self.file_name(record))

    def title_of(self, record: Any) -> str:
        return f"{self.label}: {record}"

    def url_of(self, record: Any) -> str:
        return reverse("qms:bundle", args=[self.name, record.pk])


def file_stem(name: str) -> str:
    """ASCII for every disk and archive: “QT-ĐK.01” → “QT-DK-01”."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", unmarked(name)).strip("-")[:100] or "giay-to"


def year_title(year: int) -> str:
    return f"Hồ sơ năm {year}"


_kinds: dict[str, PaperKind] = {}
_bundles: dict[str, Bundle] = {}


class Options(TypedDict, total=False):
    """What a paper may say beside its names, as PaperKind reads it."""

    file_name: Required[Callable[[Any], str]]
    load: Load
    of_year: Callable[[int], Iterable[Any]]
    blank: Callable[[], Paper]
    order: int
    print_permission: str
    frozen: Callable[[Any, Format], bytes | None]
    applies: Callable[[Any], bool]
    findings: Findings


def paper(
    name: str, label: str, model: "type[Record]", permission: str, **options: Unpack[Options]
) -> Callable[[Build], Build]:
    """Register a builder `record → Paper` as a kind of paper. Raises ValueError when the name is taken."""
    options.setdefault("load", _loader(model))

    def register(build: Build) -> Build:
        if name in _kinds:
            raise ValueError(f"paper {name} is registered twice")
        _kinds[name] = PaperKind(
            name=name, label=label, model=model, permission=permission, build=build, **options
        )
        return build

    return register


def bundle(
    name: str,
    label: str,
    model: "type[Record]",
    permission: str,
    members: Callable[[Any], Iterable[tuple[str, Any]]],
    *,
    load: Load | None = None,
    file_name: Callable[[Any], str] | None = None,
    listed: Callable[[Any], Iterable[tuple[str, Any]]] | None = None,
) -> Bundle:
    """Register a record's dossier. Raises ValueError when the name is taken."""
    if name in _bundles:
        raise ValueError(f"bundle {name} is registered twice")
    named = file_name or (lambda record: f"ho-so-{record}")
    _bundles[name] = Bundle(name, label, model, permission, members, load or _loader(model), named, listed)
    return _bundles[name]


def _loader(model: "type[Record]") -> Load:
    return lambda pk: model.objects.get(pk=pk)


def kind(name: str) -> PaperKind:
    """Raises KeyError."""
    return _kinds[name]


def kinds() -> list[PaperKind]:
    """In the order of a dossier."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def papers_of(record: Any, user: "User") -> list[PaperKind]:
    """The papers of this record that the user may see."""
    return [kind for kind in kinds() if kind.is_of(record) and user.can(kind.permission, record)]


def find_bundle(name: str) -> Bundle:
    """Raises KeyError."""
    return _bundles[name]


def bundles_of(record: Any, user: "User") -> list[Bundle]:
    return [
        bundle
        for bundle in _bundles.values()
        if isinstance(record, bundle.model) and user.can(bundle.permission, record)
    ]


def of_year(year: int) -> Iterator[tuple[PaperKind, Any]]:
    """Every paper of a year with its record, in the order of the dossier."""
    for kind in kinds():
        if kind.of_year:
            for record in kind.of_year(year):
                yield kind, record


def of_bundle(bundle: Bundle, record: Any) -> Iterator[tuple[PaperKind, Any]]:
    """Every paper of a record's dossier with its own record."""
    for name, member in bundle.members(record):
        yield kind(name), member


def listed(bundle: Bundle, record: Any) -> Iterator[tuple[PaperKind, Any]]:
    """The same for a page that names and links them, without what the papers print."""
    for name, member in (bundle.listed or bundle.members)(record):
        yield kind(name), member


def printable(members: Members, user: "User") -> list[tuple[PaperKind, Any]]:
    """Those a user may have files of: a dossier never holds what its pages would refuse."""
    return [(kind, record) for kind, record in members if kind.may_print(user, record)]


def piece(kind: PaperKind, record: Any = None) -> Piece:
    """The same for the renderers, which know no records."""
    return Piece(
        kind.title_of(record),
        kind.file_stem(record),
        partial(kind.tree, record),
        partial(kind.stored, record),
    )


def pieces(members: Members) -> list[Piece]:
    return [piece(kind, record) for kind, record in members]

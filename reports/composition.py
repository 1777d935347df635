"""A report put together: sections filled with the year's figures; what each quotes, lacks, saw change."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from qms import figures as figure_registry
from qms.figures import Figures
from qms.models import Agency
from qms.models.organisation import AgencyNames
from qms.paper.tree import Block, Paragraph, Runs, text
from reports import tables
from reports.enums import SectionKind
from reports.fill import Filler, FillError
from reports.markdown import Writer
from reports.models import AnnualReport, OutlineSection, ReportOutline, ReportSection
from reports.placeholders import Quote, Style, plain


@dataclass(frozen=True)
class Change:
    """A quoted figure whose source moved: “trước 4.529, nay 4.530”."""

    key: str
    label: str
    before: str
    now: str
    url: str


@dataclass
class FilledSection:
    """One section as the report prints it. own: the report's own text stands instead of the outline's."""

    source: OutlineSection
    own: ReportSection | None
    report: AnnualReport
    heading: Runs = ()
    blocks: tuple[Block, ...] = ()
    quotes: list[Quote] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problem: str = ""

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def url(self) -> str:
        """Of its editor; empty while the report is not stored."""
        return reverse("reports:section_edit", args=[self.report.pk, self.key]) if self.report.pk else ""

    @property
    def heading_source(self) -> str:
        return self.own.heading if self.own else self.source.heading

    @property
    def body_source(self) -> str:
        return self.own.body if self.own else self.source.body

    @property
    def label(self) -> str:
        """Short name for lists and sentences: the printed heading without marks."""
        if self.source.kind == SectionKind.SECTION and self.heading:
            return "".join(run.text for run in self.heading).strip().lstrip("*+- ").rstrip(":")
        return self.source.label

    @property
    def anchor(self) -> str:
        return f"muc-{self.key}"

    @property
    def missing(self) -> list[Quote]:
        return [quote for quote in self.quotes if quote.missing]

    @property
    def quoted(self) -> dict[str, str]:
        return {quote.key: quote.current for quote in self.quotes if not quote.missing}


@dataclass
class Composition:
    report: AnnualReport
    outline: ReportOutline
    names: AgencyNames
    figures: Figures
    style: Style
    filler: Filler
    sections: list[FilledSection] = field(default_factory=list)
    subject: str = ""
    subject_problem: str = ""

    @property
    def changes(self) -> list[tuple[FilledSection, Change]]:
        return [(section, change) for section in self.sections for change in section.changes]

    @property
    def figures_count(self) -> int:
        return sum(len(section.quotes) - len(section.missing) for section in self.sections)

    @property
    def quoted(self) -> dict[str, dict[str, str]]:
        return {section.key: section.quoted for section in self.sections}

    def section(self, key: str) -> FilledSection | None:
        return next((section for section in self.sections if section.key == key), None)


def compose(report: AnnualReport, figures: Figures | None = None) -> Composition:
    """The report with the figures as they are now; a body that cannot be filled says why in its place."""
    if figures is None:
        figures = figure_registry.collect(report.agency, report.year)
    outline = report.outline
    names = report.agency.names_at(report.paper_day)
    style = Style.of(outline.number_style, outline.decimal_mark)
    filler = Filler(figures, style, words(report.year, report.agency, names))
    found = Composition(report, outline, names, figures, style, filler)
    own = {section.key: section for section in report.sections.all()} if report.pk else {}
    found.sections = [fill_section(found, source, own.get(source.key)) for source in outline.sections.all()]
    _fill_subject(found)
    return found


def composed(report: AnnualReport) -> Composition:
    """compose(), made once for this object: guards of the buttons and the page ask for the same."""
    if "_composition" not in report.__dict__:
        report.__dict__["_composition"] = compose(report)
    return report.__dict__["_composition"]


def words(year: int, agency: Agency, names: AgencyNames) -> dict[str, str | int]:
    """Plain names a body may use beside the figures."""
    ground = names.full_name
    for body in ("Ủy ban nhân dân ", "Uỷ ban nhân dân ", "UBND "):
        ground = ground.removeprefix(body)
    return {
        "nam": year,
        "nam_truoc": year - 1,
        "nam_sau": year + 1,
        "co_quan": names.full_name,
        "co_quan_tat": names.short_name,
        "dia_danh": names.place,
        "dia_ban": ground,
    }


def fill_section(
    found: Composition,
    source: OutlineSection,
    own: ReportSection | None,
    heading: str | None = None,
    body: str | None = None,
) -> FilledSection:
    """One section; `heading` and `body` stand in for the stored ones while the secretary types."""
    section = FilledSection(source, own, found.report)
    remembered = found.report.quoted.get(source.key, {})
    try:
        head = found.filler.fill(section.heading_source if heading is None else heading)
        main = found.filler.fill(section.body_source if body is None else body)
    except FillError as error:
        section.problem = str(error)
        section.blocks = (Paragraph(text(f"[{error}]", bold=True)),)
        return section
    section.quotes = [*head.quotes, *main.quotes]
    changed = frozenset(
        quote.key for quote in section.quotes if remembered.get(quote.key, quote.current) != quote.current
    )
    table_of = _TableBlocks(found, section, remembered)
    section.heading = Writer(head.quotes, table_of, changed).inline(head.text)
    section.blocks = Writer(main.quotes, table_of, changed).blocks(main.text)
    section.changes = list(_changes(section.quotes, remembered))
    return section


@dataclass
class _TableBlocks:
    """`[[bang:key]]` → the table, its cells quoted like other figures."""

    found: Composition
    section: FilledSection
    remembered: dict[str, str]

    def __call__(self, key: str) -> Block:
        table = self.found.figures.table(key)
        if table is None or not table.rows:
            shown = f"[chưa có bảng số liệu: {key}]"
            self.section.quotes.append(Quote(key, "Chưa có bảng này", shown, "", missing=True))
            return Paragraph(text(shown, bold=True))
        lines = tables.quotes_of(table, self.found.style)
        quotes = [quote for line in lines for quote in line]
        self.section.quotes.extend(quotes)
        moved = (q.key for q in quotes if self.remembered.get(q.key, q.current) != q.current)
        return tables.paper_table(table, lines, frozenset(moved))


def _changes(quotes: Iterable[Quote], remembered: dict[str, str]) -> Iterable[Change]:
    seen = set()
    for quote in quotes:
        before = remembered.get(quote.key, quote.current)
        if before != quote.current and quote.key not in seen:
            seen.add(quote.key)
            now = "không còn số liệu" if quote.missing else quote.current
            yield Change(quote.key, quote.label, before, now, quote.url)


def _fill_subject(found: Composition) -> None:
    try:
        found.subject = " ".join(plain(found.filler.fill(found.report.subject).text).split())
    except FillError as error:
        found.subject, found.subject_problem = f"[{error}]", str(error)

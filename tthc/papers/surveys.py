"""BÁO CÁO kết quả đánh giá sự hài lòng: the matrix with its merged head, totals computed (NĐ 30, Mẫu 1.4)."""

import datetime
from collections.abc import Iterator
from typing import Any

from qms.dates import slashed
from qms.enums import SigningMode
from qms.numbers import format_percent, grouped, percent
from qms.paper import build
from qms.paper.blocks import Block, SignatureBlock
from qms.paper.tables import Cell, Row, Table
from qms.paper.tree import Addressees, Letterhead, Paper, Recipients, Title
from qms.papers import paper
from qms.scope import current_agency
from tthc import permissions
from tthc.checks.surveys import round_sums
from tthc.models import SurveyRound
from tthc.surveys.matrix import Matrix, matrix_of

KIND, NOTATION = "Báo cáo", "BC"
NAME_WEIGHT, OPTION_WEIGHT = 3.0, 0.9
LETTERS = 4.5
"""Of the longest word of an option's label, to a weight of 1: “Nhiều” is not broken."""
WIDE = 9
"""Columns that no longer fit a portrait page at a readable size."""


def load(pk: int) -> SurveyRound:
    return SurveyRound.objects.with_counts().get(pk=pk)


@paper(
    "tthc.survey",
    "Báo cáo kết quả đánh giá sự hài lòng",
    SurveyRound,
    permissions.VIEW,
    file_name=lambda found: f"bao-cao-hai-long-{found.name}-{found.year}",
    load=load,
    of_year=lambda year: SurveyRound.objects.with_counts().filter(year=year).order_by("sort_key", "pk"),
    order=200,
    findings=lambda found: round_sums(found, matrix_of(found)),
)
def survey_paper(found: SurveyRound) -> Paper:
    matrix, issued = matrix_of(found), found.report
    return Paper(
        title=Title(KIND, issued.subject if issued else f"Kết quả đánh giá {found.subject}"),
        letterhead=_letterhead(found),
        addressees=Addressees(names) if (names := _lines(found.addressees)) else None,
        body=tuple(_body(found, matrix)),
        signatures=(_signature(found),),
        recipients=Recipients(names) if (names := _lines(found.recipients)) else None,
        draft=issued is None,
        landscape=_width(matrix) > WIDE,
    )


def _day(found: SurveyRound) -> datetime.date:
    """Whose names it prints: those of its day, else of the last day of the round or of the year."""
    if found.report:
        return found.report.issued_on
    return found.period_to or datetime.date(found.year, 12, 31)


def _letterhead(found: SurveyRound) -> Letterhead:
    """A people's committee stands under nobody (ô số 2)."""
    agency, issued = current_agency(), found.report
    names = agency.names_at(_day(found))
    return Letterhead(
        organ=names.full_name,
        parent_organ="" if agency.signing_mode == SigningMode.COLLECTIVE else names.parent_name,
        number=issued.number if issued else None,
        notation=issued.notation if issued else f"{NOTATION}-{agency.notation}",
        place=names.place,
        day=issued.issued_on if issued else (found.year, None),
    )


def _body(found: SurveyRound, matrix: Matrix) -> Iterator[Block]:
    organ = current_agency().names_at(_day(found)).full_name
    basis = f"Thực hiện {_cited(found)}, " if found.basis else ""
    yield build.p(
        f"{basis}{organ} báo cáo kết quả thực hiện việc lấy ý kiến đánh giá {found.subject}"
        f"{_span(found)}, cụ thể như sau:"
    )
    yield table_of(matrix)
    if found.is_public:  # what was typed is set as its paper was
        yield from _read_off(matrix)


def _span(found: SurveyRound) -> str:
    if found.period_from is None or found.period_to is None:
        return ""
    return f" từ ngày {slashed(found.period_from)} đến ngày {slashed(found.period_to)}"


def _read_off(matrix: Matrix) -> Iterator[Block]:
    """What the table does not say by itself: the share of satisfied, and answers that have no column."""
    if matrix.opinions and matrix.overall:
        share = format_percent(percent(matrix.good(), matrix.opinions))
        told = f"{grouped(matrix.good())}/{grouped(matrix.opinions)} ý kiến, đạt {share}"
        yield build.p(f"Hài lòng chung (“{matrix.overall.criterion.name}”): {told}.")
    for group in matrix.groups:
        left = matrix.opinions - sum(group.of(matrix.totals))
        if group.criterion.partial and left > 0:
            name, answer = group.criterion.name, group.criterion.uncounted
            yield build.p(f"“{name}”: {grouped(left)} ý kiến trả lời “{answer}”, không tính vào bảng.")


def _cited(found: SurveyRound) -> str:
    """First mention: kind, symbol, day, issuer, subject (NĐ 30: viện dẫn)."""
    document: Any = found.basis
    subject = document.subject.strip()
    told = subject if subject.lower().startswith("về việc") else f"về việc {subject[:1].lower()}{subject[1:]}"
    return f"{document.citation} của {document.issuer} {told}"


def _signature(found: SurveyRound) -> SignatureBlock:
    name = found.signer.names_at(_day(found)).name if found.signer else ""
    return SignatureBlock(_lines(found.signature) or (current_agency().head_title.upper(),), name)


def _width(matrix: Matrix) -> int:
    return 3 + len(matrix.options)


def table_of(matrix: Matrix) -> Table:
    """Also the sheet that Excel gets: the same cells, merged alike."""
    weights = [0.8, NAME_WEIGHT, 1.2, *(_weight(option.label) for option in matrix.options)]
    rows = [
        build.row(build.number(number), line.name, _number(line.opinions), *map(_number, line.counts))
        for number, line in enumerate(matrix.lines, 1)
    ]
    total = build.row("", "Tổng số", _number(matrix.opinions), *map(_number, matrix.totals), bold=True)
    return build.table(
        [],
        [*rows, total],
        header_rows=_head(matrix),
        weights=weights,
        aligns="cl" + "c" * (1 + len(matrix.options)),
    )


def _weight(label: str) -> float:
    return max([OPTION_WEIGHT, *(len(word) / LETTERS for word in label.split())])


def _head(matrix: Matrix) -> tuple[Row, ...]:
    span = 2 if matrix.options else 1
    first = [build.cell(label, rowspan=span) for label in ("TT", "Lĩnh vực", "Tổng số ý kiến")]
    groups = [
        build.cell(group.criterion.name, colspan=len(group.options))
        for group in matrix.groups
        if group.options
    ]
    labels = [option.label for option in matrix.options]
    return (build.row(*first, *groups), build.row(*labels)) if labels else (build.row(*first),)


def _number(value: int) -> Cell:
    """“02”, “00”: reports of this kind write two digits."""
    return build.number(value, two_digits=True)


def _lines(text: str) -> tuple[str, ...]:
    """One entry a line, without the dash that people type before it."""
    return tuple(line.strip().removeprefix("- ") for line in text.splitlines() if line.strip())

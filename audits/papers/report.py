"""BÁO CÁO ĐÁNH GIÁ and TỔNG HỢP CÁC ĐIỂM …: their counts are the rows' (R12), their words follow the grades (R7)."""

from collections.abc import Iterator, Sequence

from audits.enums import TO_ANSWER, FindingGrade, TeamRole
from audits.models import Finding, InternalAudit
from audits.papers.sheet import asked, dotted, empty_rows, heading
from audits.papers.words import (
    clock,
    counted,
    grades_told,
    lines,
    named,
    paragraphs,
    points_told,
    report_day,
    sentence,
    span,
    team_cells,
    unit_name,
    unit_names,
)
from qms.paper import build
from qms.paper.blocks import Block, SignatureBlock
from qms.paper.tables import Row
from qms.paper.tree import Paper, Recipients, Title

REPORT = "Báo cáo đánh giá"
LEADER = "TRƯỞNG ĐOÀN ĐÁNH GIÁ"
COUNTS = {
    FindingGrade.MAJOR: "Số điểm không phù hợp nặng",
    FindingGrade.MINOR: "Số điểm không phù hợp nhẹ",
    FindingGrade.OBSERVATION: "Số điểm lưu ý",
}
STRENGTHS, ORGANISATION = "Điểm mạnh", "Công tác tổ chức đánh giá"
REMAINING, RECOMMENDED = "Các vấn đề còn tồn tại", "Kiến nghị (nếu có)"


def report_paper(audit: InternalAudit) -> Paper:
    findings = _to_print(audit)
    lead = next((row.person for row in audit.team.all() if row.role == TeamRole.LEAD), None)
    return Paper(
        title=Title(REPORT),
        body=tuple(_body(audit, findings)),
        signatures=(SignatureBlock((LEADER,), named(lead, report_day(audit))),),
        recipients=Recipients(names) if (names := lines(audit.report_recipients)) else None,
        draft=audit.reported_on is None,
    )


def _to_print(audit: InternalAudit) -> list[Finding]:
    return [row for row in audit.findings.all() if row.grade in TO_ANSWER]


def _body(audit: InternalAudit, findings: list[Finding]) -> Iterator[Block]:
    day = report_day(audit)
    when = f"{clock(audit.starts_at)}, " if audit.starts_at else ""
    yield _units(audit)
    yield _line("Thời gian đánh giá (ngày/giờ)", f"{when}{span(audit.starts_on, audit.ends_on)}")
    yield _line("Loại hình đánh giá", "Nội bộ")
    yield _line("Tiêu chuẩn", audit.standard)
    yield heading("Đánh giá viên:")
    yield _team([[number, *row] for number, row in enumerate(team_cells(audit, day), 1)])
    yield heading("Kết quả đánh giá:")
    for grade, count in counted(findings):
        yield build.line(COUNTS[grade], str(count))
    yield from _part(STRENGTHS, audit.strengths)
    yield from _part(ORGANISATION, audit.organisation)
    yield from _part(f"Các điểm {grades_told(findings)} phát hiện được trong đánh giá", audit.findings_remark)
    yield from _part(REMAINING, "\n".join((_remaining(findings), audit.remaining)))
    yield from _part(RECOMMENDED, audit.recommendations)


def _units(audit: InternalAudit) -> Block:
    return _line("Bộ phận được đánh giá", "; ".join(unit_names(audit, report_day(audit))))


def _line(label: str, value: str) -> Block:
    return build.line(label, value or " ", bold_label=True)


def _team(rows: Sequence[Row | Sequence[str | int]]) -> Block:
    return build.table([], rows or [["", "", "", ""]], weights=[0.4, 2, 3, 1.2], aligns="clll")


def _part(title: str, text: str) -> Iterator[Block]:
    yield heading(f"{title}:")
    yield from paragraphs(text)


def _remaining(findings: list[Finding]) -> str:
    """Computed; what the secretary typed follows it."""
    if not (told := points_told(findings)):
        return "Không có điểm không phù hợp, điểm lưu ý."
    return f"Hệ thống quản lý chất lượng tồn tại {told} (xem tổng hợp các điểm {grades_told(findings)})."


def summary_paper(audit: InternalAudit) -> Paper:
    """Unit by unit, then “không có” for the others."""
    findings = _to_print(audit)
    return Paper(
        title=Title(f"Tổng hợp các điểm {grades_told(findings)}"),
        body=(_units(audit), heading("Nội dung chi tiết:"), *_by_unit(audit, findings)),
    )


def _by_unit(audit: InternalAudit, findings: list[Finding]) -> Iterator[Block]:
    day = report_day(audit)
    found: dict[str, list[Finding]] = {}
    for row in findings:
        found.setdefault(unit_name(row.unit, day), []).append(row)
    for number, (unit, rows) in enumerate(found.items(), 1):
        yield heading(f"{number}. {unit}: có {points_told(rows)}")
        for row in rows:
            yield from paragraphs(_told(row, several=len(rows) > 1))
    if not found:
        yield build.p("Không có điểm không phù hợp, điểm lưu ý.")
    elif set(unit_names(audit, day)) - set(found):
        yield heading(f"{len(found) + 1}. Các bộ phận khác: không có")


def _told(row: Finding, *, several: bool) -> str:
    """What was found and its evidence; of several each with its number and criterion."""
    about = f"- Số {row.number_label} ({row.criterion}): " if several else ""
    return about + "\n".join(sentence(text) for text in (row.description, row.evidence) if text.strip())


def blank_report() -> Paper:
    labels = ("Bộ phận được đánh giá", "Thời gian đánh giá (ngày/giờ)", "Loại hình đánh giá", "Tiêu chuẩn")
    return Paper(
        title=Title(REPORT),
        body=(
            *asked(labels[0], 2),
            *(build.line(label, bold_label=True) for label in labels[1:]),
            heading("Đánh giá viên:"),
            _team(empty_rows(4, 6, numbered=True)),
            heading("Kết quả đánh giá:"),
            *(build.line(label) for label in COUNTS.values()),
            *asked(STRENGTHS, 4),
            *asked(ORGANISATION, 6),
            heading("Các điểm phát hiện được trong đánh giá:"),
            *dotted(8),
            *asked(REMAINING, 5),
            *asked(RECOMMENDED, 5),
        ),
        signatures=(SignatureBlock((LEADER,)),),
        recipients=Recipients(("Ban Chỉ đạo ISO", "Các đơn vị được đánh giá", "Lưu: Hồ sơ đánh giá")),
        draft=True,
    )


def blank_summary() -> Paper:
    table = build.table(
        ["TT", "Bộ phận", "Mức độ", "Nội dung chi tiết"],
        empty_rows(4, 9, height=3, numbered=True),
        weights=[0.5, 2, 1, 5],
        aligns="clcl",
    )
    body = (*asked("Bộ phận được đánh giá", 2), heading("Nội dung chi tiết:"), table)
    return Paper(title=Title("Tổng hợp các điểm phát hiện"), body=body, draft=True)

"""What NĐ 30/2020 objects to in a paper: sentences a clerk can act on. Feeds check R15."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qms.paper import nd30
from qms.paper import text as plain_text
from qms.paper.blocks import Block, Bullets, Paragraph
from qms.paper.inline import plain
from qms.paper.tree import Letterhead, Paper, SignatureBlock


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable; `box` is the ô số of Phụ lục I, "" when it is no component."""

    code: str
    severity: Severity
    sentence: str
    box: str = ""


def problems(paper: Paper) -> list[Problem]:
    """Errors first. Of a sheet without a letterhead only the title is asked for."""
    found = list(_title(paper))
    if paper.letterhead:
        found += _letterhead(paper.letterhead, paper)
        found += _body(paper)
        found += _signatures(paper)
        found += _recipients(paper)
    found += _annexes(paper)
    return sorted(found, key=lambda problem: problem.severity != Severity.ERROR)


def _error(code: str, box: str, sentence: str) -> Problem:
    return Problem(code, Severity.ERROR, sentence, box)


def _warning(code: str, box: str, sentence: str) -> Problem:
    return Problem(code, Severity.WARNING, sentence, box)


def _title(paper: Paper) -> Iterator[Problem]:
    title = paper.title
    if not (title.kind or title.subject):
        yield _error("title.blank", "5", "Văn bản chưa có tên loại và trích yếu.")
    if title.kind and nd30.LETTER_SUBJECT_PATTERN.match(title.subject):
        yield _error(
            "title.v/v", "5a", f"Trích yếu của văn bản có tên loại “{title.kind}” không bắt đầu bằng “V/v”."
        )
    if title.kind and paper.letterhead and not title.subject:
        yield _error("title.subject", "5a", f"{title.kind} chưa có trích yếu nội dung.")
    if title.kind and paper.letterhead and nd30.kind_of(title.kind) is None:
        yield _warning(
            "title.kind", "5a", f"“{title.kind}” không có trong danh mục tên loại của Phụ lục III."
        )


def _letterhead(head: Letterhead, paper: Paper) -> Iterator[Problem]:
    if head.nation.replace("HOÀ", "HÒA") != nd30.NATION:
        yield _error("nation", "1", f"Quốc hiệu phải là “{nd30.NATION}”.")
    if head.motto != nd30.MOTTO:
        yield _error(
            "motto", "1", f"Tiêu ngữ phải là “{nd30.MOTTO}”, dùng dấu gạch nối (-), có cách chữ hai bên."
        )
    if not head.organ:
        yield _error("organ.blank", "2", "Chưa ghi tên cơ quan ban hành văn bản.")
    if head.show_number:
        yield from _number(head, paper)
    if head.show_dateline:
        yield from _dateline(head, paper)


def _number(head: Letterhead, paper: Paper) -> Iterator[Problem]:
    kind, first = nd30.kind_of(paper.title.kind), head.notation.split("-")[0]
    if not nd30.number_text(head.number) and not paper.draft:
        yield _error("number.blank", "3", "Văn bản ban hành phải có số; chỉ dự thảo được để trống.")
    if not head.notation:
        yield _error("notation.blank", "3", "Chưa có ký hiệu văn bản, ví dụ BC-UBND.")
    elif not nd30.NOTATION_PATTERN.fullmatch(head.notation):
        yield _error(
            "notation.form",
            "3",
            f"Ký hiệu “{head.notation}” sai mẫu: các nhóm chữ viết tắt nối bằng “-”, không có cách chữ.",
        )
    elif "CV" in head.notation.split("-"):
        yield _error(
            "notation.cv", "3", "“CV” không phải ký hiệu của công văn: ghi cơ quan-đơn vị soạn thảo."
        )
    elif kind and first != kind:
        yield _error(
            "notation.kind",
            "3",
            f"{paper.title.kind} có ký hiệu bắt đầu bằng “{kind}-”, không phải “{first}-”.",
        )


def _dateline(head: Letterhead, paper: Paper) -> Iterator[Problem]:
    if nd30.kind_of(paper.title.kind) == "BB":
        yield _warning(
            "dateline.minutes", "4", "Biên bản (Mẫu 1.9) không ghi địa danh, ngày tháng ở phần đầu."
        )
    if not head.place:
        yield _error("place.blank", "4", "Chưa ghi địa danh.")
    if not nd30.DATE_PATTERN.fullmatch(head.dateline) and not paper.draft:
        yield _error(
            "day.blank", "4", "Văn bản ban hành phải có đủ ngày, tháng, năm; chỉ dự thảo được để trống."
        )


def _body(paper: Paper) -> Iterator[Problem]:
    if not paper.body:
        yield _error("body.blank", "6", "Văn bản chưa có nội dung.")
    elif not _last_words(paper.body[-1]).endswith(nd30.END_MARK):
        yield _warning("body.end", "6", f"Nội dung kết thúc bằng “{nd30.END_MARK}”.")
    kind = nd30.kind_of(paper.title.kind)
    if kind in ("BC", "TTr") and not paper.addressees:
        yield _warning(
            "addressees",
            "9a",
            f"{paper.title.kind} gửi cấp trên phải có “Kính gửi:” ghi nơi nhận để giải quyết.",
        )


def _last_words(block: Block) -> str:
    match block:
        case Paragraph():
            return plain(block.runs).rstrip()
        case Bullets():
            item = block.items[-1]
            return _last_words(item.blocks[-1]) if item.blocks else plain(item.runs).rstrip()
    return ""


def _signatures(paper: Paper) -> Iterator[Problem]:
    if not paper.signatures:
        yield _error("signature.blank", "7", "Chưa có quyền hạn, chức vụ và họ tên người ký.")
    for block in paper.signatures:
        yield from _signature(block)
    lines = [line for block in paper.signatures for line in block.authority]
    collective = bool(
        re.match(r"(ỦY|UỶ) BAN NHÂN DÂN|UBND\b", paper.letterhead.organ if paper.letterhead else "")
    )
    minutes = nd30.kind_of(paper.title.kind) == "BB"
    if collective and lines and not minutes and not any(re.match(r"(TM|TL|TUQ)\b", line) for line in lines):
        yield _warning(
            "signature.tm",
            "7a",
            "Ủy ban nhân dân làm việc theo chế độ tập thể: ghi “TM. ỦY BAN NHÂN DÂN” ở dòng đầu.",
        )


def _signature(block: SignatureBlock) -> Iterator[Problem]:
    if not block.authority:
        yield _error("signature.authority", "7a", "Chưa ghi quyền hạn, chức vụ của người ký.")
    if not block.name:
        yield _error("signature.name", "7b", "Chưa ghi họ tên người ký.")
    for line in block.authority:
        if found := re.match(r"(TM|KT|TL|TUQ|Q)(?![\w.])", line):
            yield _error("signature.stop", "7a", f"Sau “{found[1]}” phải có dấu chấm: “{found[1]}. …”.")
    if nd30.TITLE_PATTERN.match(block.name):
        yield _warning("signature.degree", "7b", f"Không ghi học hàm, học vị trước họ tên: “{block.name}”.")


def _recipients(paper: Paper) -> Iterator[Problem]:
    if not paper.recipients or not paper.recipients.names:
        yield _error("recipients.blank", "9b", "Chưa có “Nơi nhận”.")
        return
    first, last = paper.recipients.names[0], paper.recipients.names[-1]
    if paper.addressees and not re.match(r"Như (trên|[Kk]ính gửi)", first):
        yield _warning(
            "recipients.above", "9b", "Văn bản có “Kính gửi” thì dòng đầu của “Nơi nhận” là “Như trên”."
        )
    if not last.startswith("Lưu:"):
        yield _error("recipients.archive", "9b", "Dòng cuối của “Nơi nhận” là “Lưu: VT, …”.")
    elif "VT" not in re.split(r"\W+", last):
        yield _warning("recipients.vt", "9b", f"Dòng “{last}” chưa có Văn thư (VT).")


def _annexes(paper: Paper) -> Iterator[Problem]:
    if not paper.annexes:
        return
    body = plain_text.body(paper)
    if "phụ lục" not in body.lower() and "kèm theo" not in body.lower():
        yield _warning("annex.unquoted", "10", "Nội dung văn bản chưa chỉ dẫn đến Phụ lục.")
    for annex in paper.annexes if len(paper.annexes) > 1 else ():
        if not annex.number and annex.label == "Phụ lục":
            yield _error(
                "annex.number", "10", f"Có nhiều Phụ lục: phải đánh số “{annex.title}” bằng chữ số La Mã."
            )
        elif annex.number and not re.fullmatch(r"[IVXL]+", annex.number):
            yield _warning("annex.roman", "10", f"Phụ lục {annex.number} phải đánh số bằng chữ số La Mã.")

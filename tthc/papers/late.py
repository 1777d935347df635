"""Văn bản xin lỗi, hẹn lại ngày trả kết quả of a late dossier: reason and new day, as the one-stop decrees ask."""

from collections.abc import Iterator

from qms.dates import slashed
from qms.enums import SigningMode
from qms.paper import build
from qms.paper.blocks import Block, SignatureBlock
from qms.paper.tree import Addressees, Letterhead, Paper, Recipients, Title
from qms.papers import paper
from qms.scope import current_agency
from tthc import permissions
from tthc.models import LateDossier

BLANK = "…………………………………………"


@paper(
    "tthc.apology",
    "Văn bản xin lỗi, hẹn lại ngày trả kết quả",
    LateDossier,
    permissions.VIEW,
    file_name=lambda row: f"xin-loi-{row.dossier_code}",
    order=210,
)
def apology(row: LateDossier) -> Paper:
    """The applicant's name is written by hand: dossiers are kept without persons."""
    agency, on = current_agency(), row.letter_on or row.dossier.due_on or row.dossier.received_on
    names = agency.names_at(on)
    collective = agency.signing_mode == SigningMode.COLLECTIVE
    number, _, notation = row.letter.partition("/")
    return Paper(
        title=Title("Văn bản xin lỗi", "và hẹn lại ngày trả kết quả"),
        letterhead=Letterhead(
            organ=names.full_name,
            parent_organ="" if collective else names.parent_name,
            number=number or None,
            notation=notation,
            place=names.place,
            day=row.letter_on or (on.year, None),
        ),
        addressees=Addressees((f"Ông/Bà/Tổ chức {BLANK}",)),
        body=tuple(_body(row, names.full_name)),
        signatures=(
            SignatureBlock((*(("TM. ỦY BAN NHÂN DÂN",) if collective else ()), agency.head_title.upper())),
        ),
        recipients=Recipients(("Như trên", "Bộ phận Một cửa", "Lưu: VT")),
        draft=not row.letter,
    )


def _body(row: LateDossier, organ: str) -> Iterator[Block]:
    dossier = row.dossier
    procedure = dossier.procedure.name if dossier.procedure else BLANK
    due = f"ngày {slashed(dossier.due_on)}" if dossier.due_on else BLANK
    yield build.p(
        f"Ngày {slashed(dossier.received_on)}, {organ} tiếp nhận hồ sơ mã số {dossier.code} của Ông/Bà/Tổ chức, "
        f"đề nghị giải quyết thủ tục hành chính: {procedure}. Thời gian hẹn trả kết quả: {due}."
    )
    yield build.p(
        f"{organ} không trả được kết quả đúng thời gian đã hẹn. Lý do: {row.reason.strip().rstrip('.')}."
    )
    promised = f"ngày {slashed(row.promised_on)}" if row.promised_on else BLANK
    yield build.p(f"{organ} xin lỗi Ông/Bà/Tổ chức vì sự chậm trễ này và hẹn trả kết quả vào {promised}./.")

"""Time limits to begin with, copied into an agency's rows: nobody compared them with the legal text yet."""

from typing import Any

from tthc.enums import ComplaintKind, CountedFrom, DayUnit

COMPLAINTS = "Luật Khiếu nại 2011, Điều 27, Điều 28"
SECOND = "Luật Khiếu nại 2011, Điều 36, Điều 37"
REPORTED = {"day_unit": DayUnit.WORKING, "counted_from": CountedFrom.RECEIVED}

DEFAULTS: tuple[dict[str, Any], ...] = (
    {"kind": ComplaintKind.COMPLAINT, "name": "lần đầu", "days": 30, "intake_days": 10, "extension_days": 15,
     "legal_basis": COMPLAINTS},
    {"kind": ComplaintKind.COMPLAINT, "name": "lần đầu, vùng sâu, vùng xa", "days": 45, "intake_days": 10,
     "extension_days": 15, "legal_basis": COMPLAINTS},
    {"kind": ComplaintKind.COMPLAINT, "name": "lần hai", "days": 45, "intake_days": 10, "extension_days": 15,
     "legal_basis": SECOND},
    {"kind": ComplaintKind.COMPLAINT, "name": "lần hai, vùng sâu, vùng xa", "days": 60, "intake_days": 10,
     "extension_days": 10, "legal_basis": SECOND},
    {"kind": ComplaintKind.DENUNCIATION, "name": "thông thường", "days": 30, "intake_days": 7,
     "intake_unit": DayUnit.WORKING, "extension_days": 30, "legal_basis": "Luật Tố cáo 2018, Điều 24, Điều 30"},
    {"kind": ComplaintKind.FEEDBACK, "name": "về quy định hành chính", "days": 15, **REPORTED,
     "legal_basis": "NĐ 20/2008/NĐ-CP, sửa đổi, bổ sung bởi NĐ 92/2017/NĐ-CP"},
    {"kind": ComplaintKind.SUGGESTION, "name": "thông thường", "days": 15, **REPORTED,
     "legal_basis": "Quy chế của cơ quan"},
)  # fmt: skip

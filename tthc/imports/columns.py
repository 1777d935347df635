"""Our fields and the headers that exports give them (domain.md §6), in any order and spelling."""

import re
from dataclasses import dataclass

from qms.text import fold


@dataclass(frozen=True)
class Target:
    """One field of ours. words: which table translates the column's words; empty for free values."""

    name: str
    label: str
    headers: tuple[str, ...]
    required: bool = False
    words: str = ""
    help: str = ""


TARGETS = (
    Target(
        "code",
        "Mã hồ sơ",
        ("ma ho so", "so ho so", "ma so ho so", "ma bien nhan", "so bien nhan", "ma ho so tthc", "ma hs"),
        required=True,
    ),
    Target(
        "procedure_code",
        "Mã TTHC",
        ("ma tthc", "ma thu tuc", "ma thu tuc hanh chinh", "ma dich vu cong", "ma dvc", "ma tt hc"),
    ),
    Target(
        "procedure_name",
        "Tên TTHC",
        (
            "ten tthc", "ten thu tuc", "ten thu tuc hanh chinh", "thu tuc hanh chinh", "thu tuc", "tthc",
            "ten dich vu cong",
        ),
    ),
    Target("field", "Lĩnh vực", ("linh vuc", "ten linh vuc", "linh vuc thu tuc", "nhom linh vuc")),
    Target(
        "received_on",
        "Ngày tiếp nhận",
        (
            "ngay tiep nhan", "ngay nhan", "nhan ho so", "ngay nhan ho so", "thoi gian tiep nhan",
            "ngay gio tiep nhan", "thoi diem tiep nhan", "tiep nhan", "ngay nop",
        ),
        required=True,
    ),
    Target(
        "due_on",
        "Ngày hẹn trả",
        (
            "ngay hen tra", "hen tra ket qua", "ngay hen tra ket qua", "hen tra", "thoi gian hen tra",
            "han tra ket qua", "han giai quyet", "han xu ly", "ngay het han",
        ),
        help="Để trống nếu hồ sơ không có ngày hẹn trả; hồ sơ như vậy không tính là quá hạn.",
    ),
    Target(
        "finished_on",
        "Ngày kết thúc",
        (
            "ngay ket thuc xu ly", "ngay ket thuc", "ngay co ket qua", "ngay hoan thanh", "ngay xu ly xong",
            "thoi gian ket thuc", "ngay tra ket qua", "tra ket qua", "ngay tra", "thoi gian tra ket qua",
        ),
        help="Ngày có kết quả, hoặc ngày trả lại, rút, dừng. So với ngày hẹn trả để biết sớm, đúng, quá hạn.",
    ),
    Target(
        "state",
        "Trạng thái",
        ("trang thai", "trang thai ho so", "tinh trang", "tinh trang ho so", "tinh trang xu ly"),
        words="state",
        help="Không có cột này thì hồ sơ có ngày kết thúc là đã xử lý xong, còn lại là đang xử lý.",
    ),
    Target(
        "channel",
        "Hình thức tiếp nhận",
        (
            "hinh thuc tiep nhan", "hinh thuc nop", "hinh thuc nop ho so", "cach thuc nop", "kenh tiep nhan",
            "phuong thuc tiep nhan", "hinh thuc nhan ho so", "nguon ho so",
        ),
        words="channel",
    ),
    Target(
        "resolving_unit",
        "Đơn vị giải quyết",
        (
            "phong ban", "don vi giai quyet", "co quan chu tri giai quyet", "don vi xu ly", "don vi thu ly",
            "phong ban xu ly", "co quan giai quyet", "co quan xu ly", "don vi chu tri", "phong ban thu ly",
        ),
        words="unit",
    ),
    Target(
        "receiving_unit",
        "Nơi tiếp nhận",
        ("noi tiep nhan", "don vi tiep nhan", "co quan tiep nhan", "bo phan tiep nhan", "diem tiep nhan"),
        words="unit",
    ),
    Target(
        "components",
        "Số hóa thành phần",
        (
            "so hoa tphs", "so hoa thanh phan", "so hoa thanh phan ho so", "so hoa giay to",
            "so hoa ho so", "tinh trang so hoa tphs",
        ),
        words="components",
    ),
    Target(
        "result_digitised",
        "Số hóa kết quả",
        ("so hoa kq", "so hoa ket qua", "so hoa ket qua giai quyet", "so hoa kqgq", "so hoa kq gq tthc"),
        words="result",
    ),
    Target(
        "timing",
        "Sớm, đúng, quá hạn",
        (
            "tinh trang han", "ket qua xu ly", "ket qua giai quyet", "tien do", "tien do giai quyet",
            "dung han qua han", "trang thai han", "danh gia tien do",
        ),
        words="timing",
        help="Nguồn ghi sẵn thì theo nguồn; không có thì tính bằng ngày làm việc.",
    ),
    Target("early", "Đánh dấu trả sớm hạn", ("tra som han", "som han", "truoc han", "tra truoc han")),
    Target("on_time", "Đánh dấu trả đúng hạn", ("tra dung han", "dung han")),
    Target("late", "Đánh dấu trả quá hạn", ("tra qua han", "qua han", "tre han", "tra tre han")),
)  # fmt: skip
TARGET = {target.name: target for target in TARGETS}
REQUIRED = tuple(target for target in TARGETS if target.required)
PERSONAL = re.compile(
    r"\b(chu ho so|nguoi nop|ten to chuc|to chuc ca nhan|ca nhan|ho va ten|ho ten|nguoi yeu cau|nguoi nhan"
    r"|dia chi|dien thoai|sdt|so dt|di dong|email|thu dien tu|cccd|cmnd|can cuoc|dinh danh|mst|ma so thue"
    r"|can bo|cong chuc|chuyen vien|nguoi xu ly|nguoi thuc hien|ky nhan|ngay sinh|so tai khoan)\b"
)
"""Headers of columns that name or find a person."""


def is_personal(header: str) -> bool:
    return bool(PERSONAL.search(plain(header)))


def plain(header: str) -> str:
    """“Ngày hẹn trả (*)” → “ngay hen tra”: letters and digits only."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(header)).split())


def unique(headers: list[str]) -> list[str]:
    """The headers a person sees, told apart: a second “Ngày” is “Ngày (2)”, an empty one “Cột 7”."""
    seen: dict[str, int] = {}
    named = []
    for position, header in enumerate(headers, 1):
        name = " ".join(header.split())[:120] or f"Cột {position}"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return named


def suggest(headers: list[str], remembered: dict[str, str]) -> dict[str, str]:
    """Field → header: as chosen last time where that header is there, else by its spelling; one column a field."""
    found = {
        name: header
        for name, header in remembered.items()
        if name in TARGET and (not header or header in headers)
    }
    taken = set(found.values())
    folded = {header: plain(header) for header in headers if header not in taken and not is_personal(header)}
    for target in TARGETS:
        if target.name in found:
            continue
        for spelling in target.headers:
            header = next((h for h, text in folded.items() if text == spelling and h not in taken), "")
            if header:
                found[target.name] = header
                taken.add(header)
                break
    return {name: header for name, header in found.items() if header}


def known(headers: list[str]) -> int:
    """How many of our fields these headers name: tells a header row from a title."""
    return len(suggest([header for header in headers if header], {}))

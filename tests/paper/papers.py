"""Sample papers: a report like seed 000, minutes (Mẫu 1.9), an NC sheet, a letter."""

from qms.paper.build import bullets, cell, dashes, h, item, line, p, row, table
from qms.paper.tree import (
    Addressees,
    Annex,
    Cell,
    Choice,
    Choices,
    Column,
    FormCode,
    Letterhead,
    Marking,
    Metadata,
    Paper,
    Recipients,
    Role,
    Row,
    SignatureBlock,
    Signatures,
    Table,
    Title,
    figure,
    text,
)

LONG = (
    "Hệ thống quản lý chất lượng đã được các phòng chuyên môn áp dụng có hiệu quả, giải quyết công việc "
    "khoa học, đa số các hồ sơ được giải quyết trước hạn và đúng hạn, đáp ứng các yêu cầu của tiêu chuẩn."
)
ONLINE = figure("4132", key="tthc.dossiers.online", url="/figures/online/", title="4132 / 4529 hồ sơ")


def dossiers(rows=3):
    """A table with two header rows and a total row."""
    merged = Row((cell("TT", rowspan=2), cell("Đơn vị", rowspan=2), cell("Tiếp nhận", colspan=2)))
    lines = [(index, f"Lĩnh vực số {index}", "10", "1") for index in range(1, rows + 1)]
    total = Row((cell("Tổng cộng", colspan=2), cell("30"), cell("3")), bold=True)
    heads = (merged, row("Trong kỳ", "Kỳ trước"))
    return table((), [*lines, total], header_rows=heads, weights=(1, 5, 2, 2), aligns="clrr")


def report(**changes):
    """UBND xã Đông Sơn reports to the Sở: nothing NĐ 30 objects to."""
    body = (
        p("Thực hiện Kế hoạch số 367/KH-UBND, Ủy ban nhân dân xã báo cáo kết quả như sau (Phụ lục I, II):"),
        h(1, "I. Kết quả", upper=True),
        h(2, "1. Khái quát về hệ thống quản lý chất lượng"),
        dashes(
            item(
                "Hệ thống gồm:",
                blocks=[bullets("+", "Sổ tay chất lượng & phụ lục;", "05 quy trình hệ thống.")],
            ),
            text("Tiếp nhận trực tuyến ", ONLINE, " hồ sơ, đạt tỷ lệ ", text("91,23 %", bold=True), "."),
        ),
        *(p(LONG) for _ in range(9)),
        p("Trên đây là báo cáo của Ủy ban nhân dân xã./."),
    )
    parts = {
        "title": Title("Báo cáo", "Kết quả duy trì, cải tiến hệ thống quản lý chất lượng năm 2026"),
        "letterhead": Letterhead(
            "Ủy ban nhân dân\nxã Đông Sơn", number=5, notation="BC-UBND", place="Đông Sơn", day=(2026, 12)
        ),
        "draft": True,
        "addressees": Addressees(("Sở Khoa học và Công nghệ", "Ủy ban nhân dân tỉnh")),
        "legal_basis": ("Căn cứ Quyết định số 19/2014/QĐ-TTg", "Căn cứ Thông tư số 26/2014/TT-BKHCN;"),
        "body": body,
        "signatures": (
            SignatureBlock(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), "Nguyễn Thị Ước"),
        ),
        "recipients": Recipients(("Như trên", "Thành viên BCĐ", "Lưu: VT, VP")),
        "annexes": (
            Annex(
                "Kết quả giải quyết", (p("Đơn vị: hồ sơ", role=Role.RIGHT), dossiers()), "I", landscape=True
            ),
            Annex(
                "Số hóa", (dossiers(2), p("Ghi chú", role=Role.NOTE)), "II", reference="(Kèm theo Báo cáo)"
            ),
        ),
        "metadata": Metadata(author="UBND xã Đông Sơn"),
    }
    return Paper(**(parts | changes))


def minutes():
    return Paper(
        Title("Biên bản", "Họp xem xét của lãnh đạo năm 2026"),
        letterhead=Letterhead(
            "Ủy ban nhân dân\nxã Đông Sơn", number=12, notation="BB-UBND", show_dateline=False
        ),
        body=(
            line("Thời gian bắt đầu", "14 giờ 00", indented=True),
            line("Địa điểm", "Phòng họp số 01", indented=True),
            bullets("1.", "Bà Nguyễn Thị Ước, Phó Chủ tịch, chủ trì;", "Ông Lê Văn Ngọc, thư ký."),
            p("Cuộc họp kết thúc vào 16 giờ 30./."),
        ),
        signatures=(
            SignatureBlock("Thư ký", "Lê Văn Ngọc"),
            SignatureBlock("Chủ tọa", "Nguyễn Thị Ước", office="PHÓ CHỦ TỊCH"),
        ),
        recipients=Recipients(("Lưu: VT, Hồ sơ",)),
    )


def nc_sheet():
    grades = (Choice("Nặng (M)"), Choice("Nhẹ (NC)", checked=True), Choice("Lưu ý (OB)"))
    description = Cell(text("Mô tả:"), (dashes("Mục 5.2 không phù hợp"),), colspan=2)
    return Paper(
        Title("Báo cáo sự không phù hợp", note="Ngày 22 tháng 11 năm 2026"),
        body=(
            Table(
                (Column(), Column()),
                (
                    Row((Cell(blocks=(line("Bộ phận", "Phòng Kinh tế"),)), Cell(blocks=(line("Xác nhận"),)))),
                    Row((Cell(text("Đánh giá viên")), Cell(blocks=(Choices(grades, "Loại:"),)))),
                    Row((description,)),
                ),
            ),
            Signatures((SignatureBlock("Đại diện", upper=False), SignatureBlock("Phê duyệt", "Lê Thị Đào"))),
            Choices((Choice("Đạt"), Choice("Không đạt")), "Kết quả thực hiện:", inline=False),
        ),
        form_code=FormCode("BM-UBND.04-01", "Lần ban hành: 02"),
        marking=Marking("BẢN ĐÃ THAY THẾ – không còn hiệu lực"),
    )


def letter():
    return Paper(
        Title(subject="cử cán bộ tham gia tập huấn"),
        letterhead=Letterhead(
            "Sở Khoa học và Công nghệ", "Ủy ban nhân dân tỉnh", 1812, "SKHCN-TĐC", "Hải Dương", (2026, 3)
        ),
        addressees=Addressees(("Ủy ban nhân dân xã Đông Sơn",)),
        body=(p("Đề nghị cử cán bộ tham gia./."),),
        signatures=(SignatureBlock(("KT. Giám đốc", "Phó Giám đốc"), "Bùi Văn Hải"),),
        recipients=Recipients(("Như trên", "Lưu: VT")),
        draft=True,
    )


ALL = {"report": report, "minutes": minutes, "nc_sheet": nc_sheet, "letter": letter}

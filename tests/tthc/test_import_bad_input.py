"""Files and rows that cannot be taken: a clear sentence, nothing lost, nothing half-imported."""

import datetime
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from tests.tthc.exports import HEADERS, code, csv, hand_in, procedure, reasons, row, take, xlsx
from tthc.imports.cells import day_of
from tthc.imports.refusals import RowRefused
from tthc.models import Dossier

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 2, 15)


@pytest.fixture
def known(scope):
    return procedure()


@pytest.mark.parametrize(
    "text",
    [
        "15/02/2024", "15/2/2024 08:30", "15/02/2024 08:30:59", "2024-02-15", "2024-02-15T08:30:00", "15-02-2024",
        "15.02.2024", "08:30 15/02/2024", "45337", 45337, 45337.354, DAY, datetime.datetime(2024, 2, 15, 8, 30),
    ],
)  # fmt: skip
def test_days_are_read_in_every_spelling(text):
    assert day_of(text) == DAY


@pytest.mark.parametrize(
    "text", ["31/02/2024", "2024-13-01", "15/02/24", "hôm qua", "-1", -5, True, "0", "15/02/1899", "#N/A"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(RowRefused):
        day_of(text)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Mã hồ sơ": ""}, "Thiếu mã hồ sơ"),
        ({"Mã hồ sơ": "hồ sơ của tôi"}, "Mã hồ sơ “HỒ SƠ CỦA TÔI” không đúng dạng"),
        ({"Ngày tiếp nhận": ""}, "Thiếu ngày tiếp nhận"),
        ({"Ngày tiếp nhận": "31/02/2024"}, "Ngày tiếp nhận: “31/02/2024” không phải là ngày có thật"),
        ({"Ngày hẹn trả": "-3"}, "Ngày hẹn trả: “-3” không đọc được thành ngày"),
        ({"Ngày hẹn trả": "14/02/2024"}, "Ngày hẹn trả 14/02/2024 trước ngày tiếp nhận 15/02/2024"),
        ({"Ngày có kết quả": "14/02/2024"}, "Ngày kết thúc 14/02/2024 trước ngày tiếp nhận 15/02/2024"),
        ({"Ngày có kết quả": "01/01/2099"}, "Ngày kết thúc 01/01/2099 ở tương lai"),
        ({"Ngày tiếp nhận": "01/01/2099"}, "Ngày tiếp nhận 01/01/2099 ở tương lai"),
        ({"Ngày có kết quả": ""}, "Trạng thái “Đã trả kết quả” mà thiếu ngày kết thúc"),
        (
            {"Trạng thái": "Không được tiếp nhận", "Ngày có kết quả": ""},
            "Trạng thái “Không được tiếp nhận” mà thiếu ngày kết thúc",
        ),
        ({"Trạng thái": "Đang xử lý"}, "Trạng thái “Đang xử lý” mà đã có ngày kết thúc 20/02/2024"),
        ({"Trạng thái": ""}, "Thiếu trạng thái"),
        ({"Trạng thái": "Lạ lùng"}, "Trạng thái “Lạ lùng” chưa được ghép"),
        ({"Mã TTHC": "9.999999"}, "Mã TTHC “9.999999” không đúng dạng 1.004873"),
        ({"Mã TTHC": "2.000001"}, "TTHC 2.000001 chưa có trong danh mục, tệp không có tên"),
    ],
)  # fmt: skip
def test_a_wrong_row_says_why_and_the_others_come_in(known, tmp_path, changes, reason):
    record = take(xlsx(tmp_path / "a.xlsx", row(1), row(2, **changes), row(3)))
    assert [text.startswith(reason) for text in reasons(record)] == [True], reasons(record)
    assert list(Dossier.objects.order_by("code").values_list("code", flat=True)) == [code(1), code(3)]


def test_a_code_twice_in_a_file_is_taken_once(known, tmp_path):
    record = take(xlsx(tmp_path / "a.xlsx", row(1), row(2), row(1)))
    assert reasons(record) == ["Trùng mã hồ sơ với dòng 2"]
    assert record.added == 2


def test_columns_in_any_order_and_spelling_below_a_title(known, tmp_path):
    headers = ("TRẠNG THÁI HỒ SƠ", "ngày nhận hồ sơ", "Số hồ sơ (*)", "Hẹn trả  kết quả", "Trả kết quả")
    cells = ["da tra ket qua", DAY, code(1), datetime.datetime(2024, 2, 20, 17), "20/02/2024 16:00"]
    take(xlsx(tmp_path / "a.xlsx", cells, headers=headers, above=4))
    one = Dossier.objects.get()
    assert (one.code, one.received_on, one.timing, one.state) == (code(1), DAY, "on_time", 10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding(known, tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    if encoding == "cp1258":  # writes tone marks apart
        decomposed = [[apart(cell) for cell in row(1)]]
        lines = [delimiter.join(map(str, cells)) for cells in ([apart(h) for h in HEADERS], *decomposed)]
        path.write_bytes("\r\n".join(lines).encode("cp1258"))
    else:
        csv(path, row(1), encoding=encoding, delimiter=delimiter)
    record = take(path)
    assert (record.added, record.rejected) == (1, 0), reasons(record)


def apart(cell):
    """With tone marks as combining characters, which is all that Windows-1258 has."""
    from unicodedata import combining, normalize

    shapes = {"\u0302", "\u0306", "\u031b"}
    out = ""
    for char in str(cell):
        parts = normalize("NFD", char)
        base = "".join(c for c in parts if not combining(c) or c in shapes)
        out += normalize("NFC", base) + "".join(c for c in parts if combining(c) and c not in shapes)
    return out


def refused(path):
    with pytest.raises(ValidationError) as said:
        hand_in(path)
    assert not Dossier.objects.exists()
    return " ".join(said.value.messages)


def test_a_wrong_sheet_says_what_was_looked_for(known, tmp_path):
    book = Workbook()
    book.active.title = "Lương"
    book.active.append(["Họ tên", "Hệ số", "Lương"])
    book.active.append(["A", 1, 2])
    book.save(tmp_path / "a.xlsx")
    assert "Không thấy dòng tiêu đề có Mã hồ sơ" in refused(tmp_path / "a.xlsx")
    assert "Lương" in refused(tmp_path / "a.xlsx")


def test_the_right_sheet_is_found_behind_another(known, tmp_path):
    book = Workbook()
    book.active.append(["Ghi chú"])
    sheet = book.create_sheet("Hồ sơ")
    sheet.append(list(HEADERS))
    sheet.append(row(1))
    book.save(tmp_path / "a.xlsx")
    assert take(tmp_path / "a.xlsx").added == 1


@pytest.mark.parametrize(("header", "place"), [("Ngày tiếp nhận", "E4001"), ("Ngày hẹn trả", "F4001")])
def test_a_formula_without_its_result_is_no_empty_cell(known, tmp_path, header, place):
    """An appointment that nobody computed would read as none, and no dossier without one is late."""
    path = xlsx(tmp_path / "a.xlsx", *map(row, range(1, 4000)), row(4000, **{header: "=A1+1"}))
    assert refused(path).startswith(f"Ô {place} có công thức chưa tính ra kết quả.")


def test_a_hidden_sheet_is_not_read(known, tmp_path):
    book = Workbook()
    book.active.append(list(HEADERS))
    book.active.append(row(99))
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Hồ sơ")
    sheet.append(list(HEADERS))
    sheet.append(row(1))
    book.active = sheet
    book.save(tmp_path / "a.xlsx")
    assert take(tmp_path / "a.xlsx").added == 1
    assert Dossier.objects.get().code == code(1)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_an_empty_file(known, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"")
    assert refused(path) == "Tệp rỗng."


def test_a_file_with_nothing_below_its_head(known, tmp_path):
    assert refused(xlsx(tmp_path / "a.xlsx")) == "Dưới dòng tiêu đề không có hồ sơ nào."
    Workbook().save(tmp_path / "b.xlsx")
    assert refused(tmp_path / "b.xlsx") == "Tệp không có dòng nào."


def test_a_file_of_200_mb(known, tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    assert "nặng 200 MB, quá giới hạn 100 MB" in refused(path)


def test_another_kind_of_file(known, tmp_path):
    for name in ("a.pdf", "a.xls"):
        path = tmp_path / name
        path.write_bytes(b"%PDF-1.7")
        assert "Chỉ nhận tệp .xlsx hoặc .csv" in refused(path)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7 khong phai bang tinh")
    assert "không phải là bảng tính Excel" in refused(path)
    real = xlsx(tmp_path / "b.xlsx", row(1))
    assert "Đổi đuôi tệp thành .xlsx" in refused(real.rename(tmp_path / "b.csv"))


def test_a_bomb_is_not_unpacked(known, tmp_path, settings):
    settings.MAX_IMPORT_MB = 1
    path = xlsx(tmp_path / "a.xlsx", row(1))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(50 * 1024 * 1024))
    assert "lớn bất thường" in refused(path)


def test_a_refused_file_is_told_on_its_page_and_can_be_given_up(as_role, agency, tmp_path):
    from qms.jobs import run as run_job
    from qms.models import Job
    from qms.scope import in_agency
    from tthc.models import DossierImport

    client = as_role("secretary")
    with (tmp_path / "a.csv").open("wb") as stream:
        stream.write("Họ tên,Lương\nA,1\n".encode())
    with (tmp_path / "a.csv").open("rb") as stream:
        sent = client.send("tthc:import_add", file=stream, source="new", name="Một cửa", level="xa")
    assert sent.status_code == 302
    with in_agency(agency):
        record, job = DossierImport.objects.get(), Job.objects.get()
    run_job(job.pk)
    text = client.page("tthc:import_detail", record.pk).content.decode()
    assert "Không thấy dòng tiêu đề" in text
    assert client.send("tthc:import_delete", record.pk).status_code == 302
    with in_agency(agency):
        assert not DossierImport.objects.exists()

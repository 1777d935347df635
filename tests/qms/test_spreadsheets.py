"""Files that people send: a clear sentence before any parser sees what could end the process."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from qms.spreadsheets import open_checked
from qms.workbook_limits import Limits


def workbook(*rows, **cells) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, value in cells.items():
        sheet[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, name: str, change) -> bytes:
    """The same file with one part changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, change(part) if entry.filename == name else part)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet_of(cells: str) -> bytes:
    """A workbook whose sheet data are these tags."""
    return repacked(workbook(["x"]), SHEET, lambda part: _with(part, cells))


def _with(part: bytes, cells: str) -> bytes:
    head, _, rest = part.partition(b"<sheetData>")
    return head + b"<sheetData>" + cells.encode() + b"</sheetData>" + rest.partition(b"</sheetData>")[2]


def lying_about_size(told: int) -> bytes:
    """Unpacks to 40 MB, says 1000 bytes and the checksum of its first `told` bytes."""
    name = "xl/styles.xml"
    content = repacked(workbook(["x"]), name, lambda part: part + b" " * (40 << 20))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part, entry = archive.read(name), archive.getinfo(name)
    for true, lie in ((len(part), 1000), (entry.CRC, zlib.crc32(part[:told]))):
        assert content.count(struct.pack("<L", true)) == 2  # before the part and in the directory
        content = content.replace(struct.pack("<L", true), struct.pack("<L", lie))
    return content


REFUSED = {
    "empty": (b"", "Tệp rỗng."),
    "text": (b"ma,ten\n1.004873,x\n", "không phải là bảng tính Excel"),
    "old excel or a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel cũ (.xls)"),
    "cut off": (workbook(["x"])[:3000], "Tệp bị hỏng"),
    "another office file": (
        repacked(workbook(["x"]), SHEET, lambda part: part).replace(b"xl/workbook.xml", b"xl/workbook.xmx"),
        "không phải là bảng tính Excel",
    ),
    "a lie about its size": (lying_about_size(1000), "Tệp bị hỏng"),
    "a lie made for us": (lying_about_size(1001), "khác nội dung thật"),
    "far corners": (workbook(A1=1, XFD1048576=2), "trải ra 1048576 dòng × 16384 cột"),
    "far corners without places": (
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>' + "<row/>" * 99_000 + "<row>" + "<c/>" * 900
                 + "<c><v>1</v></c></row>"),
        "quá giới hạn",
    ),
    "far corners in other spelling": (
        sheet_of("<row r='1'><c s='0' r='A1'><v>1</v></c></row><row r='900000'><c r = 'ZZ900000'><v>1</v></c></row>"),
        "trải ra 900000 dòng × 702 cột",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_plain_workbook_is_refused_with_a_sentence(name):
    content, sentence = REFUSED[name]
    with pytest.raises(ValidationError) as caught:
        open_checked(content)
    assert sentence in caught.value.messages[0]


def test_a_bomb_is_refused_by_what_it_says_before_anything_is_unpacked():
    content = repacked(workbook(["x"]), "xl/styles.xml", lambda part: part + b" " * (30 << 20))
    began = time.process_time()
    with pytest.raises(ValidationError, match="lớn bất thường"):
        open_checked(content, Limits(unpacked_mb=20))
    assert time.process_time() - began < 5
    assert open_checked(content, Limits(unpacked_mb=40)).sheet_names == ["Sheet"]


def test_too_heavy_a_file_is_not_opened():
    with pytest.raises(ValidationError, match="quá giới hạn 1 MB"):
        open_checked(bytes(2 << 20), Limits(packed_mb=1))


def test_a_plain_workbook_opens_from_bytes_and_from_disk(tmp_path):
    content = workbook(["Mã TTHC", "Tên"], ["1.004873", "Đăng ký khai sinh"], BA3="xa")
    path = tmp_path / "danh-muc.xlsx"
    path.write_bytes(content)
    for source in (content, path):
        assert open_checked(source).get_sheet_by_index(0).to_python()[1][:2] == [
            "1.004873",
            "Đăng ký khai sinh",
        ]


def test_words_that_look_like_places_are_words():
    """Only tags count: a text may well say r="XFD1048576"."""
    content = sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>r="XFD1048576"</t></is></c></row>')
    assert open_checked(content).get_sheet_by_index(0).to_python() == [['r="XFD1048576"']]


def test_small_letters_are_places_too(tmp_path):
    """The parser reads “xfd1048576” as it does XFD1048576, and ends the process."""
    book = Workbook()
    book.active.append([1])
    book.save(tmp_path / "a.xlsx")
    far = b'<c r="xfd1048576"><v>2</v></c></row></sheetData>'
    with zipfile.ZipFile(tmp_path / "a.xlsx") as given, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b"</row></sheetData>", far))
    with pytest.raises(ValidationError, match="trải ra 1048576 dòng × 16384 cột"):
        open_checked(tmp_path / "b.xlsx")

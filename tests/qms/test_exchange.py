"""Year files: an error names file, line, record and field and leaves the database untouched."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.models import OfficialDocument
from qms.exchange import dump_year, load_year
from qms.models import Agency, HistoryEntry, Person
from qms.scope import in_agency
from qms.yamlfile import YearFileError

pytestmark = pytest.mark.django_db

HEAD = """\
format: 1
year: 2024
agency:
  code: kim-thanh
  kind: district
  full_name: Ủy ban nhân dân huyện Kim Thành
  short_name: UBND huyện Kim Thành
  notation: UBND
  place: Kim Thành
  head_title: Chủ tịch
  signing_mode: collective
"""
BODY = """\
units:
  - name: Phòng Tư pháp
persons:
  - key: chu-tich
    name: Chủ tịch huyện
    unit: Phòng Tư pháp
official_documents:
  - kind: KH
    number: 367
    notation: KH-UBND
    issued_on: 22/02/2024
    issuer: UBND huyện Kim Thành
    subject: Duy trì HTQLCL
"""


@pytest.fixture
def write(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "nam.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_load_twice_adds_nothing(write):
    path = write(HEAD + BODY)
    agency, year, first = load_year(path)
    _, _, second = load_year(path)
    assert (year, first.added, second.added, second.changed) == (2024, 3, 0, 0)
    with in_agency(agency):
        assert HistoryEntry.objects.count() == 4  # the agency itself too
        assert Person.objects.get().unit.name == "Phòng Tư pháp"


def test_load_dump_load_changes_nothing(write):
    agency, _, _ = load_year(write(HEAD + BODY))
    text = dump_year(agency, 2024)
    _, _, summary = load_year(write(text))
    assert (summary.added, summary.changed, summary.unchanged) == (0, 0, 3)
    assert dump_year(agency, 2024) == text


def test_a_changed_value_is_an_update_with_history(write):
    agency, _, _ = load_year(write(HEAD + BODY))
    _, _, summary = load_year(write(HEAD + BODY.replace("Duy trì", "Cải tiến")))
    assert (summary.added, summary.changed) == (0, 1)
    with in_agency(agency):
        assert HistoryEntry.objects.first().changes == {"subject": ["Duy trì HTQLCL", "Cải tiến HTQLCL"]}


@pytest.mark.parametrize(
    ("text", "line", "field", "said"),
    [
        (HEAD + BODY.replace("22/02/2024", "31/02/2024"), 22, "issued_on", "không phải là ngày"),
        (HEAD + BODY.replace("367", "-367"), 20, "number", "không được âm"),
        (HEAD + BODY.replace("367", '"3.67"'), 20, "number", "số nguyên"),
        (HEAD + BODY.replace("kind: KH", "kind: XX"), 19, "kind", "XX"),
        (
            HEAD + BODY.replace("unit: Phòng Tư pháp", "unit: Phòng Lạ"),
            17,
            "unit",
            "Không tìm thấy “Phòng Lạ”",
        ),
        (HEAD + BODY.replace("subject:", "trich_yeu:"), 24, "trich_yeu", "không có trường"),
        (HEAD + BODY.replace("    subject: Duy trì HTQLCL\n", ""), 19, "subject", "không được để trống"),
        (HEAD + BODY.replace("units:", "phong_ban:"), 12, "phong_ban", "Không có phần"),
        (HEAD + "units: Phòng Tư pháp\n", 12, "units", "danh sách"),
        (HEAD + "units: [Phòng Tư pháp]\n", 12, "units", "tên trường"),
        (HEAD.replace("year: 2024", "year: hai nghìn"), 2, "year", "bốn chữ số"),
        (HEAD.replace("format: 1", "format: 9"), 1, "format", "format: 1"),
        (HEAD.replace("kind: district", "kind: hành tinh"), 5, "kind", "hành tinh"),
        (HEAD + "  - lệch: [\n", 12, "", "YAML sai cú pháp"),
        (HEAD + "units: []\nunits: []\n", 13, "", "ghi hai lần"),
        ("chỉ là chữ", 1, "", "phải bắt đầu"),
        ("", 1, "", "phải bắt đầu"),
    ],
)
def test_error_names_line_and_field_and_writes_nothing(write, text, line, field, said):
    with pytest.raises(YearFileError, match=said) as refused:
        load_year(write(text))
    assert (refused.value.line, refused.value.field) == (line, field)
    assert "nam.yaml" in str(refused.value)
    assert not Agency.objects.exists()
    assert not OfficialDocument.unscoped.exists()


def test_error_in_the_last_record_takes_back_the_first(write):
    load_year(write(HEAD))
    with pytest.raises(YearFileError):
        load_year(write(HEAD + BODY.replace("kind: KH", "kind: XX")))
    with in_agency(Agency.objects.get()):
        assert not Person.objects.exists()


@pytest.mark.parametrize("number", ["4529", "4.529", "4 529"])
def test_grouped_numbers_are_read_alike(write, number):
    agency, _, _ = load_year(write(HEAD + BODY.replace("number: 367", f'number: "{number}"')))
    with in_agency(agency):
        assert OfficialDocument.objects.get().number == 4529


def test_missing_or_binary_file_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("load_year", tmp_path / "khong-co.yaml")
    (tmp_path / "anh.yaml").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("load_year", tmp_path / "anh.yaml")


def test_commands_load_and_dump(write, tmp_path, capsys):
    call_command("load_year", write(HEAD + BODY))
    call_command("dump_year", "kim-thanh", 2024, tmp_path / "ra.yaml")
    assert "Duy trì HTQLCL" in (tmp_path / "ra.yaml").read_text(encoding="utf-8")
    with pytest.raises(CommandError, match="đang có: kim-thanh"):
        call_command("dump_year", "khong-co", 2024, tmp_path / "ra.yaml")


def test_schema_is_printed_from_the_code(capsys):
    call_command("year_schema")
    said = capsys.readouterr().out
    assert "official_documents:" in said and "number: số nguyên – số (khóa" in said

"""What a year file may not do: rewrite what is frozen, move a state, rename the agency, or break the reader."""

import pytest

from audits.models import AuditedUnit, InternalAudit
from qms.exchange import load_year
from qms.models import Agency
from qms.scope import in_agency
from qms.yamlfile import YearFileError
from tests.audits.test_exchange import FILE as AUDITS
from tests.qms.test_exchange import BODY, HEAD

pytestmark = pytest.mark.django_db
REVISION = """\
controlled_documents:
  - code: QT-01
    title: Kiểm soát tài liệu
    kind: internal
    revisions:
      - {number: 1, state: effective, effective_on: 2024-01-02, content: Nội dung}
"""


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "nam.yaml"
        path.write_text(text, encoding="utf-8")
        return load_year(path)

    return load


@pytest.mark.parametrize(
    ("text", "old", "new", "field", "said"),
    [
        (HEAD + REVISION, "content: Nội dung", "content: Khác", "content", "không sửa được"),
        (HEAD + REVISION, "state: effective, effective_on: 2024-01-02", "state: draft", "state", "các bước"),
        (AUDITS, "scope: 11 phòng", "scope: 12 phòng", "scope", "đã kết thúc"),
        (AUDITS, "scope: 11 phòng}", "scope: 11 phòng, units: [{name: Thêm}]}", "name", "đã kết thúc"),
        (AUDITS, "outcome: Đã bổ sung", "outcome: Khác", "outcome", "Phát hiện đã đóng"),
        (AUDITS, "state: reported", "state: closed", "state", "các bước trong phần mềm"),
        (AUDITS, "state: held, held_on: 2024-10-28, ", "state: planned, ", "state", "các bước"),
    ],
)
def test_stored_row_is_not_rewritten_nor_moved(load, text, old, new, field, said):
    assert old in text
    load(text)
    with pytest.raises(YearFileError, match=said) as refused:
        load(text.replace(old, new))
    assert refused.value.field == field
    _, _, summary = load(text)
    assert (summary.added, summary.changed) == (0, 0)


def test_closed_audit_loads_with_its_units_once(load):
    text = AUDITS.replace("scope: 11 phòng}", "scope: 11 phòng, units: [{name: Ban Chỉ đạo}]}")
    agency, _, _ = load(text)
    load(text)
    with in_agency(agency):
        assert AuditedUnit.objects.filter(audit=InternalAudit.objects.get(year=2023)).count() == 1


def test_file_renames_the_agency_only_with_the_former_name(load):
    load(HEAD)
    later = HEAD.replace("huyện Kim Thành", "xã Lai Khê").replace("year: 2024", "year: 2025")
    with pytest.raises(YearFileError, match="Ủy ban nhân dân huyện Kim Thành") as refused:
        load(later)
    assert refused.value.field == "full_name"
    former = (
        "  former_names:\n    - {valid_to: 30/6/2025, full_name: Ủy ban nhân dân huyện Kim Thành,"
        " short_name: UBND huyện Kim Thành, place: Kim Thành}\n"
    )
    load(later + former)
    assert Agency.objects.get().short_name == "UBND xã Lai Khê"
    load(HEAD)
    assert Agency.objects.get().short_name == "UBND xã Lai Khê"


@pytest.mark.parametrize("code", ["Kim_Thanh", "KIM-THANH", "kim thanh", "-kim", "[kim]", "{a: b}", ""])
def test_code_that_no_address_can_hold_is_refused(load, code):
    with pytest.raises(YearFileError, match="chữ thường") as refused:
        load(HEAD.replace("code: kim-thanh", f"code: {code}"))
    assert refused.value.field == "code"


def test_circle_of_parents_is_refused(load):
    load(HEAD)
    load(HEAD.replace("code: kim-thanh", "code: con\n  parent: kim-thanh"))
    for parent in ("con", "kim-thanh"):
        with pytest.raises(YearFileError, match="không làm cấp trên"):
            load(HEAD.replace("code: kim-thanh", f"code: kim-thanh\n  parent: {parent}"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "units: &a []\npersons: *a\n", "tham chiếu"),
        (HEAD + "units: " + "[" * 5000, "quá sâu"),
        (HEAD + BODY.replace("367", "9" * 5000), "không phải là số"),
        (HEAD + BODY.replace("367", f'"{"9" * 5000}"'), "quá lớn"),
        (HEAD + BODY.replace("367", ".inf"), "không phải là một số"),
        (HEAD + BODY.replace("367", "3.7"), "số nguyên"),
        (HEAD + BODY.replace("367", "[1]"), "Cần một giá trị"),
        (HEAD + BODY.replace("367", "yes"), "ghi nhầm chỗ"),
        (HEAD + BODY.replace("Duy trì HTQLCL", "{a: b}"), "Cần một giá trị"),
        (HEAD + BODY.replace("22/02/2024", "2024"), "ngày/tháng/năm"),
        (HEAD + BODY.replace("22/02/2024", "2024-02-31"), "có thật"),
        (HEAD + BODY.replace("unit: Phòng Tư pháp", "unit: [Phòng Tư pháp]"), "Cần một giá trị"),
        (HEAD + BODY.replace("Duy trì HTQLCL", '"a\\ud800b"'), "ký tự điều khiển"),
        (HEAD + BODY.replace("Duy trì HTQLCL", '"a\\0b"'), "ký tự điều khiển"),
        (HEAD + BODY.replace("Duy trì HTQLCL", "a\x01b"), "ký tự điều khiển"),
    ],
)
def test_hostile_values_are_sentences(load, text, said):
    with pytest.raises(YearFileError, match=said):
        load(text)
    assert not Agency.objects.exists()

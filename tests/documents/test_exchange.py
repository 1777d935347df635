"""Documents in a year file: load, dump and load again change nothing; errors name line, record and field."""

import pytest

from documents.models import ConformityDeclaration, ControlledDocument, DeclaredField, Revision
from qms.exchange import dump_year, load_year
from qms.scope import in_agency
from qms.yamlfile import YearFileError

pytestmark = pytest.mark.django_db

HEAD = """format: 1
year: 2024
agency: {code: kim-thanh, kind: district, full_name: UBND huyện Kim Thành,
  short_name: UBND huyện Kim Thành,
  notation: UBND, place: Kim Thành, head_title: Chủ tịch, signing_mode: collective}
units:
  - name: Phòng Tư pháp
persons:
  - {key: an, name: Nguyễn Văn An, unit: Phòng Tư pháp}
  - {key: binh, name: Trần Thị Bình}
official_documents:
  - {kind: QĐ, number: 4584, notation: QĐ-UBND, issued_on: 2022-12-30, issuer: UBND, subject: Bộ tài liệu}
  - {kind: QĐ, number: 3265, notation: QĐ-UBND, issued_on: 2022-10-28, issuer: UBND, subject: Công bố}
  - {kind: CV, number: 90, notation: UBND-VP, issued_on: 2022-11-01, issuer: UBND, subject: Thông báo}
"""
BODY = """controlled_documents:
  - code: QT-01
    title: Chứng thực
    kind: operating
    unit: Phòng Tư pháp
    field_name: Tư pháp
    review_months: 12
    position: 1
    revisions:
      - number: 1
        state: superseded
        content: |
          1. Mục đích

          - Một
        author: an
        approver: binh
        effective_on: 2022-12-30
        ended_on: 2024-05-06
      - {number: 2, state: effective, change_summary: Sửa, effective_on: 2024-05-06, kept_on_paper: Văn phòng}
      - {number: 3, change_summary: Đang sửa}
  - {code: STCL, title: Sổ tay chất lượng, kind: manual}
document_sets:
  - {decision: QĐ 4584/QĐ-UBND 2022-12-30, effective_on: 2022-12-30, manual_amended: true}
declarations:
  - decision: QĐ 3265/QĐ-UBND 2022-10-28
    declared_on: 2022-10-28
    fields_count: 2
    posting_place: Trụ sở
    posted_on: 01/11/2022
    notice: CV 90/UBND-VP 2022-11-01
    fields:
      - {name: Tư pháp, position: 1}
      - {name: Đất đai, position: 2}
"""


@pytest.fixture
def load(tmp_path):
    def run(body):
        path = tmp_path / "nam.yaml"
        path.write_text(body if body.startswith("format") else HEAD + body, encoding="utf-8")
        return load_year(path)

    return run


def test_load_dump_load_is_the_identity(load):
    agency, year, summary = load(BODY)
    assert summary.changed == summary.unchanged == 0
    text = dump_year(agency, year)
    _, _, again = load(text)
    assert (again.added, again.changed) == (0, 0)
    assert dump_year(agency, year) == text


def test_dump_makes_the_same_year_elsewhere(load):
    agency, year, _ = load(BODY)
    text = dump_year(agency, year)
    other, _, summary = load(text.replace("code: kim-thanh", "code: noi-khac"))
    assert summary.changed == summary.unchanged == 0
    assert dump_year(other, year) == text.replace("code: kim-thanh", "code: noi-khac")


def test_loaded_rows_carry_states_people_and_dates(load):
    agency, *_ = load(BODY)
    with in_agency(agency):
        first, second, third = Revision.objects.order_by("number")
        assert (first.state, str(first.author), str(first.approver)) == (
            "superseded",
            "Nguyễn Văn An",
            "Trần Thị Bình",
        )
        assert first.content == "1. Mục đích\n\n- Một"
        assert (second.state, third.state) == ("effective", "draft")
        assert ControlledDocument.objects.get(code="QT-01").unit.name == "Phòng Tư pháp"
        declared = ConformityDeclaration.objects.get()
        assert declared.notice.symbol == "90/UBND-VP"
        assert [row.name for row in DeclaredField.objects.all()] == ["Tư pháp", "Đất đai"]


def test_a_file_does_not_move_a_stored_revision_to_another_state(load):
    """States change by steps with their guards, never by a file."""
    agency, *_ = load(BODY)
    later = """controlled_documents:
  - code: QT-01
    title: Chứng thực
    kind: operating
    revisions:
      - {number: 2, state: superseded, effective_on: 2024-05-06, ended_on: 2025-03-01}
      - {number: 3, state: effective, change_summary: Đã sửa, effective_on: 2025-03-01}
"""
    with in_agency(agency):
        before = list(Revision.objects.order_by("number").values_list("number", "state"))
    with pytest.raises(YearFileError, match="Trạng thái chỉ đổi"):
        load(later)
    with in_agency(agency):
        assert list(Revision.objects.order_by("number").values_list("number", "state")) == before


def test_documents_of_a_later_year_are_not_in_this_years_file(load):
    agency, *_ = load(
        "controlled_documents:\n  - {code: QT-99, title: Mới, kind: form, "
        "revisions: [{number: 1, state: effective, effective_on: 2025-02-01}]}\n"
    )
    assert "QT-99" not in dump_year(agency, 2024)
    assert "QT-99" in dump_year(agency, 2025)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ("kind: operating, review_months: -3", "review_months", "không được âm"),
        ("kind: quy trình", "kind", "quy trình"),
        ("kind: form, unit: Phòng Không Có", "unit", "Không tìm thấy"),
        ("kind: form, revisions: [{number: 1, state: effective}]", "", "phải ghi ngày hiệu lực"),
        (
            "kind: form, revisions: [{number: 1, planned_on: 31/02/2024}]",
            "planned_on",
            "không phải là ngày có thật",
        ),
        ("kind: form, revisions: [{number: 1, author: khong-co}]", "author", "Không tìm thấy"),
        ("kind: form, revisions: [{number: 1}, {number: 2}]", "", "chưa xong"),
        ("kind: form, mau: xanh", "mau", "không có trường"),
    ],
)
def test_error_names_line_and_field_and_writes_nothing(load, wrong, field, sentence):
    body = f"controlled_documents:\n  - {{code: QT-01, title: Chứng thực, {wrong}}}\n"
    with pytest.raises(YearFileError, match=sentence) as caught:
        load(body)
    assert caught.value.line == HEAD.count("\n") + 2
    if field:
        assert caught.value.field == field
    assert not ControlledDocument.unscoped.exists()

"""Audits in a year file: this year's and last year's; what is written is read back the same."""

import datetime

import pytest

from audits.models import (
    AuditNote,
    AuditSlot,
    CorrectiveAction,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    SlotUnit,
)
from qms.exchange import dump_year, load_year
from qms.scope import in_agency
from qms.yamlfile import YearFileError

pytestmark = pytest.mark.django_db

FILE = """\
format: 1
year: 2024
agency:
  {code: kim-thanh, kind: district, full_name: UBND huyện Kim Thành, short_name: UBND huyện Kim Thành,
   notation: UBND, place: Kim Thành, head_title: Chủ tịch, signing_mode: collective}
units:
  - name: Phòng Tư pháp
persons:
  - {key: chu-toa, name: Tăng Thị Thắm}
official_documents:
  - {kind: QĐ, number: 2389, notation: QĐ-UBND, issued_on: 2024-10-14, issuer: UBND, subject: Đoàn đánh giá}
internal_audits:
  - {year: 2023, state: closed, audited_units_stated: 12, findings_recorded: true, scope: 11 phòng}
  - year: 2024
    state: reported
    team_decision: QĐ 2389/QĐ-UBND 2024-10-14
    starts_on: 2024-10-18
    ends_on: 2024-10-22
    findings_recorded: true
    units:
      - {unit: Phòng Tư pháp, position: 1}
      - {name: Ban Chỉ đạo, position: 2}
    findings:
      - number: 1
        unit: Phòng Tư pháp
        section: QT-12, mục 5.2
        description: Thiếu giấy tiếp nhận
        opened_on: 2024-10-18
        state: closed
        closed_on: 2024-11-01
        checked_on: 2024-10-31
        outcome: Đã bổ sung
      - {number: 2, grade: observation, criterion_type: clause, clause: "8.7", description: Chưa thực hiện,
         due_on: 2021-01-01}
management_reviews:
  - {year: 2024, state: held, held_on: 2024-10-28, chair: chu-toa}
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "nam.yaml"
    path.write_text(FILE)
    return path


def test_written_and_read_back_the_same(path, tmp_path):
    agency, year, _ = load_year(path)
    text = dump_year(agency, year)
    again = tmp_path / "lai.yaml"
    again.write_text(text)
    _, _, second = load_year(again)
    assert (second.added, second.changed) == (0, 0)
    assert dump_year(agency, year) == text
    with in_agency(agency):
        assert list(InternalAudit.objects.order_by("year").values_list("year", "state")) == [
            (2023, "closed"),
            (2024, "reported"),
        ]
        assert Finding.objects.get(number=1).outcome == "Đã bổ sung"


def test_a_legacy_due_day_before_the_opening_loads_for_r5_to_tell(path):
    path.write_text(FILE.replace("due_on: 2021-01-01}", "due_on: 2021-01-01, opened_on: 2021-11-22}"))
    agency, _, _ = load_year(path)
    with in_agency(agency):
        assert Finding.objects.get(number=2).due_on.year == 2021


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ends_on: 2024-10-22", "ends_on: 2024-10-17", "Ngày kết thúc đánh giá"),
        ("state: reported", "state: xong", "xong"),
        ("- {number: 2,", "- {number: 2, loi: 1,", "loi"),
        ("state: held, held_on: 2024-10-28", "state: held", "phải có ngày họp"),
        ("{name: Ban Chỉ đạo, position: 2}", "{position: 2}", "Chọn đơn vị trong danh sách"),
    ],
)
def test_a_wrong_value_leaves_nothing(path, old, new, told):
    assert old in FILE
    path.write_text(FILE.replace(old, new))
    with pytest.raises(YearFileError, match=told):
        load_year(path)
    assert not InternalAudit.unscoped.exists()


FLOW = """\
format: 1
year: 2021
agency:
  {code: tra-cu, kind: district, full_name: UBND huyện Trà Cú, short_name: UBND huyện Trà Cú,
   notation: UBND, place: Trà Cú, head_title: Chủ tịch, signing_mode: collective}
units: [{name: Thanh tra huyện}, {name: Phòng Kinh tế}]
persons:
  - {key: phuong-tt, name: Trần Thị Lan Phương, unit: Thanh tra huyện}
  - {key: phuong-kt, name: Trần Thị Lan Phương, unit: Phòng Kinh tế}
  - {key: chu-toa, name: Tăng Thị Thắm}
controlled_documents:
  - {code: QT-12, title: Quy trình số 12, kind: operating, revisions: [{number: 1}]}
  - {code: BM-04-01, title: Phiếu khắc phục, kind: form, revisions: [{number: 1}]}
training_courses:
  - {year: 2021, title: Đánh giá viên, for_auditors: true, attendees: [{person: phuong-kt}]}
checklists:
  - name: Chung
    lines:
      - {position: 1, topic: Chính sách}
      - {position: 1, topic: Danh mục, clause: "7.5", procedure: QT-12, indented: true}
internal_audits:
  - year: 2020
    state: in_progress
    units: [{unit: Phòng Kinh tế}]
    team: [{person: phuong-kt}]
  - year: 2021
    state: in_progress
    starts_at: 14:00
    units: [{unit: Thanh tra huyện}, {unit: Phòng Kinh tế, position: 2}]
    team:
      - {person: phuong-tt, role: lead}
      - {person: phuong-kt, position: 2, stated_name: Trầm Thị Lan Phương}
    slots:
      - day: 2021-11-18
        starts_at: 14:00
        ends_at: 17:00:30
        units: [{unit: 01/2021 Phòng Kinh tế}]
        auditors: [{member: 01/2021 phuong-tt}]
        procedures: [{document: QT-12}]
        notes:
          - unit: 01/2021 Phòng Kinh tế
            auditor: 01/2021 phuong-tt
            lines:
              - {key: 6b7f1c06-6a0d-4a0c-9f55-0d9c7b0f3a01, topic: Đầu ra, remark: Chưa thực hiện}
              - {key: 6b7f1c06-6a0d-4a0c-9f55-0d9c7b0f3a02, topic: Danh mục, remark: Đã thực hiện}
      - day: 2021-11-18
        starts_at: 14:00
        ends_at: 15:00
        units: [{unit: 01/2021 Thanh tra huyện}]
        auditors: [{member: 01/2021 phuong-kt}]
    findings:
      - number: 1
        unit: Phòng Kinh tế
        procedure: QT-12
        section: Mục 5.2
        description: Chưa kiểm soát
        note_line: 6b7f1c06-6a0d-4a0c-9f55-0d9c7b0f3a01
        auditor: 01/2021 phuong-tt
        opened_on: 2021-11-22
        state: answered
        action: Bổ sung
        doer: phuong-kt
corrective_action_requests:
  - year: 2021
    number: 1
    stated_number: "01"
    finding: 01/2021 số 01
    form_revision: BM-04-01 lần 01
    description: Chưa kiểm soát
    opener: phuong-tt
    opened_on: 2021-11-22
    rounds:
      - number: 1
        opened_on: 2021-11-22
        cause_subjective: Chủ quan
        result: not_effective
        checker: phuong-tt
        checked_on: 2021-12-01
        actions:
          - {position: 1, measure: Cập nhật, responsible: Lãnh đạo Phòng, due_on: 2021-01-01}
          - {position: 1, measure: Tập huấn, person: phuong-kt, due_on: 2021-11-30}
      - {number: 2, opened_on: 2021-12-01}
  - {year: 2021, number: 2, origin: complaint, origin_label: Đơn số 5, description: Trễ, opened_on: 2021-12-02}
management_reviews:
  - year: 2021
    state: minutes_signed
    held_on: 2021-11-23
    starts_at: 8:05
    signed_on: 2021-11-23
    chair: chu-toa
    attendees: [{person: chu-toa, role: chair}, {name: Khách mời, position: 2}]
    sections: [{letter: A, heading: Tình hình, body: "1. Chung\\nLời"}]
    conclusions:
      - {position: 1, text: Rà soát, owner: Ban Chỉ đạo, standing: true}
      - {position: 1, text: Tập huấn, owner: Văn phòng, due_on: 2022-01-31}
"""


@pytest.fixture
def flow(tmp_path):
    path = tmp_path / "nam.yaml"
    path.write_text(FLOW)
    return path


def test_the_whole_flow_goes_out_and_comes_back(flow, tmp_path):
    agency, year, first = load_year(flow)
    _, _, second = load_year(flow)
    assert (second.added, second.changed, second.unchanged) == (0, 0, first.added)
    text = dump_year(agency, year)
    copy = tmp_path / "ban-sao.yaml"
    copy.write_text(text.replace("code: tra-cu", "code: ban-sao"))
    other, _, third = load_year(copy)
    assert third.added == first.added
    assert dump_year(other, year) == text.replace("code: tra-cu", "code: ban-sao")


def test_references_find_the_row_of_their_own_audit(flow):
    """The same unit and person stand in last year's audit, and two people have one name."""
    agency, _, _ = load_year(flow)
    with in_agency(agency):
        finding = Finding.objects.get()
        assert (finding.auditor.audit.year, finding.auditor.person.key) == (2021, "phuong-tt")
        assert finding.note_line.remark == "Chưa thực hiện"
        assert {row.unit.audit.year for row in SlotUnit.objects.all()} == {2021}
        assert AuditNote.objects.get().audit == finding.audit
        assert CorrectiveActionRequest.objects.get(number=1).form_revision.document.code == "BM-04-01"


def test_rows_of_one_position_stay_two_rows(flow):
    agency, _, _ = load_year(flow)
    flow.write_text(FLOW.replace("measure: Tập huấn", "measure: Tập huấn lại"))
    _, _, summary = load_year(flow)
    assert (summary.added, summary.changed) == (0, 1)
    with in_agency(agency):
        assert [row.measure for row in CorrectiveAction.objects.order_by("pk")] == [
            "Cập nhật",
            "Tập huấn lại",
        ]
        assert AuditSlot.objects.count() == 2


def test_hours_are_read_and_written_as_hours(flow):
    """YAML 1.1 reads 14:00 as 840."""
    agency, year, _ = load_year(flow)
    with in_agency(agency):
        slot = AuditSlot.objects.order_by("pk").first()
        assert (slot.starts_at, slot.ends_at) == (datetime.time(14), datetime.time(17, 0, 30))
        assert ManagementReview.objects.get().starts_at == datetime.time(8, 5)
    text = dump_year(agency, year)
    assert "starts_at: '14:00'" in text and "ends_at: '17:00:30'" in text and "starts_at: 08:05" in text


def test_last_years_request_brings_the_audit_it_came_from(flow):
    """Its finding is a row within the audit, and the audit of an older year."""
    agency, _, _ = load_year(flow)
    with in_agency(agency):
        InternalAudit.objects.filter(year=2021).update(year=2019)
    text = dump_year(agency, 2021)
    assert "finding: 01/2019 số 01" in text
    assert "  - year: 2019" in text


KEY = "key: 6b7f1c06-6a0d-4a0c-9f55-0d9c7b0f3a01, "


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        ("ends_at: 17:00:30", "ends_at: 1700", "ends_at", "giờ:phút, ví dụ 14:00"),
        ("ends_at: 17:00:30", "ends_at: 25:00", "ends_at", "không phải là giờ có thật"),
        ("ends_at: 17:00:30", "ends_at: 2021-11-18", "ends_at", "giờ:phút"),
        ("ends_at: 17:00:30", "ends_at: 13:00", "__all__", "sau giờ bắt đầu"),
        ("number: 1\n    stated", "number: 14:00\n    stated", "number", "số nguyên"),
        ("member: 01/2021 phuong-tt", "member: phuong-tt", "member", "Không tìm thấy “phuong-tt”"),
        ("finding: 01/2021 số 01", "finding: 01/2021 số 09", "finding", "Không tìm thấy"),
        (KEY, "", "key", "UUID"),
        (KEY, "key: dòng một, ", "key", "UUID"),
        ("state: answered", "state: xong", "state", "xong"),
        ("origin_label: Đơn số 5, ", "", "__all__", "ghi nguồn"),
        ("standing: true", "standing: false", "__all__", "Ghi hạn"),
        ("due_on: 2021-11-30", "due_on: 14:00", "due_on", "không phải là ngày"),
    ],
)
def test_a_wrong_value_of_the_flow_names_its_field(flow, old, new, field, told):
    assert old in FLOW
    flow.write_text(FLOW.replace(old, new))
    with pytest.raises(YearFileError, match=told) as refused:
        load_year(flow)
    assert refused.value.field == field
    assert not InternalAudit.unscoped.exists()


LEFT_OUT = {
    # who was signed in, an address of one installation, what a step keeps for the next
    "reported_by", "opened_by", "answered_by", "approved_by", "done_by", "checked_by", "analysed_by", "signed_by",
    "origin_url", "inputs", "return_reason",
}  # fmt: skip
DERIVED = {"id", "agency", "version", "created_at", "updated_at", "search_text", "sort_key"}


def test_every_field_of_every_model_is_in_the_file_or_left_out_on_purpose():
    from django.apps import apps

    from qms.exchange import _walk, sections

    known = {section.model: section for section in _walk(sections())}
    missing = []
    for model in apps.get_app_config("audits").get_models():
        section = known[model]
        fields = {field.name for field in model._meta.concrete_fields} - DERIVED - LEFT_OUT
        missing += [
            f"{model.__name__}.{name}"
            for name in fields - {*section.all_fields, section.parent, *section.shared}
            if name != "position" or "position" in section.key
        ]
    assert not missing

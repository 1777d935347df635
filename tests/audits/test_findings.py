"""Findings: raised from a note row, numbered, written by the team alone; the page says what waits for whom."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.clauses import CLAUSES, clause_title
from audits.models import AuditedUnit, AuditNote, AuditSlot, Finding, NoteLine
from audits.services.findings import finding_save
from documents.models import ControlledDocument
from qms.models import HistoryEntry
from qms.scope import in_agency
from tests.audits.build import DUE, FOUND, car, finding, held_audit, member, of_unit
from tests.clients import client_as
from tests.factories import UnitFactory
from tests.planning.build import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.iso("9.2")]

TYPED = {
    "grade": "minor",
    "criterion_type": "procedure",
    "section": "QT-12, mục 5.2",
    "description": "Thiếu giấy tiếp nhận",
    "opened_on": "21/10/2024",
}


def line(audit, **given):
    unit = AuditedUnit.objects.create(audit=audit, unit=UnitFactory())
    slot = AuditSlot.objects.create(
        audit=audit, day=FOUND, starts_at=datetime.time(8), ends_at=datetime.time(9)
    )
    sheet = AuditNote.objects.create(audit=audit, slot=slot, unit=unit)
    defaults = {"clause": "7.5.3", "note": "Sổ bỏ trống", "remark": "Chưa thực hiện", "key": uuid.uuid4()}
    return NoteLine.objects.create(sheet=sheet, **{**defaults, **given})


def errors(response):
    return {name: " ".join(found) for name, found in response.context["form"].errors.items()}


@pytest.fixture
def auditor(as_role):
    return as_role("auditor")


def test_a_note_row_becomes_a_finding_with_what_it_says(auditor, scope):
    audit = held_audit(auditor.user)
    row = line(audit)
    form = auditor.page("audits:finding_add", audit.pk, line=row.pk).context["form"]
    shown = {name: form[name].value() for name in ("unit", "criterion_type", "clause", "description")}
    assert shown == {
        "unit": row.sheet.unit.unit_id,
        "criterion_type": "clause",
        "clause": "7.5.3",
        "description": "Sổ bỏ trống\nChưa thực hiện",
    }
    path = f"{auditor.path('audits:finding_add', audit.pk)}?line={row.pk}"
    sent = {
        **TYPED,
        "criterion_type": "clause",
        "clause": "7.5.3",
        "unit": row.sheet.unit.unit_id,
        "section": "",
    }
    assert auditor.post(path, sent).status_code == 302
    made = Finding.objects.get()
    assert (made.note_line, made.auditor.person, made.opened_by) == (row, auditor.user.person, auditor.user)
    assert (made.unit, made.number, made.state) == (row.sheet.unit.unit, 1, "open")


def test_a_note_row_of_a_procedure_names_its_section(auditor, scope):
    audit = held_audit(auditor.user)
    procedure = ControlledDocument.objects.create(code="QT-12", title="Tiếp nhận", kind="operating")
    row = line(audit, procedure=procedure, clause="5.2")
    form = auditor.page("audits:finding_add", audit.pk, line=row.pk).context["form"]
    assert [form[name].value() for name in ("criterion_type", "procedure", "section", "clause")] == [
        "procedure",
        procedure.pk,
        "Mục 5.2",
        "",
    ]


@pytest.mark.parametrize("wish", ["x", "9999999", "-1", "9" * 30, ""])
def test_an_unknown_note_row_is_not_found(wish, auditor, scope):
    audit = held_audit(auditor.user)
    assert auditor.page("audits:finding_add", audit.pk, line=wish).status_code == 404


def test_a_note_row_of_another_audit_is_not_found(auditor, scope):
    audit = held_audit(auditor.user)
    other = held_audit(auditor.user, round=2, team_decision=None, notice=None)
    assert auditor.page("audits:finding_add", audit.pk, line=line(other).pk).status_code == 404


@pytest.mark.parametrize("kind", ["clause", "procedure", "law"])
def test_the_criterion_has_to_fit_its_type(kind, auditor, scope):
    audit = held_audit(auditor.user)
    typed = {**TYPED, "criterion_type": kind, "clause": "", "section": "", "law": ""}
    response = auditor.send("audits:finding_add", audit.pk, **typed)
    assert response.status_code == 422
    assert "Ghi căn cứ đúng loại đã chọn" in errors(response)["__all__"]
    assert response.context["form"]["description"].value() == TYPED["description"]


def test_every_clause_of_the_list_has_a_title_and_points_take_theirs():
    assert all(title for _, title in CLAUSES)
    assert clause_title("7.5.3.2") == clause_title("7.5.3 a") == "Kiểm soát thông tin dạng văn bản"
    assert clause_title("") == clause_title("11") == ""


def test_clauses_are_offered_with_their_titles(auditor, scope):
    page = auditor.page("audits:finding_add", held_audit(auditor.user).pk).content.decode()
    assert '<option value="9.2">9.2 Đánh giá nội bộ</option>' in page
    assert 'data-shown-for="clause"' in page


def test_the_same_words_sent_twice_are_one_finding(auditor, scope):
    audit = held_audit(auditor.user)
    first = auditor.send("audits:finding_add", audit.pk, **TYPED)
    second = auditor.send("audits:finding_add", audit.pk, **TYPED)
    assert first.headers["Location"] == second.headers["Location"]
    assert Finding.objects.count() == 1
    auditor.send("audits:finding_add", audit.pk, **{**TYPED, "description": "Điều khác"})
    assert [row.number for row in Finding.objects.order_by("number")] == [1, 2]


def test_a_forged_state_auditor_or_number_changes_nothing(auditor, scope):
    audit = held_audit(auditor.user)
    stranger = member(audit)
    forged = {
        "state": "closed",
        "auditor": stranger.pk,
        "number": 77,
        "stated_number": "5",
        "closed_on": "1/1/2024",
    }
    auditor.send("audits:finding_add", audit.pk, **TYPED, **forged)
    made = Finding.objects.get()
    assert (made.state, made.number, made.stated_number, made.closed_on) == ("open", 1, "", None)
    assert made.auditor.person == auditor.user.person


def test_the_secretary_names_the_auditor_of_the_same_team(as_role, scope):
    audit, secretary = held_audit(), as_role("secretary")
    named = audit.team.get()
    secretary.send("audits:finding_add", audit.pk, **TYPED, auditor=named.pk, stated_number="01")
    made = Finding.objects.get()
    assert (made.auditor, made.stated_number) == (named, "01")
    other = member(held_audit(round=2, team_decision=None, notice=None))
    with pytest.raises(ValidationError, match="trong đoàn của đợt"):
        finding_save(
            finding=Finding(audit=audit, section="x", description="y", auditor=other), actor=secretary.user
        )


def test_only_the_team_and_the_secretary_write(auditor, scope):
    audit = held_audit()
    assert auditor.page("audits:finding_add", audit.pk).status_code == 302
    response = auditor.send("audits:finding_add", audit.pk, **TYPED)
    assert "Chỉ thành viên đoàn" in errors(response)["__all__"]
    assert not Finding.objects.exists()


def test_an_answered_finding_is_not_rewritten_or_deleted(auditor, scope):
    row = finding(held_audit(auditor.user), state="answered")
    path = auditor.path("audits:finding_edit", row.pk)
    assert auditor.get(path).status_code == 302
    response = auditor.post(path, {**TYPED, "version": row.version, "description": "Khác"})
    assert "phát hiện giữ nguyên nội dung" in errors(response)["__all__"]
    assert auditor.send("audits:finding_delete", row.pk).status_code == 422
    assert Finding.objects.get().description == "Thiếu giấy tiếp nhận"


def test_units_of_the_audit_are_offered_alone(auditor, scope):
    audit = held_audit(auditor.user)
    visited = AuditedUnit.objects.create(audit=audit, unit=UnitFactory())
    strange = UnitFactory()
    field = auditor.page("audits:finding_add", audit.pk).context["form"].fields["unit"]
    assert set(field.queryset) == {visited.unit}
    assert "unit" in errors(auditor.send("audits:finding_add", audit.pk, **TYPED, unit=strange.pk))


def contact_and_finding(as_role, **given):
    unit = UnitFactory()
    contact = as_role("unit_contact")
    of_unit(contact.user, unit)
    return contact, finding(held_audit(), unit=unit, **given)


ANSWER = {"cause": "Chưa đọc", "action": "Tập huấn", "doer": "", "due_on": "10/11/2024"}


def test_the_unit_answers_on_the_steps_page(as_role, scope):
    contact, row = contact_and_finding(as_role)
    path = contact.path("audits:finding_step", row.pk, "answer")
    assert contact.get(path).status_code == 200
    doer = contact.user.person
    assert contact.post(path, {**ANSWER, "doer": doer.pk, "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.doer, row.due_on) == ("answered", doer, DUE)
    [entry] = HistoryEntry.objects.of(row)
    assert entry.data["doer"] == str(doer)


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"due_on": "20/10/2024"}, "due_on", "phải từ ngày phát hiện (21/10/2024) trở đi"),
        ({"due_on": "01/01/1921"}, "due_on", "Năm 1921 không hợp lệ"),
        ({"due_on": "31/02/2024"}, "due_on", "31/02/2024"),
        ({"cause": "x" * 20_001}, "cause", "20000"),
    ],
)
def test_a_bad_answer_is_told_at_its_field_and_nothing_is_lost(typed, field, told, as_role, scope):
    contact, row = contact_and_finding(as_role)
    response = contact.step("audits:finding_step", row.pk, "answer", **{**ANSWER, **typed})
    assert response.status_code == 422
    assert told in errors(response)[field]
    sent = {**ANSWER, **typed}
    assert {name: response.context["form"][name].value() for name in ANSWER} == sent
    row.refresh_from_db()
    assert (row.state, row.version) == ("open", 0)


def test_no_browser_cuts_what_is_pasted(as_role, scope):
    contact, row = contact_and_finding(as_role)
    assert b"maxlength" not in contact.page("audits:finding_step", row.pk, "answer").content


def test_a_returned_answer_comes_back_to_be_changed_with_the_reason(as_role, scope):
    contact, row = contact_and_finding(as_role, state="answered")
    as_role("leader").step("audits:finding_step", row.pk, "return_answer", reason="Nêu rõ nguyên nhân")
    page = contact.page("audits:finding_detail", row.pk).content.decode()
    assert "Nêu rõ nguyên nhân" in page
    form = contact.page("audits:finding_step", row.pk, "answer").context["form"]
    assert form["cause"].value() == "Chưa đọc quy trình"


def test_an_answer_that_comes_too_late_is_kept_on_the_page(as_role, scope):
    contact, row = contact_and_finding(as_role, state="approved")
    response = contact.step("audits:finding_step", row.pk, "answer", **ANSWER)
    assert response.status_code == 409
    assert "Không thể trả lời" in errors(response)["__all__"]
    assert response.context["form"]["cause"].value() == "Chưa đọc"


def test_an_answer_to_a_finding_changed_meanwhile_is_kept_on_the_page(as_role, scope):
    contact, row = contact_and_finding(as_role)
    response = contact.step("audits:finding_step", row.pk, "answer", **ANSWER, version=row.version + 3)
    assert response.status_code == 409
    assert "vừa được người khác sửa" in errors(response)["__all__"]
    row.refresh_from_db()
    assert row.state == "open"
    again = contact.step(
        "audits:finding_step", row.pk, "answer", **ANSWER, version=response.context["version"]
    )
    assert again.status_code == 302  # having read what the page shows now
    row.refresh_from_db()
    assert row.state == "answered"


def test_the_unit_attaches_evidence_and_another_unit_does_not(as_role, scope):
    contact, row = contact_and_finding(as_role, state="approved")
    assert contact.page("audits:finding_detail", row.pk).context["attachments_add_url"]
    stranger = as_role("unit_contact")
    assert not stranger.page("audits:finding_detail", row.pk).context["attachments_add_url"]
    assert "Chỉ đầu mối của đơn vị này" in row.attachment_refusal(stranger.user)


@pytest.mark.parametrize(
    ("grade", "told"),
    [
        ("major", "phải có phiếu yêu cầu hành động khắc phục"),
        ("minor", "không bắt buộc"),
        ("observation", "Điểm lưu ý không cần phiếu"),
        ("strength", "Điểm tốt: không cần trả lời"),
    ],
)
def test_the_page_says_whether_a_request_is_needed(grade, told, auditor, scope):
    row = finding(held_audit(auditor.user), grade=grade)
    page = auditor.page("audits:finding_detail", row.pk).content.decode()
    assert told in page
    assert ("Mở phiếu khắc phục" in page) == (grade != "strength")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"state": "open"}, "trả lời nguyên nhân"),
        ({"state": "answered"}, "Chờ lãnh đạo phê duyệt"),
        ({"state": "answered", "result": "not_effective"}, "Kiểm tra không đạt: chờ"),
        ({"state": "approved"}, "thực hiện và báo cáo, hạn 10/11/2024"),
        ({"state": "done"}, "Chờ đánh giá viên kiểm tra"),
        ({"state": "verified"}, "chờ đóng"),
    ],
)
def test_the_page_says_for_whom_it_waits(given, told, auditor, scope):
    row = finding(held_audit(auditor.user), **given)
    assert told in auditor.page("audits:finding_detail", row.pk).content.decode()


def test_who_did_what_is_on_the_page(as_role, scope):
    contact, row = contact_and_finding(as_role)
    contact.step("audits:finding_step", row.pk, "answer", **ANSWER)
    [panel] = [
        p for p in contact.page("audits:finding_detail", row.pk).context["panels"] if p.title == "Diễn biến"
    ]
    told = [(stage.done, stage.who) for stage in panel.context["stages"]]
    assert told[1] == (True, contact.user.full_name)
    assert [done for done, _ in told] == [True, True, False, False, False, False]


def test_overdue_findings_are_filtered_from_the_list(auditor, scope):
    audit = held_audit(auditor.user)
    finding(audit, 1, state="approved", due_on=DAY(2024, 11, 1))
    finding(audit, 2, state="done", due_on=DAY(2024, 11, 1))
    late = auditor.page("audits:finding_list", overdue="true").context["table"]["rows"]
    rest = auditor.page("audits:finding_list", overdue="false").context["table"]["rows"]
    assert [row["cells"][0]["value"] for row in late] == ["01"]
    assert [row["cells"][0]["value"] for row in rest] == ["02"]


def test_finding_pages_stay_within_their_queries(as_role, agency):
    secretary = as_role("secretary")
    with in_agency(agency):
        audit = held_audit()
        for number in range(1, 31):
            row = finding(audit, number, unit=UnitFactory(), state="approved")
        for number in range(1, 11):
            car(row, number)
    for name, args in (("audits:finding_list", ()), ("audits:finding_detail", (row.pk,))):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert secretary.page(name, *args).status_code == 200
        assert len(queries) <= 30, name


def test_another_agencys_finding_is_not_found(other_agency, scope):
    row = finding(held_audit())
    stranger = client_as("secretary", other_agency)
    assert stranger.page("audits:finding_detail", row.pk).status_code == 404

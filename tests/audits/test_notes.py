"""Note sheets: made for a whole audit at once, written row by row, each row once."""

import datetime
import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import (
    AuditedUnit,
    AuditNote,
    AuditSlot,
    AuditTeamMember,
    ChecklistTemplate,
    Finding,
    InternalAudit,
    NoteLine,
    SlotAuditor,
    SlotProcedure,
    SlotUnit,
)
from audits.services.checklists import checklist_lines_add, checklist_sample, lines_of_text
from audits.services.notes import (
    RowGone,
    note_delete,
    note_line_remove,
    note_line_save,
    notes_make,
)
from documents.models import ControlledDocument
from qms import history, inbox
from qms.history import HistoryEntry
from qms.records import StaleRecord
from tests.clients import client_as

DAY = datetime.date(2024, 10, 21)


def held(state="in_progress", number=1):
    return InternalAudit.objects.create(year=2024, round=number, state=state, starts_on=DAY)


def slot(audit, *members, units=1, hour=8):
    row = AuditSlot.objects.create(
        audit=audit, day=DAY, starts_at=datetime.time(hour), ends_at=datetime.time(hour + 1)
    )
    for _ in range(units):
        name = f"Bộ phận {AuditedUnit.objects.count()}"
        SlotUnit.objects.create(slot=row, unit=AuditedUnit.objects.create(audit=audit, name=name))
    for member in members:
        SlotAuditor.objects.create(slot=row, member=member)
    return row


def member(audit, user):
    return AuditTeamMember.objects.create(audit=audit, person=user.person)


@pytest.fixture
def secretary(scope, user_as):
    return user_as("secretary")


@pytest.fixture
def auditor(scope, user_as):
    return user_as("auditor")


@pytest.fixture
def audit(scope):
    return held()


@pytest.fixture
def sheet(audit, auditor, secretary):
    slot(audit, member(audit, auditor))
    notes_make(audit=audit, template=checklist_sample(actor=secretary), actor=secretary)
    return AuditNote.objects.get()


def entries(line):
    return HistoryEntry.objects.of(line)


def save(sheet, actor, line=None, **values):
    """As the browser does: an existing line by its key and version, else a new one."""
    key = values.pop("key", line.key if line else uuid.uuid4())
    version = values.pop("version", line.version if line else None)
    return note_line_save(sheet=sheet, key=key, expected_version=version, values=values, actor=actor)


# --- templates -------------------------------------------------------------------------------------------------


def test_the_built_in_template_is_made_once(secretary):
    first, second = checklist_sample(actor=secretary), checklist_sample(actor=secretary)
    assert first == second
    lines = list(first.lines.values_list("clause", "topic", "indented"))
    assert len(lines) == 6
    assert ("8.7", "Kiểm soát đầu ra không phù hợp", False) in lines
    assert ("7.5.3", "Lập danh mục hồ sơ", True) in lines


def test_pasted_lines_take_the_clause_before_the_tab():
    lines = lines_of_text("7.5.3\t- Lập danh mục hồ sơ\r\n\r\nGiải quyết TTHC\n8.7\tĐầu ra\tghi chú")
    told = [(line.clause, line.topic, line.indented) for line in lines]
    assert told == [
        ("7.5.3", "Lập danh mục hồ sơ", True),
        ("", "Giải quyết TTHC", False),
        ("8.7", "Đầu ra – ghi chú", False),
    ]


def test_a_pasted_line_that_is_too_long_is_named_and_none_is_added(secretary):
    template = checklist_sample(actor=secretary)
    with pytest.raises(ValidationError, match="Dòng 2 dài 501 chữ"):
        checklist_lines_add(template=template, text="Một\n" + "a" * 501, actor=secretary)
    assert template.lines.count() == 6


def test_the_paste_page_keeps_the_tab_of_the_first_line(scope, as_role):
    client = as_role("secretary")
    template = ChecklistTemplate.objects.create(name="Danh mục riêng")
    client.send("audits:checklist_paste", template.pk, text="\tKhông điều khoản\n5.2\tChính sách")
    assert list(template.lines.values_list("clause", "topic")) == [
        ("", "Không điều khoản"),
        ("5.2", "Chính sách"),
    ]


# --- making sheets ---------------------------------------------------------------------------------------------


@pytest.mark.iso("9.2")
def test_a_sheet_is_made_for_each_slot_and_unit_with_the_templates_lines(audit, auditor, secretary):
    row = slot(audit, member(audit, auditor), units=2)
    SlotProcedure.objects.create(
        slot=row, document=ControlledDocument.objects.create(code="QT-12", title="Giao đất", kind="internal")
    )
    template = checklist_sample(actor=secretary)
    assert notes_make(audit=audit, template=template, actor=secretary) == 2
    note = AuditNote.objects.first()
    assert (note.auditor.person, note.noted_on) == (auditor.person, DAY)
    assert list(note.lines.values_list("topic", flat=True))[-2:] == [
        "Kiểm soát đầu ra không phù hợp",
        "Giao đất",
    ]
    assert note.lines.last().procedure.code == "QT-12"
    assert entries(note).get().action == "create"


def test_making_sheets_again_adds_only_what_is_missing(sheet, audit, auditor, secretary):
    assert notes_make(audit=audit, template=None, actor=secretary) == 0
    slot(audit, hour=10)
    assert notes_make(audit=audit, template=None, actor=secretary) == 1
    assert AuditNote.objects.count() == 2
    assert list(history.verify(sheet.agency)) == []


def test_making_many_sheets_takes_no_more_queries(audit, secretary):
    template = checklist_sample(actor=secretary)

    def queries():
        with CaptureQueriesContext(connection) as found:
            notes_make(audit=audit, template=template, actor=secretary)
        return len(found)

    slot(audit, units=1, hour=6)
    queries()  # the first also reads who the account is, and begins the history
    slot(audit, units=2)
    few = queries()
    slot(audit, units=8, hour=10)  # what one INSERT of SQLite holds: 999 values
    assert queries() == few


def test_no_sheet_is_made_in_a_closed_audit_or_by_a_stranger(scope, secretary, auditor):
    closed = held("closed")
    with pytest.raises(ValidationError, match="đã kết thúc"):
        notes_make(audit=closed, template=None, actor=secretary)
    with pytest.raises(ValidationError, match="Chỉ thành viên đoàn"):
        notes_make(audit=held(number=2), template=None, actor=auditor)


# --- writing rows ----------------------------------------------------------------------------------------------


def test_the_same_key_twice_adds_nothing(sheet, auditor):
    key = uuid.uuid4()
    first = save(sheet, auditor, key=key, topic="Thêm", note="Thấy hồ sơ thiếu")
    again = save(sheet, auditor, key=key, topic="Thêm", note="Thấy hồ sơ thiếu")
    assert first.pk == again.pk
    assert NoteLine.objects.filter(key=key).count() == 1
    assert entries(first).count() == 1


def test_a_repeated_save_tells_the_same_version_and_writes_no_history(sheet, auditor):
    line = sheet.lines.first()
    saved = save(sheet, auditor, line, note="Đã thấy")
    repeated = save(sheet, auditor, line, note="Đã thấy")  # still with the version read at first
    assert repeated.version == saved.version == line.version + 1
    assert entries(line).count() == 1


def test_a_stale_version_is_a_conflict_that_changes_nothing(sheet, auditor, secretary):
    line = sheet.lines.first()
    save(sheet, auditor, line, note="Của đánh giá viên")
    with pytest.raises(StaleRecord) as stale:
        save(sheet, secretary, line, note="Của thư ký")
    assert stale.value.current.note == "Của đánh giá viên"
    assert sheet.lines.first().note == "Của đánh giá viên"


def test_a_new_key_that_another_text_has_taken_is_a_conflict(sheet, auditor):
    key = uuid.uuid4()
    save(sheet, auditor, key=key, note="Một")
    with pytest.raises(StaleRecord):
        save(sheet, auditor, key=key, note="Hai")


def test_two_auditors_write_different_rows_of_one_sheet(sheet, audit, auditor, user_as):
    other = user_as("auditor")
    member(audit, other)
    first, second = sheet.lines.all()[:2]
    save(sheet, auditor, first, note="Một")
    save(sheet, other, second, note="Hai")
    assert list(sheet.lines.values_list("note", flat=True))[:2] == ["Một", "Hai"]


def test_who_is_not_on_the_team_is_refused(sheet, user_as):
    with pytest.raises(ValidationError, match="Chỉ thành viên đoàn"):
        save(sheet, user_as("auditor"), sheet.lines.first(), note="x")


@pytest.mark.parametrize(("state", "said"), [("closed", "đã kết thúc"), ("notified", "chưa bắt đầu")])
def test_nothing_is_written_outside_the_audit(sheet, auditor, state, said):
    type(sheet.audit).objects.filter(pk=sheet.audit_id).update(state=state)  # while the page was open
    with pytest.raises(ValidationError, match=said):
        save(sheet, auditor, sheet.lines.first(), note="x")
    with pytest.raises(ValidationError, match=said):
        note_line_remove(sheet=sheet, key=sheet.lines.first().key, expected_version=None, actor=auditor)


def test_a_row_goes_below_the_one_it_was_added_at(sheet, auditor):
    rows = list(sheet.lines.all())
    for number in range(6):  # more than fit between two positions
        save(sheet, auditor, topic=f"Mới {number}", after=rows[1].key)
    topics = list(sheet.lines.values_list("topic", flat=True))
    assert topics[:3] == [rows[0].topic, rows[1].topic, "Mới 5"]
    assert topics[7:] == ["Mới 0", *[row.topic for row in rows[2:]]]
    last = save(sheet, auditor, topic="Cuối", after=uuid.uuid4())  # a row that is gone: at the end
    assert sheet.lines.last() == last


def test_too_long_a_text_is_refused_with_its_length(sheet, auditor):
    line = sheet.lines.first()
    with pytest.raises(ValidationError, match="Ghi chép dài 20001 chữ, quá 20000"):
        save(sheet, auditor, line, note="a" * 20_001)
    assert save(sheet, auditor, line, note="ạ" * 10_000).note == "ạ" * 10_000


def test_a_table_pasted_from_word_stays_readable(sheet, auditor):
    text = "Hồ sơ\tNgày\r\n01\t02/3/2024\x00\r\n"
    saved = save(sheet, auditor, sheet.lines.first(), note=text)
    assert saved.note == "Hồ sơ\tNgày\n01\t02/3/2024\n"


def test_a_removed_row_stays_in_the_history_and_is_not_written_again(sheet, auditor):
    line = sheet.lines.first()
    note_line_remove(sheet=sheet, key=line.key, expected_version=line.version, actor=auditor)
    note_line_remove(sheet=sheet, key=line.key, expected_version=line.version, actor=auditor)  # sent twice
    assert entries(line).filter(action="delete").count() == 1
    with pytest.raises(RowGone):
        save(sheet, auditor, line, note="Đến muộn")


def test_a_row_that_was_changed_or_has_a_finding_is_not_removed(sheet, auditor):
    line = sheet.lines.first()
    save(sheet, auditor, line, note="Mới")
    with pytest.raises(StaleRecord):
        note_line_remove(sheet=sheet, key=line.key, expected_version=line.version, actor=auditor)
    raised(line)
    with pytest.raises(ValidationError, match="còn được dùng"):
        note_line_remove(sheet=sheet, key=line.key, expected_version=None, actor=auditor)


def test_a_sheet_with_notes_is_not_deleted(sheet, auditor, secretary):
    save(sheet, auditor, sheet.lines.first(), remark="Đã thực hiện")
    with pytest.raises(ValidationError, match="đã có ghi chép"):
        note_delete(note=sheet, actor=secretary)
    save(sheet, auditor, sheet.lines.first(), remark="")
    note_delete(note=sheet, actor=secretary)
    assert not AuditNote.objects.exists()


def raised(line):
    return Finding.objects.create(
        audit=line.sheet.audit,
        number=1,
        criterion_type="clause",
        clause="8.7",
        description="Chưa kiểm soát",
        note_line=line,
    )


def test_undone_without_a_finding_is_unanswered(sheet, auditor):
    first, second, third = sheet.lines.all()[:3]
    save(sheet, auditor, first, remark="CHƯA THỰC HIỆN")
    save(sheet, auditor, second, note="Phòng chưa thực hiện việc này")
    save(sheet, auditor, third, remark="Chưa cập nhật đủ thủ tục hồ sơ")
    assert set(NoteLine.objects.unanswered()) == {first, second}
    raised(first)
    assert set(NoteLine.objects.unanswered()) == {second}


# --- pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def client(sheet, auditor):
    client = client_as("auditor", sheet.agency)
    member(sheet.audit, client.user)
    return client


def post(client, sheet, **body):
    path = client.path("audits:note_line_save", sheet.pk)
    return client.post(path, json.dumps(body), content_type="application/json")


def test_the_endpoint_answers_with_the_new_version(client, sheet):
    line = sheet.lines.first()
    answer = post(client, sheet, user=client.user.pk, key=str(line.key), version=0, note="Đã thấy")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    line.refresh_from_db()
    assert (line.note, line.topic) == ("Đã thấy", "Chính sách và MTCL")  # what was not sent stays


def test_the_endpoint_tells_a_conflict_with_both_hands(client, sheet, secretary):
    line = sheet.lines.first()
    save(sheet, secretary, line, note="Của thư ký")
    answer = post(client, sheet, key=str(line.key), version=0, note="Của tôi")
    assert answer.status_code == 409
    assert answer.json()["theirs"]["note"] == "Của thư ký"
    assert answer.json()["who"] == str(secretary)


def test_the_endpoint_refuses_text_typed_by_another_account(client, sheet, secretary):
    line = sheet.lines.first()
    answer = post(client, sheet, user=secretary.pk, key=str(line.key), version=0, note="Của người khác")
    assert (answer.status_code, answer.json()["account"]) == (403, True)
    assert not entries(line).exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"key": "x"}', '{"key": 1, "version": -1}', "\udcff"])
def test_nonsense_is_refused_with_a_sentence(client, sheet, body):
    path = client.path("audits:note_line_save", sheet.pk)
    answer = client.post(path, body.encode("utf-8", "surrogateescape"), content_type="application/json")
    assert answer.status_code == 422
    assert "không đúng dạng" in answer.json()["error"]


def test_another_agencys_sheet_is_not_found(sheet, other_agency):
    stranger = client_as("secretary", other_agency)
    answer = post(stranger, sheet, key=str(sheet.lines.first().key), version=0, note="x")
    assert answer.status_code == 404
    assert stranger.page("audits:note_detail", sheet.pk).status_code == 404


def test_saving_a_row_stays_cheap(client, sheet):
    line = sheet.lines.first()
    post(client, sheet, key=str(line.key), version=0, note="Một")
    with CaptureQueriesContext(connection) as found:
        answer = post(client, sheet, key=str(line.key), version=1, note="Hai")
    assert answer.status_code == 200
    work = [q["sql"] for q in found if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(work) <= 16, "\n".join(work)


def test_the_delete_page_of_a_written_sheet_says_why_not(client, sheet, auditor):
    assert client.page("audits:note_delete", sheet.pk).context["refusal"] == ""
    save(sheet, auditor, sheet.lines.first(), remark="Đã thực hiện")
    assert "đã có ghi chép" in client.page("audits:note_delete", sheet.pk).context["refusal"]


def test_the_sheet_saves_without_scripts(client, sheet):
    first, second = sheet.lines.all()[:2]
    data = {f"version-{first.key}": 0, f"note-{first.key}": "Đã thấy", f"topic-{first.key}": first.topic}
    data |= {f"note-{second.key}": "", f"topic-{second.key}": second.topic, f"clause-{second.key}": "7.5"}
    client.post(client.path("audits:note_detail", sheet.pk), data | {"add": str(first.key)})
    topics = list(sheet.lines.values_list("topic", flat=True))
    assert (topics[0], topics[1]) == (first.topic, "")
    assert sheet.lines.first().note == "Đã thấy"
    assert not entries(second).exists()


def test_a_conflict_without_scripts_keeps_what_was_typed(client, sheet, secretary):
    line = sheet.lines.first()
    save(sheet, secretary, line, note="Của thư ký", topic="Chủ đề")
    data = {f"version-{line.key}": 0, f"note-{line.key}": "Của tôi", f"topic-{line.key}": "Chủ đề"}
    path = client.path("audits:note_detail", sheet.pk)
    page = client.post(path, data)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Của tôi" in text
    assert "Đang lưu: Chủ đề | Của thư ký" in text
    client.post(path, data | {f"version-{line.key}": 1})
    assert sheet.lines.first().note == "Của tôi"


def test_a_row_that_somebody_removed_keeps_what_was_typed_without_scripts(client, sheet, secretary):
    first, line, third = sheet.lines.all()[:3]
    note_line_remove(sheet=sheet, key=line.key, expected_version=None, actor=secretary)
    data = {}
    for row, note in ((first, "Một"), (line, "Của tôi"), (third, "Ba")):
        data |= {f"note-{row.key}": note, f"topic-{row.key}": row.topic, f"version-{row.key}": 0}
    path = client.path("audits:note_detail", sheet.pk)
    page = client.post(path, data)
    assert page.status_code == 422
    row = page.context["rows"][1]
    assert (row["key"], row["note"], row["error"]) == (
        str(line.key),
        "Của tôi",
        "Người khác vừa xóa dòng này.",
    )
    assert f'name="again-{line.key}" value="1" checked' in page.content.decode()
    assert list(sheet.lines.values_list("note", flat=True)[:2]) == ["Một", "Ba"]  # the others are saved
    stored = data | {f"version-{first.key}": 1, f"version-{third.key}": 1, f"gone-{line.key}": 1}
    assert client.post(path, stored).status_code == 302  # let go
    assert sheet.lines.first().note == "Một"
    assert client.post(path, stored | {f"again-{line.key}": 1}).status_code == 302
    assert client.post(path, stored | {f"again-{line.key}": 1}).status_code == 302  # a repeat adds nothing
    assert list(sheet.lines.values_list("note", flat=True)[:3]) == ["Một", "Của tôi", "Ba"]


def test_a_removed_row_nobody_typed_into_is_no_problem_and_an_unknown_one_is(client, sheet):
    unknown, path = uuid.uuid4(), client.path("audits:note_detail", sheet.pk)
    assert client.post(path, {f"note-{unknown}": " ", "note-new": "x"}).status_code == 302
    page = client.post(path, {f"note-{unknown}": "Chữ"})
    assert (page.status_code, page.context["rows"][0]["note"]) == (422, "Chữ")
    long = client.post(path, {f"note-{unknown}": "x" * 20_001, f"again-{unknown}": 1, f"gone-{unknown}": 1})
    assert (long.status_code, long.context["rows"][0]["gone"]) == (422, True)


def test_a_kept_page_belongs_to_its_reader(client, sheet):
    page = client.page("audits:note_detail", sheet.pk)
    assert page["X-Qms-User"] == str(client.user.pk)
    assert page["Cache-Control"] == "no-store"


def test_the_row_of_a_finding_shows_it(client, sheet):
    line = sheet.lines.first()
    raised(line)
    text = client.page("audits:note_detail", sheet.pk).content.decode()
    assert "Phát hiện 01 – Nhẹ" in text
    assert f"?line={line.pk}" in text


def test_ones_own_sheets_come_first(client, sheet, secretary):
    row = slot(sheet.audit, sheet.audit.team.get(person=client.user.person), hour=15)
    notes_make(audit=sheet.audit, template=None, actor=secretary)
    text = client.page("audits:note_list", sheet.audit.pk).content.decode()
    mine, other = str(row.units.get().unit), str(sheet.unit)
    assert text.index(f">{mine}<") < text.index(f">{other}<")
    assert "0/6 dòng" in text


def test_pages_of_a_large_audit_stay_within_thirty_queries(client, sheet, secretary):
    slot(sheet.audit, units=20, hour=15)
    notes_make(audit=sheet.audit, template=ChecklistTemplate.objects.get(), actor=secretary)
    for name, pk in (("note_list", sheet.audit.pk), ("note_detail", AuditNote.objects.last().pk)):
        with CaptureQueriesContext(connection) as found:
            assert client.page(f"audits:{name}", pk).status_code == 200
        assert len(found) <= 30


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("anh.jpg", b"MZ\x90\x00" + bytes(200), "không phải là JPG"),
        ("lon.jpg", b"\xff\xd8\xff\xe0" + bytes(30 * 1024 * 1024), "nặng 30.0 MB, quá giới hạn"),
    ],
)
def test_a_photo_that_is_none_or_too_large_is_refused_with_a_sentence(client, sheet, name, content, said):
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = client.path("qms:attachment_add", "audits.auditnote", sheet.pk)
    page = client.post(path, {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert said in page.content.decode()
    assert page.request["PATH_INFO"].endswith(f"/phieu/{sheet.pk}/")


def test_only_the_team_attaches_photos(sheet, user_as):
    assert "Chỉ thành viên đoàn" in sheet.attachment_refusal(user_as("auditor"))


def test_an_unfinished_sheet_waits_for_its_auditor_alone(sheet, auditor, secretary, user_as, scope):
    waiting = [item.record for item in inbox.collect(scope, auditor)]
    assert sheet in waiting
    for other in (secretary, user_as("auditor")):
        assert sheet not in [item.record for item in inbox.collect(scope, other)]
    sheet.lines.update(remark="Đã thực hiện")
    assert sheet not in [item.record for item in inbox.collect(scope, auditor)]

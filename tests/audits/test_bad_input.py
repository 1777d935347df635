"""What goes wrong where people type in a hurry: forged fields, pasted tables, long texts, wrong years, wrong files.

Each is answered with a clear sentence, and nothing that was typed is lost.
"""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import CorrectiveActionRequest, Finding, ManagementReview
from qms import papers
from qms.paper.output import Format
from qms.scope import in_agency
from tests.audits.build import audit, car, finding, held_audit, of_unit, ready_review
from tests.audits.rows import audited_unit, line, sheet, slot
from tests.clients import client_as
from tests.factories import UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.iso("9.2"), pytest.mark.iso("10.2")]

FOUND = {
    "grade": "minor",
    "criterion_type": "procedure",
    "section": "QT-12, mục 5.2",
    "description": "Thiếu giấy tiếp nhận",
    "opened_on": "21/10/2024",
}
WORD = "TT\tHồ sơ\tNgày\r\n1\t“Đất đai”\u00a0số\u00a017\t02/3/2024\r\n2\t‘Hộ tịch’ – trễ…\x0b\t\r\n"
KEPT = "TT\tHồ sơ\tNgày\n1\t“Đất đai”\u00a0số\u00a017\t02/3/2024\n2\t‘Hộ tịch’ – trễ…"
LONG = "Xem hồ sơ số 17, cán bộ thụ lý nêu đúng trình tự. " * 200  # 10,000 characters
NOT_A_PHOTO = ("anh.jpg", b"MZ\x90\x00" + bytes(200), "không phải là JPG")
TOO_LARGE = ("lon.jpg", b"\xff\xd8\xff\xe0" + bytes(30 * 1024 * 1024), "nặng 30.0 MB, quá giới hạn")


def errors(response):
    return {name: " ".join(found) for name, found in response.context["form"].errors.items()}


def typed(response, *names):
    return [response.context["form"][name].value() for name in names]


@pytest.fixture
def auditor(as_role):
    return as_role("auditor")


def page_and_sheet(client):
    row = held_audit(client.user)
    unit = audited_unit(row, UnitFactory())
    return row, sheet(slot(row, [unit]), unit)


def write(client, of, row, **values):
    """As the sheet's script sends a row."""
    sent = {
        "user": client.user.pk,
        "key": str(row.key),
        "version": row.version,
        "topic": row.topic,
        **values,
    }
    path = client.path("audits:note_line_save", of.pk)
    return client.post(path, json.dumps(sent), content_type="application/json")


def test_two_auditors_on_one_sheet_lose_nothing(auditor, agency, scope):
    row, note = page_and_sheet(auditor)
    other = client_as("auditor", agency)
    row.team.create(person=other.user.person)
    mine, theirs = line(note), line(note)
    assert write(auditor, note, mine, note="Của tôi").status_code == 200
    assert write(other, note, theirs, note="Của bạn").status_code == 200
    late = write(other, note, mine, note="Cùng dòng")
    assert (late.status_code, late.json()["theirs"]["note"]) == (409, "Của tôi")
    assert [one.note for one in note.lines.order_by("pk")] == ["Của tôi", "Của bạn"]


def test_a_forged_unit_of_a_finding_is_refused_and_the_words_stay(auditor, other_agency, scope):
    row, _ = page_and_sheet(auditor)
    unvisited = UnitFactory()
    with in_agency(other_agency):
        foreign = UnitFactory()
    for unit in (unvisited, foreign):
        response = auditor.send("audits:finding_add", row.pk, **FOUND, unit=unit.pk)
        assert response.status_code == 422
        assert "unit" in errors(response)
        assert typed(response, "description", "section") == [FOUND["description"], FOUND["section"]]
    assert not Finding.objects.exists()


def test_a_forged_state_unit_or_number_of_a_request_changes_nothing(auditor, scope):
    row = finding(held_audit(auditor.user), unit=UnitFactory(), grade="major")
    forged = {
        "state": "closed",
        "unit": UnitFactory().pk,
        "number": 77,
        "closed_on": "12/11/2024",
        "opened_by": 1,
    }
    sent = {"description": "Trả kết quả trễ", "opened_on": "21/10/2024", **forged}
    auditor.post(f"{auditor.path('audits:car_add')}?finding={row.pk}", sent)
    made = CorrectiveActionRequest.objects.get()
    assert (made.state, made.unit, made.number, made.closed_on) == ("opened", row.unit, 1, None)
    assert made.opened_by == auditor.user


def test_a_forged_state_of_an_audit_or_a_review_changes_nothing(as_role, scope):
    secretary, row, review = as_role("secretary"), audit(), ready_review()
    sent = {"round": 1, "standard": "TCVN ISO 9001:2015", "version": 0}
    forged = {"state": "closed", "reported_on": "01/11/2024"}
    assert secretary.send("audits:audit_edit", row.pk, **sent, **forged, place="Nhà A").status_code == 302
    signed = {"state": "minutes_signed", "signed_on": "01/11/2024"}
    assert secretary.send("audits:review_edit", review.pk, **sent, **signed, place="Nhà B").status_code == 302
    row.refresh_from_db()
    review.refresh_from_db()
    assert (row.place, row.state, row.reported_on) == ("Nhà A", "planned", None)
    assert (review.place, review.state, review.signed_on) == ("Nhà B", "planned", None)


def test_a_request_sent_twice_after_it_was_closed_says_so_and_keeps_the_words(as_role, scope):
    row, secretary = car(state="closed"), as_role("secretary")
    sent = {
        "description": "Viết lại",
        "opened_on": "21/10/2024",
        "origin": "complaint",
        "origin_label": "Đơn 5",
    }
    response = secretary.send("audits:car_edit", row.pk, **sent, version=row.version)
    assert response.status_code == 422
    assert errors(response)["__all__"] == "Phiếu đã đóng, không sửa được nữa."
    assert typed(response, "description") == ["Viết lại"]
    row.refresh_from_db()
    assert (row.description, row.state) == ("Trả kết quả trễ", "closed")


def test_a_table_pasted_from_word_is_kept_on_page_and_paper(auditor, scope):
    row, _ = page_and_sheet(auditor)
    assert auditor.send("audits:finding_add", row.pk, **FOUND, evidence=WORD).status_code == 302
    made = Finding.objects.get()
    assert made.evidence.replace("\r\n", "\n").rstrip() == KEPT
    assert "“Đất đai”\u00a0số\u00a017" in auditor.page("audits:finding_detail", made.pk).content.decode()
    kind = papers.kind("audits.nonconformity")
    printed = papers.piece(kind, kind.load(made.pk)).content(Format.TEXT).decode()
    assert "‘Hộ tịch’ – trễ…" in printed


def test_ten_thousand_characters_in_a_row_are_kept_and_printed_whole(auditor, scope):
    _, note = page_and_sheet(auditor)
    row = line(note)
    assert write(auditor, note, row, note=LONG).status_code == 200
    row.refresh_from_db()
    assert (len(LONG), row.note) == (10_000, LONG)
    kind = papers.kind("audits.note")
    printed = papers.piece(kind, kind.load(note.pk)).content(Format.TEXT).decode()
    assert printed.count("cán bộ thụ lý nêu đúng trình tự") == 200


def test_more_than_a_row_holds_is_told_and_the_stored_row_stays(auditor, scope):
    _, note = page_and_sheet(auditor)
    row = line(note, note="Đã thấy")
    response = write(auditor, note, row, note="a" * 20_001)
    assert response.status_code == 422
    assert response.json()["error"].startswith("Ghi chép dài 20001 chữ, quá 20000 chữ.")
    row.refresh_from_db()
    assert row.note == "Đã thấy"
    plain = {
        f"note-{row.key}": "a" * 20_001,
        f"topic-{row.key}": row.topic,
        f"version-{row.key}": row.version,
    }
    page = auditor.post(auditor.path("audits:note_detail", note.pk), plain)
    assert page.status_code == 422
    assert "a" * 20_001 in page.content.decode()


def test_a_key_that_is_none_or_a_row_that_is_gone_is_told(auditor, scope):
    _, note = page_and_sheet(auditor)
    row = line(note)
    assert "không đúng dạng" in write(auditor, note, row, key="1; DROP").json()["error"]
    gone = write(auditor, note, row, key=str(uuid.uuid4()), version=3, note="Còn đây")
    assert (gone.status_code, gone.json()["error"]) == (409, "Người khác vừa xóa dòng này.")


@pytest.mark.parametrize(
    ("name", "parent", "field", "sent"),
    [
        ("audits:finding_add", "audit", "opened_on", FOUND),
        ("audits:slot_add", "audit", "day", {"starts_at": "08:00", "ends_at": "10:00", "topics": "Hồ sơ"}),
        ("audits:audit_add", "", "planned_from", {"round": "2", "place": "Nhà A"}),
        ("audits:review_add", "", "planned_on", {"round": "1", "place": "Nhà A"}),
        ("audits:conclusion_add", "review", "due_on", {"text": "Rà soát", "owner": "Văn phòng"}),
    ],
)
def test_a_day_of_1921_is_told_at_its_field_and_nothing_is_lost(name, parent, field, sent, as_role, scope):
    secretary = as_role("secretary")
    parents = {"audit": held_audit(), "review": ManagementReview.objects.create(year=2023)}
    args = [parents[parent].pk] if parent else []
    sent = {**sent, field: "10/11/1921"}
    response = secretary.send(name, *args, **sent)
    assert response.status_code == 422
    assert "1921" in errors(response)[field]
    assert typed(response, *sent) == list(sent.values())


@pytest.mark.parametrize(("file_name", "content", "told"), [NOT_A_PHOTO, TOO_LARGE])
@pytest.mark.parametrize("kind", ["audits.finding", "audits.correctiveactionrequest"])
def test_evidence_that_is_no_photo_or_too_large_is_refused(kind, file_name, content, told, as_role, scope):
    contact = as_role("unit_contact")
    unit = of_unit(contact.user, UnitFactory()).person.unit
    row = finding(held_audit(), unit=unit) if kind == "audits.finding" else car(unit=unit)
    path = contact.path("qms:attachment_add", kind, row.pk)
    page = contact.post(path, {"file": SimpleUploadedFile(file_name, content)}, follow=True)
    assert told in page.content.decode()
    assert page.request["PATH_INFO"].endswith(row.get_absolute_url())

"""The plan of an audit: its parts, usual sentences, the copy of an earlier one, the programme of the year."""

import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audits.models import AuditedUnit, AuditSlot, InternalAudit
from audits.programme import lines_of
from audits.services.team import audit_copy
from documents.models import ControlledDocument
from tests.audits.build import audit, finding
from tests.audits.plan import AT, member, planned, slot
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


def test_a_new_audit_is_offered_the_usual_sentences_and_keeps_none_unasked(secretary, scope):
    form = secretary.page("audits:audit_add").context["form"]
    assert "không phù hợp" in form["purpose"].value()
    secretary.send("audits:audit_add", round="1", standard="TCVN ISO 9001:2015", purpose="Mục đích riêng")
    row = InternalAudit.objects.get()
    assert (row.purpose, row.notice_request) == ("Mục đích riêng", "")
    form = secretary.page("audits:audit_notice_edit", row.pk).context["form"]
    assert "khó khăn, vướng mắc" in form["notice_request"].value()
    assert form["notice_recipients"].value().endswith("Lưu: BCĐ.")
    row.notice_request = "Đề nghị khác."
    row.save()
    form = secretary.page("audits:audit_notice_edit", row.pk).context["form"]
    assert form["notice_request"].value() == "Đề nghị khác."
    InternalAudit.objects.update(**{"state": "notified"})
    form = secretary.page("audits:audit_notice_edit", row.pk).context["form"]
    assert form["notice_recipients"].value() == ""


def test_the_parts_are_edited_apart_and_change_nothing_else(secretary, scope):
    row = planned(purpose="Mục đích", strengths="Mạnh", place="Phòng họp")
    sent = {"notice_organ": "Ban Chỉ đạo ISO", "notice_note": "Mang theo tài liệu", "version": row.version}
    assert secretary.send("audits:audit_notice_edit", row.pk, **sent).status_code == 302
    row.refresh_from_db()
    sent = {"starts_at": "14:00", "starts_on": "21/10/2024", "strengths": "Tốt", "version": row.version}
    assert secretary.send("audits:audit_report_edit", row.pk, **sent).status_code == 302
    row.refresh_from_db()
    assert (row.purpose, row.place, row.notice_note) == ("Mục đích", "Phòng họp", "Mang theo tài liệu")
    assert (row.strengths, row.starts_at) == ("Tốt", AT(14))
    wrong = secretary.send("audits:audit_report_edit", row.pk, starts_at="27:00", version=row.version)
    assert "Ghi giờ và phút" in str(wrong.context["form"].errors)


def test_the_page_of_an_audit_gathers_its_parts(secretary, scope):
    unit = UnitFactory(name="Phòng Y tế")
    row = planned(unit, place="Phòng họp số 01")
    auditor = member(row, role="lead", person=PersonFactory(name="Tăng Thị Thắm", honorific="Bà"))
    slot(row, auditors=[auditor])
    finding(row, 1, unit=unit, grade="minor", description="Thiếu giấy hẹn")
    page = secretary.page("audits:audit_detail", row.pk)
    text = page.content.decode()
    for words in (
        "Phòng họp số 01",
        "Phòng Y tế",
        "Bà Tăng Thị Thắm",
        "14:00–17:00",
        "Thiếu giấy hẹn",
        "Trưởng đoàn",
    ):
        assert words in text
    assert ("Không phù hợp nhẹ", 1) in [
        (label, count) for label, count, _url in page.context["grades"]["rows"]
    ]
    assert "grade=minor" in text and secretary.path("audits:schedule", row.pk) in text


def test_undone_rows_without_a_finding_are_told_before_the_report(secretary, scope):
    from audits.models import AuditNote, NoteLine

    row = audit("in_progress")
    unit = row.audited_units.get()
    sheet = AuditNote.objects.create(audit=row, slot=slot(row), unit=unit)
    line = NoteLine.objects.create(sheet=sheet, topic="Kiểm soát đầu ra", remark="Chưa thực hiện")
    told = [warning["text"] for warning in secretary.page("audits:audit_detail", row.pk).context["warnings"]]
    assert told == ["Ban Chỉ đạo: “Kiểm soát đầu ra” ghi chưa thực hiện mà chưa nêu phát hiện."]
    finding(row, 1, description="Chưa kiểm soát", note_line=line)
    assert secretary.page("audits:audit_detail", row.pk).context["warnings"] == []


def full_source():
    source = audit(
        "closed",
        year=2023,
        purpose="Mục đích",
        place="Phòng họp",
        strengths="Mạnh",
        reported_on=DAY(2023, 11, 1),
    )
    document = ControlledDocument.objects.create(code="QT-12", title="Văn hóa", kind="internal")
    auditor = member(source, role="lead", title="Phó Chủ tịch", stated_name="Tên viết sai")
    slot(source, day=DAY(2023, 10, 23), auditors=[auditor], procedures=[document], topics="Mục tiêu")
    finding(source, 1, description="Thiếu")
    return source


def test_a_copy_takes_the_plan_and_resets_what_happened(scope, user_as):
    source = full_source()
    copied = audit_copy(source=source, year=2024, actor=user_as("secretary"))
    copied.refresh_from_db()
    assert (copied.year, copied.round, copied.state) == (2024, 1, "planned")
    assert (copied.purpose, copied.place) == ("Mục đích", "Phòng họp")
    left = ("notice", "team_decision", "starts_on", "ends_on", "planned_from", "reported_on", "reported_by")
    assert [getattr(copied, name) for name in left] == [None] * 7
    assert (copied.findings_recorded, copied.strengths, copied.findings.count()) == (False, "", 0)
    [auditor], [made] = copied.team.all(), copied.slots.all()
    assert (auditor.role, auditor.title, auditor.stated_name) == ("lead", "Phó Chủ tịch", "")
    assert (made.day, made.topics) == (DAY(2024, 10, 21), "Mục tiêu")  # the same weekday
    assert made.day.weekday() == DAY(2023, 10, 23).weekday()
    assert made.units.get().unit.audit_id == made.auditors.get().member.audit_id == copied.pk
    assert made.procedures.get().document.code == "QT-12"
    source.refresh_from_db()
    assert (source.state, source.slots.count(), source.team.count()) == ("closed", 1, 1)


def test_the_copy_page_offers_earlier_audits_and_makes_one_of_this_year(secretary, scope, other_agency):
    from qms.scope import in_agency

    source = full_source()
    with in_agency(other_agency):
        foreign = audit("closed", year=2023)
    page = secretary.page("audits:audit_copy")
    assert list(page.context["form"].fields["source"].queryset) == [source]
    assert secretary.send("audits:audit_copy", source=foreign.pk).status_code == 422
    assert secretary.send("audits:audit_copy", source=source.pk).status_code == 302
    assert InternalAudit.objects.get(year=2024).slots.count() == 1
    assert "Chép từ đợt trước" in secretary.page("audits:audit_list").content.decode()


def test_the_same_copy_asked_twice_by_one_person_is_one(scope, user_as):
    source, other = full_source(), audit("closed", year=2022, team_decision=None)
    actor = user_as("secretary")
    first = audit_copy(source=source, year=2024, actor=actor)
    assert audit_copy(source=source, year=2024, actor=actor) == first
    assert audit_copy(source=other, year=2024, actor=actor).round == 2  # another plan
    assert audit_copy(source=source, year=2024, actor=user_as("secretary")).round == 3  # another hand
    assert audit_copy(source=source, year=2025, actor=actor).round == 1


def test_a_copy_asked_again_after_some_minutes_is_another(scope, user_as, monkeypatch):
    source, actor = full_source(), user_as("secretary")
    audit_copy(source=source, year=2024, actor=actor)
    monkeypatch.setattr("qms.records.TWICE", datetime.timedelta())
    assert audit_copy(source=source, year=2024, actor=actor).round == 2


def test_a_copy_that_is_refused_is_told_on_its_page(secretary, scope, monkeypatch):
    source = full_source()
    audit("planned", year=2024, team_decision=None)
    monkeypatch.setattr("audits.services.team.next_round", lambda year: 1)  # somebody else took it
    page = secretary.send("audits:audit_copy", source=source.pk)
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert InternalAudit.objects.filter(year=2024).count() == 1


def test_a_day_typed_for_a_step_that_came_too_late_is_kept(secretary, scope):
    row = audit("notified")
    typed = {"starts_on": "22/10/2024", "version": row.version + 1}
    page = secretary.step("audits:audit_step", row.pk, "start", **typed)
    assert page.status_code == 409
    assert page.context["form"]["starts_on"].value() == "22/10/2024"


def test_the_programme_says_when_each_unit_is_was_or_never_was_audited(secretary, scope):
    seen, new, held = UnitFactory(name="Phòng A"), UnitFactory(name="Phòng B"), UnitFactory(name="Phòng C")
    gone = UnitFactory(name="Phòng cũ", valid_to=DAY(2022, 12, 31))
    before = planned(
        seen, gone, year=2022, state="closed", starts_on=DAY(2022, 11, 8), ends_on=DAY(2022, 11, 9)
    )
    this = planned(seen)
    slot(this, day=DAY(2024, 10, 22))
    planned(held, round=2, state="in_progress", starts_on=DAY(2024, 11, 5))
    AuditedUnit.objects.create(audit=this, name="Ban Chỉ đạo")
    found = {line.name: line for line in lines_of(2024)}
    assert list(found) == ["Phòng A", "Phòng B", "Phòng C", "Ban Chỉ đạo"]
    visit = found["Phòng A"].visits[this.pk]
    assert (visit.when, visit.held) == ("22/10/2024", False)
    assert found["Phòng A"].told_last == "08/11/2022 – 09/11/2022 (lần 01/2022)"
    assert found["Phòng B"].told_last == "Chưa từng đánh giá" and not found["Phòng B"].visits
    assert found["Phòng C"].told_last == "Lần đầu trong năm nay"
    page = secretary.page("audits:programme").content.decode()
    assert (
        "Chưa từng đánh giá" in page and before.get_absolute_url() in page and new.get_absolute_url() in page
    )


def test_an_earlier_audit_that_was_only_planned_does_not_count(scope):
    unit = UnitFactory(name="Phòng A")
    planned(unit, year=2023)
    assert lines_of(2024)[0].told_last == "Chưa từng đánh giá"


def test_the_programme_is_exported_as_it_is_shown(secretary, scope):
    row = planned(UnitFactory(name="=Phòng A"))
    response = secretary.page("audits:programme", xuat="xlsx")
    cells = [[cell.value for cell in line] for line in load_workbook(BytesIO(response.content)).active]
    assert cells[0] == ["Đơn vị", f"Lần {row.round_label}", "Lần gần nhất trước đó"]
    assert cells[1] == ["'=Phòng A", "Dự kiến 21/10/2024 – 23/10/2024", "Chưa từng đánh giá"]


def test_the_programme_asks_the_same_number_of_questions_for_any_number_of_units(secretary, scope):
    counts = []
    for amount in (2, 30):
        row = planned(*(UnitFactory() for _ in range(amount)), round=amount)
        slot(row, day=DAY(2024, 10, 22))
        secretary.page("audits:programme")
        with CaptureQueriesContext(connection) as queries:
            assert secretary.page("audits:programme").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_an_audit_with_sixty_of_everything_is_shown_with_few_queries(secretary, as_role, scope):
    from tests.planning.build import document

    units = [UnitFactory() for _ in range(60)]
    row = planned(
        *units, state="in_progress", starts_on=DAY(2024, 10, 21), team_decision=document(1, kind="QĐ")
    )
    lead = member(row, role="lead", person=as_role("auditor").user.person)
    for unit in row.audited_units.all():
        slot(row, units=[unit], auditors=[lead])
    for number in range(1, 201):
        finding(row, number, unit=units[number % 60], description="Thiếu")
    for client in (secretary, as_role("leader")):
        client.page("audits:audit_detail", row.pk)
        with CaptureQueriesContext(connection) as queries:
            page = client.page("audits:audit_detail", row.pk)
        assert len(queries) <= 30
        assert len(page.context["panels"][2].context["rows"]) == 20
        assert page.context["grades"]["total"] == 200
    assert AuditSlot.objects.count() == 60

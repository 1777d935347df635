"""The schedule: what is refused by name, what is told of, and the table that is edited in place."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import AuditedUnit, AuditNote, AuditSlot, SlotUnit
from audits.schedule import conflicts, remarks, slots_of
from audits.services.team import slot_save, slots_fill
from documents.models import ControlledDocument
from qms.models import HistoryEntry
from qms.records import StaleRecord
from qms.scope import in_agency
from tests.audits.build import audit
from tests.audits.plan import AT, MONDAY, member, planned, slot
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db
HX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


@pytest.fixture
def actor(user_as):
    return user_as("secretary")


def typed(**given):
    defaults = {"day": "21/10/2024", "starts_at": "14:00", "ends_at": "17:00", "topics": "Mục tiêu"}
    return {**defaults, **given}


def told(row):
    return " ".join(remarks(row, slots_of(row)))


def save(row, actor, **given):
    new = AuditSlot(audit=row, day=MONDAY, starts_at=AT(14), ends_at=AT(17))
    defaults = {"slot": new, "units": list(row.audited_units.all()), "auditors": [], "procedures": []}
    return slot_save(**{**defaults, **given}, actor=actor)


@pytest.mark.iso("9.2.2")
def test_an_auditor_of_the_audited_unit_is_refused_by_name(scope, actor):
    unit = UnitFactory(name="Phòng Tư pháp")
    row = planned(unit)
    auditor = member(row, person=PersonFactory(unit=unit, name="Trần Văn Rừng", honorific="Ông"))
    with pytest.raises(
        ValidationError, match="Ông Trần Văn Rừng thuộc Phòng Tư pháp, không được đánh giá đơn vị mình"
    ):
        save(row, actor, auditors=[auditor])
    assert not AuditSlot.objects.exists()
    save(row, actor, auditors=[member(row)])


def test_an_auditor_in_two_places_at_once_is_refused_with_both_hours(scope, actor):
    row = planned(UnitFactory(name="Phòng Y tế"), UnitFactory(name="Thanh tra"))
    first, second = row.audited_units.all()
    auditor = member(row)
    save(row, actor, units=[first], auditors=[auditor])
    later = AuditSlot(audit=row, day=MONDAY, starts_at=AT(16), ends_at=AT(18))
    with pytest.raises(ValidationError) as refused:
        save(row, actor, slot=later, units=[second], auditors=[auditor])
    [sentence] = refused.value.messages
    assert auditor.named in sentence and "14:00–17:00" in sentence and "16:00–18:00" in sentence
    assert "Phòng Y tế" in sentence and "Thanh tra" in sentence
    for starts, ends, day in ((17, 18, MONDAY), (14, 17, DAY(2024, 10, 22))):  # right after, another day
        free = AuditSlot(audit=row, day=day, starts_at=AT(starts), ends_at=AT(ends))
        save(row, actor, slot=free, units=[second], auditors=[auditor])


def test_a_slot_moved_onto_another_of_its_auditor_is_refused(scope, actor):
    row = planned(UnitFactory())
    auditor = member(row)
    slot(row, auditors=[auditor])
    moved = slot(row, day=DAY(2024, 10, 22), auditors=[auditor])
    moved.day = MONDAY
    with pytest.raises(ValidationError, match="đã có buổi khác cùng giờ"):
        save(row, actor, slot=moved, auditors=[auditor])
    moved.refresh_from_db()
    assert moved.day == DAY(2024, 10, 22)


def test_an_old_conflict_of_a_loaded_file_does_not_stop_other_rows(scope, actor):
    unit = UnitFactory()
    row = planned(unit)
    slot(row, auditors=[member(row, person=PersonFactory(unit=unit))])
    assert list(conflicts(slots_of(row)))
    other = AuditSlot(audit=row, day=DAY(2024, 10, 22), starts_at=AT(8), ends_at=AT(10))
    assert save(row, actor, slot=other).pk
    assert "không được đánh giá đơn vị mình" in told(row)


def test_rows_of_another_audit_are_refused_whatever_the_form_sends(secretary, actor, scope):
    row, other = planned(UnitFactory()), planned(UnitFactory(), round=2)
    strange_unit, stranger = other.audited_units.get(), member(other)
    own = row.audited_units.get()
    for given in ({"units": [strange_unit]}, {"units": [own], "auditors": [stranger]}):
        with pytest.raises(ValidationError, match="phải thuộc đợt đánh giá này"):
            save(row, actor, **given)
    for given in ({"units": [strange_unit.pk]}, {"units": [own.pk], "auditors": [stranger.pk]}):
        response = secretary.send("audits:slot_add", row.pk, **typed(**given))
        assert response.status_code == 422
        assert "không thuộc danh sách này" in str(response.context["form"].errors)
    assert not AuditSlot.objects.exists()


def test_an_audit_without_a_place_is_told_of(scope):
    row = planned(UnitFactory())
    row.place = ""
    assert "Chưa ghi địa điểm" in told(row)
    row.place = "Phòng họp số 01"
    assert "Chưa ghi địa điểm" not in told(row)


def test_a_slot_visits_somebody(actor, scope):
    with pytest.raises(ValidationError, match="Chọn ít nhất một đơn vị"):
        save(planned(UnitFactory()), actor, units=[])


def test_a_closed_audit_keeps_its_schedule(secretary, actor, scope):
    row = audit("closed")
    one = slot(row)
    message = "đã kết thúc, không sửa được nữa"
    with pytest.raises(ValidationError, match=message):
        save(row, actor)
    with pytest.raises(ValidationError, match=message):
        slots_fill(audit=row, day=MONDAY, starts_at=AT(8), ends_at=AT(9), topics="", per_slot=1, actor=actor)
    units = [row.audited_units.get().pk]
    for name, pk, sent in (
        ("slot_add", row.pk, typed(units=units)),
        ("slot_edit", one.pk, typed(units=units, version=one.version)),
        ("slot_delete", one.pk, {}),
        ("slot_fill", row.pk, {**typed(), "per_slot": 2}),
    ):
        response = secretary.send(f"audits:{name}", pk, **sent)
        assert response.status_code == 422, name
        assert message in response.content.decode(), name
    page = secretary.page("audits:schedule", row.pk).content.decode()
    assert message in page and secretary.path("audits:slot_edit", one.pk) not in page


def test_hours_in_the_wrong_order_and_missing_units_are_refused_and_nothing_typed_is_lost(secretary, scope):
    row = planned(UnitFactory())
    unit = row.audited_units.get().pk
    for given, sentence in (
        ({"starts_at": "17:00", "ends_at": "14:00", "units": [unit]}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({}, "Chọn ít nhất một đơn vị"),
        ({"day": "31/02/2024", "units": [unit]}, "31/02/2024"),
        ({"starts_at": "25:00", "units": [unit]}, "Ghi giờ và phút"),
    ):
        response = secretary.send("audits:slot_add", row.pk, **typed(topics="Chữ đã gõ", **given))
        page = response.content.decode()
        assert response.status_code == 422
        assert sentence in page and "Chữ đã gõ" in page
    assert not AuditSlot.objects.exists()


def test_a_refused_row_comes_back_alone_with_what_was_ticked(secretary, scope):
    unit = UnitFactory(name="Phòng Tư pháp")
    row = planned(unit)
    auditor = member(row, person=PersonFactory(unit=unit))
    sent = typed(units=[row.audited_units.get().pk], auditors=[auditor.pk])
    response = secretary.post(secretary.path("audits:slot_add", row.pk), sent, **HX)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in page and page.strip().startswith("<tr")
    assert f"{auditor.named} thuộc Phòng Tư pháp" in page
    assert page.count("checked") == 2
    assert secretary.path("audits:slot_add", row.pk) in page  # corrected, it is still a new row


def test_a_saved_row_comes_back_alone_and_asks_for_the_warnings_again(secretary, scope):
    row = planned(UnitFactory(name="Phòng Y tế"))
    document = ControlledDocument.objects.create(code="QT-12", title="Văn hóa", kind="internal")
    auditor = member(row)
    units = [row.audited_units.get().pk]
    sent = typed(units=units, auditors=[auditor.pk], procedures=[document.pk])
    response = secretary.post(secretary.path("audits:slot_add", row.pk), sent, **HX)
    page = response.content.decode()
    assert response.status_code == 200 and "<html" not in page
    assert all(text in page for text in ("Phòng Y tế", "QT-12", auditor.person.name, "14:00–17:00"))
    assert "qms:schedule" in response.headers["HX-Trigger"]
    assert [entry.action for entry in HistoryEntry.objects.order_by("sequence")] == ["create"] * 4


def test_without_scripts_the_same_addresses_give_whole_pages(secretary, scope):
    row = planned(UnitFactory())
    one = slot(row)
    for name, pk in (("slot_add", row.pk), ("slot_edit", one.pk)):
        page = secretary.page(f"audits:{name}", pk).content.decode()
        assert "<html" in page and 'name="starts_at"' in page
    sent = typed(units=[row.audited_units.get().pk], version=one.version)
    response = secretary.send("audits:slot_edit", one.pk, **sent)
    assert response.headers["Location"].endswith(f"/lich/#slot-{one.pk}")


def test_a_new_row_begins_as_the_last_one(secretary, scope):
    row = planned(UnitFactory())
    form = secretary.page("audits:slot_add", row.pk).context["form"]
    assert form["day"].value() == MONDAY
    assert form["topics"].value().startswith("Chính sách chất lượng\n")
    assert form["topics"].value().count("\n") == 6
    slot(row, day=DAY(2024, 10, 22), starts_at=AT(8), ends_at=AT(11), topics="Kiểm soát tài liệu")
    form = secretary.page("audits:slot_add", row.pk).context["form"]
    values = [form[name].value() for name in ("day", "starts_at", "ends_at", "topics")]
    assert values == [DAY(2024, 10, 22), AT(8), AT(11), "Kiểm soát tài liệu"]


def test_two_people_at_one_row_are_asked_which_text_stays(secretary, scope, actor):
    row = planned(UnitFactory(name="Phòng A"), UnitFactory(name="Phòng B"))
    first, second = row.audited_units.all()
    one = slot(row, units=[first], topics="Cũ")
    seen = one.version
    save(row, actor, slot=AuditSlot.objects.get(pk=one.pk), units=[first, second])
    sent = typed(units=[first.pk], topics="Của tôi", version=seen)
    response = secretary.post(secretary.path("audits:slot_edit", one.pk), sent, **HX)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Có người vừa lưu trước" in page and "Phòng A; Phòng B" in page and "Của tôi" in page
    assert secretary.send("audits:slot_edit", one.pk, **sent).status_code == 409  # without scripts too
    version = AuditSlot.objects.get(pk=one.pk).version
    chosen = sent | {"version": version, "keep_units": "theirs", "keep_topics": "mine"}
    assert secretary.send("audits:slot_edit", one.pk, **chosen).status_code == 302
    one.refresh_from_db()
    assert one.topics == "Của tôi"
    assert SlotUnit.objects.filter(slot=one).count() == 2


def test_units_and_auditors_are_part_of_what_two_people_may_edit(scope, actor):
    row = planned(UnitFactory())
    auditor = member(row)
    one = slot(row)
    save(row, actor, slot=AuditSlot.objects.get(pk=one.pk), auditors=[auditor], expected_version=one.version)
    changed = AuditSlot.objects.get(pk=one.pk)
    assert changed.version == one.version + 1
    with pytest.raises(StaleRecord):
        save(row, actor, slot=changed, expected_version=one.version)
    save(row, actor, slot=changed, auditors=[auditor], expected_version=changed.version)
    assert AuditSlot.objects.get(pk=one.pk).version == changed.version  # nothing changed, nothing moved


def test_a_row_sent_without_its_version_is_a_conflict(secretary, scope):
    row = planned(UnitFactory())
    one = slot(row, topics="Đang lưu")
    sent = typed(units=[row.audited_units.get().pk])
    assert secretary.send("audits:slot_edit", one.pk, **sent).status_code == 409
    one.refresh_from_db()
    assert one.topics == "Đang lưu"


def test_rows_keep_the_order_in_which_they_were_chosen(scope, actor):
    row = planned(UnitFactory(), UnitFactory())
    first, second = row.audited_units.all()
    one = save(row, actor, units=[second, first])
    assert list(one.units.values_list("unit", flat=True)) == [second.pk, first.pk]
    save(row, actor, slot=AuditSlot.objects.get(pk=one.pk), units=[first])
    assert list(one.units.values_list("unit", "position")) == [(first.pk, 1)]


def test_a_unit_with_a_sheet_stays_in_its_slot(scope, actor):
    row = planned(UnitFactory(name="Phòng A"), UnitFactory())
    first, second = row.audited_units.all()
    one = slot(row)
    AuditNote.objects.create(audit=row, slot=one, unit=first)
    with pytest.raises(ValidationError, match="Phòng A đã có phiếu ghi chép của buổi này"):
        save(row, actor, slot=AuditSlot.objects.get(pk=one.pk), units=[second])
    assert one.units.count() == 2


def test_deletion_asks_and_a_slot_with_sheets_stays(secretary, scope):
    row = planned(UnitFactory())
    one, other = slot(row), slot(row, day=DAY(2024, 10, 22))
    AuditNote.objects.create(audit=row, slot=one, unit=row.audited_units.get())
    assert "Không xóa được" in secretary.page("audits:slot_delete", one.pk).content.decode()
    assert secretary.send("audits:slot_delete", one.pk).status_code == 422
    response = secretary.send("audits:slot_delete", other.pk)
    assert response.headers["Location"].endswith("/lich/")
    assert list(AuditSlot.objects.all()) == [one]


def test_what_the_schedule_lacks_is_told_above_it(secretary, scope):
    row = planned(UnitFactory(name="Phòng A"), UnitFactory(name="Phòng B"))
    assert "Chưa xếp buổi nào" not in told(row)  # before the first slot nothing is missing yet
    first, _second = row.audited_units.all()
    slot(row, units=[first], day=DAY(2024, 10, 26))
    page = secretary.page("audits:schedule", row.pk).content.decode()
    for sentence in (
        "Chưa xếp buổi nào cho: Phòng B.",
        "26/10/2024 (Phòng A) vào thứ Bảy.",
        "nằm ngoài chương trình (21/10/2024 – 23/10/2024)",
        "chưa có đánh giá viên.",
    ):
        assert sentence in page
    slot(row, day=DAY(2024, 10, 27))
    assert "vào Chủ nhật" in told(row)


def test_a_slot_inside_the_programme_on_a_working_day_is_not_told_of(scope):
    row = planned(UnitFactory())
    slot(row, auditors=[member(row, role="lead")])
    assert "14:00" not in told(row)


def test_fill_makes_a_slot_for_every_pair_without_one(secretary, scope):
    row = planned(*(UnitFactory() for _ in range(6)))
    first = row.audited_units.first()
    slot(row, units=[first])
    sent = {**typed(), "per_slot": 2}
    assert secretary.send("audits:slot_fill", row.pk, **sent).status_code == 302
    made = AuditSlot.objects.exclude(units__unit=first)
    assert sorted(one.units.count() for one in made) == [1, 2, 2]
    assert not any(one.auditors.exists() for one in made)
    secretary.send("audits:slot_fill", row.pk, **sent)
    assert AuditSlot.objects.count() == 4
    for wrong in ({"per_slot": 0}, {"ends_at": "13:00"}):
        assert secretary.send("audits:slot_fill", row.pk, **(sent | wrong)).status_code == 422


@pytest.mark.parametrize("role", ["leader", "auditor", "unit_contact", "staff", "observer"])
def test_others_read_the_schedule_and_do_not_write_it(as_role, scope, role):
    client, row = as_role(role), planned(UnitFactory())
    one = slot(row)
    page = client.page("audits:schedule", row.pk)
    assert page.status_code == 200 and "Thêm buổi" not in page.content.decode()
    assert client.send("audits:slot_add", row.pk, **typed()).status_code == 403
    assert client.send("audits:slot_edit", one.pk, **typed()).status_code == 403


def test_another_agencys_slot_is_not_found(secretary, scope, other_agency):
    with in_agency(other_agency):
        row = planned(UnitFactory(agency=other_agency))
        one = slot(row)
    assert secretary.send("audits:slot_edit", one.pk, **typed()).status_code == 404
    assert secretary.page("audits:schedule", row.pk).status_code == 404


def test_sixty_slots_are_drawn_and_saved_with_few_queries(secretary, scope):
    row = planned(*(UnitFactory() for _ in range(60)))
    team = [member(row, person=PersonFactory(unit=UnitFactory())) for _ in range(12)]
    for at, unit in enumerate(row.audited_units.all()):
        day = DAY(2024, 10, 21 + at % 3)
        slot(
            row,
            units=[unit],
            day=day,
            starts_at=AT(7 + at // 12),
            ends_at=AT(8 + at // 12),
            auditors=[team[at % 12]],
        )
    last = AuditSlot.objects.latest("pk")
    for name, pk in (("schedule", row.pk), ("audit_detail", row.pk), ("slot_edit", last.pk)):
        secretary.page(f"audits:{name}", pk)
        with CaptureQueriesContext(connection) as queries:
            assert secretary.page(f"audits:{name}", pk).status_code == 200
        assert len(queries) <= 30, name
    assert AuditedUnit.objects.count() == 60

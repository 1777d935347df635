"""The complaints register: numbers, legal days, steps, who reads denunciations, what the year says of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import OfficialDocument
from qms import checks
from qms.attachments import attachment_add
from qms.exchange import dump_year, load_year
from qms.figures import collect as collect_figures
from qms.inbox import collect
from qms.models import Attachment, HistoryEntry
from qms.records import StaleRecord
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.factories import PersonFactory, UnitFactory
from tests.permissions.records import PNG
from tests.refusals import refused_twice
from tthc.complaints.deadlines import after
from tthc.enums import ComplaintState, DayUnit
from tthc.models import CalendarDay, Complaint, ComplaintBook, ComplaintRule
from tthc.services.complaints import (
    complaint_delete,
    complaint_save,
    none_confirm,
    rules_ensure,
)
from tthc.transitions.complaints import complaint_workflow

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
RECEIVED = datetime.date(2024, 5, 6)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def new(kind: str = "complaint", **given) -> Complaint:
    values = {"received_on": RECEIVED, "channel": "letter", "subject": "Chậm trả kết quả đất đai"}
    return Complaint(kind=kind, **values | given)


def stored(state: str = "received", **given) -> Complaint:
    """In a state, with what the constraints ask of it."""
    values = {"state": state}
    if state in ("accepted", "answered", "closed"):
        values["accepted_on"] = RECEIVED
    if state in ("answered", "closed"):
        values |= {"answered_on": day("2024-05-20"), "result": "right", "answer": "Đã xử lý"}
    if state in ("refused", "withdrawn"):
        values["reason"] = "Không thuộc thẩm quyền"
    number = Complaint.objects.count() + 1
    row = new(**{"number": number} | values | given)
    row.save()
    return row


def run(name: str, row: Complaint, actor, **data) -> Complaint:
    return complaint_workflow.transitions[name].run(row, actor=actor, **data)


@pytest.fixture
def secretary(scope, user_as):
    return user_as("secretary")


@pytest.fixture
def leader(scope, user_as):
    return user_as("leader")


@pytest.fixture
def staff(scope, user_as):
    return user_as("staff")


def once(make):
    def second():
        make().save()
        return make()

    return second


CASES = {
    "complaint_number_once": (once(lambda: new(number=1)), "Số này đã dùng trong sổ của năm."),
    "complaint_days_order": (
        lambda: new(number=1, accepted_on=day("2024-05-05")),
        "Ngày thụ lý, ngày trả lời phải từ ngày tiếp nhận trở đi.",
    ),
    "complaint_answered_how": (
        lambda: new(number=1, state="answered", answered_on=RECEIVED),
        "Đơn đã trả lời phải ghi ngày trả lời và kết luận.",
    ),
    "complaint_reason": (lambda: new(number=1, state="refused"), "Ghi lý do không thụ lý hoặc rút đơn."),
    "complaint_extension_reason": (lambda: new(number=1, extended_until=TODAY), "Ghi lý do gia hạn."),
    "complaint_rule_once": (
        once(lambda: ComplaintRule(kind="complaint", name="lần đầu", days=30, legal_basis="Luật")),
        "Trường hợp này của loại đơn đã có.",
    ),
    "complaint_rule_days": (
        lambda: ComplaintRule(kind="complaint", name="lần đầu", days=0, legal_basis="Luật"),
        "Thời hạn từ 1 đến 400 ngày.",
    ),
    "complaint_book_once": (once(lambda: ComplaintBook(year=2024)), "Năm này đã có sổ theo dõi."),
    "complaint_book_confirmed": (
        lambda: ComplaintBook(year=2024, none_received=True),
        "Xác nhận không phát sinh phải có ngày.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_constraint_refuses_in_form_and_database(scope, case):
    make, sentence = CASES[case]
    refused_twice(make(), sentence)


# --- entering


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("complaint", "2024-05-16"),  # 10 days to accept
        ("denunciation", "2024-05-15"),  # 7 working days
        ("feedback", "2024-05-27"),  # 15 working days from the day it came
        ("suggestion", "2024-05-27"),
    ],
)
def test_the_first_day_follows_the_kind(secretary, kind, due):
    row = complaint_save(complaint=new(kind), actor=secretary)
    assert row.due_on == day(due)
    assert row.rule.checked_on is None


def test_numbers_run_through_the_year(secretary):
    rows = [complaint_save(complaint=new(subject=f"Việc {n}"), actor=secretary) for n in range(3)]
    other = complaint_save(complaint=new(received_on=day("2023-05-06")), actor=secretary)
    assert [row.number_label for row in (*rows, other)] == ["01/2024", "02/2024", "03/2024", "01/2023"]
    assert HistoryEntry.objects.of(rows[0]).get().action == "create"


def test_moved_to_another_year_it_takes_a_number_there(secretary):
    complaint_save(complaint=new(received_on=day("2023-05-06"), subject="Cũ"), actor=secretary)
    row = complaint_save(complaint=new(), actor=secretary)
    row.received_on = day("2023-12-29")
    assert complaint_save(complaint=row, actor=secretary, expected_version=0).number_label == "02/2023"


def test_a_form_sent_twice_is_one_entry(secretary):
    first = complaint_save(complaint=new(), actor=secretary)
    assert complaint_save(complaint=new(), actor=secretary).pk == first.pk


def test_an_entry_may_be_changed_right_after_it_is_made(secretary):
    row = complaint_save(complaint=new(), actor=secretary)
    row.handler = PersonFactory()
    complaint_save(complaint=row, actor=secretary, expected_version=0)
    assert Complaint.objects.get().handler == row.handler


def test_an_entry_did_not_come_in_after_it_was_accepted(secretary, ready):
    row = run("accept", ready("accept"), secretary, **DATA["accept"])
    row.received_on = day("2024-05-09")
    with pytest.raises(ValidationError) as told:
        complaint_save(complaint=row, actor=secretary)
    assert told.value.message_dict == {"received_on": ["Ngày tiếp nhận phải trước ngày đã thụ lý."]}
    row.received_on = day("2024-05-08")
    assert complaint_save(complaint=row, actor=secretary).received_on == row.accepted_on


def test_what_came_in_today_is_entered_and_accepted_today(secretary, ready):
    row = run("accept", ready("accept", received_on=TODAY), secretary, accepted_on=TODAY)
    assert (row.received_on, row.accepted_on) == (TODAY, TODAY)


def test_the_chosen_rule_stays_chosen(secretary):
    rules_ensure(actor=secretary)
    second = ComplaintRule.objects.get(kind="complaint", name="lần hai")
    assert complaint_save(complaint=new(rule=second), actor=secretary).rule == second


def test_a_changed_day_or_rule_moves_the_deadline(secretary):
    row = complaint_save(complaint=new("feedback"), actor=secretary)
    rule = row.rule
    rule.days = 5
    rule.save()
    row.received_on = day("2024-05-07")
    assert complaint_save(complaint=row, actor=secretary, expected_version=0).due_on == day("2024-05-14")
    with pytest.raises(StaleRecord):
        complaint_save(complaint=new(pk=row.pk, number=1), actor=secretary, expected_version=0)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"received_on": TODAY + datetime.timedelta(1)}, "received_on"), ({"rule": "denunciation"}, "rule")],
)
def test_what_cannot_be_is_refused_at_its_field(secretary, given, field):
    rules_ensure(actor=secretary)
    if "rule" in given:
        given = {"rule": ComplaintRule.objects.get(kind="denunciation")}
    with pytest.raises(ValidationError) as told:
        complaint_save(complaint=new(**given), actor=secretary)
    assert list(told.value.message_dict) == [field]
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("state", ["refused", "answered", "closed", "withdrawn"])
def test_a_settled_entry_keeps_its_words(secretary, state):
    row = stored(state)
    row.subject = "Khác"
    with pytest.raises(ValidationError, match="không sửa được nữa"):
        complaint_save(complaint=row, actor=secretary)


def test_only_what_was_just_received_is_deleted(secretary):
    with pytest.raises(ValidationError, match="Chỉ xóa được mục vừa nhập nhầm"):
        complaint_delete(complaint=stored("accepted"), actor=secretary)
    complaint_delete(complaint=stored(), actor=secretary)
    assert Complaint.objects.count() == 1


def test_working_days_leave_out_holidays_and_the_agencys_own(scope):
    assert after(day("2024-04-26"), 1, DayUnit.WORKING) == day(
        "2024-05-02"
    )  # 29/4 swapped, 30/4 and 01/5 off
    assert after(day("2024-05-06"), 5, DayUnit.WORKING) == day("2024-05-13")
    CalendarDay.objects.create(day=day("2024-05-07"), name="Nghỉ bù")
    CalendarDay.objects.create(day=day("2024-05-11"), is_working=True, name="Làm bù")
    assert after(day("2024-05-06"), 4, DayUnit.WORKING) == day("2024-05-11")


def test_a_time_limit_that_ends_on_a_day_off_ends_on_the_next_working_day(secretary, ready):
    assert complaint_save(complaint=new(received_on=day("2024-05-08")), actor=secretary).due_on == day(
        "2024-05-20"
    )  # 18/5 is a Saturday
    row = run("accept", ready("accept"), secretary, accepted_on=day("2024-05-09"))
    assert row.due_on == day("2024-06-10")  # 08/6 is a Saturday
    row = run("extend", row, secretary, extended_until=day("2024-06-22"), extension_reason="Phức tạp")
    assert (row.extended_until, row.due_on) == (day("2024-06-22"), day("2024-06-24"))
    assert row.standing(day("2024-06-24")) == "Đang giải quyết"
    CalendarDay.objects.create(day=day("2024-06-08"), is_working=True, name="Làm bù")
    assert after(day("2024-05-09"), 30, DayUnit.CALENDAR) == day("2024-06-08")


def test_usual_rules_are_written_once_and_stay_the_agencys_own(secretary):
    assert rules_ensure(actor=secretary) == 7
    ComplaintRule.objects.filter(name="lần đầu").update(days=20)
    assert rules_ensure(actor=secretary) == 0
    assert ComplaintRule.objects.get(name="lần đầu").days == 20


# --- steps

DATA = {
    "accept": {"accepted_on": day("2024-05-08")},
    "refuse": {"reason": "Không thuộc thẩm quyền."},
    "extend": {"extended_until": day("2024-06-20"), "extension_reason": "Vụ việc phức tạp."},
    "answer": {"answered_on": day("2024-05-20"), "answer": "Đã xin lỗi, trả kết quả.", "result": "right"},
    "close": {"satisfied": "yes"},
    "withdraw": {"reason": "Có đơn rút."},
}
FROM = {"accept": "received", "extend": "accepted", "answer": "accepted", "close": "answered"}


@pytest.fixture
def ready(secretary):
    """ready("answer") → an entry at which that step is allowed."""

    def make(name: str, **given) -> Complaint:
        row = complaint_save(complaint=new(handler=PersonFactory(), **given), actor=secretary)
        for step in {"extend": ["accept"], "answer": ["accept"], "close": ["accept", "answer"]}.get(name, []):
            row = run(step, row, secretary, **DATA[step])
        return row

    return make


@pytest.mark.parametrize(
    ("name", "state"),
    [("accept", "accepted"), ("refuse", "refused"), ("extend", "accepted"), ("answer", "answered"),
     ("close", "closed"), ("withdraw", "withdrawn")],
)  # fmt: skip
def test_each_step_with_its_history(secretary, ready, name, state):
    row = run(name, ready(name), secretary, **DATA[name])
    assert row.state == state
    assert HistoryEntry.objects.of(row).order_by("-sequence").first().action == name
    again = TransitionRefused
    with pytest.raises(again):
        run(name, row, secretary, **DATA[name])


def test_time_runs_from_acceptance_and_may_be_extended_once(secretary, ready):
    row = run("accept", ready("accept"), secretary, **DATA["accept"])
    assert row.due_on == day("2024-06-07")
    row = run("extend", row, secretary, **DATA["extend"])
    assert row.due_on == day("2024-06-20")
    with pytest.raises(TransitionRefused, match="chỉ gia hạn một lần"):
        run("extend", row, secretary, **DATA["extend"])


@pytest.mark.parametrize("until", ["2024-06-07", "2024-06-23"])
def test_an_extension_stays_within_the_law(secretary, ready, until):
    with pytest.raises(ValidationError, match="Gia hạn trong khoảng sau 07/6/2024 đến 22/6/2024"):
        run("extend", ready("extend"), secretary, **DATA["extend"] | {"extended_until": day(until)})


def test_an_extension_may_take_all_that_the_law_gives(secretary, ready):
    row = run("extend", ready("extend"), secretary, **DATA["extend"] | {"extended_until": day("2024-06-22")})
    assert row.extended_until == day("2024-06-22")


def test_what_has_no_day_is_not_extended(secretary, ready):
    row = ready("extend")
    Complaint.objects.update(due_on=None)
    with pytest.raises(ValidationError, match="không có thời hạn để gia hạn"):
        run("extend", row, secretary, **DATA["extend"])


def test_a_kind_without_a_rule_has_no_day(secretary):
    rules_ensure(actor=secretary)
    ComplaintRule.objects.filter(kind="feedback").delete()
    row = complaint_save(complaint=new("feedback"), actor=secretary)
    assert (row.rule, row.due_on) == (None, None)


def test_what_the_rule_does_not_extend_is_not_extended(secretary, ready):
    with pytest.raises(TransitionRefused, match="không quy định gia hạn"):
        run("extend", ready("extend", kind="feedback"), secretary, **DATA["extend"])


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("state", ComplaintState.values)
def test_each_wrong_state_is_refused(secretary, name, state):
    if state in complaint_workflow.transitions[name].sources:
        return
    with pytest.raises(TransitionRefused, match="khi đang ở trạng thái"):
        run(name, stored(state), secretary, **DATA[name])


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("role", ["observer", "auditor", "admin"])
def test_nobody_else_may(ready, user_as, name, role):
    with pytest.raises(PermissionDenied):
        run(name, ready(name), user_as(role), **DATA[name])


@pytest.mark.parametrize("name", ["accept", "answer"])
def test_only_the_handler_and_the_secretary_act(ready, staff, leader, name):
    row = ready(name)
    for user in (staff, leader):
        with pytest.raises(TransitionRefused, match="Chỉ người được giao xử lý"):
            run(name, row, user, **DATA[name])
    row.handler = staff.person
    row.save()
    assert run(name, row, staff, **DATA[name]).version > row.version


@pytest.mark.parametrize("name", ["refuse", "extend", "close", "withdraw"])
def test_decisions_are_not_the_handlers(ready, staff, name):
    row = ready(name)
    row.handler = staff.person
    row.save()
    with pytest.raises(PermissionDenied):
        run(name, row, staff, **DATA[name])


def test_nothing_is_accepted_before_somebody_handles_it(secretary):
    row = complaint_save(complaint=new(), actor=secretary)
    with pytest.raises(TransitionRefused, match="Chưa giao người xử lý"):
        run("accept", row, secretary, **DATA["accept"])


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("accept", {"accepted_on": day("2024-05-05")}, "accepted_on"),
        ("accept", {"accepted_on": TODAY + datetime.timedelta(1)}, "accepted_on"),
        ("answer", {"answered_on": day("2024-05-07")}, "answered_on"),
        ("answer", {"answered_on": TODAY + datetime.timedelta(1)}, "answered_on"),
        ("answer", {"result": ""}, "result"),
    ],
)
def test_impossible_days_and_no_verdict_are_refused_at_the_field(secretary, ready, name, change, field):
    with pytest.raises(ValidationError) as told:
        run(name, ready(name), secretary, **DATA[name] | change)
    assert list(told.value.message_dict) == [field]


def test_a_suggestion_needs_no_verdict(secretary, ready):
    row = run("answer", ready("answer", kind="suggestion"), secretary, **DATA["answer"] | {"result": ""})
    assert row.state == "answered"


def test_another_agencys_entry_is_not_there(secretary, ready, other_agency):
    row = ready("accept")
    with in_agency(other_agency), pytest.raises(Complaint.DoesNotExist):
        run("accept", row, secretary, **DATA["accept"])


# --- who reads denunciations


@pytest.fixture
def denunciation(secretary):
    row = complaint_save(
        complaint=new("denunciation", subject="Vòi vĩnh khi cấp giấy", reporter="Lê Thị Kín"), actor=secretary
    )
    attachment_add(row, ContentFile(PNG, name="don.png"), actor=secretary)
    return row


PLACES = ("list", "search", "history", "export", "figures", "year")


def texts(client, row):
    """Whatever of the app might tell of it, by place."""
    listing = client.path("tthc:complaint_list")
    return {
        "list": client.get(listing).content.decode(),
        "search": client.get(client.path("qms:search") + "?q=voi vinh").content.decode(),
        "search by number": client.get(client.path("qms:search") + "?q=to cao").content.decode(),
        "history": client.get(client.path("qms:history")).content.decode(),
        "figures": client.get(client.path("qms:figures")).content.decode(),
        "inbox": client.get(client.path("qms:inbox")).content.decode(),
        "register": client.page(
            "qms:paper", "tthc.complaint_register", ComplaintBook.objects.get().pk
        ).content.decode(),
    }


@pytest.mark.parametrize("role", ["staff", "unit_contact", "auditor", "observer", "admin"])
def test_a_denunciation_is_seen_by_nobody_else(as_role, scope, denunciation, role):
    client, file = as_role(role), Attachment.objects.get()
    for place, text in texts(client, denunciation).items():
        assert "Vòi vĩnh" not in text, place
        assert "Lê Thị Kín" not in text, place
        if place != "figures":
            assert f"/khieu-nai/{denunciation.pk}/" not in text, place
    for name in ("tthc:complaint_detail",):
        assert client.page(name, denunciation.pk).status_code == 404
    assert client.page("qms:attachment", file.pk).status_code == 404
    assert client.page("qms:history_of", "tthc.complaint", denunciation.pk).status_code in (403, 404)
    step = client.step("tthc:complaint_step", denunciation.pk, "accept", accepted_on="08/05/2024")
    assert step.status_code == 404
    book = ComplaintBook.objects.get()
    assert client.page("qms:paper", "tthc.denunciation_register", book.pk).status_code == 403


@pytest.mark.parametrize("role", ["secretary", "leader"])
def test_secretary_and_leader_see_it(as_role, scope, denunciation, role):
    client, file = as_role(role), Attachment.objects.get()
    text = client.page("tthc:complaint_detail", denunciation.pk).content.decode()
    assert "Vòi vĩnh" in text
    assert "Lê Thị Kín" in text
    assert f"/khieu-nai/{denunciation.pk}/" in client.page("tthc:complaint_list").content.decode()
    download = client.page("qms:attachment", file.pk)
    assert download.status_code == 200
    b"".join(download.streaming_content)
    assert client.page("qms:history_of", "tthc.complaint", denunciation.pk).status_code == 200
    book = ComplaintBook.objects.get()
    paper = client.page("qms:paper", "tthc.denunciation_register", book.pk).content.decode()
    assert "Vòi vĩnh" in paper


def test_its_handler_sees_it(as_role, scope, denunciation):
    client = as_role("staff")
    denunciation.handler = client.user.person
    denunciation.save()
    text = client.page("tthc:complaint_detail", denunciation.pk).content.decode()
    assert "Vòi vĩnh" in text
    assert "Lê Thị Kín" in text
    assert f"/khieu-nai/{denunciation.pk}/" in client.page("tthc:complaint_list").content.decode()
    file = client.page("qms:attachment", Attachment.objects.get().pk)
    assert file.status_code == 200
    b"".join(file.streaming_content)


def test_lists_and_links_name_a_denunciation_by_its_number(as_role, scope, denunciation):
    client = as_role("secretary")
    assert str(denunciation) == "Tố cáo số 01/2024"
    assert "Vòi vĩnh" not in client.page("tthc:complaint_list").content.decode()
    page = client.page("tthc:complaint_detail", denunciation.pk).content.decode()
    assert "origin_label=T%E1%BB%91+c%C3%A1o+s%E1%BB%91+01%2F2024&amp;" in page


def test_a_deleted_denunciation_stays_out_of_the_open_history(as_role, scope, secretary, denunciation):
    complaint_delete(complaint=denunciation, actor=secretary)
    assert "Vòi vĩnh" not in as_role("observer").page("qms:history").content.decode()
    assert "Vòi vĩnh" in as_role("leader").page("qms:history").content.decode()


def test_who_wrote_a_complaint_is_not_for_everybody(as_role, scope, secretary):
    row = complaint_save(complaint=new(reporter="Lê Thị Kín"), actor=secretary)
    open_page = as_role("staff").page("tthc:complaint_detail", row.pk)
    assert open_page.status_code == 200
    assert "Chậm trả kết quả" in open_page.content.decode()
    assert "Lê Thị Kín" not in open_page.content.decode()
    assert "Lê Thị Kín" in as_role("leader").page("tthc:complaint_detail", row.pk).content.decode()
    assert "Lê Thị Kín" not in as_role("observer").page("qms:history").content.decode()


# --- what waits, what the year says


def waiting(agency, user):
    return [
        (item.title, item.tag_css) for item in collect(agency, user) if item.group == "Khiếu nại, phản ánh"
    ]


def test_whom_it_waits_for(scope, secretary, leader, staff):
    far = TODAY + datetime.timedelta(days=20)
    row = stored("accepted", due_on=far, handler=staff.person)
    assert waiting(scope, staff) == [("Khiếu nại số 01/2024", "info")]
    assert waiting(scope, secretary) == waiting(scope, leader) == []
    Complaint.objects.update(due_on=TODAY + datetime.timedelta(days=7))
    assert waiting(scope, secretary) == [("Khiếu nại số 01/2024", "info")]
    assert waiting(scope, leader) == []
    Complaint.objects.update(due_on=TODAY - datetime.timedelta(days=1))
    for user in (staff, secretary, leader):
        assert waiting(scope, user) == [("Khiếu nại số 01/2024", "late")]
    Complaint.objects.update(handler=None, due_on=far)
    assert waiting(scope, secretary) == [("Khiếu nại số 01/2024", "info")]
    assert waiting(scope, staff) == []
    run("withdraw", row, secretary, reason="Có đơn rút")
    assert waiting(scope, secretary) == []


@pytest.mark.parametrize("role", ["observer", "auditor", "staff"])
def test_nothing_waits_for_others(scope, user_as, role):
    stored("accepted", due_on=day("2024-06-01"))
    assert waiting(scope, user_as(role)) == []


def told(agency, year=2024):
    found = collect_figures(agency, year).figures
    names = ("received", "answered", "open", "overdue", "late")
    return [found[f"tthc.complaints.{name}"].value for name in names if f"tthc.complaints.{name}" in found]


def test_a_year_without_a_row_says_nothing_until_it_is_confirmed(scope, secretary):
    assert told(scope) == []
    book = none_confirm(year=2024, actor=secretary)
    assert book.confirmed_on == TODAY
    assert told(scope) == [0, 0, 0, 0, 0]
    complaint_save(complaint=new(), actor=secretary)
    assert not ComplaintBook.objects.get().none_received
    assert told(scope)[0] == 1
    with pytest.raises(ValidationError, match="có 1 mục"):
        none_confirm(year=2024, actor=secretary)


def test_figures_of_the_register(scope):
    stored("accepted", due_on=day("2024-06-01"))
    stored("accepted", due_on=TODAY + datetime.timedelta(days=3))
    stored("answered", due_on=day("2024-05-10"))
    stored("closed", due_on=day("2024-06-10"))
    stored("refused", due_on=day("2024-05-10"))
    assert told(scope) == [5, 2, 2, 1, 1]


def test_check_tells_the_late_ones_without_their_words(scope):
    stored("accepted", kind="denunciation", due_on=day("2024-06-01"))
    stored("answered", due_on=day("2024-05-10"))
    found = [
        (result.severity.value, result.message)
        for result in checks.run_all(scope, 2024, collect_figures(scope, 2024))
        if result.rule == "R20"
    ]
    assert [severity for severity, _ in found] == ["error", "warning"]
    assert found[0][1].startswith("Tố cáo số 01/2024: hạn 01/06/2024, quá hạn")
    assert found[1][1] == "Khiếu nại số 02/2024: hạn 10/05/2024, đã trả lời, muộn 10 ngày."


def test_year_file_load_dump_load(scope, secretary, tmp_path, ready):
    row = run(
        "answer", ready("answer", unit=UnitFactory(), reporter="Lê Thị Kín"), secretary, **DATA["answer"]
    )
    assert row.due_on
    path = tmp_path / "year.yaml"
    text = dump_year(scope, 2024)
    path.write_text(text, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    Complaint.objects.all().delete()
    ComplaintBook.objects.all().delete()
    ComplaintRule.objects.all().delete()
    load_year(path)
    assert dump_year(scope, 2024) == text


# --- pages

TYPED = {"kind": "complaint", "received_on": "06/05/2024", "channel": "letter", "subject": "Chậm trả kết quả"}


def test_the_way_of_one_complaint(as_role, agency):
    client = as_role("secretary")
    with in_agency(agency):
        handler = PersonFactory()
        letter = OfficialDocument.objects.create(
            kind="CV", number=90, notation="UBND-VP", issued_on=RECEIVED, issuer="UBND", subject="Trả lời đơn"
        )
    assert client.send("tthc:complaint_add", **TYPED, handler=handler.pk).status_code == 302
    with in_agency(agency):
        pk = Complaint.objects.get().pk
    assert client.step("tthc:complaint_step", pk, "accept", accepted_on="08/05/2024").status_code == 302
    assert "07/06/2024" in client.page("tthc:complaint_detail", pk).content.decode()
    typed = {"answered_on": "20/06/2024", "answer": "Đã xin lỗi người dân", "answer_document": letter.pk}
    refused = client.step("tthc:complaint_step", pk, "answer", **typed)
    assert refused.status_code == 422
    assert "Đã xin lỗi người dân" in refused.content.decode()
    assert client.step("tthc:complaint_step", pk, "answer", **typed, result="partly").status_code == 302
    assert "Đã trả lời, muộn 13 ngày" in client.page("tthc:complaint_list").content.decode()
    page = client.page("tthc:complaint_detail", pk).content.decode()
    assert "90/UBND-VP" in page
    with in_agency(agency):
        book = ComplaintBook.objects.get()
    paper = client.page("qms:paper", "tthc.complaint_register", book.pk).content.decode()
    assert "90/UBND-VP" in paper
    assert "muộn 13 ngày" in paper
    assert client.get(client.path("tthc:complaint_list") + "?xuat=xlsx").status_code == 200
    assert client.step("tthc:complaint_step", pk, "close", satisfied="no").status_code == 302
    assert client.send("tthc:complaint_edit", pk, version="4", **TYPED).status_code == 422
    assert client.page("tthc:complaint_edit", pk).status_code == 302


def test_a_complaint_opens_a_corrective_action_that_leads_back(as_role, agency):
    client = as_role("secretary")
    client.send("tthc:complaint_add", **TYPED)
    with in_agency(agency):
        pk = Complaint.objects.get().pk
    page = client.page("tthc:complaint_detail", pk)
    url = next(action.url for action in page.context["actions"] if action.label == "Mở phiếu khắc phục")
    form = client.get(url)
    assert form.status_code == 200
    assert form.context["form"].instance.origin_url == client.path("tthc:complaint_detail", pk)
    assert "Khiếu nại số 01/2024" in form.content.decode()
    assert "Mở phiếu khắc phục" not in as_role("staff").page("tthc:complaint_detail", pk).content.decode()


def test_a_refused_form_keeps_what_was_typed(as_role, agency):
    client = as_role("secretary")
    response = client.send("tthc:complaint_add", **TYPED | {"received_on": "31/02/2024"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["received_on"]
    assert "Chậm trả kết quả" in response.content.decode()


@pytest.mark.parametrize("name", ["answer", "extend"])
def test_a_step_from_an_old_page_overwrites_nothing(as_role, agency, ready, secretary, name):
    row = ready(name)
    seen = row.version
    row.subject = "Người khác vừa sửa"
    complaint_save(complaint=row, actor=secretary, expected_version=seen)
    typed = {"answered_on": "20/05/2024", "answer": "Viết từ trang cũ", "result": "right",
             "extended_until": "20/06/2024", "extension_reason": "Viết từ trang cũ", "version": str(seen)}  # fmt: skip
    refused = as_role("leader" if name == "extend" else "secretary").step(
        "tthc:complaint_step", row.pk, name, **typed
    )
    assert refused.status_code == 409
    assert "Nội dung vừa được người khác sửa. Xem lại rồi làm lại bước này." in refused.content.decode()
    assert "Viết từ trang cũ" in refused.content.decode()
    row.refresh_from_db()
    assert (row.state, row.answer, row.extended_until) == ("accepted", "", None)


def test_a_form_from_an_old_page_overwrites_nothing(as_role, agency, ready, secretary):
    row = ready("accept")
    seen = row.version
    row = run("accept", row, secretary, **DATA["accept"])
    typed = TYPED | {"subject": "Viết từ trang cũ", "handler": row.handler_id, "version": str(seen)}
    refused = as_role("secretary").send("tthc:complaint_edit", row.pk, **typed)
    assert refused.status_code == 409
    assert "Viết từ trang cũ" in refused.content.decode()
    stored = Complaint.objects.get(pk=row.pk)
    assert (stored.subject, stored.state, stored.version) == (row.subject, "accepted", row.version)


def test_nothing_came_in_is_confirmed_on_the_list(as_role, agency):
    client = as_role("secretary")
    assert "Xác nhận không phát sinh" in client.page("tthc:complaint_list").content.decode()
    page = client.post(client.path("tthc:complaint_none"), follow=True).content.decode()
    assert "năm 2024 không phát sinh" in page
    assert "Xác nhận không phát sinh" not in page
    client.send("tthc:complaint_add", **TYPED)
    refused = client.post(client.path("tthc:complaint_none"), follow=True).content.decode()
    assert "có 1 mục; không xác nhận" in refused


def test_rules_are_loaded_and_changed_on_their_pages(as_role, agency):
    client = as_role("secretary")
    assert (
        "Đã nạp 7 thời hạn mẫu"
        in client.post(client.path("tthc:complaint_rule_sample"), follow=True).content.decode()
    )
    page = client.page("tthc:complaint_rule_list").content.decode()
    assert "chưa đối chiếu" in page
    with in_agency(agency):
        pk = ComplaintRule.objects.get(name="lần đầu").pk
    typed = {
        "kind": "complaint", "name": "lần đầu", "days": "45", "day_unit": "calendar", "counted_from": "accepted",
        "intake_unit": "calendar", "legal_basis": "Luật mới", "checked_on": "01/02/2024", "position": "1",
        "version": "0",
    }  # fmt: skip
    assert client.send("tthc:complaint_rule_edit", pk, **typed).status_code == 302
    assert "đã đối chiếu" in client.page("tthc:complaint_rule_list").content.decode()


def test_list_takes_a_fixed_number_of_queries(as_role, agency):
    client, seen = as_role("secretary"), []
    for count in (1, 10):
        with in_agency(agency):
            for _ in range(count):
                stored(handler=PersonFactory(), unit=UnitFactory())
        with CaptureQueriesContext(connection) as queries:
            assert client.page("tthc:complaint_list").status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_late_ones_are_counted_in_the_menu(as_role, agency):
    client = as_role("staff")
    with in_agency(agency):
        stored("accepted", due_on=day("2024-06-01"))
    items = [item for group in client.page("qms:year").context["menu"] for item in group["items"]]
    [entry] = [item for item in items if item["label"] == "Khiếu nại, phản ánh"]
    assert (entry["count"], entry["late"]) == (1, True)


@pytest.mark.parametrize(("role", "count"), [("observer", 0), ("secretary", 1)])
def test_the_menu_counts_what_the_reader_sees(scope, as_role, role, count):
    stored("accepted", kind="denunciation", due_on=day("2024-06-01"))
    menu = as_role(role).page("qms:year").context["menu"]
    [entry] = [item for group in menu for item in group["items"] if item["label"] == "Khiếu nại, phản ánh"]
    assert (entry["count"] or 0) == count

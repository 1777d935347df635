"""Who is told of a step, by which way, how often; the daily list; one's own account."""

import datetime
import os
import subprocess
import sys
import threading

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Revision
from planning.models import PlanTask, YearPlan
from qms import digests, jobs, notices
from qms.models import Announcement, HistoryEntry, Notice, RoleAssignment
from qms.scope import in_agency
from tests.clients import client_as
from tests.documents.helpers import document, revision, run
from tests.factories import PersonFactory, user_with_role
from tests.locks import wait_until_one_waits_for_a_lock

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = datetime.date(2026, 11, 20), datetime.date(2026, 11, 21)


class DownBackend(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("không nối được")


class OneBadAddressBackend(EmailBackend):
    def send_messages(self, letters):
        if any("hong@" in address for letter in letters for address in letter.to):
            raise RuntimeError("địa chỉ hỏng")
        return super().send_messages(letters)


def with_mail(user, address=""):
    user.email = address or f"{user.username}@kimthanh.example"
    user.save()
    return user


@pytest.fixture
def secretary(scope, user_as):
    return with_mail(user_as("secretary"))


@pytest.fixture
def leader(scope, user_as):
    return with_mail(user_as("leader"))


@pytest.fixture
def draft(scope, secretary):
    return revision(document(), author=secretary.person)


@pytest.fixture
def commit(monkeypatch, django_capture_on_commit_callbacks):
    """`with commit():` runs what waits for the commit, the tasks at once and in this thread."""
    monkeypatch.setattr(notices, "in_background", lambda task, *args: task(*args))
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def submitted(draft, secretary, leader, commit):
    with commit():
        return run("submit", draft, secretary)


def told():
    return [(notice.user, notice.tag) for notice in Notice.unscoped.order_by("pk")]


def addresses():
    return [letter.to for letter in mail.outbox]


# --- who ---


def test_step_tells_the_one_who_is_next_by_page_and_mail(submitted, leader):
    assert told() == [(leader, "Chờ phê duyệt")]
    assert addresses() == [[leader.email]]
    assert Notice.objects.get().mailed_at is not None


def test_actor_is_not_told_though_the_next_step_is_his(submitted, leader, secretary, scope, commit):
    RoleAssignment.objects.create(user=leader, agency=scope, role="secretary")
    leader.__dict__.pop("_roles", None)
    with commit():
        run("approve", submitted, leader)
    assert told()[1:] == [(secretary, "Chờ ban hành")]


def test_only_who_has_the_item_is_told(draft, secretary, user_as, commit):
    named, other = user_as("leader"), user_as("leader")
    for role in ("staff", "unit_contact", "auditor", "observer", "admin"):
        user_as(role)
    draft.approver = named.person
    draft.save()
    with commit():
        run("submit", draft, secretary)
    assert told() == [(named, "Chờ phê duyệt")]
    assert other not in [user for user, _ in told()]


def test_what_waits_in_another_record_is_no_news(submitted, leader, secretary, commit):
    revision(document("QT-02"), "in_review")
    with commit():
        run("recall", submitted, secretary)
    assert told() == [(leader, "Chờ phê duyệt")]


def test_who_has_left_is_not_told(draft, secretary, leader, user_as, commit):
    RoleAssignment.objects.filter(user=leader).update(ended_at=timezone.now())
    gone = user_as("leader")
    gone.is_active = False
    gone.save()
    with commit():
        run("submit", draft, secretary)
    assert told() == []


def test_another_agencys_people_are_never_told(draft, secretary, leader, other_agency, commit):
    stranger = with_mail(user_with_role("leader", other_agency))
    with commit():
        run("submit", draft, secretary)
    assert stranger not in [user for user, _ in told()]
    with in_agency(other_agency):
        assert not Notice.objects.exists()
        assert not Announcement.objects.exists()
    assert addresses() == [[leader.email]]


# --- when ---


def test_nothing_is_worked_out_before_the_commit(draft, secretary, leader, monkeypatch):
    started = []
    monkeypatch.setattr(notices, "in_background", lambda task, *args: started.append(args))
    run("submit", draft, secretary)
    assert (started, told(), addresses()) == ([], [], [])


@pytest.mark.django_db(transaction=True)
def test_step_rolled_back_tells_nobody(agency, user_as):
    secretary, _ = user_as("secretary"), with_mail(user_as("leader"))
    with in_agency(agency):
        record = revision(document(), author=secretary.person)
        with pytest.raises(RuntimeError), transaction.atomic():
            run("submit", record, secretary)
            raise RuntimeError
    jobs.wait_for_threads()
    assert (told(), addresses(), Announcement.unscoped.count()) == ([], [], 0)


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_thread_of_the_web_process_tells(agency, user_as):
    secretary, leader = user_as("secretary"), with_mail(user_as("leader"))
    with in_agency(agency):
        run("submit", revision(document(), author=secretary.person), secretary)
    jobs.wait_for_threads()
    assert told() == [(leader, "Chờ phê duyệt")]
    assert addresses() == [[leader.email]]


def test_with_a_broker_a_worker_is_asked(draft, secretary, leader, settings, monkeypatch, commit):
    from qms import tasks

    asked = []
    settings.CELERY_BROKER_URL = "redis://nowhere"
    monkeypatch.setattr(notices, "in_background", jobs.in_background)
    monkeypatch.setattr(tasks.tell, "delay", asked.append)
    with commit():
        run("submit", draft, secretary)
    assert asked == [Announcement.objects.get().pk]


def test_silent_broker_loses_no_step_and_no_notice(
    draft, secretary, leader, settings, monkeypatch, commit, caplog
):
    from qms import tasks

    def fail(pk):
        raise ConnectionError("broker")

    settings.CELERY_BROKER_URL = "redis://nowhere"
    monkeypatch.setattr(notices, "in_background", jobs.in_background)
    monkeypatch.setattr(tasks.tell, "delay", fail)
    with commit():
        assert run("submit", draft, secretary).state == "in_review"
    assert told() == []
    notices.catch_up()
    assert told() == [(leader, "Chờ phê duyệt")]


def test_a_step_that_nobody_can_wait_for_is_not_announced(scope, tmp_path):
    from tests.tthc.exports import procedure, row, take, xlsx

    procedure()
    assert take(xlsx(tmp_path / "a.xlsx", row(1))).state == "done"
    assert not Announcement.objects.exists()


# --- once ---


def test_run_twice_tells_once(submitted, leader):
    row = Announcement.objects.get()
    notices.tell(row.pk)
    Announcement.objects.update(told_at=None)  # a worker that died before it marked the row
    notices.tell(row.pk)
    notices.catch_up()
    assert told() == [(leader, "Chờ phê duyệt")]
    assert len(mail.outbox) == 1


def test_sent_back_and_submitted_again_is_news(submitted, secretary, leader, commit):
    with commit():
        back = run("request_changes", submitted, leader, reason="Thiếu mục 5.2.")
    with commit():
        run("submit", back, secretary)
    tags = [(leader, "Chờ phê duyệt"), (secretary, "Cần sửa lại"), (leader, "Chờ phê duyệt")]
    assert told() == tags


def test_step_that_moves_nothing_tells_nobody_again(submitted, leader, secretary):
    entry = HistoryEntry.objects.of(submitted).first()
    same = HistoryEntry(**{f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields})
    same.pk, same.sequence = None, entry.sequence + 1
    same.save()
    notices.tell(Announcement.objects.create(entry=same, year=2024, changed_state=False).pk)
    assert told() == [(leader, "Chờ phê duyệt")]


def test_late_round_leaves_an_earlier_step_to_the_later_one(draft, secretary, leader, monkeypatch):
    run("approve", run("submit", draft, secretary), leader)
    notices.catch_up()
    assert told() == [(secretary, "Chờ ban hành")]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_four_rounds_at_once_send_one_mail(agency, user_as, monkeypatch):
    secretary, leader = user_as("secretary"), with_mail(user_as("leader"))
    monkeypatch.setattr(notices, "_tell_in_background", lambda pk: None)
    with in_agency(agency):
        run("submit", revision(document(), author=secretary.person), secretary)
    barrier = threading.Barrier(4)

    def work():
        try:
            barrier.wait()
            notices.catch_up()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told() == [(leader, "Chờ phê duyệt")]
    assert addresses() == [[leader.email]]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_claim_that_waited_for_another_is_refused(agency, user_as, monkeypatch):
    secretary = user_as("secretary")
    with_mail(user_as("leader"))
    monkeypatch.setattr(notices, "_tell_in_background", lambda pk: None)
    monkeypatch.setattr(notices, "deliver", lambda: 0)
    with in_agency(agency):
        run("submit", revision(document(), author=secretary.person), secretary)
    notices.catch_up()
    now, claims = timezone.now(), []

    def claim():
        try:
            with in_agency(agency):
                claims.append(Notice.objects.claim(Notice.objects.get().pk, now))
        finally:
            connections.close_all()

    late = threading.Thread(target=claim)
    with in_agency(agency), transaction.atomic():
        assert Notice.objects.claim(Notice.objects.get().pk, now)
        late.start()
        wait_until_one_waits_for_a_lock()
    late.join()
    assert claims == [False]


# --- mail ---


def test_mail_server_down_keeps_the_step_and_the_next_round_mails(
    draft, secretary, leader, settings, commit, caplog
):
    settings.EMAIL_BACKEND = "tests.qms.test_notices.DownBackend"
    with commit():
        run("submit", draft, secretary)
    assert Revision.objects.get().state == "in_review"
    assert Notice.objects.get().mailed_at is None
    assert "không nối được" in caplog.text
    assert (notices.deliver(), digests.send_all()) == (0, 0)  # said in the log, raised nowhere
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_digests", verbosity=0)
    assert leader.email in [letter.to[0] for letter in mail.outbox if "Chờ phê duyệt" in letter.body]
    assert Notice.objects.get().mailed_at is not None


def test_one_bad_address_holds_up_nobody(draft, secretary, user_as, settings, commit, caplog):
    settings.EMAIL_BACKEND = "tests.qms.test_notices.OneBadAddressBackend"
    bad, good = with_mail(user_as("leader"), "hong@kimthanh.example"), with_mail(user_as("leader"))
    with commit():
        run("submit", draft, secretary)
    assert addresses() == [[good.email]]
    notice = Notice.objects.get(user=bad)
    assert (notice.mailed_at, notice.mail_claimed_at) == (None, None)


def test_mail_that_is_no_news_any_more_is_not_sent(submitted, leader):
    Notice.objects.update(mailed_at=None, mail_claimed_at=None)
    for change in ({"read_at": timezone.now()}, {"created_at": timezone.now() - Notice.FRESH * 2}):
        before = Notice.objects.values().get()
        Notice.objects.update(**change)
        notices.catch_up()
        Notice.objects.update(**{name: before[name] for name in change})
    assert len(mail.outbox) == 1


def test_mail_of_a_step_done_since_is_not_sent(submitted, leader, secretary, commit):
    Notice.objects.update(mailed_at=None, mail_claimed_at=None)
    mail.outbox.clear()
    with commit():
        run("approve", submitted, leader)
    assert addresses() == [[secretary.email]]


def test_mail_is_plain_text_with_agency_year_actor_and_link(submitted, leader, secretary, settings):
    [letter] = mail.outbox
    assert (letter.content_subtype, letter.alternatives if hasattr(letter, "alternatives") else []) == (
        "plain",
        [],
    )
    assert letter.subject == str(submitted)
    for text in (
        "UBND huyện Kim Thành",
        f"Năm: {timezone.localdate().year}",
        f"Người thực hiện: {secretary}",
        "Ban hành lần đầu.",
        f"http://127.0.0.1:8000/kim-thanh/{timezone.localdate().year}{path_of(submitted)}",
        "http://127.0.0.1:8000/tai-khoan/",
    ):
        assert text in letter.body
    assert "<" not in letter.body


def path_of(record):
    return record.get_absolute_url()


def test_line_breaks_in_a_title_do_not_reach_the_subject(leader):
    connection = mail.get_connection()
    assert notices.post(leader, "Một\r\nBcc: ai@do.example", "Nội dung", connection)
    assert mail.outbox[0].subject == "Một Bcc: ai@do.example"


@pytest.mark.parametrize("change", [{"wants_mail": False}, {"email": ""}])
def test_who_wants_no_mail_sees_it_on_his_page_alone(change, draft, secretary, leader, commit):
    for name, value in change.items():
        setattr(leader, name, value)
    leader.save()
    with commit():
        run("submit", draft, secretary)
    assert told() == [(leader, "Chờ phê duyệt")]
    assert mail.outbox == []
    leader.wants_mail, leader.email = True, "lai-nhan@kimthanh.example"
    leader.save()
    notices.catch_up()
    assert mail.outbox == []  # what came while it was off is not mailed afterwards


# --- the page ---


@pytest.fixture
def leader_page(agency, scope, commit, secretary, draft):
    client = client_as("leader", agency)
    with commit():
        run("submit", draft, secretary)
    return client


def test_inbox_marks_what_is_new_since_the_last_visit(leader_page):
    assert "<strong>Mới</strong>" in leader_page.page("qms:inbox").content.decode()
    assert "<strong>Mới</strong>" not in leader_page.page("qms:inbox").content.decode()


def test_inbox_costs_the_same_however_much_is_new(leader_page, secretary, scope, commit):
    leader_page.page("qms:inbox")
    costs = []
    for number in (1, 9):
        for index in range(number):
            with commit():
                record = revision(document(f"QT-{number}{index}"), author=secretary.person)
                run("submit", record, secretary)
        with CaptureQueriesContext(connection) as queries:
            page = leader_page.page("qms:inbox").content.decode()
        assert page.count("<strong>Mới</strong>") == number
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_one_s_own_address_and_switch(agency):
    client = client_as("staff", agency)
    assert client.send("qms:account", email="khong phai dia chi").status_code == 422
    assert client.send("qms:account", email="cb@kimthanh.example").status_code == 302
    client.user.refresh_from_db()
    assert (client.user.email, client.user.wants_mail) == ("cb@kimthanh.example", False)
    assert 'value="cb@kimthanh.example"' in client.page("qms:account").content.decode()
    assert client.get("/tai-khoan/").status_code == 200  # without an agency too: the mails link there


# --- the daily list ---


@pytest.fixture
def friday(monkeypatch):
    day = {"value": FRIDAY}
    monkeypatch.setattr(timezone, "localdate", lambda *args: day["value"])
    return day


def due_task(what, due):
    plan = YearPlan.objects.filter(year=2026).first() or YearPlan.objects.create(year=2026)
    return PlanTask.objects.create(plan=plan, what=what, due_on=due)


def test_digest_lists_what_waits_the_overdue_first(friday, secretary):
    for what, days in (("Việc mai", 1), ("Việc tuần sau", 6), ("Việc trễ", -3), ("Việc sau", 12)):
        due_task(what, FRIDAY + datetime.timedelta(days=days))
    digests.send_all()
    [letter] = mail.outbox
    assert letter.subject == "4 việc chờ anh/chị, 1 quá hạn – ngày 20/11/2026"
    marks = [line for line in letter.body.splitlines() if line.startswith("- [")]
    assert [mark.split(" (")[0] for mark in marks] == [
        "- [quá hạn 3 ngày] Việc trễ",
        "- [còn 1 ngày] Việc mai",
        "- [còn không quá 1 tuần] Việc tuần sau",
        "- [còn không quá 1 tháng] Việc sau",
    ]
    assert (letter.content_subtype, "<" in letter.body) == ("plain", False)
    assert "http://127.0.0.1:8000/kim-thanh/2026/ke-hoach/" in letter.body


@pytest.mark.parametrize(
    ("days", "mark"),
    [
        (-1, "quá hạn 1 ngày"),
        (0, "đến hạn hôm nay"),
        (1, "còn 1 ngày"),
        (2, "còn không quá 1 tuần"),
        (7, "còn không quá 1 tuần"),
        (8, "còn không quá 1 tháng"),
        (30, "còn không quá 1 tháng"),
        (31, ""),
    ],
)
def test_reminders_a_month_a_week_and_a_day_before(days, mark):
    assert digests.reminder(FRIDAY + datetime.timedelta(days=days), FRIDAY) == mark


def test_digest_goes_out_once_a_working_day(friday, secretary):
    due_task("Rà soát", FRIDAY)
    call_command("send_digests", verbosity=0)
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 1
    friday["value"] = SATURDAY
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 1
    friday["value"] = SATURDAY + datetime.timedelta(days=2)
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 2


def test_two_rounds_that_read_the_same_account_send_one_digest(friday, secretary):
    due_task("Rà soát", FRIDAY)
    for _ in range(2):  # the second one's account was read before the first one wrote
        digests._send_one(secretary, FRIDAY, mail.get_connection())
    assert len(mail.outbox) == 1


def test_digest_that_failed_goes_out_with_the_next_run(friday, secretary, settings, caplog):
    due_task("Rà soát", FRIDAY)
    secretary.email = "hong@kimthanh.example"
    secretary.save()
    settings.EMAIL_BACKEND = "tests.qms.test_notices.OneBadAddressBackend"
    assert digests.send_all() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert digests.send_all() == 1


def test_nobody_without_work_or_with_mail_off_gets_a_digest(friday, secretary, leader, user_as):
    due_task("Rà soát", FRIDAY)
    secretary.wants_mail = False
    secretary.save()
    user_as("secretary")  # no address
    assert digests.send_all() == 0
    assert mail.outbox == []


def test_one_digest_names_each_of_ones_agencies_with_its_own_work(friday, secretary, agency, other_agency):
    RoleAssignment.objects.create(user=secretary, agency=other_agency, role="secretary")
    hers = with_mail(user_with_role("secretary", other_agency))
    due_task("Việc Kim Thành", FRIDAY)
    with in_agency(other_agency):
        PersonFactory(user=secretary)
        due_task("Việc Trà Cú", FRIDAY)
    digests.send_all()
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(bodies) == {secretary.email, hers.email}
    home, away = bodies[secretary.email].split("UBND huyện Trà Cú, năm 2026")
    assert ("Việc Kim Thành" in home, "Việc Trà Cú" in home) == (True, False)
    assert ("Việc Kim Thành" in away, "Việc Trà Cú" in away) == (False, True)
    assert "Kim Thành" not in bodies[hers.email]


# --- settings ---


@pytest.mark.parametrize(
    ("given", "starts"),
    [
        ({"EMAIL_URL": "smtp://mail:25"}, False),
        ({"EMAIL_URL": "smtp://mail:25", "BASE_URL": "https://qms.example"}, True),
        ({"EMAIL_URL": "consolemail://"}, True),
        ({"EMAIL_URL": "smtp://mail:25", "DEBUG": "1"}, True),
    ],
)
def test_mail_that_leaves_needs_the_site_s_address(given, starts):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "a", "DEBUG": "0"} | given
    command = [sys.executable, "-c", "import qms.settings"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode == 0) is starts
    assert starts or "BASE_URL" in done.stderr

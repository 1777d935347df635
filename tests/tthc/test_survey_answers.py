"""The public page: no account, no cookie, one answer a token, limits, and a count that is never typed."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from qms import jobs
from qms.inbox import collect
from qms.models import HistoryEntry, Job
from qms.scope import in_agency
from tests.tthc.survey_build import options, public, secretary, step
from tthc.checks.surveys import round_sums
from tthc.models import SurveyAnswer, SurveyCount, SurveyRound
from tthc.papers.posters import poster_html, public_path
from tthc.services import survey_answers
from tthc.services.surveys import round_deletion_refusal
from tthc.surveys import limits as survey_limits
from tthc.surveys.matrix import matrix_of
from tthc.views.survey_posters import HERE_ONLY

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def opened(agency) -> SurveyRound:
    with in_agency(agency):
        return public(agency)


def path(found: SurveyRound) -> str:
    return f"/tthc/phieu/{found.public_key}/"


def token_of(client: Client, found: SurveyRound) -> str:
    match = TOKEN.search(client.get(path(found)).content.decode())
    assert match
    return match[1]


def answers(found: SurveyRound, place: int = 0) -> dict[str, str]:
    """The first option of every criterion (`place` of the overall one), for the first field."""
    with in_agency(found.agency):
        chosen: dict[str, str] = {}
        for option in options(found):
            chosen.setdefault(f"criterion_{option.criterion_id}", str(option.pk))
        last = [option for option in options(found) if option.criterion.overall][place]
        chosen[f"criterion_{last.criterion_id}"] = str(last.pk)
        return {"row": str(found.rows.all()[0].pk), **chosen}


def send(client: Client, found: SurveyRound, **changes: str) -> Any:
    data = {"token": token_of(client, found), **answers(found)} | changes
    return client.post(path(found), {name: value for name, value in data.items() if value})


def totals(found: SurveyRound) -> tuple[int, tuple[int, ...]]:
    with in_agency(found.agency):
        matrix = matrix_of(SurveyRound.objects.with_counts().get(pk=found.pk))
        return matrix.opinions, matrix.totals


def test_an_answer_is_counted_once_and_tells_nobody(opened):
    client = Client(enforce_csrf_checks=True)
    response = send(client, opened)
    assert (response.status_code, response.headers["Location"]) == (302, f"{path(opened)}?xong")
    assert "Đã ghi nhận ý kiến" in client.get(response.headers["Location"]).content.decode()
    assert not client.cookies
    assert totals(opened) == (1, (1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0))
    with in_agency(opened.agency):
        answer = SurveyAnswer.objects.get()
        assert (answer.answered_at.minute, answer.answered_at.second) == (0, 0)
        names = {field.name for field in answer._meta.concrete_fields}
        assert names == {"id", "agency", "round", "row", "token", "options", "answered_at"}
        assert not HistoryEntry.objects.filter(object_type="tthc.surveyanswer").exists()
        found = SurveyRound.objects.with_counts().get(pk=opened.pk)
        assert [row.severity.value for row in round_sums(found, matrix_of(found))] == ["ok"]


def test_the_page_sets_no_cookie_and_is_light(opened):
    response = Client().get(path(opened))
    body = response.content
    css = (Path(settings.BASE_DIR) / "static/css/survey-answer.css").read_bytes()
    icon = (Path(settings.BASE_DIR) / "static/img/favicon.svg").read_bytes()
    assert len(body) + len(css) + len(icon) < 50_000
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"
    text = body.decode()
    assert "<script" not in text
    assert "font-face" not in css.decode()


def test_a_second_use_of_the_token_is_refused(opened):
    client = Client()
    token = token_of(client, opened)
    assert send(client, opened, token=token).status_code == 302
    again = send(client, opened, token=token)
    assert (again.status_code, "ghi nhận một lần" in again.content.decode()) == (409, True)
    assert totals(opened)[0] == 1


def test_an_old_page_gets_a_new_token_and_keeps_the_choices(opened, monkeypatch):
    client = Client()
    token = token_of(client, opened)
    monkeypatch.setattr(survey_answers, "TOKEN_SECONDS", -1)
    late = send(client, opened, token=token)
    body = late.content.decode()
    assert (late.status_code, "Phiếu mở đã lâu" in body) == (422, True)
    assert body.count("checked") == 7
    monkeypatch.undo()
    fresh = TOKEN.search(body)
    assert fresh
    assert fresh[1] != token
    assert send(client, opened, token=fresh[1]).status_code == 302


@pytest.mark.parametrize("token", ["", "bua", "eyJhIjoxfQ:1abc:khong"])
def test_a_made_up_token_counts_nothing(opened, token):
    client = Client()
    data = {"token": token, **answers(opened)}
    assert client.post(path(opened), data).status_code == 422
    assert totals(opened)[0] == 0


def test_a_token_of_another_round_counts_nothing(opened, agency):
    with in_agency(agency):
        other = SurveyRound.objects.create(
            year=2024, name="Khác", template=opened.template, way="public", public_key="khac"
        )
        token = survey_answers.token_make(other)
    assert send(Client(), opened, token=token).status_code == 422
    assert totals(opened)[0] == 0


def test_a_question_left_out_is_asked_again(opened):
    client = Client()
    data = answers(opened)
    name = list(data)[-1]
    response = send(client, opened, **{name: ""})
    body = response.content.decode()
    assert (response.status_code, "Xin chọn một câu trả lời." in body) == (422, True)
    assert body.count("checked") == 6
    assert totals(opened)[0] == 0


def test_an_answer_outside_the_table_is_an_opinion_all_the_same(opened):
    with in_agency(opened.agency):
        partial = next(option.criterion for option in options(opened) if option.criterion.partial)
    assert "Không phải bổ sung" in Client().get(path(opened)).content.decode()
    assert send(Client(), opened, **{f"criterion_{partial.pk}": "0"}).status_code == 302
    opinions, counted = totals(opened)
    assert (opinions, counted[12:14]) == (1, (0, 0))


def test_foreign_options_and_rows_are_refused(opened):
    data = answers(opened)
    name = list(data)[-1]
    assert send(Client(), opened, **{name: "999999"}).status_code == 422
    assert send(Client(), opened, row="999999").status_code == 422
    assert totals(opened)[0] == 0


def test_a_closed_round_says_so(opened, agency):
    client = Client()
    send(client, opened)
    token = token_of(client, opened)
    with in_agency(agency):
        step(opened, "close", secretary(agency))
    page = client.get(path(opened))
    assert (page.status_code, "đã kết thúc" in page.content.decode()) == (200, True)
    late = client.post(path(opened), {"token": token, **answers(opened)})
    assert (late.status_code, totals(opened)[0]) == (409, 1)


@pytest.mark.parametrize(("days", "sentence"), [(3, "bắt đầu từ ngày"), (-3, "đã kết thúc ngày")])
def test_only_the_rounds_days_take_answers(opened, agency, days, sentence):
    day = timezone.localdate() + datetime.timedelta(days=days)
    with in_agency(agency):
        SurveyRound.objects.filter(pk=opened.pk).update(period_from=day, period_to=day)
    client = Client()
    assert sentence in client.get(path(opened)).content.decode()
    data = {"token": survey_answers.token_make(opened), **answers(opened)}
    assert client.post(path(opened), data).status_code == 409
    assert totals(opened)[0] == 0


@pytest.mark.parametrize("name", ["period_from", "period_to"])
def test_the_first_and_the_last_day_take_answers(opened, agency, name):
    with in_agency(agency):
        SurveyRound.objects.filter(pk=opened.pk).update(**{name: timezone.localdate()})
    assert send(Client(), opened).status_code == 302
    assert totals(opened)[0] == 1


def test_the_guard_of_the_service_holds_without_the_page(opened, agency):
    """Closed between the look and the count."""
    with in_agency(agency):
        token = survey_answers.token_make(opened)
        SurveyRound.objects.filter(pk=opened.pk).update(period_to="2020-01-01", period_from="2020-01-01")
        with pytest.raises(Exception, match="đã kết thúc"):
            survey_answers.answer_take(found=opened, token=token, choice=survey_answers.Choice(1, ()))


def test_a_round_deleted_meanwhile_has_ended(opened, agency):
    token = survey_answers.token_make(opened)
    with in_agency(agency):
        choice = survey_answers.Choice(opened.rows.order_by("pk").first().pk, ())
        SurveyRound.objects.filter(pk=opened.pk).delete()
        with pytest.raises(ValidationError, match="đã kết thúc"):
            survey_answers.answer_take(found=opened, token=token, choice=choice)


@pytest.mark.parametrize("limit", ["PER_ADDRESS", "PER_ROUND"])
def test_too_many_are_asked_to_wait(opened, monkeypatch, limit):
    monkeypatch.setattr(survey_limits, limit, 2)
    client = Client()
    assert [send(client, opened).status_code for _ in range(3)] == [302, 302, 429]
    assert totals(opened)[0] == 2


def test_addresses_are_counted_apart_and_kept_as_a_hash(opened, monkeypatch):
    monkeypatch.setattr(survey_limits, "PER_ADDRESS", 1)
    seen: list[str] = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *args, **more: seen.append(key) or add(key, *args, **more))
    assert send(Client(REMOTE_ADDR="203.0.113.7"), opened).status_code == 302
    assert send(Client(REMOTE_ADDR="203.0.113.8"), opened).status_code == 302
    assert send(Client(REMOTE_ADDR="203.0.113.8"), opened).status_code == 429
    assert seen
    assert not any("203.0.113" in key for key in seen)


def test_one_line_of_ipv6_is_one_address(opened, monkeypatch):
    monkeypatch.setattr(survey_limits, "PER_ADDRESS", 1)
    assert send(Client(REMOTE_ADDR="2001:db8:0:1::1"), opened).status_code == 302
    assert send(Client(REMOTE_ADDR="2001:db8:0:1:ffff::2"), opened).status_code == 429
    assert send(Client(REMOTE_ADDR="2001:db8:0:2::1"), opened).status_code == 302


def test_behind_the_proxy_the_address_it_wrote_counts(opened, monkeypatch, settings):
    settings.HTTPS = True
    monkeypatch.setattr(survey_limits, "PER_ADDRESS", 1)
    one, two = "198.51.100.1, 203.0.113.7", "198.51.100.2, 203.0.113.7"
    assert send(Client(HTTP_X_FORWARDED_FOR=one), opened).status_code == 302
    assert send(Client(HTTP_X_FORWARDED_FOR=two), opened).status_code == 429


def test_a_reopened_round_keeps_its_counts_and_its_address(opened, agency):
    client = Client()
    send(client, opened)
    with in_agency(agency):
        actor = secretary(agency)
        again = step(step(opened, "close", actor), "reopen", actor, reason="Còn phiếu")
    assert again.public_key == opened.public_key
    assert totals(opened)[0] == 1
    assert send(client, again).status_code == 302
    assert totals(opened) == (
        2,
        tuple(2 * count for count in (1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0)),
    )


@pytest.mark.parametrize("key", ["khong-co", "a%00b"])
def test_an_unknown_key_is_not_found(key):
    assert Client().get(f"/tthc/phieu/{key}/").status_code == 404


def test_a_public_round_of_a_year_file_gets_its_address_when_it_is_reopened(opened, agency):
    with in_agency(agency):
        SurveyCount.objects.all().delete()
        SurveyRound.objects.update(public_key=None, state="closed")
        again = step(opened, "reopen", secretary(agency), reason="Còn phiếu")
    assert send(Client(), again).status_code == 302
    assert totals(again) == (1, (1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0))


def test_a_signed_in_person_of_another_agency_answers_too(opened, other_agency, as_role):
    client = as_role("secretary", of=other_agency)
    assert send(client, opened).status_code == 302
    assert totals(opened)[0] == 1


def test_a_single_field_is_not_asked_for(agency):
    with in_agency(agency):
        found = public(agency, "Tư pháp", key="9-tieu-chi")
    assert "Lĩnh vực Ông/Bà làm thủ tục" not in Client().get(path(found)).content.decode()
    assert send(Client(), found).status_code == 302
    assert totals(found)[0] == 1


def test_an_answered_round_is_not_deleted_and_takes_no_typed_numbers(opened, agency, as_role):
    send(Client(), opened)
    with in_agency(agency):
        assert "đã có người dân trả lời" in round_deletion_refusal(opened)
    client = as_role("secretary")
    assert client.send("tthc:survey_round_delete", opened.pk).status_code == 422
    head = {"row-TOTAL_FORMS": "0", "row-INITIAL_FORMS": "0"}
    assert client.send("tthc:survey_grid", opened.pk, **head).status_code == 422
    assert totals(opened)[0] == 1


def test_the_poster_leads_outside_every_year(opened, as_role, agency, settings):
    settings.BASE_URL = "https://qms.example.gov.vn/"
    client = as_role("secretary")
    body = client.page("tthc:survey_poster", opened.pk).content.decode()
    assert f"https://qms.example.gov.vn{path(opened)}" in body
    assert "testserver" not in body
    assert HERE_ONLY not in body
    assert "<svg" in body
    assert public_path(opened) == path(opened)
    with in_agency(agency):
        draft = SurveyRound.objects.create(year=2024, name="Nháp", template=opened.template, way="public")
    assert client.page("tthc:survey_poster", draft.pk).status_code == 404
    assert client.send("tthc:survey_poster", opened.pk, size="a3").status_code == 404


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000", ""])
def test_a_poster_that_only_this_machine_can_follow_says_what_to_set(opened, as_role, settings, base):
    settings.BASE_URL = base
    body = as_role("secretary").page("tthc:survey_poster", opened.pk).content.decode()
    assert HERE_ONLY in body
    assert "BASE_URL" in body


@pytest.fixture
def past(opened, agency) -> SurveyRound:
    """A public round that is open although its last day was yesterday."""
    with in_agency(agency):
        SurveyRound.objects.update(period_to=timezone.localdate() - datetime.timedelta(days=1))
        opened.refresh_from_db()
        return opened


def test_a_round_past_its_last_day_is_not_told_as_open(past, as_role):
    client = as_role("secretary")
    for page in (client.page("tthc:survey_round_detail", past.pk), client.page("tthc:survey_list")):
        text = page.content.decode()
        assert "Đã hết hạn, chưa kết thúc" in text
        assert "Đang lấy ý kiến" not in text
    assert "không còn nhận phiếu" in client.page("tthc:survey_poster", past.pk).content.decode()
    assert "Đã kết thúc lấy ý kiến" in poster_html(past, "https://vi.du/x/")


def test_the_poster_of_a_running_round_carries_no_end_mark(opened):
    assert "Đã kết thúc lấy ý kiến" not in poster_html(opened, "https://vi.du/x/")


def test_a_round_past_its_last_day_waits_for_who_may_close_it(past, agency, user_as):
    actor = user_as("secretary")
    with in_agency(agency):
        assert [(item.record, item.steps) for item in collect(agency, actor)] == [(past, ("close",))]
        assert not collect(agency, user_as("leader"))
        SurveyRound.objects.update(period_to=timezone.localdate())
        assert not collect(agency, actor)


def test_the_rounds_page_counts_todays_answers(opened, agency, as_role):
    for _ in range(3):
        send(Client(), opened)
    with in_agency(agency):
        first = SurveyAnswer.objects.order_by("pk")[0]
        SurveyAnswer.objects.filter(pk=first.pk).update(
            answered_at=first.answered_at - datetime.timedelta(days=1)
        )
    page = as_role("secretary").page("tthc:survey_round_detail", opened.pk).content.decode()
    assert "hôm nay: <strong>2</strong>, cả đợt: <strong>3</strong>" in page


@pytest.mark.django_db(transaction=True)
def test_the_poster_is_a_pdf_of_one_page(agency, as_role):
    with in_agency(agency):
        found = public(agency)
    client = as_role("secretary")
    assert client.send("tthc:survey_poster", found.pk, size="a5").status_code == 302
    jobs.wait_for_threads()
    with in_agency(agency):
        made = Job.objects.get()
    response = client.page("qms:job_file", made.pk)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_the_poster_names_the_agency(opened):
    assert opened.agency.full_name in poster_html(opened, "https://vi.du/x/")

"""Corrective-action requests: opened from a finding or elsewhere, filled by the unit, round by round."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import CorrectiveAction, CorrectiveActionRequest
from audits.services.actions import (
    action_complete,
    action_save,
    car_delete,
    car_open,
    car_save,
    form_in_force,
    round_save,
)
from documents.models import ControlledDocument
from qms.scope import in_agency
from tests.audits.build import DONE, DUE, FOUND, car, finding, held_audit, measure, of_unit
from tests.clients import client_as
from tests.documents.helpers import revision
from tests.factories import UnitFactory
from tests.planning.build import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.iso("10.2")]
TYPED = {"description": "Trả kết quả trễ", "details": "", "opened_on": "21/10/2024"}
ELSEWHERE = {**TYPED, "origin": "inspection", "origin_label": "Biên bản kiểm tra số 3"}


def errors(response):
    return {name: " ".join(found) for name, found in response.context["form"].errors.items()}


@pytest.fixture
def auditor(as_role):
    return as_role("auditor")


@pytest.fixture
def contact(as_role, scope):
    client = as_role("unit_contact")
    of_unit(client.user, UnitFactory())
    return client


def request_of(contact, **given):
    return car(unit=contact.user.person.unit, **given)


def opened(client, **query):
    path = client.path("audits:car_add")
    return f"{path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def test_a_request_opens_from_a_finding_with_what_it_says(auditor, scope):
    row = finding(held_audit(auditor.user), unit=UnitFactory(), grade="major", evidence="Sổ số 2")
    form = auditor.get(opened(auditor, finding=row.pk)).context["form"]
    assert (form["description"].value(), form["details"].value()) == (row.description, "Sổ số 2")
    assert not {"unit", "origin", "origin_label"} & set(form.fields)
    forged = {"unit": UnitFactory().pk, "state": "closed", "origin": "other", "number": 50, "year": 1999}
    assert auditor.post(opened(auditor, finding=row.pk), {**TYPED, **forged}).status_code == 302
    made = CorrectiveActionRequest.objects.get()
    assert (made.finding, made.unit, made.origin, made.state) == (row, row.unit, "finding", "opened")
    assert (made.number, made.year, made.opener, made.opened_by) == (
        1,
        2024,
        auditor.user.person,
        auditor.user,
    )
    turn = made.rounds.get()
    assert (turn.number, turn.opened_on) == (1, FOUND)


@pytest.mark.parametrize(
    ("given", "told"),
    [({"grade": "strength"}, "Điểm tốt không cần phiếu"), ({"state": "closed"}, "Phát hiện đã đóng; mở lại")],
)
def test_no_request_on_what_needs_none(given, told, auditor, scope):
    row = finding(held_audit(auditor.user), **given)
    assert auditor.get(opened(auditor, finding=row.pk)).status_code == 302
    assert told in errors(auditor.post(opened(auditor, finding=row.pk), TYPED))["__all__"]


def test_an_auditor_of_another_team_opens_no_request_and_deletes_none(auditor, scope):
    row = finding(held_audit())
    assert "Chỉ thành viên đoàn" in errors(auditor.post(opened(auditor, finding=row.pk), TYPED))["__all__"]
    with pytest.raises(ValidationError, match="Chỉ thành viên đoàn"):
        car_delete(car=car(row), actor=auditor.user)


@pytest.mark.parametrize("wish", ["x", "999999", ""])
def test_an_unknown_finding_is_not_found(wish, auditor, scope):
    assert auditor.get(opened(auditor, finding=wish)).status_code == 404


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("/kim-thanh/2024/tthc/", "/kim-thanh/2024/tthc/"),
        ("https://noi-khac.example/", ""),
        ("//noi-khac.example/x", ""),
        ("/\\noi-khac.example", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_request_from_elsewhere_keeps_only_a_path_of_ours(url, kept, auditor, scope):
    query = {"origin": "figure", "origin_label": "Hồ+sơ+trễ", "origin_url": url.replace("\\", "%5C")}
    form = auditor.get(opened(auditor, **query)).context["form"]
    assert (form["origin"].value(), form["origin_label"].value()) == ("figure", "Hồ sơ trễ")
    auditor.post(opened(auditor, **query), ELSEWHERE)
    made = CorrectiveActionRequest.objects.get()
    assert (made.origin_url, made.origin, made.year) == (kept, "inspection", 2024)


def test_a_request_from_elsewhere_names_its_source_and_never_a_finding(auditor, scope):
    response = auditor.send("audits:car_add", **{**ELSEWHERE, "origin_label": ""})
    assert "ghi nguồn khi phiếu không xuất phát từ đánh giá" in errors(response)["__all__"]
    assert "origin" in errors(auditor.send("audits:car_add", **{**ELSEWHERE, "origin": "finding"}))


def test_the_same_words_sent_twice_open_one_request(auditor, scope):
    row = finding(held_audit(auditor.user))
    answers = [auditor.post(opened(auditor, finding=row.pk), TYPED) for _ in range(2)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert CorrectiveActionRequest.objects.count() == 1
    auditor.post(opened(auditor, finding=row.pk), {**TYPED, "description": "Điều khác"})
    assert [made.number for made in CorrectiveActionRequest.objects.order_by("number")] == [1, 2]


def test_numbers_begin_anew_each_year(auditor, scope):
    car(number=7, year=2023)
    made = CorrectiveActionRequest(
        year=2024, origin="other", origin_label="x", description="y", opened_on=FOUND
    )
    assert car_open(car=made, actor=auditor.user).number == 1


@pytest.mark.parametrize(
    ("day", "told"),
    [("20/10/2024", "từ ngày phát hiện (21/10/2024)"), ("01/01/2199", "không"), ("1/1/1921", "1921")],
)
def test_the_opening_day_follows_the_finding(day, told, auditor, scope):
    row = finding(held_audit(auditor.user))
    response = auditor.post(opened(auditor, finding=row.pk), {**TYPED, "opened_on": day})
    assert told in errors(response)["opened_on"]


def test_the_form_in_force_is_chosen(auditor, scope):
    assert form_in_force(DONE) is None
    document = ControlledDocument.objects.create(
        code="BM-UBND.04-01", title="PHIẾU YÊU CẦU HÀNH ĐỘNG KHẮC PHỤC", kind="form"
    )
    old = revision(document, "superseded", number=1, effective_on=DAY(2020, 1, 1), ended_on=DAY(2021, 1, 1))
    new = revision(document, "effective", number=2, effective_on=DAY(2021, 1, 2))
    assert form_in_force(DAY(2020, 6, 1)) == old
    row = finding(held_audit(auditor.user))
    form = auditor.get(opened(auditor, finding=row.pk)).context["form"]
    assert form["form_revision"].value() == new.pk


def test_the_unit_writes_causes_and_measures_and_sends_them(contact, scope):
    request = request_of(contact)
    turn = request.rounds.get()
    whys = {f"whys_{n}": text for n, text in enumerate(("Trễ hẹn", "Thiếu người", "", "", "Không ai thay"))}
    sent = {**whys, "cause_subjective": "Thiếu người trực", "version": turn.version}
    assert contact.send("audits:round_edit", turn.pk, **sent).status_code == 302
    turn.refresh_from_db()
    assert turn.whys == "Trễ hẹn\nThiếu người\nKhông ai thay"
    shown = contact.page("audits:round_edit", turn.pk).content.decode()
    assert shown.count("Vì sao, lần") == 5 and "Không ai thay" in shown
    added = {"measure": "Phân công người thay", "responsible": "Văn phòng", "due_on": "10/11/2024"}
    assert contact.send("audits:action_add", turn.pk, **added).status_code == 302
    [row] = turn.actions.all()
    assert (row.measure, row.due_on) == ("Phân công người thay", DUE)
    changed = {**added, "measure": "Phân công hai người", "version": row.version}
    contact.send("audits:action_edit", row.pk, **changed)
    contact.send("audits:action_add", turn.pk, **{**added, "measure": "Nhầm"})
    contact.send("audits:action_delete", turn.actions.get(measure="Nhầm").pk)
    assert [row.measure for row in turn.actions.all()] == ["Phân công hai người"]
    contact.step("audits:car_step", request.pk, "analyse", version=request.version)
    request.refresh_from_db()
    assert request.state == "analysed"


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"due_on": ""}, "due_on", "Chưa nhập mục này"),
        ({"due_on": "20/10/2024"}, "due_on", "Thời hạn phải từ ngày mở (21/10/2024) trở đi"),
        ({"due_on": "1/1/1921"}, "due_on", "1921"),
        ({"responsible": ""}, "__all__", "Chọn người chịu trách nhiệm hoặc ghi tập thể"),
        ({"measure": "x" * 20_001}, "measure", "20000"),
    ],
)
def test_a_bad_measure_is_told_and_nothing_is_lost(typed, field, told, contact, scope):
    turn = request_of(contact).rounds.get()
    sent = {"measure": "Tập huấn", "responsible": "Văn phòng", "due_on": "10/11/2024", **typed}
    response = contact.send("audits:action_add", turn.pk, **sent)
    assert (response.status_code, told in errors(response)[field]) == (422, True)
    assert response.context["form"]["measure"].value() == sent["measure"]
    assert not CorrectiveAction.objects.exists()


def test_a_long_why_is_told(contact, scope):
    turn = request_of(contact).rounds.get()
    response = contact.send("audits:round_edit", turn.pk, whys_0="x" * 701, version=0)
    assert "700 ký tự" in errors(response)["whys"]


@pytest.mark.parametrize("state", ["analysed", "in_progress", "done", "closed"])
def test_an_analysis_that_was_sent_is_not_rewritten(state, contact, scope):
    request = request_of(contact, state=state)
    turn, row = request.rounds.get(), CorrectiveAction.objects.get()
    told = "Phiếu đã đóng" if state == "closed" else "Phân tích đã gửi"
    turn.cause_subjective = "Khác"
    for write in (
        lambda: round_save(turn=turn, actor=contact.user),
        lambda: action_save(action=row, actor=contact.user),
    ):
        with pytest.raises(ValidationError, match=told):
            write()
    assert contact.page("audits:round_edit", turn.pk).status_code == 302
    assert contact.page("audits:action_add", turn.pk).status_code == 302
    assert contact.send("audits:action_delete", row.pk).status_code == 422


def test_neither_another_unit_nor_the_opener_writes_the_analysis(as_role, scope):
    secretary, stranger = as_role("secretary").user, as_role("unit_contact").user
    request = car(unit=UnitFactory(), opened_by=secretary)
    for actor, told in ((stranger, "Chỉ đầu mối của đơn vị"), (secretary, "Người mở phiếu không được tự")):
        with pytest.raises(ValidationError, match=told):
            round_save(turn=request.rounds.get(), actor=actor)
    other = as_role("secretary").user
    assert round_save(turn=request.rounds.get(), actor=other)


def test_a_former_round_stays_as_it_was(contact, scope):
    request = request_of(contact, written=True)
    first = request.rounds.get()
    request.rounds.create(number=2, opened_on=DAY(2024, 11, 12))
    with pytest.raises(ValidationError, match="Vòng khắc phục này đã kết thúc"):
        round_save(turn=first, actor=contact.user)
    CorrectiveActionRequest.objects.filter(pk=request.pk).update(**{"state": "in_progress"})
    with pytest.raises(ValidationError, match="Vòng khắc phục này đã kết thúc"):
        action_complete(action=first.actions.get(), done_on=DONE, actor=contact.user)


def test_the_unit_tells_the_day_each_measure_was_done(contact, scope):
    request = request_of(contact, state="in_progress")
    row = CorrectiveAction.objects.get()
    assert "Ghi đã xong" in contact.page("audits:car_detail", request.pk).content.decode()
    wrong = contact.send("audits:action_done", row.pk, done_on="20/10/2024")
    assert (wrong.status_code, "Ngày hoàn thành phải từ 21/10/2024" in errors(wrong)["done_on"]) == (
        422,
        True,
    )
    assert contact.send("audits:action_done", row.pk, done_on="05/11/2024").status_code == 302
    row.refresh_from_db()
    assert row.done_on == DONE
    sent = {"done_on": "05/11/2024", "done_evidence": "Ảnh chụp sổ"}
    assert contact.step("audits:car_step", request.pk, "finish", **sent).status_code == 302
    assert (
        "chưa được phê duyệt hoặc đã báo cáo xong"
        in errors(contact.send("audits:action_done", row.pk, done_on="06/11/2024"))["__all__"]
    )


def test_a_closed_request_posted_again_is_told_in_words(contact, as_role, scope):
    request = request_of(contact, state="closed")
    secretary = as_role("secretary")
    sent = {"checked_on": "12/11/2024", "check_remark": "Đã xem"}
    response = secretary.step("audits:car_step", request.pk, "check_effective", **sent)
    assert response.status_code == 409
    assert errors(response)["__all__"] == "Không thể đạt khi đang ở trạng thái “Đạt, đã đóng”."
    assert response.context["form"]["check_remark"].value() == "Đã xem"
    contact.step("audits:car_step", request.pk, "analyse")
    told = [str(message) for message in contact.page("audits:car_detail", request.pk).context["messages"]]
    assert told == ["Không thể gửi phân tích, biện pháp khi đang ở trạng thái “Đạt, đã đóng”."]
    with pytest.raises(ValidationError, match="Phiếu đã đóng"):
        car_save(car=request, actor=secretary.user)
    assert secretary.page("audits:car_edit", request.pk).status_code == 302


def test_a_request_in_its_second_round_keeps_its_words(as_role, scope):
    request = car()
    request.rounds.create(number=2, opened_on=DAY(2024, 11, 12))
    for write in (car_save, car_delete):
        with pytest.raises(ValidationError, match="đã qua vòng 1"):
            write(car=request, actor=as_role("secretary").user)


def test_a_request_is_deleted_only_before_the_unit_wrote(as_role, scope):
    secretary = as_role("secretary")
    written, fresh = car(number=1, written=True), car(number=2)
    assert secretary.send("audits:car_delete", written.pk).status_code == 422
    assert secretary.send("audits:car_delete", fresh.pk).status_code == 302
    assert CorrectiveActionRequest.objects.get() == written


def test_the_delete_page_refuses_what_the_service_refuses(auditor, as_role, scope):
    strange = car(finding(held_audit(), unit=UnitFactory()), number=1)
    written, fresh = car(number=2, written=True), car(number=3)
    told = auditor.page("audits:car_delete", strange.pk).context["refusal"]
    assert "Chỉ thành viên đoàn" in told
    with pytest.raises(ValidationError) as refused:
        car_delete(car=strange, actor=auditor.user)
    assert refused.value.messages == [told]
    secretary = as_role("secretary")
    assert "đã ghi nguyên nhân" in secretary.page("audits:car_delete", written.pk).context["refusal"]
    assert secretary.page("audits:car_delete", fresh.pk).context["refusal"] == ""


def test_changing_the_opening_day_moves_the_first_round(as_role, scope):
    secretary, request = as_role("secretary"), car()
    sent = {**ELSEWHERE, "opened_on": "22/10/2024", "version": request.version}
    assert secretary.send("audits:car_edit", request.pk, **sent).status_code == 302
    assert request.rounds.get().opened_on == DAY(2024, 10, 22)


def test_rounds_stand_newest_first_with_their_own_words(as_role, contact, scope):
    request = request_of(contact, state="done")
    sent = {"checked_on": "12/11/2024", "check_remark": "Vẫn còn trễ"}
    as_role("secretary").step("audits:car_step", request.pk, "check_not_effective", **sent)
    response = contact.page("audits:car_detail", request.pk)
    assert [row["turn"].number for row in response.context["rounds"]] == [2, 1]
    page = response.content.decode()
    assert page.index("Vòng 2") < page.index("Vòng 1 – không đạt")
    assert "Vẫn còn trễ" in page and "mở ngày 12/11/2024" in page
    assert "phân tích nguyên nhân vòng 2" in page


def test_a_returned_analysis_shows_the_reason_to_the_unit(contact, as_role, scope):
    request = request_of(contact, state="analysed")
    as_role("leader").step("audits:car_step", request.pk, "return_analysis", reason="Chưa tới gốc")
    assert "Chưa tới gốc" in contact.page("audits:car_detail", request.pk).content.decode()


def test_the_list_is_filtered_by_state_unit_year_and_lateness(as_role, scope):
    secretary = as_role("secretary")
    late = car(number=1, unit=UnitFactory(), state="in_progress")
    car(number=2, state="closed")
    car(number=3, year=2023)

    def numbers(**query):
        rows = secretary.page("audits:car_list", **query).context["table"]["rows"]
        return [row["cells"][0]["value"] for row in rows]

    assert numbers() == ["01", "02"]
    assert numbers(state="closed") == ["02"]
    assert numbers(unit=late.unit.pk) == ["01"]
    assert numbers(year=2023) == ["03"]
    assert numbers(overdue="true") == ["01"]


def test_a_loaded_request_without_rounds_still_opens(as_role, scope):
    request = car(state="in_progress")
    CorrectiveAction.objects.all().delete()
    request.rounds.all().delete()
    for role in ("secretary", "leader", "observer"):
        assert as_role(role).page("audits:car_detail", request.pk).status_code == 200


def test_request_pages_stay_within_their_queries(as_role, agency):
    secretary = as_role("secretary")
    with in_agency(agency):
        row = finding(held_audit(), unit=UnitFactory())
        requests = [car(row, number, state="in_progress") for number in range(1, 26)]
        for _ in range(20):
            measure(requests[0].rounds.get())
    for name, args in (("audits:car_list", ()), ("audits:car_detail", (requests[0].pk,))):
        with CaptureQueriesContext(connection) as queries:
            assert secretary.page(name, *args).status_code == 200
        assert len(queries) <= 30, name


def test_another_agencys_request_is_not_found(other_agency, scope):
    request = car()
    stranger = client_as("secretary", other_agency)
    for name in ("audits:car_detail", "audits:car_edit"):
        assert stranger.page(name, request.pk).status_code == 404

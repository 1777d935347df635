"""The 3-month duty (O7): what a legal document touches, by when, and what became of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from documents.enums import UpdateState
from documents.models import OfficialDocument, ProcedureUpdate
from documents.services import official_save
from documents.transitions_updates import update_workflow, updating_revision
from documents.update_services import updates_open
from qms import checks, obligations
from qms.digests import reminder
from qms.exchange import dump_year, load_year
from qms.figures import collect as collect_figures
from qms.inbox import Inbox, collect
from qms.models import HistoryEntry
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.documents import helpers
from tests.documents.helpers import day, document, official
from tests.refusals import refused_twice

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
REASON = {"reason": "Không ảnh hưởng."}
DONE = {"done_on": day("2024-08-01"), "note": "Đã sửa mục 5.1."}


def decree(number: int = 61, effective: str | None = "2024-07-01", **given) -> OfficialDocument:
    values = {"kind": "NĐ", "notation": "NĐ-CP", "issuer": "Chính phủ"}
    on = day(effective) if effective else None
    return official(number, "2024-05-15", effective_on=on, **values | given)


def task(state: str = "open", **given) -> ProcedureUpdate:
    values = {"due_on": day("2024-10-01"), "state": state}
    if state == "done":
        values |= {"done_on": day("2024-08-01"), "note": "Đã sửa"}
    if state == "not_needed":
        values |= {"reason": "Không ảnh hưởng"}
    for name, make in (("law", decree), ("document", document)):
        if name not in given:
            values[name] = make()
    return ProcedureUpdate.objects.create(**values | given)


def run(name: str, row: ProcedureUpdate, actor, **data) -> ProcedureUpdate:
    return update_workflow.transitions[name].run(row, actor=actor, **data)


def twice():
    first = task()
    return ProcedureUpdate(law=first.law, document=first.document, due_on=first.due_on)


def bare(**given):
    return ProcedureUpdate(**{"law": decree(), "document": document(), "due_on": TODAY} | given)


CASES = {
    "update_once": (twice, "Tài liệu này đã được chọn cập nhật theo văn bản này."),
    "update_done_how": (
        lambda: bare(state="done", done_on=TODAY),
        "Việc đã cập nhật phải ghi ngày, và lần sửa đổi hoặc cách cập nhật.",
    ),
    "update_not_needed_why": (lambda: bare(state="not_needed"), "Ghi lý do tài liệu không phải sửa."),
}


@pytest.mark.parametrize("case", CASES)
def test_constraint_refuses_in_form_and_database(scope, case):
    make, sentence = CASES[case]
    refused_twice(make(), sentence)


@pytest.mark.parametrize(
    ("effective", "due"),
    [("2024-07-01", "2024-10-01"), ("2023-11-30", "2024-02-29"), ("2024-11-30", "2025-02-28")],
)
def test_due_three_months_after_the_law_takes_effect(scope, secretary, effective, due):
    assert updates_open(law=decree(effective=effective), documents=[document()], actor=secretary) == 1
    assert ProcedureUpdate.objects.get().due_on == day(due)


def test_one_task_a_document_none_twice(scope, secretary):
    law, first, second = decree(), document("QT-01"), document("QT-02")
    assert updates_open(law=law, documents=[first], actor=secretary) == 1
    assert updates_open(law=law, documents=[first, second], actor=secretary) == 1
    assert ProcedureUpdate.objects.count() == 2
    assert HistoryEntry.objects.filter(object_type="documents.procedureupdate").count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"effective": None}, "chưa ghi ngày có hiệu lực"),
        ({"kind": "KH", "notation": "KH-UBND"}, "không phải văn bản quy phạm pháp luật"),
    ],
)
def test_a_document_without_a_day_or_no_law_opens_nothing(scope, secretary, given, sentence):
    with pytest.raises(ValidationError, match=sentence):
        updates_open(law=decree(**given), documents=[document()], actor=secretary)
    assert not ProcedureUpdate.objects.exists()


def test_open_tasks_follow_the_laws_day(scope, secretary):
    law = decree()
    opened = task(law=law)
    finished = task("done", law=law, document=document("QT-02"))
    law.effective_on = day("2024-09-15")
    official_save(law, actor=secretary)
    opened.refresh_from_db()
    finished.refresh_from_db()
    assert (opened.due_on, finished.due_on) == (day("2024-12-15"), day("2024-10-01"))
    assert HistoryEntry.objects.of(opened).get().changes["due_on"] == ["2024-10-01", "2024-12-15"]


@pytest.mark.parametrize("change", [{"effective_on": None}, {"kind": "KH"}])
def test_a_law_with_open_tasks_keeps_day_and_kind(scope, secretary, change):
    law = task().law
    for name, value in change.items():
        setattr(law, name, value)
    with pytest.raises(ValidationError, match="Còn 1 tài liệu chờ cập nhật") as told:
        official_save(law, actor=secretary)
    assert list(told.value.message_dict) == list(change)
    law.refresh_from_db()
    assert law.effective_on == day("2024-07-01")


@pytest.mark.parametrize("on", [TODAY, day("2024-05-15")])
def test_done_today_or_on_the_day_of_the_law_is_done(scope, secretary, on):
    assert run("finish", task(), secretary, done_on=on, note="Đã sửa mục 5.1.").done_on == on


def test_a_settled_task_looks_for_no_revision(scope):
    row = task("done")
    helpers.revision(row.document, "effective", effective_on=day("2024-08-01"))
    assert updating_revision(row) is None


def test_done_by_a_revision_not_older_than_the_law(scope, secretary):
    row = task()
    with pytest.raises(TransitionRefused, match="Chưa có lần sửa đổi nào có hiệu lực từ ngày ban hành"):
        run("use_revision", row, secretary)
    old = helpers.revision(row.document, "effective")
    with pytest.raises(TransitionRefused):
        run("use_revision", row, secretary)
    old.state, old.ended_on = "superseded", day("2024-08-31")
    old.save()
    new = helpers.revision(row.document, "effective", 2, effective_on=day("2024-09-01"))
    row = run("use_revision", row, secretary)
    assert (row.state, row.revision, row.done_on) == ("done", new, day("2024-09-01"))


def test_done_with_a_note(scope, secretary):
    row = run("finish", task(), secretary, **DONE)
    assert (row.state, row.note, row.is_late) == ("done", "Đã sửa mục 5.1.", False)
    assert HistoryEntry.objects.of(row).get().action == "finish"


@pytest.mark.parametrize(
    ("on", "sentence"), [(TODAY + datetime.timedelta(1), "chưa tới"), (day("2024-05-14"), "ngày ban hành")]
)
def test_a_day_of_update_lies_between_the_law_and_today(scope, secretary, on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        run("finish", task(), secretary, done_on=on, note="Đã sửa")


def test_not_needed_with_a_reason_and_opened_again(scope, secretary, leader):
    row = run("not_needed", task(), leader, **REASON)
    assert (row.state, row.reason) == ("not_needed", "Không ảnh hưởng.")
    row.law.effective_on = day("2024-08-01")
    row.law.save()
    row = run("reopen", row, secretary, reason="Xem lại mục 6.")
    assert (row.state, row.due_on, row.reason) == ("open", day("2024-11-01"), "Xem lại mục 6.")


DATA = {"use_revision": {}, "finish": DONE, "not_needed": REASON, "reopen": REASON}


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("state", UpdateState.values)
def test_each_wrong_state_is_refused(scope, secretary, name, state):
    if state in update_workflow.transitions[name].sources:
        return
    with pytest.raises(TransitionRefused, match="khi đang ở trạng thái"):
        run(name, task(state), secretary, **DATA[name])


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("role", ["staff", "observer", "auditor", "admin"])
def test_nobody_else_may(scope, user_as, name, role):
    row = task("done" if name == "reopen" else "open")
    with pytest.raises(PermissionDenied):
        run(name, row, user_as(role), **DATA[name])


@pytest.mark.parametrize("name", ["use_revision", "finish"])
def test_a_contact_answers_for_his_own_unit_alone(scope, contact, name):
    row = task()
    helpers.revision(row.document, "effective", effective_on=day("2024-08-01"))
    with pytest.raises(TransitionRefused, match="Chỉ đầu mối đơn vị chủ trì"):
        run(name, row, contact, **DATA[name])
    row.document.unit = contact.person.unit
    row.document.save()
    assert run(name, row, contact, **DATA[name]).state == "done"


def test_twice_is_once(scope, secretary):
    row = run("finish", task(), secretary, **DONE)
    with pytest.raises(TransitionRefused):
        run("finish", row, secretary, **DONE)
    assert HistoryEntry.objects.of(row).count() == 1


def test_another_agencys_task_is_not_there(scope, secretary, other_agency):
    row = task()
    with in_agency(other_agency), pytest.raises(ProcedureUpdate.DoesNotExist):
        run("finish", row, secretary, **DONE)


def waiting(agency, user):
    return [(item.tag, item.due) for item in collect(agency, user) if item.group.startswith("Cập nhật")]


def test_whom_it_waits_for(scope, secretary, contact, leader):
    of_unit = {"document": document("QT-09", unit=contact.person.unit)}
    far = TODAY + datetime.timedelta(days=60)
    row = task(due_on=far, **of_unit)
    assert waiting(scope, contact) == [("Chờ cập nhật", far)]
    assert waiting(scope, secretary) == waiting(scope, leader) == []
    near = TODAY + datetime.timedelta(days=30)
    ProcedureUpdate.objects.update(due_on=near)
    assert waiting(scope, secretary) == [("Chờ cập nhật", near)]
    assert reminder(near, TODAY) == "còn không quá 1 tháng"
    [item] = [item for item in collect(scope, secretary) if item.group.startswith("Cập nhật")]
    assert item.steps == ("finish", "not_needed")
    helpers.revision(row.document, "effective", effective_on=day("2024-08-01"))
    [item] = [item for item in collect(scope, secretary) if item.group.startswith("Cập nhật")]
    assert item.steps[0] == "use_revision"
    ProcedureUpdate.objects.update(due_on=TODAY - datetime.timedelta(days=1))
    assert waiting(scope, secretary) == [("Quá hạn cập nhật", TODAY - datetime.timedelta(days=1))]
    assert Inbox(scope, secretary).late == 1
    run("not_needed", row, secretary, **REASON)
    assert waiting(scope, secretary) == waiting(scope, contact) == []


def test_figures_of_the_year_they_are_due_in(scope):
    assert "documents.updates.open" not in collect_figures(scope, 2024).figures
    law = decree()
    task(law=law)
    task("done", law=law, document=document("QT-02"), done_on=day("2024-10-02"))
    task("not_needed", law=law, document=document("QT-03"))
    task(law=law, document=document("QT-04"), due_on=day("2025-01-01"))
    found = collect_figures(scope, 2024).figures
    names = ("open", "done", "not_needed", "overdue", "late")
    assert [found[f"documents.updates.{name}"].value for name in names] == [1, 1, 1, 1, 1]


def test_check_tells_the_late_ones(scope):
    law = decree()
    task(law=law)
    task("done", law=law, document=document("QT-02"), done_on=day("2024-10-11"))
    task("done", law=law, document=document("QT-03"))
    told = [
        (result.severity.value, result.message)
        for result in checks.run_all(scope, 2024, collect_figures(scope, 2024))
        if result.rule == "R19"
    ]
    assert [severity for severity, _ in told] == ["error", "warning"]
    assert "hạn 01/10/2024, quá hạn" in told[0][1]
    assert told[1][1].endswith("hạn 01/10/2024, đã cập nhật, muộn 10 ngày.")


def duty(agency, year=2024):
    return next((row for row in obligations.collect(agency, year) if row.code == "O7"), None)


def test_duty_of_the_year(scope, secretary):
    assert duty(scope) is None
    decree(number=62)
    assert duty(scope).needs_review == "1 văn bản mới chưa chọn tài liệu phải cập nhật"
    OfficialDocument.objects.all().delete()
    row = task()
    assert duty(scope).state(day("2024-10-03")) == ("late", "Quá hạn 2 ngày")
    run("finish", row, secretary, **DONE)
    assert (duty(scope).done, duty(scope).needs_review) == ("1/1 tài liệu", "")
    assert duty(scope, 2025) is None


def test_duty_stands_in_the_year_it_began_and_in_the_year_it_ends(scope, secretary):
    law = decree(effective="2024-11-30")
    for year in (2024, 2025):
        assert duty(scope, year).needs_review == "1 văn bản mới chưa chọn tài liệu phải cập nhật"
        assert duty(scope, year).due == day("2025-02-28")
    updates_open(law=law, documents=[document("QT-01"), document("QT-02")], actor=secretary)
    for year in (2024, 2025):
        assert duty(scope, year).title == "Cập nhật quy trình theo văn bản mới (0/2 tài liệu)"
        assert duty(scope, year).due == day("2025-02-28")
    assert duty(scope, 2023) is duty(scope, 2026) is None


def test_late_updates_are_to_be_looked_at(scope):
    task("done", done_on=day("2024-10-11"))
    assert duty(scope).needs_review == "1 tài liệu cập nhật muộn hơn 3 tháng"


def test_year_file_load_dump_load(scope, secretary, tmp_path):
    row = task()
    helpers.revision(row.document, "effective", effective_on=day("2024-09-01"))
    run("use_revision", row, secretary)
    task("not_needed", law=row.law, document=document("QT-02"))
    path = tmp_path / "year.yaml"
    text = dump_year(scope, 2024)
    assert "procedure_updates:" in text
    path.write_text(text, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    ProcedureUpdate.objects.all().delete()
    load_year(path)
    assert dump_year(scope, 2024) == text


def test_pages(as_role, agency):
    client = as_role("secretary")
    with in_agency(agency):
        law, first = decree(), document("QT-01")
        other = official()
    page = client.page("documents:official_detail", law.pk).content.decode()
    assert "Quy trình phải cập nhật" in page
    assert client.path("documents:update_pick", law.pk) in page
    assert (
        "Quy trình phải cập nhật" not in client.page("documents:official_detail", other.pk).content.decode()
    )
    assert client.send("documents:update_pick", law.pk, rows=[first.pk]).status_code == 302
    with in_agency(agency):
        row = ProcedureUpdate.objects.get()
    assert "QT-01" in client.page("documents:official_detail", law.pk).content.decode()
    assert "QT-01" in client.page("documents:update_list").content.decode()
    assert client.get(client.path("documents:update_list") + "?xuat=xlsx").status_code == 200
    assert client.send("documents:update_pick", law.pk).status_code == 422
    refused = client.step(
        "documents:update_step", row.pk, "finish", done_on="01/01/2099", note="Đã sửa mục 5"
    )
    assert refused.status_code == 422
    assert "Đã sửa mục 5" in refused.content.decode()
    done = client.step("documents:update_step", row.pk, "finish", done_on="01/08/2024", note="Đã sửa")
    assert done.status_code == 302
    assert "Đã cập nhật" in client.page("documents:update_detail", row.pk).content.decode()
    assert client.page("documents:update_pick", other.pk).status_code in (200, 302)


def test_the_years_list_holds_what_its_laws_began(scope, secretary):
    law, first = decree(effective="2024-11-30"), document("QT-01")
    updates_open(law=law, documents=[first], actor=secretary)
    for year in (2024, 2025):
        assert ProcedureUpdate.objects.of_year_or_open(year).count() == 1
    assert not ProcedureUpdate.objects.of_year(2024).exists()
    assert not ProcedureUpdate.objects.of_year_or_open(2023).exists()


CONFLICT = "Nội dung vừa được người khác sửa. Xem lại rồi làm lại bước này."


@pytest.mark.parametrize("name", ["finish", "not_needed"])
def test_a_step_from_an_old_page_overwrites_nothing(as_role, agency, user_as, name):
    client = as_role("secretary")
    with in_agency(agency):
        row, other = task(), user_as("secretary")
        run("reopen", run("finish", row, other, **DONE), other, reason="Xem lại mục 6.")
    typed = {"done_on": "02/08/2024", "note": "Sửa từ trang cũ", "reason": "Từ trang cũ"}
    refused = client.step("documents:update_step", row.pk, name, version=str(row.version), **typed)
    assert refused.status_code == 409
    assert CONFLICT in refused.content.decode()
    assert "trang cũ" in refused.content.decode()
    with in_agency(agency):
        row.refresh_from_db()
    assert (row.state, row.note, row.reason) == ("open", "", "Xem lại mục 6.")


def offered(client, law):
    page = client.page("documents:update_pick", law.pk)
    return page, [str(option) for option in page.context["form"]["rows"].field.widget.suggested.values()]


def test_what_the_law_seems_to_touch_is_offered_first_and_not_ticked(as_role, agency):
    client = as_role("secretary")
    with in_agency(agency):
        law = decree(subject="Sửa đổi, bổ sung Nghị định số 43/2014/NĐ-CP hướng dẫn Luật Đất đai")
        document("QT-01", title="Chứng thực"), document("QT-02", title="Giao đất", field_name="Đất đai")
        task(law=decree(43, notation="2014/NĐ-CP"), document=document("QT-03", title="Thu hồi"))
    page, reasons = offered(client, law)
    assert sorted(reasons) == ["lĩnh vực Đất đai", "đã cập nhật theo Nghị định 43/2014/NĐ-CP"]
    text = page.content.decode()
    assert text.index("QT-02") < text.index("QT-03") < text.index("QT-01")
    assert "Chọn các tài liệu gợi ý" in text
    assert text.count("data-suggested") == 2
    assert " checked" not in text[text.index("data-check-list") :]


def test_nothing_is_offered_where_nothing_fits(as_role, agency):
    client = as_role("secretary")
    with in_agency(agency):
        law = decree(subject="Quy định về bảo hiểm xã hội theo Nghị định 43/2014/NĐ-CP")
        document("QT-01", field_name="Hội"), document("QT-02", field_name="")
        task("not_needed", law=decree(43, notation="2014/NĐ-CP"), document=document("QT-03"))
    page, reasons = offered(client, law)
    assert reasons == []
    assert "Chọn các tài liệu gợi ý" not in page.content.decode()


def test_changing_the_day_of_effect_says_so(as_role, agency):
    client = as_role("secretary")
    with in_agency(agency):
        law = task().law
    typed = {
        "kind": "NĐ", "number": "61", "notation": "NĐ-CP", "issued_on": "15/05/2024", "issuer": "Chính phủ",
        "subject": law.subject, "effective_on": "01/08/2024", "version": "0",
    }  # fmt: skip
    saved = client.post(client.path("documents:official_edit", law.pk), typed, follow=True)
    assert "Hạn của 1 tài liệu chờ cập nhật đã tính lại" in saved.content.decode()
    refused = client.send("documents:official_edit", law.pk, **typed | {"effective_on": "", "version": "1"})
    assert refused.status_code == 422
    assert "effective_on" in refused.context["form"].errors


def test_list_takes_a_fixed_number_of_queries(as_role, agency, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, seen = as_role("staff"), []
    for numbers in ((1,), range(2, 12)):
        with in_agency(agency):
            for number in numbers:
                task(law=decree(number), document=document(f"QT-{number:02d}"))
        with CaptureQueriesContext(connection) as queries:
            assert client.page("documents:update_list").status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]

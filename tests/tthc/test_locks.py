"""What is decided on a row is decided on how it stands when the one before has committed (so on PostgreSQL)."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qms.records import record_save
from qms.scope import in_agency
from tests.locks import behind, deadlocks
from tests.tthc import catalogue
from tests.tthc.exports import hand_in, procedure, row, silent, xlsx
from tests.tthc.survey_build import entered, options, public, step, template
from tthc.imports.run import import_run
from tthc.models import (
    AdministrativeProcedure,
    Complaint,
    ComplaintBook,
    DossierImport,
    DossierSource,
    ProcedureChange,
    SurveyAnswer,
    SurveyCriterion,
    SurveyRound,
)
from tthc.services.catalogue_import import MOVED_ON, Acceptance, incoming_add, plan_of
from tthc.services.changes import change_delete, change_save
from tthc.services.complaints import complaint_delete, complaint_save, none_confirm
from tthc.services.imports import DONE, import_drop, mapping_save, read_start
from tthc.services.survey_answers import Choice, answer_take, token_make
from tthc.services.survey_counts import RowInput, grid_save
from tthc.services.surveys import round_delete, round_save, template_copy, template_save
from tthc.surveys.samples import NINE_CRITERIA
from tthc.transitions.complaints import complaint_workflow
from tthc.transitions.imports import import_workflow

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
RECEIVED = datetime.date(2024, 5, 6)


@pytest.fixture
def secretary(agency, user_as):
    found = user_as("secretary")
    with in_agency(agency):
        assert found.person and found.can("tthc.edit")  # read before the threads start
    return found


# --- complaints ---


def entry(subject: str = "Chậm trả kết quả") -> Complaint:
    return Complaint(kind="feedback", received_on=RECEIVED, channel="phone", subject=subject)


@pytest.fixture
def complaint(agency, secretary):
    with in_agency(agency):
        return complaint_save(complaint=entry(), actor=secretary)


def withdraw(complaint: Complaint, actor: Any) -> None:
    complaint_workflow.transitions["withdraw"].run(complaint, actor=actor, reason="Gọi điện xin rút")


def test_an_entry_that_is_being_withdrawn_is_not_written_over(agency, secretary, complaint):
    def edit() -> None:
        complaint.subject = "Lời khác"
        complaint_save(complaint=complaint, actor=secretary)

    refusal = behind(agency, lambda: withdraw(complaint, secretary), edit)
    assert "không sửa được nữa" in refusal
    with in_agency(agency):
        assert Complaint.objects.get().state == "withdrawn"


def test_an_entry_that_is_being_withdrawn_is_not_deleted(agency, secretary, complaint):
    def delete() -> None:
        complaint_delete(complaint=complaint, actor=secretary)

    assert "giữ lại trong sổ" in behind(agency, lambda: withdraw(complaint, secretary), delete)


def test_nothing_came_in_is_not_said_over_an_entry_that_is_being_made(agency, secretary, complaint):
    def enter() -> None:
        complaint_save(complaint=entry("Việc khác"), actor=secretary)

    with in_agency(agency):
        complaint_delete(complaint=complaint, actor=secretary)
    refusal = behind(agency, enter, lambda: none_confirm(year=2024, actor=secretary))
    assert "có 1 mục" in refusal


def test_an_entry_made_while_nothing_came_in_is_said_takes_that_back(agency, secretary, complaint):
    with in_agency(agency):
        complaint_delete(complaint=complaint, actor=secretary)

    def enter() -> None:
        complaint_save(complaint=entry("Việc khác"), actor=secretary)

    assert behind(agency, lambda: none_confirm(year=2024, actor=secretary), enter) == ""
    with in_agency(agency):
        assert not ComplaintBook.objects.get().none_received


# --- surveys ---


def test_an_answer_is_not_counted_in_a_round_that_is_being_closed(agency, secretary):
    with in_agency(agency):
        found = public(agency)
        place = found.rows.first()
        one = {option.criterion_id: option.pk for option in options(found)}
        choice, other = (Choice(place.pk, tuple(one.values())) for _ in range(2))
        answer_take(found=found, token=token_make(found), choice=choice)

    def answer() -> None:
        answer_take(found=found, token=token_make(found), choice=other)

    assert "đã kết thúc" in behind(agency, lambda: step(found, "close", secretary), answer)
    with in_agency(agency):
        assert SurveyAnswer.objects.count() == 1


def opened(agency: Any, secretary: Any) -> SurveyRound:
    with in_agency(agency):
        return step(entered(agency), "open", secretary)


def test_totals_are_not_typed_into_a_round_that_is_being_closed(agency, secretary):
    found = opened(agency, secretary)

    def fill() -> None:
        grid_save(found=found, rows=[RowInput("Đất đai", 5)], printed={}, actor=secretary)

    assert "mở lại trước khi sửa" in behind(agency, lambda: step(found, "close", secretary), fill)


def test_a_round_that_is_being_closed_is_not_deleted(agency, secretary):
    found = opened(agency, secretary)
    refusal = behind(
        agency, lambda: step(found, "close", secretary), lambda: round_delete(found, actor=secretary)
    )
    assert "sau khi mở lại" in refusal


def test_a_round_that_is_being_opened_keeps_its_way_of_asking(agency, secretary):
    with in_agency(agency):
        found = entered(agency)
        stale = SurveyRound.objects.get(pk=found.pk)
    stale.way = "public"
    refusal = behind(
        agency, lambda: step(found, "open", secretary), lambda: round_save(stale, actor=secretary)
    )
    assert "không đổi cách lấy ý kiến" in refusal


def test_a_form_that_a_round_is_about_to_use_keeps_its_criteria(agency, secretary):
    with in_agency(agency):
        form = template_copy(template=template(agency), actor=secretary)
        before = SurveyCriterion.objects.filter(template=form).count()

    def change() -> None:
        template_save(template=form, criteria=NINE_CRITERIA.criteria, actor=secretary)

    def begin() -> None:
        round_save(SurveyRound(year=2024, name="Đợt hai", template=form), actor=secretary)

    assert behind(agency, begin, change)
    with in_agency(agency):
        assert SurveyCriterion.objects.filter(template=form).count() == before


# --- catalogue ---


def test_an_end_that_is_being_entered_otherwise_is_not_taken_back(agency, secretary):
    with in_agency(agency):
        of = catalogue.procedure()
        change = ProcedureChange(year=2024, kind="abolished", changed_on=catalogue.DAY, procedure=of)
        change = change_save(change, actor=secretary)
    other = datetime.date(2024, 3, 31)

    def enter() -> None:
        AdministrativeProcedure.objects.filter(pk=of.pk).update(in_force_to=other)

    assert behind(agency, enter, lambda: change_delete(change, actor=secretary)) == ""
    with in_agency(agency):
        assert AdministrativeProcedure.objects.get(pk=of.pk).in_force_to == other


def acceptance(actor: Any, fee: str) -> Any:
    listed = [1, "1.001193", "Đăng ký khai sinh", "01 ngày làm việc", fee, ""]
    upload = SimpleUploadedFile("danh-muc.xlsx", catalogue.listing(["I. Lĩnh vực Hộ tịch"], listed))
    incoming = incoming_add(upload, level="xa", actor=actor)
    seen = plan_of(incoming, 2024).fingerprint()

    def run() -> None:
        Acceptance(
            incoming, actor=actor, year=2024, day=catalogue.DAY, decision=None, record_changes=False
        ).run(set(), seen)

    return run


def test_two_lists_at_once_are_compared_with_the_same_catalogue_once(agency, secretary):
    with in_agency(agency):
        catalogue.procedure(fee="Chưa rõ", field=catalogue.field())
        first, second = acceptance(secretary, "Miễn phí"), acceptance(secretary, "8.000 đồng")
    assert behind(agency, first, second) == MOVED_ON
    with in_agency(agency):
        assert AdministrativeProcedure.objects.get().fee == "Miễn phí"


def test_a_list_is_not_accepted_over_a_procedure_that_is_being_edited(agency, secretary):
    with in_agency(agency):
        of = catalogue.procedure(fee="Chưa rõ", field=catalogue.field())
        accept = acceptance(secretary, "Miễn phí")

    def edit() -> None:
        of.name = "Đăng ký khai sinh lưu động"
        record_save(of, actor=secretary)

    assert behind(agency, edit, accept) == MOVED_ON
    with in_agency(agency):
        assert AdministrativeProcedure.objects.get().name == "Đăng ký khai sinh lưu động"


def test_a_list_that_is_being_accepted_is_not_accepted_again(agency, secretary):
    with in_agency(agency):
        accept = acceptance(secretary, "Miễn phí")
    assert behind(agency, accept, accept) == "Danh mục này đã nhận rồi."


# --- imports ---


@pytest.fixture
def matched(agency, tmp_path):
    with in_agency(agency):
        procedure()
        return hand_in(xlsx(tmp_path / "a.xlsx", row(1)))


def finish(record: DossierImport, actor: Any) -> None:
    counts = dict.fromkeys(("rows", "added", "changed", "unchanged", "outdated", "rejected"), 0)
    import_workflow.transitions["finish"].run(record, actor=actor, newest_on=None, new_procedures=0, **counts)


@pytest.mark.parametrize("again", [read_start, import_drop])
def test_an_import_that_is_being_finished_is_left_alone(agency, secretary, matched, again):
    refusal = behind(agency, lambda: finish(matched, secretary), lambda: again(matched, actor=secretary))
    assert refusal == DONE
    with in_agency(agency):
        assert DossierImport.objects.get().state == "done"


def test_two_files_at_once_may_name_the_same_dossier(agency, secretary, matched, tmp_path):
    with in_agency(agency):
        changes = {"Hình thức tiếp nhận": "Trực tiếp"}
        other = hand_in(xlsx(tmp_path / "b.xlsx", row(1, **changes), row(2)))

    def take(record: DossierImport) -> Any:
        return lambda: import_run(record, actor=None, told=silent)

    assert behind(agency, take(matched), take(other)) == ""
    with in_agency(agency):
        later = DossierImport.objects.get(pk=other.pk)
        assert (later.state, later.added, later.changed) == ("done", 1, 1)


def test_a_file_is_matched_while_its_source_is_renamed(agency, secretary, matched):
    with in_agency(agency):
        columns = DossierSource.objects.get().columns

    def match(turn: int) -> None:
        mapping_save(matched, columns, {"state": {f"xong {turn}": "5"}}, actor=secretary)

    def rename(turn: int) -> None:
        source = DossierSource.objects.get()
        source.name = f"Một cửa {turn}"
        record_save(source, actor=secretary)

    assert deadlocks(agency, match, rename) == []

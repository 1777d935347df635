"""Changes of TTHC: what ends a procedure, what takes the end back, what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from qms.history import HistoryEntry
from qms.records import StaleRecord
from tests.tthc.catalogue import DAY, procedure
from tthc.models import ProcedureChange
from tthc.services.changes import change_delete, change_save

pytestmark = pytest.mark.django_db
LAST = datetime.date(2024, 6, 30)


@pytest.fixture
def secretary(scope, user_as):
    return user_as("secretary")


def change(kind="abolished", **values) -> ProcedureChange:
    return ProcedureChange(**{"year": 2024, "kind": kind, "changed_on": DAY} | values)


def end_of(row):
    row.refresh_from_db()
    return row.in_force_to


@pytest.mark.parametrize("kind", ["abolished", "replaced"])
def test_an_ending_sets_the_last_day_with_history(secretary, kind):
    row = procedure()
    change_save(change(kind, procedure=row), actor=secretary)
    assert end_of(row) == LAST
    assert HistoryEntry.objects.of(row).get().changes == {"in_force_to": [None, "2024-06-30"]}


@pytest.mark.parametrize("kind", ["new", "amended"])
def test_other_changes_end_nothing(secretary, kind):
    row = procedure()
    change_save(change(kind, procedure=row), actor=secretary)
    assert end_of(row) is None


def test_counts_without_names_are_taken_0_included(secretary):
    for kind, count in (("amended", 8), ("new", 0), ("abolished", 0)):
        change_save(change(kind, count=count, changed_on=None), actor=secretary)
    assert ProcedureChange.objects.count() == 3


def test_another_day_moves_the_end(secretary):
    row = procedure()
    saved = change_save(change(procedure=row), actor=secretary)
    saved.changed_on = datetime.date(2024, 8, 1)
    change_save(saved, actor=secretary, expected_version=0)
    assert end_of(row) == datetime.date(2024, 7, 31)


def test_another_kind_or_procedure_takes_the_end_back(secretary):
    row, other = procedure(), procedure("1.000894", "Đăng ký kết hôn")
    saved = change_save(change(procedure=row), actor=secretary)
    saved.procedure = other
    change_save(saved, actor=secretary)
    assert (end_of(row), end_of(other)) == (None, LAST)
    saved.kind = "amended"
    change_save(saved, actor=secretary)
    assert end_of(other) is None


def test_deleting_takes_the_end_back_unless_it_was_entered_otherwise(secretary):
    row = procedure()
    change_delete(change_save(change(procedure=row), actor=secretary), actor=secretary)
    assert end_of(row) is None
    saved = change_save(change(procedure=row), actor=secretary)
    row.refresh_from_db()
    row.in_force_to = datetime.date(2024, 9, 30)
    row.save()
    change_delete(saved, actor=secretary)
    assert end_of(row) == datetime.date(2024, 9, 30)


def test_what_two_changes_end_lives_again_when_both_are_taken_back(secretary):
    row = procedure()
    first = change_save(change(procedure=row), actor=secretary)
    later = change("replaced", procedure=row, changed_on=DAY + datetime.timedelta(days=30))
    change_delete(change_save(later, actor=secretary), actor=secretary)
    assert end_of(row) == LAST
    change_delete(first, actor=secretary)
    assert end_of(row) is None


def test_a_count_without_a_procedure_is_deleted(secretary):
    change_delete(change_save(change("abolished", count=8, changed_on=DAY), actor=secretary), actor=secretary)
    assert not ProcedureChange.objects.exists()


def test_a_stale_change_ends_nothing(secretary):
    row = procedure()
    saved = change_save(change("amended", procedure=row), actor=secretary)
    saved.kind = "abolished"
    with pytest.raises(StaleRecord):
        change_save(saved, actor=secretary, expected_version=5)
    assert end_of(row) is None


@pytest.mark.parametrize(
    ("make", "field", "sentence"),
    [
        (lambda row, other: change(procedure=row, changed_on=None), "changed_on", "Ghi ngày để biết"),
        (lambda row, other: change("replaced", procedure=row, successor=row), "successor", "phải khác"),
        (lambda row, other: change("replaced", successor=other), "procedure", "Chọn thủ tục bị thay thế"),
        (
            lambda row, other: change(procedure=other, changed_on=DAY),
            "changed_on",
            "Thủ tục 1.000894 có hiệu lực từ 01/07/2024",
        ),
    ],
)
def test_refusals_stand_at_their_field(secretary, make, field, sentence):
    row, other = procedure(), procedure("1.000894", "Đăng ký kết hôn", in_force_from=DAY)
    with pytest.raises(ValidationError) as caught:
        change_save(make(row, other), actor=secretary)
    assert sentence in caught.value.message_dict[field][0]
    assert not ProcedureChange.objects.exists()


def test_an_amendment_without_a_day_cannot_become_an_ending(secretary):
    row = procedure()
    saved = change_save(change("amended", procedure=row, changed_on=None), actor=secretary)
    saved.kind = "abolished"
    with pytest.raises(ValidationError) as caught:
        change_save(saved, actor=secretary)
    assert "Ghi ngày để biết" in caught.value.message_dict["changed_on"][0]


def test_another_note_leaves_the_procedure_alone(secretary):
    row = procedure()
    saved = change_save(change(procedure=row), actor=secretary)
    saved.note = "Theo công văn"
    change_save(saved, actor=secretary)
    assert end_of(row) == LAST
    assert HistoryEntry.objects.of(row).count() == 1

"""History is append-only and its chain is verified."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from qms.models import HistoryEntry, Unit
from qms.models.history import AppendOnlyError
from qms.records import StaleRecord, record_delete, record_save
from qms.scope import in_agency
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(user_as):
    return user_as("secretary")


@pytest.fixture
def three_entries(scope, secretary):
    unit = record_save(Unit(name="Phòng Y tế"), actor=secretary)
    unit.short_name = "YT"
    record_save(unit, actor=secretary)
    record_delete(unit, actor=secretary)
    return HistoryEntry.objects.order_by("sequence")


def test_entry_says_who_when_what(three_entries, secretary):
    added, changed, deleted = three_entries
    assert (added.action, changed.action, deleted.action) == ("create", "update", "delete")
    assert changed.changes == {"short_name": ["", "YT"]}
    assert changed.actor == secretary
    assert changed.actor_name == str(secretary)
    assert deleted.changes["name"] == ["Phòng Y tế", None]


def test_nothing_changed_writes_no_entry(scope, secretary):
    unit = record_save(Unit(name="Phòng Y tế"), actor=secretary)
    record_save(Unit.objects.get(pk=unit.pk), actor=secretary)
    assert HistoryEntry.objects.count() == 1


def test_model_and_queryset_refuse_change_and_delete(three_entries):
    entry = three_entries[0]
    for attempt in (
        entry.save,
        entry.delete,
        three_entries.delete,
        lambda: three_entries.update(action="x"),
        lambda: three_entries.bulk_update([entry], ["action"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_database_refuses_change_and_delete(three_entries, history_triggers):
    for statement in ("UPDATE qms_historyentry SET action = 'x'", "DELETE FROM qms_historyentry"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_whole_chain_verifies(three_entries, capsys):
    call_command("verify_history")
    assert "nguyên vẹn" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE qms_historyentry SET actor_name = 'Ai đó' WHERE sequence = 2", "số 2 .*đã bị sửa"),
        ("DELETE FROM qms_historyentry WHERE sequence = 2", "số 3 .*thiếu mục số 2"),
        ("DELETE FROM qms_historyentry WHERE sequence = 3", "dừng ở mục số 2"),
    ],
)
def test_verify_names_the_first_broken_row(three_entries, statement, said, without_history_triggers):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(CommandError, match=said):
        call_command("verify_history")


def test_chains_of_agencies_are_apart(agency, other_agency, secretary):
    for owner in (agency, other_agency):
        with in_agency(owner):
            record_save(Unit(name="Phòng Y tế"), actor=secretary)
            assert HistoryEntry.objects.get().sequence == 1


def test_stale_record_is_refused(scope, secretary):
    unit = UnitFactory(name="Phòng Y tế")
    mine, theirs = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=unit.pk)
    theirs.short_name = "của họ"
    record_save(theirs, actor=secretary, expected_version=0)
    mine.short_name = "của tôi"
    with pytest.raises(StaleRecord) as refused:
        record_save(mine, actor=secretary, expected_version=0)
    assert refused.value.current.short_name == "của họ"
    assert Unit.objects.get(pk=unit.pk).short_name == "của họ"

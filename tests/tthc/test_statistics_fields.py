"""The statistics by field follow the field of a TTHC, whoever moves it there."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from qms.models import HistoryEntry, Job
from qms.scope import in_agency
from tests.tthc import exports
from tests.tthc.catalogue import field, listing, procedure
from tests.tthc.dossiers import DAY, stored
from tthc.imports.run import import_run
from tthc.models import AdministrativeProcedure, DossierStatistics
from tthc.services import statistics
from tthc.services.catalogue_import import Acceptance, incoming_add, plan_of
from tthc.services.procedures import procedure_save
from tthc.services.statistics import statistics_refresh

pytestmark = pytest.mark.django_db
TYPED = {"code": "1.001193", "name": "Đăng ký khai sinh", "level": "xa", "time_unit": "day", "in_scope": "on"}


@pytest.fixture
def counted(scope):
    """Birth and wedding without a field, a dossier each in 2024, one of 2023 besides; both years computed."""
    birth, wedding = procedure(), procedure("1.000894", "Đăng ký kết hôn")
    ended = {"received_on": DAY(2023, 3, 1), "state": 10, "finished_on": DAY(2023, 3, 2)}
    stored({"procedure": birth}, {"procedure": wedding}, {"procedure": wedding, **ended})
    for year in (2023, 2024):
        statistics_refresh(scope, year, actor=None)
    return birth


def by_field(year: int = 2024) -> dict[str, int]:
    rows = DossierStatistics.objects.filter(year=year, field__isnull=False)
    return dict(rows.values_list("field__name", "received"))


def refreshed() -> list[int]:
    """The years that were computed anew with another outcome, in their order."""
    rows = HistoryEntry.objects.filter(action="statistics").order_by("sequence")[2:]
    return [row.data["year"] for row in rows]


def recounted(scope) -> bool:
    done = [statistics_refresh(scope, year, actor=None) for year in (2023, 2024)]
    return not any(one.added or one.changed or one.removed for one in done)


def test_a_field_chosen_changed_and_emptied_on_the_page(counted, as_role, scope):
    client, first, second = as_role("secretary"), field("Hộ tịch"), field("Tư pháp")
    for version, (chosen, figures) in enumerate(
        [(first.pk, {"Hộ tịch": 1}), (second.pk, {"Tư pháp": 1}), ("", {})]
    ):
        sent = client.send("tthc:procedure_edit", counted.pk, version=version, field=chosen, **TYPED)
        assert sent.status_code == 302
        with in_agency(scope):
            assert (by_field(), recounted(scope)) == (figures, True)
    assert refreshed() == [2024, 2024, 2024]  # 2023 has no dossier of it


def test_an_edit_that_leaves_the_field_computes_and_locks_nothing(counted, user_as):
    counted.name = "Đăng ký khai sinh lại"
    with CaptureQueriesContext(connection) as asked:
        procedure_save(counted, actor=user_as("secretary"), expected_version=counted.version)
    touched = ("tthc_dossier", 'FROM "qms_agency"')
    assert not [query for query in asked if any(name in query["sql"] for name in touched)]


def test_a_new_procedure_computes_nothing(counted, user_as):
    new = AdministrativeProcedure(code="1.000656", name="Khai tử", level="xa", field=field())
    with CaptureQueriesContext(connection) as asked:
        procedure_save(new, actor=user_as("secretary"))
    assert not [query for query in asked if "tthc_dossier" in query["sql"]]


def accept(actor, *, name: str = "Hộ tịch") -> None:
    rows = (
        [f"I. Lĩnh vực {name}"],
        [1, "1.001193", "Đăng ký khai sinh", "01 ngày làm việc", "Miễn phí", "UBND cấp xã"],
        [2, "1.000894", "Đăng ký kết hôn", "05 ngày", "Miễn phí", "UBND cấp xã"],
    )
    incoming = incoming_add(SimpleUploadedFile("danh-muc.xlsx", listing(*rows)), level="xa", actor=actor)
    choices = {"day": DAY(2024, 7, 1), "decision": None, "record_changes": False}
    acceptance = Acceptance(incoming, actor=actor, year=2024, **choices)
    acceptance.run(set(), plan_of(incoming, 2024).fingerprint())


def test_an_accepted_list_is_followed_once(counted, user_as, scope):
    actor = user_as("secretary")
    accept(actor)
    assert (by_field(2023), by_field()) == ({"Hộ tịch": 1}, {"Hộ tịch": 2})
    assert (refreshed(), recounted(scope)) == ([2023, 2024], True)
    accept(actor, name="Tư pháp")
    assert (by_field(), refreshed(), recounted(scope)) == ({"Tư pháp": 2}, [2023, 2024] * 2, True)
    accept(actor, name="Tư pháp")
    assert len(refreshed()) == 4


def test_dossiers_first_and_the_catalogue_second(scope, user_as, tmp_path):
    exports.take(exports.xlsx(tmp_path / "a.xlsx", exports.row(1, **{"Mã TTHC": ""})))
    headers = ("Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Ngày tiếp nhận", "Ngày hẹn trả")
    rows = [exports.code(2), "1.001193", "Đăng ký khai sinh", "15/02/2024", "20/02/2024"]
    exports.take(exports.xlsx(tmp_path / "b.xlsx", rows, headers=headers), add_procedures=True)
    assert by_field() == {}
    accept(user_as("secretary"))
    assert (by_field(), recounted(scope)) == ({"Hộ tịch": 1}, True)


def test_what_is_counted_by_field_is_not_deleted_below_it(counted, as_role, scope):
    client, of = as_role("secretary"), field()
    client.send("tthc:procedure_edit", counted.pk, version=0, field=of.pk, **TYPED)
    for name, pk in (("tthc:procedure_delete", counted.pk), ("tthc:field_delete", of.pk)):
        assert "Không xóa được" in client.send(name, pk).content.decode()
    with in_agency(scope):
        assert (by_field(), recounted(scope)) == ({"Hộ tịch": 1}, True)


def test_many_dossiers_are_counted_in_the_background(counted, user_as, monkeypatch):
    monkeypatch.setattr(statistics, "MANY", 0)
    counted.field = field()
    procedure_save(counted, actor=user_as("secretary"))
    assert list(Job.objects.values_list("kind", "year")) == [(statistics.KIND, 2024)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_field_changed_during_an_import_waits_for_it(agency, user_as, tmp_path):
    actor, failed = user_as("secretary"), []
    with in_agency(agency):
        one = exports.procedure()
        exports.take(exports.xlsx(tmp_path / "1.xlsx", exports.row(1)))
        second = exports.hand_in(exports.xlsx(tmp_path / "2.xlsx", exports.row(2)))
        one.field = field()

    def beside():
        try:
            with in_agency(agency):
                procedure_save(one, actor=actor)
        except Exception as error:  # whatever it is, it is told below
            failed.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=beside)

    def told(done, total, message):
        if message == "Đang ghi hồ sơ":  # the import holds the agency, and not yet the history
            other.start()
            other.join(timeout=1)

    with in_agency(agency):
        import_run(second, actor=None, told=told)
        other.join()
        assert (failed, by_field(), recounted(agency)) == ([], {"Hộ tịch": 2}, True)

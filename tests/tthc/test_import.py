"""What becomes of a file's rows: new, changed, unchanged, older; all or nothing; what is not stored."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qms.models import HistoryEntry, Unit
from qms.scope import in_agency
from tests.tthc.conftest import COMMUNE, digitisation, dossier
from tests.tthc.exports import HEADERS, code, csv, hand_in, procedure, reasons, row, silent, take, xlsx
from tthc.imports import finished
from tthc.imports.run import import_run
from tthc.models import AdministrativeProcedure, Dossier, DossierImport, DossierStatistics
from tthc.transitions.imports import start

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(scope):
    return procedure()


@pytest.fixture
def told():
    before = list(finished._told)
    calls = []
    finished._told[:] = [lambda *args: calls.append(args)]
    yield calls
    finished._told[:] = before


def counts(record):
    return (record.added, record.changed, record.unchanged, record.outdated, record.rejected)


def test_a_file_becomes_dossiers(known, tmp_path, told):
    record = take(
        xlsx(tmp_path / "a.xlsx", row(1), row(2, **{"Trạng thái": "Đang xử lý", "Ngày có kết quả": ""}))
    )
    assert (record.state, record.rows, counts(record)) == ("done", 2, (2, 0, 0, 0, 0))
    one, two = Dossier.objects.order_by("code")
    assert (one.code, one.procedure, one.level, one.channel, one.state) == (
        code(1),
        known,
        "xa",
        "online",
        10,
    )
    assert (one.received_on, one.timing) == (datetime.date(2024, 2, 15), "on_time")
    assert (one.components, one.result_digitised) == (2, True)
    assert (two.finished_on, two.timing) == (None, "")
    assert told == [(record.agency, ["xa"], datetime.date(2024, 2, 15), datetime.date(2024, 2, 20))]


def test_no_personal_data_is_kept(known, tmp_path):
    record = hand_in(xlsx(tmp_path / "a.xlsx", row(1)))
    assert "Người Thử Nghiệm" not in str(record.scan)
    fields = {field.name for field in Dossier._meta.concrete_fields}
    assert not fields & {"owner", "applicant", "address", "phone"}


def test_the_file_goes_once_its_rows_are_in(known, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record = hand_in(xlsx(tmp_path / "a.xlsx", row(1)))
        stored = record.file.path
        record = take(xlsx(tmp_path / "b.xlsx", row(1)))
    assert not record.file
    assert DossierImport.objects.exclude(file="").count() == 1
    assert stored.endswith(DossierImport.objects.exclude(file="").get().file.name.rsplit("/", 1)[1])


def test_the_same_code_of_another_agency_is_another_dossier(known, tmp_path, other_agency):
    take(xlsx(tmp_path / "a.xlsx", row(1)))
    with in_agency(other_agency):
        procedure()
        record = take(xlsx(tmp_path / "b.xlsx", row(1, **{"Trạng thái": "Đã xử lý xong"})))
        assert counts(record) == (1, 0, 0, 0, 0)
        again = take(xlsx(tmp_path / "c.xlsx", row(1)))
        assert counts(again) == (0, 1, 0, 0, 0)
        take(xlsx(tmp_path / "d.xlsx", row(1, **{"Trạng thái": "Đã xử lý xong"})))
    assert Dossier.objects.get().state == 10


def test_the_same_file_again_changes_nothing(known, tmp_path, told):
    path = xlsx(tmp_path / "a.xlsx", row(1), row(2))
    take(path)
    before = list(Dossier.objects.order_by("pk").values())
    told.clear()
    record = take(path)
    assert counts(record) == (0, 0, 2, 0, 0)
    assert list(Dossier.objects.order_by("pk").values()) == before
    assert told == []


def test_a_newer_file_updates_only_what_differs(known, tmp_path):
    take(xlsx(tmp_path / "a.xlsx", row(1), row(2, **{"Trạng thái": "Đang xử lý", "Ngày có kết quả": ""})))
    one = Dossier.objects.get(code=code(1))
    record = take(xlsx(tmp_path / "b.xlsx", row(1), row(2, **{"Ngày có kết quả": "21/02/2024"}), row(3)))
    assert counts(record) == (1, 1, 1, 0, 0)
    assert Dossier.objects.get(code=code(2)).timing == "late"
    assert Dossier.objects.get(code=code(1)).last_import_id == one.last_import_id


def test_an_older_file_adds_what_is_missing_and_changes_nothing(known, tmp_path):
    take(xlsx(tmp_path / "new.xlsx", row(1)))
    older = row(1, **{"Trạng thái": "Đang xử lý", "Ngày có kết quả": ""})
    record = take(xlsx(tmp_path / "old.xlsx", older, row(2, **{"Ngày có kết quả": "16/02/2024"})))
    assert counts(record) == (1, 0, 0, 1, 0)
    assert Dossier.objects.get(code=code(1)).state == 10


def test_refused_rows_once_mended_change_what_is_known(known, tmp_path):
    open_one = row(1, **{"Trạng thái": "Đang xử lý", "Ngày có kết quả": ""})
    take(xlsx(tmp_path / "a.xlsx", open_one))
    broken = row(1, **{"Ngày có kết quả": "31/02/2024"})
    assert take(xlsx(tmp_path / "b.xlsx", broken, row(2, **{"Ngày có kết quả": "28/02/2024"}))).rejected == 1
    headers = (*HEADERS, "Dòng trong tệp", "Lý do không nhận")
    record = take(xlsx(tmp_path / "b2.xlsx", [*row(1), 2, "sửa"], headers=headers))
    assert counts(record) == (0, 1, 0, 0, 0)
    assert record.newest_on == datetime.date(2024, 2, 28)
    assert Dossier.objects.get(code=code(1)).state == 10


def test_one_history_entry_an_import(known, tmp_path):
    record = take(xlsx(tmp_path / "a.xlsx", row(1), row(2)))
    entries = HistoryEntry.objects.of(record).filter(action="finish")
    assert entries.count() == 1
    assert entries.get().changes["added"] == [0, 2]
    assert not HistoryEntry.objects.filter(object_type="tthc.dossier").exists()


def test_all_or_nothing_refuses_the_whole(known, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(1), row(2, **{"Ngày tiếp nhận": "31/02/2024"}))
    record = take(path, all_or_nothing=True)
    assert (record.state, record.rejected, Dossier.objects.count()) == ("refused", 1, 0)
    assert reasons(record) == ["Ngày tiếp nhận: “31/02/2024” không phải là ngày có thật"]
    assert record.file


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_refused_file_are_there_until_the_next_refusal(known, tmp_path):
    record = take(
        xlsx(tmp_path / "a.xlsx", row(1), row(2, **{"Ngày tiếp nhận": "31/02/2024"})), all_or_nothing=True
    )
    first = Path(record.rejected_file.path)
    assert first.exists()
    start.run(record, actor=None)
    import_run(DossierImport.objects.get(), actor=None, told=silent)
    second = Path(DossierImport.objects.get().rejected_file.path)
    assert (first.exists(), second.exists()) == (False, True)


def test_rows_not_taken_come_back_with_their_own_columns(known, tmp_path):
    from python_calamine import CalamineWorkbook

    record = take(csv(tmp_path / "a.csv", row(1), row(2, **{"Mã hồ sơ": "", "Chủ hồ sơ": "=HYPERLINK(1)"})))
    rows = CalamineWorkbook.from_path(record.rejected_file.path).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["STT", "Mã hồ sơ"]
    assert rows[1][-2:] == [3, "Thiếu mã hồ sơ"]
    assert rows[1][3] == "'=HYPERLINK(1)"  # a text, not a formula
    assert Dossier.objects.count() == 1


def test_unknown_procedures_are_added_when_asked(scope, tmp_path):
    headers = ("Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Ngày tiếp nhận")
    cells = [code(1), "1.004873.000.00.00.H23", "Cấp giấy xác nhận", "Hộ tịch", "15/02/2024"]
    path = xlsx(tmp_path / "a.xlsx", cells, headers=headers)
    assert reasons(take(path)) == ["TTHC 1.004873 chưa có trong danh mục"]
    record = take(path, add_procedures=True)
    found = AdministrativeProcedure.objects.get()
    assert (found.code, found.code_suffix, found.name) == ("1.004873", "000.00.00.H23", "Cấp giấy xác nhận")
    assert (str(found.field), found.level, record.new_procedures) == ("Hộ tịch", "xa", 1)
    assert Dossier.objects.get().procedure == found
    assert [HistoryEntry.objects.of(made).count() for made in (found, found.field)] == [1, 1]


def test_the_history_of_new_procedures_comes_after_the_dossiers(scope, tmp_path):
    """Its end is what every other writer of the agency waits for."""
    headers = ("Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Ngày tiếp nhận")
    cells = [code(1), "1.004873", "Cấp giấy xác nhận", "Hộ tịch", "15/02/2024"]
    record = hand_in(xlsx(tmp_path / "a.xlsx", cells, headers=headers), add_procedures=True)
    made, written = HistoryEntry.objects.filter(action="create", object_type="tthc.field"), {}

    def told(done, total, message):
        written[message] = (Dossier.objects.count(), made.count())

    import_run(record, actor=None, told=told)
    assert (1, 0) in written.values()
    assert made.count() == 1


def test_flags_of_the_source_decide_before_the_calendar(known, tmp_path):
    headers = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Trả sớm hạn", "Trả quá hạn")
    days = ["15/02/2024", "20/02/2024", "20/02/2024"]
    take(
        xlsx(
            tmp_path / "a.xlsx",
            [code(1), *days, "", "x"],
            [code(2), *days, "x", ""],
            [code(3), *days, "", ""],
            headers=headers,
        )
    )
    assert list(Dossier.objects.order_by("code").values_list("timing", flat=True)) == [
        "late",
        "early",
        "on_time",
    ]


def test_two_units_of_one_word_are_matched_by_name(known, tmp_path):
    unit = Unit.objects.create(name="Phòng Tư pháp")
    headers = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Phòng ban")
    take(xlsx(tmp_path / "a.xlsx", [code(1), "15/02/2024", "", "phòng  tư pháp"], headers=headers))
    assert Dossier.objects.get().resolving_unit == unit


def test_the_totals_of_a_made_file_are_the_statistics(scope, tmp_path):
    """A tenth would round; all 45,624 rows are the benchmark's. The district's 4,692 are exact."""
    row_ = dossier("huyen")
    row_.save()
    digitisation("huyen").save()
    path, out = tmp_path / "huyen.xlsx", StringIO()
    call_command("make_dossiers", "kim-thanh", "2024", level="huyen", output=path, stdout=out)
    call_command(
        "import_dossiers", path, agency="kim-thanh", source="Một cửa", level="huyen", year=2024,
        add_procedures=True, all_or_nothing=True, stdout=out,
    )  # fmt: skip
    assert "4.692 dòng: 4.692 hồ sơ mới" in out.getvalue()
    rows = Dossier.objects.all()
    received = rows.filter(received_on__gte=row_.period_from)
    assert (rows.count(), received.count()) == (4692, 4529)
    assert received.filter(channel="online").count() == 4132
    assert rows.filter(state__in=(9, 10)).count() == 4506
    assert rows.filter(timing="late").count() == 30
    pending = rows.filter(state__in=(2, 4))
    assert (pending.count(), pending.filter(due_on__lt=row_.period_to).count()) == (147, 1)
    assert [rows.filter(state=state).count() for state in (3, 5, 7)] == [26, 12, 1]
    assert received.filter(components__gte=1).count() == 4526
    assert received.filter(components=2).count() == 4509
    assert rows.filter(result_digitised=True).count() == 4489
    assert not rows.filter(finished_on__gt=row_.period_to).exists()


def test_the_same_made_file_twice_is_the_same(scope, tmp_path):
    from tthc.management.commands.make_dossiers import _maker

    dossier("xa", **COMMUNE).save()
    first, second = ([*_maker(scope, 2024, "xa", 300).rows()] for _ in range(2))
    assert first == second
    assert len(first) == 300


def test_no_file_is_made_of_statistics_that_do_not_add_up(scope, tmp_path):
    from tests.tthc.conftest import ZONE

    dossier("don_vi", **ZONE).save()
    with pytest.raises(CommandError, match="chênh 26"):
        call_command("make_dossiers", "kim-thanh", "2024", level="don_vi", output=tmp_path / "a.xlsx")
    assert DossierStatistics.objects.count() == 1


def test_a_refused_command_leaves_nothing(scope, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(1))
    with pytest.raises(CommandError, match="Không nhập dòng nào: 1 / 1"):
        call_command(
            "import_dossiers", path, agency="kim-thanh", source="Một cửa", level="xa", year=2024,
            all_or_nothing=True, stdout=StringIO(),
        )  # fmt: skip
    assert not DossierImport.objects.exists()
    assert (tmp_path / "a-khong-nhan.xlsx").exists()

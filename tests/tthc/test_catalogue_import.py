"""A list that is sent in: compared with the catalogue, accepted whole or not at all, and back out unchanged."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from qms import history
from qms.history import HistoryEntry
from qms.scope import in_agency
from tests.documents.helpers import official
from tests.tthc.catalogue import DAY, field, listing, procedure
from tthc.catalogue.exports import in_force_xlsx
from tthc.catalogue.plan import compare
from tthc.catalogue.sheet import read_catalogue
from tthc.models import AdministrativeProcedure, CatalogueImport, Field, ProcedureChange
from tthc.services.catalogue_import import Acceptance, incoming_add, plan_of

pytestmark = pytest.mark.django_db
BIRTH = [1, "1.001193.H50", "Đăng ký khai sinh", "01 ngày làm việc", "Miễn phí", "UBND cấp xã"]
WEDDING = [2, "1.000894", "Đăng ký kết hôn", "05 ngày", "Miễn phí", "UBND cấp xã"]
BROKEN = [3, "1.89", "Sai mã", "", "", ""]
END = datetime.date(2024, 12, 31)


def sent(*rows, actor) -> CatalogueImport:
    upload = SimpleUploadedFile("danh-muc.xlsx", listing(["I. Lĩnh vực Hộ tịch"], *rows))
    return incoming_add(upload, level="xa", actor=actor)


def accept(incoming, actor, *, gone=(), day=DAY, decision=None, record_changes=True):
    seen = plan_of(incoming, 2024).fingerprint()
    acceptance = Acceptance(
        incoming, actor=actor, year=2024, day=day, decision=decision, record_changes=record_changes
    )
    return acceptance.run(set(gone), seen)


@pytest.fixture
def secretary(scope, user_as):
    return user_as("secretary")


def test_a_level_that_the_list_does_not_tell_leaves_the_known_one(secretary):
    procedure("1.001193", "Đăng ký khai sinh", level="tinh")
    gone = procedure("1.000656", "Đăng ký khai tử", level="tinh")
    upload = SimpleUploadedFile("danh-muc.xlsx", listing([1, "1.001193", "Đăng ký khai sinh"]))
    plan = plan_of(incoming_add(upload, level="xa", actor=secretary), 2024)
    assert (plan.changed, plan.gone, plan.unchanged) == ([], [gone], 1)


def test_preview_tells_new_changed_gone_and_rejected(secretary):
    old = procedure("1.001193", "Đăng ký khai sinh cũ", field=field(), fee="8.000 đồng")
    same = procedure("1.000656", "Đăng ký khai tử", field=field())
    procedure("1.009999", "Ở lĩnh vực khác", field=field("Đất đai"))
    procedure("1.009998", "Ở cấp khác", field=field(), level="tinh")
    procedure("1.009997", "Đã hết hiệu lực", field=field(), in_force_to=datetime.date(2023, 1, 1))
    plan = plan_of(sent(BIRTH, WEDDING, BROKEN, actor=secretary), 2024)
    assert [row.code for row in plan.new] == ["1.000894"]
    (changed,) = plan.changed
    assert changed.procedure == old
    assert {(d.label, d.old, d.new) for d in changed.differences} == {
        ("Tên thủ tục", "Đăng ký khai sinh cũ", "Đăng ký khai sinh"),
        ("Phí, lệ phí", "8.000 đồng", "Miễn phí"),
        ("Đuôi mã của tỉnh", "", "H50"),
        ("Thời hạn giải quyết", "", "1"),
        ("Cơ quan có thẩm quyền", "", "UBND cấp xã"),
    }
    assert plan.gone == [same]
    assert [row.problem[:8] for row in plan.rejected] == ["Mã TTHC "]
    assert AdministrativeProcedure.objects.filter(fee="Miễn phí").count() == 0


def test_accepting_writes_everything_with_its_history(secretary):
    decision = official(1684)
    old = procedure("1.001193", "Tên cũ", field=field())
    gone = procedure("1.000656", "Đăng ký khai tử", field=field())
    kept = procedure("1.000655", "Không chọn bãi bỏ", field=field())
    done = accept(sent(BIRTH, WEDDING, BROKEN, actor=secretary), secretary, gone=[gone.pk], decision=decision)
    assert (done.added, done.changed, done.ended) == (1, 1, 1) and done.rows == []
    new = AdministrativeProcedure.objects.get(code="1.000894")
    assert (new.decision, new.in_force_from, new.field.name, new.time_limit) == (decision, DAY, "Hộ tịch", 5)
    assert new.search_text and new.sort_key
    for row in (old, gone, kept):
        row.refresh_from_db()
    assert old.name == "Đăng ký khai sinh" and old.decision == decision and old.version == 1
    assert gone.in_force_to == datetime.date(2024, 6, 30) and kept.in_force_to is None
    changes = ProcedureChange.objects.filter(year=2024, decision=decision, changed_on=DAY)
    assert set(changes.values_list("kind", "procedure__code")) == {
        ("new", "1.000894"),
        ("amended", "1.001193"),
        ("abolished", "1.000656"),
    }
    entry = HistoryEntry.objects.of(old).latest("sequence")
    assert entry.changes["name"] == ["Tên cũ", "Đăng ký khai sinh"] and entry.actor == secretary
    assert entry.data["file"] == "danh-muc.xlsx"
    assert HistoryEntry.objects.of(new).get().changes["field"] == [None, "Hộ tịch"]
    assert list(history.verify(new.agency)) == []


def test_a_first_list_is_not_new_in_the_year(secretary):
    accept(sent(BIRTH, WEDDING, actor=secretary), secretary, day=None, record_changes=False)
    assert AdministrativeProcedure.objects.filter(in_force_from=None).count() == 2
    assert not ProcedureChange.objects.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(None, "Ghi ngày để biết"), (datetime.date(2023, 7, 1), "Chuyển sang năm 2023")],
    ids=["no day", "day of another year"],
)
@pytest.mark.parametrize("what", ["recorded", "ended"])
def test_a_change_is_dated_in_its_year_whoever_asks(secretary, what, day, sentence):
    gone = [procedure("1.000656", "Đăng ký khai tử", field=field()).pk] if what == "ended" else []
    with pytest.raises(ValidationError) as refused:
        accept(sent(BIRTH, actor=secretary), secretary, gone=gone, day=day, record_changes=not gone)
    assert sentence in refused.value.message_dict["day"][0]
    assert not ProcedureChange.objects.exists()


def test_a_list_is_accepted_once(secretary):
    incoming = sent(BIRTH, actor=secretary)
    accept(incoming, secretary)
    with pytest.raises(ValidationError, match="đã nhận rồi"):
        accept(incoming, secretary)


def test_what_was_not_seen_is_not_accepted(secretary):
    incoming = sent(BIRTH, actor=secretary)
    acceptance = Acceptance(incoming, actor=secretary, year=2024, day=DAY, decision=None, record_changes=True)
    seen = plan_of(incoming, 2024).fingerprint()
    procedure("1.001193", "Vừa thêm tay")
    with pytest.raises(ValidationError, match="Danh mục đã thay đổi"):
        acceptance.run(set(), seen)


def test_all_or_nothing(secretary):
    """A procedure that cannot end on that day takes the whole acceptance back."""
    young = procedure("1.000656", "Mới có hiệu lực", field=field(), in_force_from=DAY)
    incoming = sent(BIRTH, actor=secretary)
    with pytest.raises(ValidationError, match=r"1\.000656 có hiệu lực từ 01/07/2024"):
        accept(incoming, secretary, gone=[young.pk])
    assert not AdministrativeProcedure.objects.filter(code="1.001193").exists()
    assert not ProcedureChange.objects.exists()
    incoming.refresh_from_db()
    assert incoming.accepted_at is None and incoming.rows


def test_rows_under_abolished_are_offered_and_chosen(secretary):
    ended = procedure("1.001193", "Đăng ký khai sinh")
    rows = read_catalogue(listing(["DANH MỤC TTHC BỊ BÃI BỎ"], BIRTH, WEDDING), "xa")
    plan = compare(rows, END)
    assert plan.gone == [ended] and plan.abolished == {ended.pk}
    assert [row.problem for row in plan.rejected] == ["Thủ tục ở mục bãi bỏ, không có trong danh mục."]


def test_an_empty_cell_leaves_alone_what_is_known(secretary):
    procedure("1.001193", "Đăng ký khai sinh", fee="Miễn phí", field=field(), code_suffix="H50")
    assert compare(read_catalogue(listing([1, "1.001193", "Đăng ký khai sinh"]), "xa"), END).changed == []


def test_a_procedure_that_had_ended_lives_again_when_the_list_names_it(secretary):
    old = procedure("1.001193", "Đăng ký khai sinh", field=field(), in_force_to=datetime.date(2023, 5, 1))
    accept(sent(BIRTH, actor=secretary), secretary)
    old.refresh_from_db()
    assert old.in_force_to is None


def test_an_amended_procedure_counts_once_a_year(secretary):
    old = procedure("1.001193", "Tên cũ", field=field())
    ProcedureChange.objects.create(year=2024, kind="amended", procedure=old)
    accept(sent(BIRTH, actor=secretary), secretary)
    assert ProcedureChange.objects.filter(kind="amended").count() == 1


def test_export_comes_back_with_nothing_changed(secretary):
    decision = official(1684)
    procedure(
        "1.001193",
        "Đăng ký khai sinh",
        field=field(),
        code_suffix="000.00.00.H50",
        time_limit=4,
        time_unit="hour",
    )
    procedure(
        "1.000894",
        "=Kết hôn  có\nhai khoảng trắng",
        level="tinh",
        time_note="Cấp mới 10 ngày; cấp lại 5 ngày",
    )
    procedure(
        "1.000895",
        "Có ghi chú",
        time_limit=45,
        time_unit="calendar",
        time_note="khi phải xác minh thì 15 ngày",
        fee="- Không",
    )
    procedure("1.000896", "Ngoài phạm vi", in_scope=False, scope_reason="Liên thông", online_level="partial",
              non_territorial=True, decision=decision, in_force_from=DAY, level="don_vi")  # fmt: skip
    procedure("1.000897", "Đã hết hiệu lực", in_force_to=datetime.date(2023, 5, 1))
    content = in_force_xlsx(END)
    plan = compare(read_catalogue(content, "xa"), END)
    assert (plan.new, plan.changed, plan.gone, plan.rejected, plan.unchanged) == ([], [], [], [], 4)
    values = [cell.value for cell in load_workbook(io.BytesIO(content)).active["C"]]
    assert not any(str(value).startswith("=") for value in values)


def test_a_change_made_in_the_exported_file_comes_back_as_that_change(secretary):
    procedure("1.001193", "Đăng ký khai sinh", field=field(), time_limit=5)
    book = load_workbook(io.BytesIO(in_force_xlsx(END)))
    book.active["F2"] = "3 ngày làm việc"
    stream = io.BytesIO()
    book.save(stream)
    (changed,) = compare(read_catalogue(stream.getvalue(), "xa"), END).changed
    assert [(d.label, d.old, d.new) for d in changed.differences] == [("Thời hạn giải quyết", "5", "3")]


def test_two_agencies_have_their_own_catalogues(secretary, other_agency):
    with in_agency(other_agency):
        procedure("1.001193", "Của Trà Cú")
    plan = plan_of(sent(BIRTH, actor=secretary), 2024)
    assert [row.code for row in plan.new] == ["1.001193"]


def test_queries_do_not_grow_with_the_list(secretary):
    def queries(start: int, count: int) -> int:
        rows = [[n, f"1.{start + n:06d}", f"Thủ tục {n}", "05 ngày", "", ""] for n in range(count)]
        incoming = sent(*rows, actor=secretary)
        with CaptureQueriesContext(connection) as caught:
            accept(incoming, secretary)
        return len(caught)

    queries(0, 2)
    assert queries(1000, 3) == queries(2000, 30)
    assert Field.objects.count() == 1


def test_a_list_that_only_fills_empty_cells_is_no_change_of_the_year(secretary):
    old, new = official(1), official(2)
    empty = procedure("1.001193", "Đăng ký khai sinh", field=field(), decision=old)
    incoming = sent(BIRTH, actor=secretary)
    plan = plan_of(incoming, 2024)
    assert not plan.tells_changes and {d.old for d in plan.changed[0].differences} == {""}
    accept(incoming, secretary, decision=new)
    empty.refresh_from_db()
    assert (empty.fee, empty.time_limit, empty.decision) == ("Miễn phí", 1, old)
    assert not ProcedureChange.objects.exists()


def test_calendar_days_stay_calendar_days(secretary):
    row = procedure("1.000894", "Đăng ký kết hôn", field=field(), time_limit=5)
    (changed,) = plan_of(sent(WEDDING, actor=secretary), 2024).changed
    assert ("Đơn vị thời hạn", "ngày làm việc", "ngày") in {
        (d.label, d.old, d.new) for d in changed.differences
    }
    accept(sent(WEDDING, actor=secretary), secretary)
    row.refresh_from_db()
    assert row.time_label == "5 ngày"

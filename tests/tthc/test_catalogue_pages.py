"""Pages of the catalogue: typed, filtered, linked from both sides, refused at the field, quick."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from qms import history
from qms.history import HistoryEntry
from qms.scope import in_agency
from tests.tthc.catalogue import DAY, field, listing, operating, procedure, serve
from tthc.catalogue.plan import compare
from tthc.catalogue.sheet import read_catalogue
from tthc.models import AdministrativeProcedure, CatalogueImport, ProcedureChange, ProcedureService
from tthc.services.serving import services_add

pytestmark = pytest.mark.django_db
TYPED = {
    "code": "1.001193.000.00.00.H23",
    "name": "Đăng ký khai sinh",
    "level": "xa",
    "time_unit": "day",
    "in_scope": "on",
}


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


def text(response) -> str:
    return response.content.decode()


def test_the_code_is_typed_as_the_decision_writes_it(secretary, agency):
    assert secretary.send("tthc:procedure_add", **TYPED).status_code == 302
    with in_agency(agency):
        row = AdministrativeProcedure.objects.get()
    assert (row.code, row.code_suffix) == ("1.001193", "000.00.00.H23")
    assert "1.001193.000.00.00.H23" in text(secretary.page("tthc:procedure_edit", row.pk))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "1.1193"}, "Mã TTHC gồm một chữ số"),
        ({"in_scope": ""}, "Ghi lý do thủ tục không thuộc phạm vi"),
        ({"in_force_from": "31/02/2024"}, "không phải là ngày có thật"),
        ({"in_force_from": "02/01/2024", "in_force_to": "01/01/2024"}, "Ngày hết hiệu lực phải từ"),
        ({"time_limit": "-3"}, "Số không được âm."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(secretary, agency, change, sentence):
    response = secretary.send("tthc:procedure_add", **TYPED | change)
    assert response.status_code == 422
    assert sentence in text(response) and "Đăng ký khai sinh" in text(response)


def test_filters_narrow_the_list(secretary, agency):
    with in_agency(agency):
        land = field("Đất đai")
        served = procedure("1.000001", "Có quy trình", field=land)
        serve(operating(), served)
        procedure("1.000002", "Chưa có quy trình nào", level="tinh", online_level="full")
        procedure("1.000003", "Ngoài phạm vi", in_scope=False, scope_reason="Liên thông", in_force_from=DAY)
    cases = {
        "q=chua+co": {"1.000002"},
        f"field={land.pk}": {"1.000001"},
        "level=tinh": {"1.000002"},
        "muc=full": {"1.000002"},
        "pham_vi=khong": {"1.000003"},
        "ngay=01/01/2024": {"1.000001", "1.000002"},
        "quy_trinh=chua": {"1.000002", "1.000003"},
        "quy_trinh=co": {"1.000001"},
        "quy_trinh=co&ngay=01/01/2020": set(),
    }
    for query, codes in cases.items():
        page = text(secretary.get(f"{secretary.path('tthc:procedure_list')}?{query}"))
        assert {code for code in ("1.000001", "1.000002", "1.000003") if code in page} == codes, query


def test_the_lists_own_excel_comes_back_with_nothing_changed(secretary, agency):
    with in_agency(agency):
        procedure("1.000001", "Cấp tỉnh", level="tinh", field=field(), time_limit=5)
        procedure("1.000002", "Cấp xã", online_level="full")
    file = secretary.get(f"{secretary.path('tthc:procedure_list')}?xuat=xlsx").content
    with in_agency(agency):
        plan = compare(read_catalogue(file, "xa"), datetime.date(2024, 12, 31))
    assert plan.empty and plan.unchanged == 2


def test_a_procedure_is_linked_and_unlinked_from_both_pages_with_history(secretary, agency):
    with in_agency(agency):
        row, document = procedure(), operating()
    assert secretary.send("tthc:service_add", row.pk, rows=[document.pk]).status_code == 302
    assert "QT-01" in text(secretary.page("tthc:procedure_detail", row.pk))
    assert "1.001193" in text(secretary.page("documents:controlled_detail", document.pk))
    again = secretary.send("tthc:service_add", row.pk, rows=[document.pk])
    assert again.status_code == 422 and "Có mục không thuộc danh sách này" in text(again)
    with in_agency(agency):
        service = ProcedureService.objects.get()
    answer = secretary.send("tthc:served_delete", service.pk)
    assert answer.url == secretary.path("documents:controlled_detail", document.pk)
    assert secretary.send("tthc:served_add", document.pk, rows=[row.pk]).status_code == 302
    with in_agency(agency):
        service = ProcedureService.objects.get()
        actions = HistoryEntry.objects.filter(object_type="tthc.procedureservice").order_by("sequence")
        assert list(actions.values_list("action", flat=True)) == ["create", "delete", "create"]
    answer = secretary.send("tthc:service_delete", service.pk)
    assert answer.url == secretary.path("tthc:procedure_detail", row.pk)


def test_several_tthc_are_linked_to_a_document_at_once(secretary, agency):
    with in_agency(agency):
        document = operating(title="Quy trình đăng ký kết hôn")
        wedding = procedure("1.000894", "Đăng ký kết hôn", field=field())
        birth, linked = procedure(), procedure("1.000656", "Đăng ký khai tử")
        ended = procedure("1.000001", "Đã bãi bỏ", in_force_to=datetime.date(2024, 6, 30))
        serve(operating("QT-02"), linked)
    page = text(secretary.page("tthc:served_add", document.pk))
    assert "1.000894 Đăng ký kết hôn – Hộ tịch – chưa có quy trình" in page and "Gợi ý: cùng tên" in page
    assert "1.000656 Đăng ký khai tử<" in page and ended.code not in page
    assert page.index(wedding.code) < page.index(linked.code) < page.index(birth.code)
    answer = secretary.send("tthc:served_add", document.pk, rows=[wedding.pk, birth.pk])
    assert answer.url == secretary.path("documents:controlled_detail", document.pk)
    with in_agency(agency):
        assert set(document.served_procedures.all()) == {wedding, birth}
        assert list(history.verify(agency)) == []
    page = text(secretary.page("tthc:served_add", document.pk))
    assert linked.code in page and wedding.code not in page


def test_a_tthcs_page_offers_the_documents_of_its_name_first(secretary, agency):
    with in_agency(agency):
        row = procedure()
        operating("QT-01", title="Quy trình chứng thực")
        operating("QT-02", title="Quy trình đăng ký khai sinh")
    page = text(secretary.page("tthc:service_add", row.pk))
    assert str(row) in page and page.index("QT-02") < page.index("QT-01")


def test_the_same_pair_sent_twice_is_tied_once(secretary, agency, user_as):
    with in_agency(agency):
        row, document = procedure(), operating()
        serve(document, row)
        assert services_add([(row, document)], actor=user_as("secretary")) == 0
        assert not HistoryEntry.objects.filter(object_type="tthc.procedureservice").exists()


@pytest.mark.parametrize(
    ("field_name", "typed", "sentence"),
    [
        ("code", {}, "Mã TTHC này đã có trong danh mục."),
        ("scope_reason", {"code": "1.000001", "in_scope": ""}, "Ghi lý do thủ tục không thuộc phạm vi"),
        (
            "in_force_to",
            {"code": "1.000001", "in_force_from": "02/01/2024", "in_force_to": "01/01/2024"},
            "Ngày hết hiệu lực phải từ",
        ),
    ],
)
def test_what_a_constraint_refuses_is_told_at_its_field(secretary, agency, field_name, typed, sentence):
    with in_agency(agency):
        procedure()
    answer = secretary.send("tthc:procedure_add", **TYPED | typed)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field_name] and sentence in errors[field_name][0]
    assert f'href="#id_{field_name}"' in text(answer)


def test_a_change_keeps_its_capitals(secretary, agency):
    with in_agency(agency):
        change = ProcedureChange.objects.create(year=2024, kind="new", count=3)
    assert "Thay đổi TTHC" in text(secretary.page("tthc:change_detail", change.pk))
    assert "Thay đổi tthc" not in text(secretary.page("tthc:change_detail", change.pk))


def test_coverage_leads_to_the_link_of_each_tthc(secretary, as_role, agency):
    with in_agency(agency):
        row = procedure()
    link = secretary.path("tthc:service_add", row.pk)
    assert link in text(secretary.page("tthc:procedure_coverage"))
    assert link not in text(as_role("staff").page("tthc:procedure_coverage"))


def test_readers_see_the_links_and_no_buttons(as_role, agency):
    with in_agency(agency):
        row, document = procedure(), operating()
        serve(document, row)
    staff = as_role("staff")
    for page in (
        staff.page("tthc:procedure_detail", row.pk),
        staff.page("documents:controlled_detail", document.pk),
    ):
        assert "Gỡ" not in text(page) and "Gắn" not in text(page)


def test_a_manual_shows_no_panel_of_tthc(secretary, agency):
    with in_agency(agency):
        manual = operating("STCL", kind="manual")
    assert "Giải quyết thủ tục hành chính" not in text(
        secretary.page("documents:controlled_detail", manual.pk)
    )


def test_an_abolition_says_what_it_ended(secretary, agency):
    with in_agency(agency):
        row = procedure()
    typed = {"kind": "abolished", "procedure": row.pk, "count": "1", "changed_on": "01/07/2024"}
    response = secretary.post(secretary.path("tthc:change_add"), typed, follow=True)
    assert "hết hiệu lực sau ngày 30/06/2024" in text(response)
    refused = secretary.send("tthc:change_add", **typed | {"kind": "replaced", "changed_on": ""})
    assert refused.status_code == 422 and "Ghi ngày để biết" in text(refused)


def send_list(secretary, *rows):
    upload = SimpleUploadedFile("danh-muc.xlsx", listing(*rows))
    return secretary.send("tthc:catalogue_import", file=upload, level="xa")


def accepting(secretary, incoming, **typed):
    page = secretary.page("tthc:catalogue_import_detail", incoming.pk)
    return secretary.send("tthc:catalogue_import_detail", incoming.pk, seen=page.context["seen"], **typed)


def test_a_list_is_sent_seen_and_accepted(secretary, agency):
    with in_agency(agency):
        gone = procedure("1.000656", "Đăng ký khai tử")
    sent = send_list(secretary, [1, "1.001193", "Đăng ký khai sinh"], [2, "1.89", "Sai mã"])
    assert sent.status_code == 302
    with in_agency(agency):
        incoming = CatalogueImport.objects.get()
    page = text(secretary.page("tthc:catalogue_import_detail", incoming.pk))
    assert "Đăng ký khai sinh" in page and "Đăng ký khai tử" in page and "Mã TTHC gồm" in page
    assert accepting(secretary, incoming, gone=[gone.pk]).status_code == 422
    late = accepting(secretary, incoming, gone=[gone.pk], day="01/07/2025")
    assert late.status_code == 422 and "Chuyển sang năm 2025" in text(late)
    foreign = accepting(secretary, incoming, gone=[gone.pk + 99], day="01/07/2024")
    assert foreign.status_code == 422
    assert accepting(secretary, incoming, gone=[gone.pk], day="01/07/2024").status_code == 302
    with in_agency(agency):
        assert AdministrativeProcedure.objects.filter(code="1.001193", in_force_from=DAY).exists()
        assert ProcedureChange.objects.get().kind == "abolished"
    assert "Đã nhận lúc" in text(secretary.page("tthc:catalogue_import_detail", incoming.pk))
    refused = secretary.send("tthc:catalogue_import_delete", incoming.pk)
    assert refused.status_code == 422 and "dấu vết" in text(refused)


def test_a_preview_that_is_out_of_date_is_shown_anew(secretary, agency):
    send_list(secretary, [1, "1.001193", "Đăng ký khai sinh"])
    with in_agency(agency):
        incoming = CatalogueImport.objects.get()
    answer = secretary.send("tthc:catalogue_import_detail", incoming.pk, seen="x" * 32, day="01/07/2024")
    assert answer.status_code == 409 and "Danh mục đã thay đổi" in text(answer)


def test_a_file_that_is_none_is_refused_at_its_field(secretary, agency):
    upload = SimpleUploadedFile("danh-muc.xlsx", b"PK\x03\x04 khong phai")
    answer = secretary.send("tthc:catalogue_import", file=upload, level="xa")
    assert answer.status_code == 422 and "Tệp bị hỏng" in text(answer)


@pytest.mark.parametrize(
    "name",
    [
        "tthc:procedure_list",
        "tthc:procedure_coverage",
        "tthc:procedure_overview",
        "tthc:change_list",
        "tthc:field_list",
    ],
)
def test_queries_do_not_grow_with_the_rows(secretary, agency, name):
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert secretary.page(name).status_code == 200
        return len(caught)

    def fill(start: int, rows: int) -> None:
        with in_agency(agency):
            for number in range(start, start + rows):
                row = procedure(f"1.{number:06d}", f"Thủ tục {number}", field=field(f"Lĩnh vực {number}"))
                ProcedureChange.objects.create(year=2024, kind="amended", procedure=row)

    fill(0, 2)
    count()
    before = count()
    fill(10, 15)
    assert count() == before


def preview_of(secretary, agency, *rows):
    send_list(secretary, *rows)
    with in_agency(agency):
        incoming = CatalogueImport.objects.latest("pk")
    return incoming, secretary.page("tthc:catalogue_import_detail", incoming.pk)


def test_a_list_that_only_fills_empty_cells_needs_no_day(secretary, agency):
    with in_agency(agency):
        procedure()
    incoming, page = preview_of(secretary, agency, [1, "1.001193", "Đăng ký khai sinh", "1 ngày"])
    form = page.context["form"]
    assert "record_changes" not in form.fields and not form.fields["day"].required
    assert "chỉ điền vào chỗ đang trống" in text(page)
    assert accepting(secretary, incoming).status_code == 302


def test_the_preview_tells_which_columns_were_read(secretary, agency):
    _, page = preview_of(secretary, agency, [1, "1.001193", "Đăng ký khai sinh", "1 ngày"])
    told = " ".join(strip_tags(text(page)).split())
    assert "Đã đọc các cột Mã TTHC, Tên TTHC (tên thủ tục), Thời hạn giải quyết, " in told
    assert "Không có cột nào bị bỏ qua." in told


def test_the_day_has_its_star_and_its_sentence_when_something_is_recorded(secretary, agency):
    with in_agency(agency):
        young = procedure(name="Tên cũ", in_force_from=DAY)
        CatalogueImport.objects.create(file_name="truoc.xlsx", level="xa", accepted_at=timezone.now())
    incoming, page = preview_of(secretary, agency, [1, "1.001193", "Đăng ký khai sinh"])
    assert page.context["form"].fields["day"].required
    refused = accepting(secretary, incoming, record_changes="on")
    assert refused.status_code == 422
    assert refused.context["form"].errors["day"] == [
        "Ghi ngày để biết thay đổi, bãi bỏ có hiệu lực từ khi nào."
    ]
    assert accepting(secretary, incoming).status_code == 302
    incoming, _ = preview_of(secretary, agency, [1, "1.000894", "Đăng ký kết hôn"])
    ended = accepting(secretary, incoming, gone=[young.pk], day="01/07/2024")
    assert ended.status_code == 422
    assert "1.001193 có hiệu lực từ 01/07/2024" in ended.context["form"].errors["day"][0]


def test_a_refused_list_asks_for_its_file_again(secretary):
    upload = SimpleUploadedFile("danh-muc.xlsx", listing([1, "1.001193", "Đăng ký khai sinh"]))
    answer = secretary.send("tthc:catalogue_import", file=upload, level="khac")
    assert answer.status_code == 422 and "chọn lại tệp rồi gửi" in text(answer)
    assert "chọn lại tệp rồi gửi" not in text(secretary.page("tthc:catalogue_import"))


def test_the_first_list_is_no_change_of_the_year_though_dossiers_brought_procedures(secretary, agency):
    with in_agency(agency):
        procedure(name="Tên trong hồ sơ")
    incoming, page = preview_of(secretary, agency, [1, "1.001193", "Đăng ký khai sinh"])
    assert not page.context["form"]["record_changes"].value()
    assert accepting(secretary, incoming).status_code == 302
    _, page = preview_of(secretary, agency, [1, "1.001193", "Đăng ký khai sinh lại"])
    assert page.context["form"]["record_changes"].value()

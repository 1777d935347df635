"""The generic pages: lists, forms, search, access."""

import datetime
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from qms.models import HistoryEntry, RoleAssignment, Unit
from qms.scope import in_agency
from tests.clients import client_as
from tests.factories import AgencyFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def names(response):
    return [row["cells"][0]["value"] for row in response.context["table"]["rows"]]


@pytest.fixture
def units(agency):
    with in_agency(agency):
        for name in ("Phòng Y tế", "Phòng Đô thị", "Phòng Ăn uống", "Phòng Dân tộc", "Hồ sơ Đánh giá"):
            UnitFactory(name=name)


def test_list_sorts_in_vietnamese_order(as_role, units):
    assert names(as_role("staff").page("qms:unit_list")) == [
        "Hồ sơ Đánh giá",
        "Phòng Ăn uống",
        "Phòng Dân tộc",
        "Phòng Đô thị",
        "Phòng Y tế",
    ]


def test_list_sorts_both_ways_and_ignores_unknown_columns(as_role, units):
    client = as_role("staff")
    assert names(client.page("qms:unit_list", sort="-name"))[0] == "Phòng Y tế"
    assert names(client.page("qms:unit_list", sort="password"))[0] == "Hồ sơ Đánh giá"


@pytest.mark.parametrize("query", ["do thi", "ĐÔ THỊ", "phong do", "đô thị"])
def test_list_filter_finds_without_accents(as_role, units, query):
    assert names(as_role("staff").page("qms:unit_list", q=query)) == ["Phòng Đô thị"]


def test_list_pages_and_survives_nonsense(as_role, agency):
    with in_agency(agency):
        Unit.objects.bulk_create([Unit(name=f"Đơn vị {n}") for n in range(60)])
    client = as_role("staff")
    assert names(client.page("qms:unit_list", page=3))[0] == "Đơn vị 50"
    assert client.page("qms:unit_list", page=3).context["page"]["count_text"] == "60 mục"
    for page in ("0", "-1", "x", "9" * 30, "٣"):
        assert client.page("qms:unit_list", page=page).status_code == 200


@pytest.mark.parametrize("name", ["qms:unit_list", "qms:person_list", "documents:official_list"])
def test_list_queries_do_not_grow_with_rows(as_role, agency, name, django_assert_max_num_queries):
    client = as_role("staff")
    client.page(name)
    counts = []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for amount in (3, 60):
        with in_agency(agency):
            Unit.objects.bulk_create([Unit(name=f"Đơn vị {amount}-{n}") for n in range(amount)])
        with CaptureQueriesContext(connection) as queries:
            client.page(name)
        counts.append(len(queries))
    assert counts[0] == counts[1] or counts[1] == counts[0] + 1  # the count of a second page
    assert counts[1] <= 15


def test_export_is_a_real_workbook_with_vietnamese_heads(as_role, agency, units):
    with in_agency(agency):
        UnitFactory(name="=HYPERLINK(1)")
    response = as_role("staff").page("qms:unit_list", xuat="xlsx")
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert rows[0][0] == "Tên"
    assert ("'=HYPERLINK(1)", None, None, None) in [tuple(v or None for v in row) for row in rows]
    assert len(rows) == 7


def test_an_export_prints_one_page_wide_with_whole_texts(as_role, agency):
    with in_agency(agency):
        UnitFactory(name="Phòng " + "rất dài " * 15)
        UnitFactory(name="Phòng ngắn", valid_from=datetime.date(2024, 7, 1))
    sheet = load_workbook(BytesIO(as_role("staff").page("qms:unit_list", xuat="xlsx").content)).active
    setup = sheet.page_setup
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
    rows = {row[0].value[:10]: row for row in sheet.iter_rows(min_row=2)}
    short, long = rows["Phòng ngắn"], rows["Phòng rất "]
    width = sheet.column_dimensions["A"].width
    assert sheet.row_dimensions[long[0].row].height >= 15 * len(long[0].value) / width
    assert sheet.row_dimensions[short[0].row].height is None  # one line, as a sheet has by itself
    assert long[0].alignment.wrap_text
    assert short[2].number_format == "dd/mm/yyyy"


def test_an_export_that_is_cut_says_so(as_role, units, monkeypatch):
    monkeypatch.setattr("qms.views.tables.EXPORT_LIMIT", 2)
    rows = list(
        load_workbook(BytesIO(as_role("staff").page("qms:unit_list", xuat="xlsx").content)).active.values
    )
    assert len(rows) == 4
    assert rows[-1][0].startswith("Chỉ xuất 2 dòng đầu")


def test_the_page_says_before_that_an_export_will_be_cut(as_role, units, monkeypatch):
    client = as_role("staff")
    assert "chỉ lấy" not in client.page("qms:unit_list").content.decode()
    monkeypatch.setattr("qms.views.tables.EXPORT_LIMIT", 2)
    monkeypatch.setattr("qms.views.tables.PAGE_SIZE", 2)
    page = client.page("qms:unit_list").content.decode()
    assert "“Tải Excel” chỉ lấy 2 dòng đầu theo thứ tự đang xem; lọc bớt" in page and "hơn 2 mục" in page
    assert "Xuất đủ mọi dòng" not in page


def test_htmx_gets_the_table_alone(as_role, units):
    client = as_role("staff")
    response = client.get(client.path("qms:unit_list"), headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "Phòng Y tế" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "found"), [("ho so", ["Hồ sơ Đánh giá"]), ("danh gia", ["Hồ sơ Đánh giá"]), ("không có", [])]
)
def test_search_finds_without_accents(as_role, units, typed, found):
    groups = as_role("staff").page("qms:search", q=typed).context["groups"]
    assert [hit.title for group in groups for hit in group["hits"]] == found


def test_search_puts_exact_accents_first(as_role, agency):
    with in_agency(agency):
        UnitFactory(name="Ban Ho so"), UnitFactory(name="Phòng Hồ sơ")
    groups = as_role("staff").page("qms:search", q="Hồ sơ").context["groups"]
    assert [hit.title for hit in groups[0]["hits"]] == ["Phòng Hồ sơ", "Ban Ho so"]


def test_search_sees_only_the_own_agency(agency, other_agency, units):
    assert client_as("staff", other_agency).page("qms:search", q="phong").context["groups"] == []


def test_form_saves_with_history(as_role, agency):
    client = as_role("secretary")
    response = client.send("qms:unit_add", name="Phòng Y tế", valid_from="01/7/2020")
    with in_agency(agency):
        unit = Unit.objects.get()
        assert response.headers["Location"] == client.path("qms:unit_detail", unit.pk)
        assert HistoryEntry.objects.of(unit).get().actor == client.user


def test_refused_form_keeps_what_was_typed_and_says_why_at_the_field(as_role, units):
    response = as_role("secretary").send(
        "qms:unit_add", name="Phòng Y tế", short_name="YT", valid_from="31/02/2024"
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "không phải là ngày có thật" in page
    assert 'value="31/02/2024"' in page and 'value="YT"' in page


def test_duplicate_is_refused_with_a_sentence(as_role, units):
    response = as_role("secretary").send("qms:unit_add", name="Phòng Y tế")
    assert "Đơn vị này đã có." in response.content.decode()


def test_stale_form_offers_a_choice_and_overwrites_nothing(as_role, agency):
    with in_agency(agency):
        unit = UnitFactory(name="Phòng Y tế")
    first, second = as_role("secretary"), as_role("admin")
    first.send("qms:unit_edit", unit.pk, name="Phòng Y tế", short_name="của người trước", version=0)
    refused = second.send("qms:unit_edit", unit.pk, name="Phòng Y tế", short_name="của người sau", version=0)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "của người trước" in page and "của người sau" in page
    with in_agency(agency):
        assert Unit.objects.get().short_name == "của người trước"
    version = refused.context["form"]["version"].value()
    fields = {"name": "Phòng Y tế", "short_name": "của người sau", "version": version}
    second.send("qms:unit_edit", unit.pk, **fields, keep_short_name="theirs")
    with in_agency(agency):
        assert Unit.objects.get().short_name == "của người trước"
    second.send("qms:unit_edit", unit.pk, **fields, keep_short_name="mine")
    with in_agency(agency):
        assert Unit.objects.get().short_name == "của người sau"


def test_form_without_a_version_is_stale(as_role, agency):
    with in_agency(agency):
        unit = UnitFactory(name="Phòng Y tế")
    assert as_role("secretary").send("qms:unit_edit", unit.pk, name="Khác").status_code == 409


def test_foreign_units_number_in_a_form_is_refused(as_role, agency, other_agency):
    with in_agency(other_agency):
        foreign = UnitFactory()
    response = as_role("secretary").send("qms:person_add", name="Một người", unit=foreign.pk)
    assert response.status_code == 422
    assert response.context["form"].errors["unit"]


def test_delete_refused_while_something_needs_it(as_role, agency, user_as):
    from tests.factories import PersonFactory

    with in_agency(agency):
        unit = UnitFactory()
        PersonFactory(name="Người ở lại", unit=unit)
    response = as_role("secretary").send("qms:unit_delete", unit.pk)
    assert response.status_code == 422
    assert "Người ở lại" in response.content.decode()
    with in_agency(agency):
        assert Unit.objects.filter(pk=unit.pk).exists()
        assert not HistoryEntry.objects.of(unit).exists()


def test_front_door_leads_to_the_only_agency(as_role):
    assert as_role("staff").get("/").headers["Location"].startswith("/kim-thanh/")


def test_front_door_offers_a_choice_between_agencies(as_role, other_agency):
    client = as_role("staff")
    RoleAssignment.objects.create(user=client.user, agency=other_agency, role="staff")
    page = client.get("/").content.decode()
    assert "UBND huyện Kim Thành" in page and "UBND huyện Trà Cú" in page


def test_role_above_reads_and_never_writes(agency):
    province = AgencyFactory(code="tinh", kind="province")
    agency.parent = province
    agency.save()
    client = client_as("secretary", province)
    client.agency = agency
    with in_agency(agency):
        unit = UnitFactory(name="Phòng Y tế")
    assert client.page("qms:unit_detail", unit.pk).status_code == 200
    assert client.send("qms:unit_edit", unit.pk, name="Sửa từ trên", version=0).status_code == 403


def test_ended_role_opens_nothing(agency, as_role):
    client = as_role("staff")
    from django.utils import timezone

    RoleAssignment.objects.filter(user=client.user).update(ended_at=timezone.now())
    assert client.page("qms:year").status_code == 404


def test_account_without_any_role_is_told_so(db):
    client = Client()
    client.force_login(UserFactory())
    assert client.get("/").status_code == 200


def test_health_needs_no_login(db):
    assert Client().get("/healthz").json()["status"] == "ok"


def test_login_brings_back_to_the_page_asked_for(agency, user_as):
    user = user_as("staff")
    user.set_password("mat-khau-thu")
    user.save()
    client = Client()
    asked = client.get("/kim-thanh/2024/don-vi/?q=a")
    back = client.post(asked.headers["Location"], {"username": user.username, "password": "mat-khau-thu"})
    assert back.headers["Location"] == "/kim-thanh/2024/don-vi/?q=a"


def test_every_page_carries_a_strict_policy(as_role):
    policy = as_role("staff").page("qms:year").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy

"""Pages: what is typed, what is refused with a sentence at its field, who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from qms.scope import in_agency
from tests.tthc.conftest import COMMUNE, DISTRICT, ZONE, dossier
from tthc.models import (
    CommuneCoverage,
    DigitisationStatistics,
    DossierStatistics,
    ProcedureChangeProposal,
    ProcedureCount,
    SurveySummary,
)

MODELS = {
    "dossier_statistics": DossierStatistics,
    "digitisation": DigitisationStatistics,
    "survey": SurveySummary,
    "procedure_count": ProcedureCount,
    "proposal": ProcedureChangeProposal,
    "coverage": CommuneCoverage,
}
TYPED = {
    "dossier_statistics": {
        "level": "huyen", "period_from": "10/12/2023", "period_to": "09/12/2024", "source": "Một cửa",
        **{name: str(value) for name, value in DISTRICT.items()},
    },
    "digitisation": {"level": "huyen", "received": "4.529", "resolved": "4 506", "some_components": "4526"},
    "survey": {
        "channel": "Phần mềm đánh giá", "received": "4529",
        "forms": "4439", "good": "4438", "dissatisfied": "1",
    },
    "procedure_count": {"in_authority": "292"},
    "proposal": {"kind": "amend", "count": "0"},
    "coverage": {"as_of": "30/11/2024", "applying": "18", "total": "18"},
}  # fmt: skip
NUMBERS = [
    (name, field)
    for name, values in TYPED.items()
    for field in values
    if field not in ("level", "kind", "source", "channel", "as_of", "period_from", "period_to")
]


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


@pytest.mark.parametrize("name", TYPED)
def test_add_show_edit_delete(secretary, agency, name):
    response = secretary.send(f"tthc:{name}_add", **TYPED[name])
    assert response.status_code == 302
    with in_agency(agency):
        row = MODELS[name].objects.get()
        assert row.year == 2024
    for page in ("detail", "edit", "delete"):
        assert secretary.page(f"tthc:{name}_{page}", row.pk).status_code == 200
    assert str(row) in secretary.page(f"tthc:{name}_detail", row.pk).content.decode()
    assert secretary.page(f"tthc:{name}_list").status_code == 200
    assert secretary.get(secretary.path(f"tthc:{name}_list") + "?xuat=xlsx").status_code == 200
    changed = secretary.send(f"tthc:{name}_edit", row.pk, version="0", **TYPED[name])
    assert changed.status_code == 302
    assert secretary.send(f"tthc:{name}_delete", row.pk).status_code == 302
    with in_agency(agency):
        assert not MODELS[name].objects.exists()


@pytest.mark.parametrize("text", ["4529", "4.529", "4 529"])
def test_numbers_are_read_as_people_type_them(secretary, agency, text):
    secretary.send("tthc:dossier_statistics_add", **{**TYPED["dossier_statistics"], "received": text})
    with in_agency(agency):
        assert DossierStatistics.objects.get().received == 4529


@pytest.mark.parametrize("text", ["-1", "4.5", "4,5", "bốn", "1.2345", "4529 hồ sơ", "99999999999"])
@pytest.mark.parametrize(("name", "field"), NUMBERS)
def test_a_bad_number_is_refused_at_its_field(secretary, agency, name, field, text):
    response = secretary.send(f"tthc:{name}_add", **{**TYPED[name], field: text})
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form[field].value() == text
    assert f'value="{text}"' in response.content.decode()
    with in_agency(agency):
        assert not MODELS[name].objects.exists()


def test_negative_says_so(secretary):
    response = secretary.send("tthc:procedure_count_add", in_authority="-1")
    assert response.context["form"].errors["in_authority"] == ["Số không được âm."]


@pytest.mark.parametrize(
    ("field", "text"), [("level", ""), ("level", "thon"), ("period_from", ""), ("period_to", "31/02/2024")]
)
def test_level_and_period_are_asked_for(secretary, field, text):
    response = secretary.send("tthc:dossier_statistics_add", **{**TYPED["dossier_statistics"], field: text})
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_period_must_not_end_before_it_begins(secretary):
    typed = {**TYPED["dossier_statistics"], "period_to": "09/12/2023"}
    response = secretary.send("tthc:dossier_statistics_add", **typed)
    assert response.status_code == 422
    assert "Ngày cuối kỳ phải sau ngày đầu kỳ." in response.content.decode()


@pytest.mark.parametrize("name", TYPED)
def test_the_same_again_is_refused_with_a_sentence(secretary, agency, name):
    secretary.send(f"tthc:{name}_add", **TYPED[name])
    response = secretary.send(f"tthc:{name}_add", **TYPED[name])
    assert response.status_code == 422
    assert "hãy sửa" in response.content.decode()
    with in_agency(agency):
        assert MODELS[name].objects.count() == 1


@pytest.mark.parametrize("name", TYPED)
def test_the_same_in_another_year_is_another_record(as_role, agency, name):
    for year in (2023, 2024):
        assert as_role("secretary", year=year).send(f"tthc:{name}_add", **TYPED[name]).status_code == 302
    with in_agency(agency):
        assert sorted(MODELS[name].objects.values_list("year", flat=True)) == [2023, 2024]


def test_an_old_form_does_not_overwrite(secretary, agency):
    secretary.send("tthc:procedure_count_add", in_authority="292")
    with in_agency(agency):
        pk = ProcedureCount.objects.get().pk
    secretary.send("tthc:procedure_count_edit", pk, in_authority="293", version="0")
    assert secretary.send("tthc:procedure_count_edit", pk, in_authority="294", version="0").status_code == 409


def test_detail_shows_both_presentations_and_the_balance(secretary, agency):
    with in_agency(agency):
        row = dossier("huyen", **DISTRICT)
        row.save()
    text = secretary.page("tthc:dossier_statistics_detail", row.pk).content.decode()
    for words in (
        "Theo báo cáo gửi Sở KH&amp;CN", "Theo Biểu II.06a/VPCP/KSTT",
        "163 + 4.529 = 4.506 + 147 + 26 + 12 + 1",
        "91,23%", "4.533", "4.503", "99,34%", "0,66%", "158",
    ):  # fmt: skip
        assert words in text


def test_a_residual_is_shown_everywhere(secretary, agency):
    with in_agency(agency):
        row = dossier("don_vi", **ZONE)
        row.save()
    assert (
        "còn 26 hồ sơ chưa rõ trạng thái"
        in secretary.page("tthc:dossier_statistics_detail", row.pk).content.decode()
    )
    assert "chênh 26 hồ sơ" in secretary.page("tthc:dossier_statistics_edit", row.pk).content.decode()
    assert '<span class="tag tag-late">26</span>' in secretary.page("tthc:dossier_overview").content.decode()
    assert "Chưa cân đối: cơ quan, đơn vị chênh 26 hồ sơ" in secretary.page("qms:year").content.decode()


def test_rates_stand_beside_survey_and_digitisation(secretary, kim_thanh):
    survey = secretary.page("tthc:survey_detail", SurveySummary.objects.get().pk).content.decode()
    assert all(rate in survey for rate in ("98,01%", "99,98%", "0,02%"))
    district = DigitisationStatistics.objects.get(level="huyen")
    page = secretary.page("tthc:digitisation_detail", district.pk).content.decode()
    assert all(rate in page for rate in ("99,93%", "99,56%", "99,62%", "0,38%"))


def test_overview_puts_levels_side_by_side(secretary, kim_thanh):
    parts = secretary.page("tthc:dossier_overview").context["parts"]
    assert [label for label, _ in parts[0].columns] == ["Cấp huyện", "Cấp xã"]
    online = next(row for row in parts[0].rows if row["name"] == "Hồ sơ tiếp nhận trực tuyến")
    assert [(cell["value"], cell["note"]) for cell in online["cells"]] == [
        ("4.132", "91,23%"),
        ("40.638", "89,25%"),
    ]


def test_empty_pages_offer_the_first_step(secretary):
    page = secretary.page("tthc:dossier_overview").content.decode()
    assert "Chưa có thống kê hồ sơ của năm này." in page
    assert secretary.path("tthc:dossier_statistics_add") in page
    for name in MODELS:
        assert "Chưa" in secretary.page(f"tthc:{name}_list").content.decode()
    assert "Chưa có số thủ tục hành chính" in secretary.page("tthc:procedure_overview").content.decode()


def test_a_viewer_is_offered_nothing_to_write(as_role, kim_thanh):
    client = as_role("staff")
    row = DossierStatistics.objects.first()
    for page in (
        ("tthc:dossier_overview",),
        ("tthc:procedure_overview",),
        ("tthc:dossier_statistics_detail", row.pk),
    ):
        text = client.page(*page).content.decode()
        assert "/them/" not in text
        assert "/sua/" not in text
    assert client.page("tthc:dossier_statistics_add").status_code == 403
    assert client.send("tthc:dossier_statistics_edit", row.pk).status_code == 403
    assert client.send("tthc:dossier_statistics_delete", row.pk).status_code == 403


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("action", ["detail", "edit", "delete"])
def test_another_agencys_record_does_not_exist(as_role, kim_thanh, other_agency, name, action):
    pk = MODELS[name].objects.first().pk
    client = as_role("secretary", of=other_agency)
    assert client.page(f"tthc:{name}_{action}", pk).status_code == 404
    if action != "detail":
        assert client.send(f"tthc:{name}_{action}", pk).status_code == 404


@pytest.mark.parametrize(
    "url", ["tthc:dossier_overview", "tthc:dossier_statistics_list", "tthc:procedure_overview"]
)
def test_number_of_queries_does_not_grow(secretary, agency, url):
    seen = []
    for levels in (("huyen",), ("tinh", "don_vi", "xa")):
        with in_agency(agency):
            for level in levels:
                dossier(level, **COMMUNE).save()
        with CaptureQueriesContext(connection) as queries:
            assert secretary.page(url).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_search_finds_the_statistics(secretary, kim_thanh):
    text = secretary.get(secretary.path("qms:search") + "?q=ho so cap xa").content.decode()
    assert "Hồ sơ cấp xã, kỳ 10/12/2023" in text


def test_obligations_are_done_by_the_records(secretary, kim_thanh):
    duties = {duty["title"]: duty for duty in secretary.page("qms:year").context["obligations"]}
    assert duties["Thống kê hồ sơ thủ tục hành chính, số hóa"]["css"] == "ok"
    assert duties["Đo lường sự hài lòng của người dân, tổ chức"]["label"] == "4.439 phiếu đánh giá"


def test_menu_leads_here(secretary):
    text = secretary.page("qms:year").content.decode()
    for name in ("tthc:dossier_overview", "tthc:procedure_overview", "tthc:survey_list"):
        assert f'href="{secretary.path(name)}"' in text


def test_every_address_is_named():
    names = {key for key in get_resolver("tthc.urls").reverse_dict if isinstance(key, str)}
    pages = ("list", "add", "detail", "edit", "delete")
    assert {f"{name}_{page}" for name in MODELS for page in pages} <= names

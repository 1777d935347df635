"""The figures of Kim Thành 2024, exactly."""

import datetime
from decimal import Decimal

import pytest

from qms.figures import Figures, collect
from tests.tthc.conftest import COMMUNE, DISTRICT, PERIOD, dossier, survey

RATES = {
    "tthc.dossiers.huyen.online_rate": "91.23",
    "tthc.dossiers.huyen.in_person_rate": "8.77",
    "tthc.dossiers.huyen.early_on_time_rate": "99.33",
    "tthc.dossiers.huyen.late_rate": "0.67",
    "tthc.dossiers.xa.online_rate": "89.25",
    "tthc.dossiers.xa.in_person_rate": "10.75",
    "tthc.dossiers.xa.early_on_time_rate": "99.93",
    "tthc.dossiers.xa.late_rate": "0.07",
    "tthc.digitisation.huyen.some_rate": "99.93",
    "tthc.digitisation.huyen.full_rate": "99.56",
    "tthc.digitisation.huyen.result_rate": "99.62",
    "tthc.digitisation.huyen.result_missing_rate": "0.38",
    "tthc.digitisation.xa.some_rate": "99.94",
    "tthc.digitisation.xa.full_rate": "99.87",
    "tthc.digitisation.xa.result_rate": "99.24",
    "tthc.digitisation.xa.result_missing_rate": "0.76",
    "tthc.survey.forms_rate": "98.01",
    "tthc.survey.good_rate": "99.98",
    "tthc.survey.dissatisfied_rate": "0.02",
}
COUNTS = {
    "tthc.procedures.in_authority": 292,
    "tthc.dossiers.huyen.total": 4692,
    "tthc.dossiers.huyen.pending": 147,
    "tthc.dossiers.xa.total": 45624,
    "tthc.dossiers.xa.pending": 74,
    "tthc.digitisation.huyen.result_missing": 17,
    "tthc.survey.forms": 4439,
    "tthc.communes.applying": 18,
    "tthc.communes.total": 18,
    "tthc.communes.as_of": datetime.date(2024, 11, 30),
    "tthc.dossiers.period_from": PERIOD["period_from"],
    "tthc.dossiers.period_to": PERIOD["period_to"],
    "tthc.proposals.amend": 0,
    "tthc.proposals.add": 0,
    "tthc.proposals.abolish": 0,
}


def figures(agency, year: int = 2024) -> Figures:
    return collect(agency, year)


def test_rates_of_kim_thanh(kim_thanh):
    found = figures(kim_thanh)
    assert {key: found.value(key) for key in RATES} == {key: Decimal(value) for key, value in RATES.items()}


def test_counts_of_kim_thanh(kim_thanh):
    found = figures(kim_thanh)
    assert {key: found.value(key) for key in COUNTS} == COUNTS
    for level, counts in (("huyen", DISTRICT), ("xa", COMMUNE)):
        assert {name: found.value(f"tthc.dossiers.{level}.{name}") for name in counts} == counts


def test_a_rate_names_its_denominator_period_and_source(kim_thanh):
    rate = figures(kim_thanh)["tthc.dossiers.huyen.online_rate"]
    assert rate.formula == "4132 / 4529 hồ sơ tiếp nhận trong kỳ, cấp huyện"
    assert rate.period == "10/12/2023 – 09/12/2024"
    assert rate.text() == "91,23%"
    assert "/ho-so/thong-ke/" in rate.url


def test_every_figure_has_a_source(kim_thanh):
    assert all(figure.url for figure in figures(kim_thanh).below("tthc"))


def test_tables_print_the_figures_of_the_prose(kim_thanh):
    tables = figures(kim_thanh).tables
    district, commune = tables["tthc.dossier_table"].rows
    assert (district["level"], commune["level"]) == ("Cấp huyện", "Cấp xã")
    assert (district["online"], district["online_rate"], commune["late_rate"]) == (
        4132,
        Decimal("91.23"),
        Decimal("0.07"),
    )
    assert [key for key, _ in tables["tthc.dossier_table"].columns] == list(district)
    assert "by_post" not in district
    assert tables["tthc.digitisation_table"].rows[1]["result_missing"] == 347


def test_by_post_takes_part_in_the_complement(scope):
    dossier("huyen", **{**DISTRICT, "in_person": 300, "by_post": 97}).save()
    found = figures(scope)
    rates = [found.value(f"tthc.dossiers.huyen.{name}_rate") for name in ("online", "in_person", "by_post")]
    assert sum(rates) == 100
    assert "by_post" in found.tables["tthc.dossier_table"].rows[0]


def test_nothing_received_gives_no_rate(scope):
    dossier("xa", **dict.fromkeys(COMMUNE, 0)).save()
    survey(received=0, forms=0, good=0, dissatisfied=0).save()
    found = figures(scope)
    assert found.value("tthc.dossiers.xa.received") == 0
    assert not [key for key in found.figures if key.endswith("_rate")]


def test_a_count_that_the_source_leaves_out_gives_no_figure(scope):
    dossier("huyen", received=10, resolved=10).save()
    found = figures(scope)
    assert "tthc.dossiers.huyen.online" not in found
    assert "tthc.dossiers.huyen.total" not in found
    assert found.tables["tthc.dossier_table"].rows[0]["online"] == ""


def test_the_longest_period_is_the_years(scope):
    half = {"period_from": datetime.date(2024, 1, 1), "period_to": datetime.date(2024, 6, 30)}
    dossier("huyen", **DISTRICT).save()
    dossier("huyen", **half, received=5, resolved=5).save()
    assert figures(scope).value("tthc.dossiers.huyen.received") == 4529


def test_an_empty_year_has_no_figures_but_empty_annexes(scope):
    found = figures(scope, 2023)
    assert found.below("tthc") == []
    assert [found.table(f"tthc.{name}_table").rows for name in ("dossier", "digitisation")] == [(), ()]


def test_figures_of_another_agency_are_not_seen(kim_thanh, other_agency):
    from qms.scope import in_agency

    with in_agency(other_agency):
        assert figures(other_agency).below("tthc") == []


@pytest.mark.parametrize("levels", [("huyen",), ("tinh", "don_vi", "huyen", "xa")])
def test_number_of_queries_does_not_grow(scope, django_assert_num_queries, levels):
    for level in levels:
        dossier(level, **DISTRICT).save()
    with django_assert_num_queries(13):  # one asks for closed rounds, because no summary is entered
        figures(scope).below("tthc")


@pytest.mark.parametrize(
    ("key", "queries"),
    [("tthc.procedures.in_authority", 1), ("tthc.communes.total", 1), ("tthc.survey.forms", 3)],
)
def test_only_what_is_asked_is_read(kim_thanh, django_assert_num_queries, key, queries):
    with django_assert_num_queries(queries):
        assert key in figures(kim_thanh)

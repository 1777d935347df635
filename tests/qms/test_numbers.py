"""Numbers and dates as people type them and papers print them."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms.dates import parse_day, slashed, spelled
from qms.numbers import format_percent, group_terms, parse_integer, percent, shares
from qms.text import in_sentence


@pytest.mark.parametrize("typed", ["4529", "4.529", "4 529", "4\u00a0529", " 4529 "])
def test_three_ways_of_writing_one_number(typed):
    assert parse_integer(typed) == 4529


@pytest.mark.parametrize("typed", ["-1", "−5", "4.5", "4,5", "45.29", "", "bốn", "4.529.1", "1e3", "４５"])
def test_what_is_no_count_is_refused(typed):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_integer(typed)


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        (4132, 4529, "91.23"),
        (4476, 4506, "99.33"),
        (32, 45496, "0.07"),
        (4526, 4529, "99.93"),
        (1, 8, "12.50"),
        (5, 1000, "0.50"),
    ],
)
def test_rates_are_rounded_half_up(part, whole, rate):
    assert percent(part, whole) == Decimal(rate)


def test_half_goes_up_not_to_even():
    assert percent(1, 16000, 2) == Decimal("0.01")
    assert percent(5, 100000, 2) == Decimal("0.01")


def test_rate_of_nothing_is_no_rate():
    with pytest.raises(ZeroDivisionError):
        percent(1, 0)


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=5).filter(sum))
def test_shares_of_a_whole_add_up_to_100(parts):
    assert sum(shares(parts, sum(parts))) == 100


def test_shares_of_parts_that_are_not_the_whole_are_not_forced():
    assert shares([1, 1], 4) == [Decimal("25.00"), Decimal("25.00")]


@given(st.integers(0, 10**9))
def test_grouped_number_reads_back(value):
    assert parse_integer(f"{value:,}".replace(",", ".")) == value


def test_percent_prints_a_decimal_comma():
    assert format_percent(Decimal("91.23")) == "91,23%"
    assert format_percent(Decimal("98.01"), 0) == "98%"


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        ("2024-02-22", "22/02/2024", "ngày 22 tháng 02 năm 2024"),
        ("2023-05-08", "08/5/2023", "ngày 08 tháng 5 năm 2023"),
        ("2022-10-28", "28/10/2022", "ngày 28 tháng 10 năm 2022"),
    ],
)
def test_dates_follow_decree_30(day, short, long):
    day = datetime.date.fromisoformat(day)
    assert (slashed(day), spelled(day)) == (short, long)


@pytest.mark.parametrize("typed", ["22/02/2024", "22/2/2024", "22-02-2024", "22.02.2024", "2024-02-22"])
def test_days_as_people_type_them(typed):
    assert parse_day(typed) == datetime.date(2024, 2, 22)


@pytest.mark.parametrize("typed", ["31/02/2024", "22/13/2024", "hôm qua", "22/02/24", "01/01/1021"])
def test_a_day_that_does_not_exist_is_refused(typed):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_day(typed)


def test_a_year_of_two_digits_is_no_wrong_day():
    with pytest.raises(ValueError, match="ghi năm đủ bốn chữ số, ví dụ 1/3/2024"):
        parse_day("1/3/24")


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("4132 / 4529 hồ sơ tiếp nhận trong kỳ", "4.132 / 4.529 hồ sơ tiếp nhận trong kỳ"),
        ("163 + 4529", "163 + 4.529"),
        ("12000 - 4529 + 1", "12.000 - 4.529 + 1"),
        ("đếm danh mục TTHC ngày 31/12/2024", "đếm danh mục TTHC ngày 31/12/2024"),
        ("trung bình 4,4391 năm 2024", "trung bình 4,4391 năm 2024"),
    ],
)
def test_terms_of_a_formula_are_grouped_years_are_not(formula, told):
    assert group_terms(formula) == told


@pytest.mark.parametrize(
    ("label", "told"), [("TTHC thuộc phạm vi", "TTHC thuộc phạm vi"), ("Cấp xã", "cấp xã"), ("", "")]
)
def test_an_abbreviation_keeps_its_capitals_in_a_sentence(label, told):
    assert in_sentence(label) == told

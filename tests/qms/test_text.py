"""Folding and Vietnamese order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms.text import fold, sort_key


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Hồ sơ", "ho so"),
        ("ĐÁNH GIÁ", "danh gia"),
        ("đường ƯỠ ẲẶ", "duong uo aa"),
        ("Ho\u0302\u0300  so\u031b", "ho so"),
    ],
)
def test_fold_drops_marks_of_every_vietnamese_letter(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_fold_of_folded_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def shuffled(names):
    return random.sample(names, len(names))


def test_sort_key_orders_as_vietnamese_do():
    names = ["An", "Ăn", "Ân", "Ba", "Da", "Dung", "Đà", "Em", "Ê", "Zeta"]
    assert sorted(shuffled(names), key=sort_key) == names


def test_sort_key_breaks_ties_by_tone():
    names = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(shuffled(names), key=sort_key) == names


def test_sort_key_orders_numbers_by_value():
    codes = ["QT-2", "QT-10", "QT-100"]
    assert sorted(shuffled(codes), key=sort_key) == codes


@given(st.text(alphabet="aàăâbdđ eêuưyYĐÁ019-/", max_size=30))
def test_sort_key_is_ascii_letters_and_digits(text):
    key = sort_key(text)
    assert key.isalnum() and key.isascii() and key == key.lower()

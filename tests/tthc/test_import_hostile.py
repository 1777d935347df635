"""Exports that were made, or mangled, to break the reading of them."""

import zipfile

import pytest
from django.core.exceptions import ValidationError

from tests.tthc.exports import HEADERS, csv, procedure, row, take, xlsx
from tthc.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(scope):
    return procedure()


def test_a_control_character_in_a_refused_row_stops_no_import(known, tmp_path):
    record = take(csv(tmp_path / "a.csv", row(1), row(2, **{"Mã hồ sơ": "x\x01y z"})))
    assert (record.added, record.rejected) == (1, 1)


@pytest.mark.parametrize("number", [b"1e999", b"NaN"])
def test_a_number_without_end_is_no_day(known, tmp_path, number):
    path = xlsx(tmp_path / "a.xlsx", row(1), row(2, **{"Ngày hẹn trả": 123454321}))
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b"123454321", number))
    record = take(tmp_path / "b.xlsx")
    assert (record.added, record.rejected) == (1, 1)


def test_a_dash_is_no_mark(known, tmp_path):
    take(xlsx(tmp_path / "a.xlsx", [*row(1), "-"], headers=(*HEADERS, "Quá hạn")))
    assert Dossier.objects.get().timing == "on_time"


def test_broken_utf_16_has_its_sentence(known, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes((",".join(HEADERS) + "\n").encode("utf-16") + b"\x00\xd8\x41")
    with pytest.raises(ValidationError, match="bảng mã"):
        take(path)


def test_a_line_of_delimiters_is_not_laid_out(known, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(",".join(HEADERS).encode() + b"," * 300_000)
    with pytest.raises(ValidationError, match="dòng dài bất thường"):
        take(path)

"""The list of dossiers: found by any part of a code, and written whole into a file by a job."""

import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from qms.jobs import run as run_job
from qms.models import Agency, Job
from qms.scope import in_agency
from tests.factories import AgencyFactory
from tests.tthc.dossiers import procedure, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(agency):
    """Three dossiers, one of them by post and of a TTHC."""
    with in_agency(agency):
        stored(
            {"code": "000.00.53.H48-231229-0188", "channel": "by_post", "procedure": procedure("Hộ tịch")},
            {"code": "000.00.53.H48-240105-0189", "received_on": datetime.date(2024, 1, 5)},
            {"code": "000.00.53.H48-240105-0288"},
        )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("0188", {"231229-0188"}),
        ("231229-0188", {"231229-0188"}),
        ("h48-2401", {"240105-0189", "240105-0288"}),
        ("88", set()),  # too short to be looked for inside
        ("00", {"231229-0188", "240105-0189", "240105-0288"}),
        ("9999", set()),
        ("018_", set()),
    ],
)
def test_a_dossier_is_found_by_a_part_of_its_code(as_role, listed, typed, found):
    text = as_role("staff").page("tthc:dossier_list", q=typed).content.decode()
    codes = {"231229-0188", "240105-0189", "240105-0288"}
    assert {code for code in codes if f">000.00.53.H48-{code}<" in text} == found


def file_of(client, agency, **query):
    """Rows of the file that the list's job makes."""
    path = client.path("tthc:dossier_list")
    address = "&".join(f"{name}={value}" for name, value in query.items())
    assert client.post(f"{path}?{address}").status_code == 302
    with in_agency(agency):
        job = Job.objects.latest("pk")
    run_job(job.pk)
    content = b"".join(client.page("qms:job_file", job.pk).streaming_content)
    return [row for sheet in load_workbook(BytesIO(content)) for row in sheet.values]


def test_the_file_holds_every_row_with_what_the_list_is_filtered_by(as_role, agency, listed, monkeypatch):
    monkeypatch.setattr("qms.views.tables.EXPORT_LIMIT", 1)
    monkeypatch.setattr("tthc.dossier_files.SHEET_ROWS", 2)
    heads, *rows = file_of(as_role("staff"), agency, sort="received_on")
    assert {"Mã TTHC", "Cấp", "Cách nộp", "Nơi tiếp nhận", "Đơn vị giải quyết"} <= set(heads)
    assert [row[0] for row in rows] == [
        "000.00.53.H48-240105-0189",
        "000.00.53.H48-231229-0188",
        heads[0],
        "000.00.53.H48-240105-0288",
    ]
    assert rows[1][1].startswith("1.") and rows[1][4] == "Bưu chính công ích"


def test_the_file_keeps_to_the_filter(as_role, agency, listed):
    _, *rows = file_of(as_role("staff"), agency, q="0188", timing="overdue")
    assert [row[0] for row in rows] == ["000.00.53.H48-231229-0188"]
    assert file_of(as_role("leader"), agency, q="0188", timing="late")[1:] == []


def test_a_long_list_offers_the_whole_file(as_role, listed, monkeypatch):
    client = as_role("staff")
    assert "Xuất đủ mọi dòng" not in client.page("tthc:dossier_list").content.decode()
    monkeypatch.setattr("qms.views.tables.EXPORT_LIMIT", 1)
    monkeypatch.setattr("qms.views.tables.PAGE_SIZE", 1)
    page = client.page("tthc:dossier_list", channel="").content.decode()
    assert "Xuất đủ mọi dòng" in page and 'action="/kim-thanh/2024/tthc/ho-so/danh-sach/?channel="' in page


def test_who_looks_from_above_starts_no_file(as_role, agency, listed, monkeypatch):
    monkeypatch.setattr("qms.views.tables.EXPORT_LIMIT", 1)
    monkeypatch.setattr("qms.views.tables.PAGE_SIZE", 1)
    above = AgencyFactory(code="tinh")
    Agency.objects.filter(pk=agency.pk).update(parent=above)
    looks, address = as_role("secretary", of=above), as_role("staff").path("tthc:dossier_list")
    assert "chỉ lấy 1 dòng đầu" in (page := looks.get(address).content.decode())
    assert "Xuất đủ mọi dòng" not in page
    assert looks.post(address).status_code == 403

"""From a corrected number to the released report: secretary, leader on a phone, staff, and a stranger."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from qms.demo import account_ensure
from qms.enums import Role
from qms.scope import in_agency
from reports.models import AnnualReport
from tests.browser.tools import Visitor
from tests.factories import AgencyFactory
from tthc.models import DossierStatistics


def report_path(demo):
    with in_agency(demo[0]):
        return AnnualReport.objects.get(year=2024).get_absolute_url()


def statistics_path(demo, level):
    with in_agency(demo[0]):
        return reverse("tthc:dossier_statistics_edit", args=[DossierStatistics.objects.get(level=level).pk])


def downloaded(visitor: Visitor, button: str, folder: Path) -> Path:
    """Two clicks: the report is open, the format's button is pressed; the file comes by itself or by its link."""
    page = visitor.page
    page.get_by_role("button", name=button, exact=True).or_(
        page.get_by_role("link", name=button, exact=True)
    ).first.click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name=re.compile("Tải")).first.click(timeout=60_000)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def pdf_text(path: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def docx_text(path: Path) -> str:
    return " ".join(" ".join(p.text for p in Document(str(path)).paragraphs).split())


@pytest.mark.iso("9.1.3")
def test_a_number_changed_in_the_browser_changes_everywhere_with_its_rates(visit, demo, tmp_path):
    secretary = visit("thuky")
    page = secretary.page
    secretary.go(statistics_path(demo, "huyen"))
    page.get_by_label("trực tuyến", exact=False).first.fill("4.131")
    page.get_by_label("trực tiếp", exact=False).first.fill("398")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url(re.compile(r"/thong-ke/\d+/$"))
    secretary.go(report_path(demo))
    preview = " ".join(page.locator(".paper").first.inner_text().split())
    wanted = (
        "dịch vụ công trực tuyến là 4131 hồ sơ, đạt tỷ lệ 91,21%; "
        "tiếp nhận trực tiếp là 398 hồ sơ, đạt tỷ lệ 8,79%"
    )
    assert wanted in preview
    assert wanted in pdf_text(downloaded(secretary, "PDF", tmp_path))
    secretary.go(report_path(demo))
    assert wanted in docx_text(downloaded(secretary, "DOCX", tmp_path))


def test_report_goes_from_draft_to_staff(visit, demo, tmp_path, accessible):
    secretary, leader, staff = visit("thuky"), visit("lanhdao", phone=True), visit("canbo")
    page = secretary.page
    secretary.go(report_path(demo))
    accessible(secretary)
    secretary.go(f"{report_path(demo)}muc/muc-3-2/")
    accessible(secretary)
    page.get_by_role("textbox", name=re.compile("^Nội dung mục")).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Bộ phận Một cửa đã bố trí thêm một quầy tiếp nhận.")
    page.get_by_role("button", name=re.compile("^Lưu")).click()
    page.wait_for_url(lambda url: "/muc/muc-3-2/" not in url)
    secretary.go(report_path(demo))
    assert "bố trí thêm một quầy" in page.locator(".paper").first.inner_text()
    page.get_by_role("button", name="Trình lãnh đạo").click()
    page.wait_for_load_state()
    assert "Đã trình" in secretary.text()

    phone = leader.page
    leader.go("/viec-cua-toi/")
    accessible(leader)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.get_by_role("button", name="Phê duyệt", exact=True).is_hidden()  # one tap approves nothing
    phone.locator("summary", has_text="Phê duyệt").click()
    accessible(leader)
    confirm = phone.locator("details[open]").get_by_role("button", name="Phê duyệt", exact=True)
    assert "Tên anh/chị" in phone.locator("details[open]").inner_text()
    confirm.click()
    phone.wait_for_load_state()
    assert "Đã phê duyệt" in leader.text()

    secretary.go(report_path(demo))
    page.get_by_role("link", name=re.compile("Ban hành|Cấp số|Phát hành")).click()
    page.get_by_label(re.compile("Số văn bản")).fill("15")
    page.get_by_label(re.compile("Ngày ban hành")).fill("18/12/2024")
    page.get_by_role("button", name=re.compile("Ban hành|Cấp số|Phát hành")).click()
    page.get_by_text("Đã ban hành").first.wait_for()

    staff.go(report_path(demo))
    accessible(staff)
    text = pdf_text(downloaded_now(staff, "Tải PDF", tmp_path))
    assert "Số: 15/BC-UBND" in text and "ngày 18 tháng 12 năm 2024" in text
    assert "Bộ phận Một cửa đã bố trí thêm một quầy tiếp nhận." in docx_text(
        downloaded_now(staff, "Tải DOCX", tmp_path)
    )


def downloaded_now(visitor: Visitor, name: str, folder: Path) -> Path:
    """A released file comes at once: nothing is rendered again."""
    page = visitor.page
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).or_(
            page.get_by_role("button", name=name, exact=True)
        ).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_another_agencys_people_find_nothing(visit, demo):
    other = AgencyFactory(code="cau-ke", short_name="UBND huyện Cầu Kè", place="Cầu Kè")
    user = account_ensure(other, "thuky-khac", Role.SECRETARY)
    assert user.roles_in(demo[0]) == frozenset()
    stranger = visit("thuky-khac")
    answer = stranger.page.goto(f"{stranger.root}/kim-thanh/2024{report_path(demo)}")
    assert answer.status == 404
    answer = stranger.page.goto(f"{stranger.root}/cau-ke/2024{report_path(demo)}")
    assert answer.status == 404
    stranger.page.goto(f"{stranger.root}/cau-ke/2024/tim/?q=ke+hoach")
    assert "367/KH-UBND" not in stranger.text()

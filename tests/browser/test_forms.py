"""A refused form says so at its head; a chip undone stays; “Thôi, quay lại” gives the draft up."""

import re

from tests.browser.test_drafts import FORM, fill, save, start, typed
from tests.browser.test_report_journey import report_path


def refused(visit):
    visitor = start(visit)
    fill(visitor.page)
    visitor.page.get_by_label(re.compile("Ngày ban hành")).fill("31/02/2024")
    save(visitor.page)
    visitor.page.locator("#error-summary").wait_for()
    return visitor


def test_a_refused_form_names_its_mistakes_above_the_fold(visit, accessible):
    visitor = refused(visit)
    page = visitor.page
    summary = page.locator("#error-summary")
    assert "Chưa lưu: 1 mục cần sửa" in summary.inner_text()
    assert summary.bounding_box()["y"] < 500
    assert page.evaluate("document.activeElement.id") == "error-summary"
    summary.get_by_role("link", name="Ngày ban hành").click()
    assert page.evaluate("document.activeElement.name") == "issued_on"
    accessible(visitor)


def test_a_refused_draft_comes_back_as_not_saved(visit):
    visitor = refused(visit)
    visitor.go(FORM)
    visitor.page.get_by_text("Lần gửi trước chưa lưu được").wait_for()


def test_cancel_gives_the_draft_up(visit):
    visitor = refused(visit)
    page = visitor.page
    page.get_by_role("link", name="Thôi, quay lại").click()
    page.wait_for_url(re.compile(r"/van-ban/$"))
    visitor.go(FORM)
    page.wait_for_timeout(500)
    assert typed(visitor) == ""
    assert "Đã khôi phục" not in visitor.text()


def test_a_chip_brought_back_is_not_typed_over(visit, demo):
    visitor = visit("thuky")
    page = visitor.page
    visitor.go(f"{report_path(demo)}muc/muc-3-2/")
    page.get_by_role("textbox", name=re.compile("^Nội dung mục")).click()
    page.keyboard.press("Control+End")
    item = page.locator(".picker-item").first
    placeholder = item.get_attribute("data-placeholder")
    source = page.locator("[data-editor-source]")
    before = source.input_value().count(placeholder)
    item.click()
    assert source.input_value().count(placeholder) == before + 1
    page.keyboard.press("Backspace")
    assert source.input_value().count(placeholder) == before
    page.keyboard.press("Control+z")
    page.wait_for_timeout(200)
    page.keyboard.type("abc")
    assert source.input_value().count(placeholder) == before + 1
    assert source.input_value().rstrip().endswith(f"{placeholder}abc")

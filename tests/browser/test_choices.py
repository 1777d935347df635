"""A long list of people is chosen by typing: by keys, by a click, kept in a draft, and told to a screen reader."""

import re

import pytest

from qms import choices
from qms.models import Person
from qms.scope import in_agency
from reports.models import AnnualReport
from tests.browser.test_report_journey import report_path


@pytest.fixture
def signer(visit, demo, monkeypatch):
    """The report's details with two persons of one name, opened by the secretary; (visitor, field)."""
    monkeypatch.setattr(choices, "LIMIT", 2)
    with in_agency(demo[0]):
        for position in ("Phó Chủ tịch", "Chánh Văn phòng"):
            Person.objects.create(name="Đặng Thị Trùng", position=position)
    visitor = visit("thuky")
    visitor.go(f"{report_path(demo)}sua/")
    return visitor, visitor.page.get_by_role("combobox", name="Người ký")


def save(visitor):
    visitor.page.get_by_role("button", name="Lưu", exact=True).click()
    visitor.page.wait_for_url(re.compile(r"/nam/\d+/$"))


def stored(demo):
    with in_agency(demo[0]):
        return AnnualReport.objects.select_related("signer").get().signer


def test_chosen_by_keys_without_accents(signer, demo, accessible):
    visitor, field = signer
    field.fill("dang thi trung")
    options = visitor.page.get_by_role("option")
    options.nth(1).wait_for()
    field.press("ArrowDown")
    field.press("ArrowDown")
    wanted = options.nth(1).inner_text()
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    accessible(visitor)
    field.press("Enter")
    assert field.input_value() == wanted and field.get_attribute("aria-expanded") == "false"
    assert visitor.page.get_by_role("listbox").count() == 0
    save(visitor)
    assert stored(demo).choice_label == wanted


def test_chosen_by_a_click_and_escape_keeps_the_text(signer, demo):
    visitor, field = signer
    field.fill("chanh van phong")
    visitor.page.get_by_role("option", name="Chánh Văn phòng").wait_for()
    field.press("Escape")
    assert visitor.page.get_by_role("option").count() == 0 and field.input_value() == "chanh van phong"
    field.press("ArrowDown")
    visitor.page.get_by_role("option", name="Chánh Văn phòng").click()
    save(visitor)
    assert stored(demo).position == "Chánh Văn phòng"


def test_a_draft_brings_the_choice_back(signer, demo):
    visitor, field = signer
    field.fill("pho chu tich trung")
    visitor.page.get_by_role("option").first.click()
    visitor.page.wait_for_timeout(600)
    visitor.page.reload()
    visitor.page.get_by_text("Đã khôi phục").wait_for()
    assert field.input_value() == "Đặng Thị Trùng – Phó Chủ tịch"
    save(visitor)
    assert stored(demo).position == "Phó Chủ tịch"


def test_text_of_two_comes_back_as_a_select(signer, demo):
    visitor, field = signer
    field.fill("Đặng Thị Trùng")
    visitor.page.get_by_role("option").first.wait_for()
    visitor.page.get_by_role("button", name="Lưu", exact=True).click()
    visitor.page.locator("#error-summary").wait_for()
    select = visitor.page.get_by_role("combobox", name="Người ký", exact=True)
    select.select_option(label="Đặng Thị Trùng – Phó Chủ tịch")
    save(visitor)
    assert stored(demo).position == "Phó Chủ tịch"

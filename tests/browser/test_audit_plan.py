"""A secretary plans an audit in the browser: plan, units, team, the schedule in place, the notice."""

import re
from datetime import date, time

import pytest
from django.urls import reverse

from audits.models import AuditSlot, InternalAudit
from documents.models import OfficialDocument
from qms.models import Person, Unit
from qms.scope import in_agency

AUDIT = re.compile(r"/danh-gia/noi-bo/\d+/$")


@pytest.fixture
def people(demo):
    """Three units with an official each, a decision and a notice."""
    with in_agency(demo[0]):
        for name, official in (("Phòng Tư pháp", "An"), ("Phòng Y tế", "Bình"), ("Thanh tra huyện", "Cường")):
            Person.objects.create(
                name=f"Cán bộ {official}", unit=Unit.objects.create(name=name), honorific="Ông"
            )
        for kind, number in (("QĐ", 2245), ("TB", 77)):
            OfficialDocument.objects.create(
                kind=kind,
                number=number,
                notation=f"{kind}-UBND",
                issued_on=date(2024, 11, 1),
                issuer="UBND huyện",
                subject="Đánh giá nội bộ năm 2024",
            )
    return demo


def choose(page, label, text):
    """The option of a select that holds the text."""
    field = page.get_by_label(label)
    value = field.locator("option", has_text=text).first.get_attribute("value")
    field.select_option(value)


def tick(page, group, *names):
    box = page.get_by_role("group", name=group, exact=True)
    for name in names:
        box.get_by_label(re.compile(name)).check()


def test_a_secretary_plans_an_audit(visit, people, accessible):
    secretary = visit("thuky")
    page = secretary.page
    secretary.go("/danh-gia/noi-bo/them/")
    accessible(secretary)
    page.get_by_label("lần", exact=False).first.fill("5")
    page.get_by_label("theo chương trình từ ngày").fill("18/11/2024")
    page.get_by_label("theo chương trình đến ngày").fill("19/11/2024")
    choose(page, "quyết định thành lập đoàn", "2245")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url(AUDIT)

    page.get_by_role("link", name="Thêm nhiều đơn vị").click()
    accessible(secretary)
    tick(page, "Đơn vị", "Phòng Tư pháp", "Phòng Y tế")
    page.get_by_role("button", name="Thêm những mục đã chọn").click()
    page.get_by_role("link", name="Thêm nhiều người").click()
    page.get_by_label("Lọc danh sách: Cán bộ").fill("can bo binh")
    assert page.locator(".check-item:visible").count() == 1
    page.get_by_label("Lọc danh sách: Cán bộ").fill("")
    tick(page, "Cán bộ", "Cán bộ An", "Cán bộ Bình", "Cán bộ Cường")
    page.get_by_role("button", name="Thêm những mục đã chọn").click()
    page.get_by_role("link", name=re.compile("Sửa Cán bộ Cường")).click()
    choose(page, "vai trò", "Trưởng đoàn")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url(AUDIT)
    hub = page.url
    accessible(secretary)

    plan_schedule(page, secretary, accessible)

    page.goto(hub)
    page.get_by_role("link", name=re.compile("Sửa thông báo")).click()
    assert "khó khăn, vướng mắc" in page.get_by_label("đề nghị cuối thông báo").input_value()
    choose(page, "thông báo đánh giá", "77")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url(AUDIT)
    page.get_by_role("button", name="Thông báo cho các đơn vị").click()
    page.get_by_text("Đã thông báo").first.wait_for()
    with in_agency(people[0]):
        assert InternalAudit.objects.get(round=5).state == "notified"
    assert not secretary.errors


def plan_schedule(page, secretary, accessible):
    """Two rows in place: one refused by name and corrected, one given up by Esc."""
    page.get_by_role("link", name="Mở, sửa lịch").click()
    page.get_by_role("link", name="Thêm buổi").click()
    row = page.locator("form[data-slot-form]")
    row.wait_for()
    accessible(secretary)
    row.get_by_label("Từ giờ").fill("14:00")
    row.get_by_label("Đến giờ").fill("17:00")
    row.get_by_label("Nội dung đánh giá").fill("Nội dung tự gõ")
    tick(page, "Đơn vị được đánh giá", "Phòng Tư pháp")
    tick(page, "Đánh giá viên", "Cán bộ An")
    row.get_by_label("Đến giờ").press("Enter")
    page.get_by_text("Cán bộ An thuộc Phòng Tư pháp, không được đánh giá đơn vị mình").first.wait_for()
    accessible(secretary)
    assert row.get_by_label("Nội dung đánh giá").input_value() == "Nội dung tự gõ"
    page.get_by_role("group", name="Đánh giá viên", exact=True).get_by_label(
        re.compile("Cán bộ An")
    ).uncheck()
    tick(page, "Đánh giá viên", "Cán bộ Bình")
    row.get_by_role("button", name="Lưu buổi").click()
    row.wait_for(state="detached")
    saved = page.locator("#slots tr", has_text="Phòng Tư pháp")
    saved.get_by_text("Cán bộ Bình").wait_for()
    page.get_by_text("Chưa xếp buổi nào cho: Phòng Y tế").wait_for()

    page.get_by_role("link", name="Thêm buổi").click()
    row.wait_for()
    assert row.get_by_label("Từ giờ").input_value() == "14:00"
    row.get_by_label("Từ giờ").press("Escape")
    row.wait_for(state="detached")
    saved.get_by_role("link", name=re.compile("^Sửa")).click()
    row.get_by_label("Nội dung đánh giá").fill("Bỏ đi")
    row.get_by_label("Nội dung đánh giá").press("Escape")
    saved.get_by_text("Nội dung tự gõ").wait_for()
    assert "Bỏ đi" not in secretary.text()

    page.get_by_role("link", name="Xếp nhanh đơn vị còn lại").click()
    page.get_by_role("button", name="Xếp", exact=True).click()
    page.locator("#slots tr", has_text="Phòng Y tế").get_by_text("chưa phân công").wait_for()
    accessible(secretary)


def test_two_secretaries_at_one_row_are_asked_which_text_stays(visit, people):
    with in_agency(people[0]):
        audit = InternalAudit.objects.create(year=2024, round=6)
        unit = audit.audited_units.create(unit=Unit.objects.get(name="Phòng Y tế"))
        slot = AuditSlot.objects.create(
            audit=audit, day=date(2024, 11, 18), starts_at=time(8), ends_at=time(10), topics="Cũ"
        )
        slot.units.create(unit=unit)
        path = reverse("audits:schedule", args=[audit.pk])
    first, second = visit("thuky"), visit("thuky")
    for person in (first, second):
        person.go(path)
        person.page.get_by_role("link", name=re.compile("^Sửa Buổi")).click()
    for person, text in ((first, "Của người thứ nhất"), (second, "Của người thứ hai")):
        person.page.get_by_label("Nội dung đánh giá").fill(text)
        person.page.get_by_role("button", name="Lưu buổi").click()
        person.page.get_by_text(text).first.wait_for()
    page = second.page
    page.get_by_text("Có người vừa lưu trước anh/chị").wait_for()
    page.get_by_role("radio", name=re.compile("Đang lưu")).check()
    page.get_by_role("button", name="Lưu buổi").click()
    page.locator("#slots tr td", has_text="Của người thứ nhất").first.wait_for()
    page.locator("form[data-slot-form]").wait_for(state="detached")
    with in_agency(people[0]):
        assert AuditSlot.objects.get(pk=slot.pk).topics == "Của người thứ nhất"

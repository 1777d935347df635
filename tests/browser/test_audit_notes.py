"""Note sheets in a real browser: nothing typed is lost, whatever happens to the network, the login or the row."""

import datetime
import re

import pytest

from audits.models import (
    AuditedUnit,
    AuditNote,
    AuditSlot,
    AuditTeamMember,
    InternalAudit,
    NoteLine,
    SlotAuditor,
    SlotUnit,
)
from audits.services.checklists import checklist_sample
from audits.services.notes import notes_make
from qms.demo import PASSWORD
from qms.models import Agency, User
from qms.scope import in_agency

DAY, TWO, FIVE = datetime.date(2024, 10, 21), datetime.time(14), datetime.time(17)
SAVED = re.compile(r"Đã lưu \d\d:\d\d")


@pytest.fixture
def sheet(demo):
    agency = Agency.objects.get(code="kim-thanh")
    with in_agency(agency):
        secretary, auditor = (User.objects.get(username=name) for name in ("thuky", "danhgiavien"))
        audit = InternalAudit.objects.create(year=2024, round=7, state="in_progress", starts_on=DAY)
        team = AuditTeamMember.objects.create(audit=audit, person=auditor.person)
        slot = AuditSlot.objects.create(audit=audit, day=DAY, starts_at=TWO, ends_at=FIVE)
        SlotAuditor.objects.create(slot=slot, member=team)
        unit = AuditedUnit.objects.create(audit=audit, name="Phòng Tài nguyên và Môi trường")
        SlotUnit.objects.create(slot=slot, unit=unit)
        notes_make(audit=audit, template=checklist_sample(actor=secretary), actor=secretary)
        yield AuditNote.objects.get(audit=audit)


def open_sheet(visitor, sheet):
    visitor.go(f"/danh-gia/phieu/{sheet.pk}/")
    return visitor


def field(visitor, label, number):
    return visitor.page.locator("[data-row]").nth(number).get_by_label(label, exact=True)


def status(visitor):
    return visitor.page.locator("[data-sheet-status]")


def says(visitor, text):
    status(visitor).filter(has_text=text).wait_for()


def state(visitor, number, text):
    visitor.page.locator("[data-row]").nth(number).locator("[data-state]").filter(has_text=text).wait_for()


def until(visitor, expression):
    """Asked again and again: wait_for_function needs an eval, which the page's policy refuses."""
    for _ in range(100):
        if visitor.page.evaluate(expression):
            return
        visitor.page.wait_for_timeout(100)
    raise AssertionError(expression)


def reopenable(visitor):
    says(visitor, re.compile("khi mất mạng|mất mạng vẫn gõ"))
    until(visitor, "navigator.serviceWorker.controller !== null")


def written(sheet):
    return list(sheet.lines.values_list("topic", "note", "remark"))


def test_a_row_saves_itself_a_moment_after_typing(visit, sheet, accessible):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    field(visitor, "Ghi chép", 0).press_sequentially("Cán bộ nắm được chính sách")
    state(visitor, 0, "Đang gõ…")
    state(visitor, 0, SAVED)
    assert sheet.lines.first().note == "Cán bộ nắm được chính sách"
    visitor.page.locator("[data-row]").nth(5).get_by_role("button", name="Chưa thực hiện").click()
    state(visitor, 5, SAVED)
    assert sheet.lines.last().remark == "Chưa thực hiện"
    assert visitor.page.get_by_text("Chưa nêu phát hiện").locator("visible=true").count() == 1
    accessible(visitor)
    assert not visitor.errors


def test_text_typed_offline_survives_a_reload_and_is_sent_after_it(visit, sheet):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    page = visitor.page
    reopenable(visitor)
    field(visitor, "Ghi chép", 1).fill("Lưu trước khi mất mạng")
    state(visitor, 1, SAVED)
    page.context.set_offline(True)
    field(visitor, "Ghi chép", 1).fill("Lưu trước khi mất mạng, gõ thêm khi mất mạng")
    field(visitor, "Ghi chép", 4).fill("Hồ sơ\tthiếu\nphiếu kiểm soát")
    page.get_by_role("button", name="+ Thêm dòng").click()
    field(visitor, "Nội dung", 6).fill("Dòng thêm khi mất mạng")
    says(visitor, "có mạng sẽ tự gửi")
    assert "đã giữ trên máy này" in page.locator("[data-row]").nth(4).locator("[data-state]").inner_text()

    page.reload()  # without a network
    assert field(visitor, "Ghi chép", 1).input_value() == "Lưu trước khi mất mạng, gõ thêm khi mất mạng"
    assert field(visitor, "Ghi chép", 4).input_value() == "Hồ sơ\tthiếu\nphiếu kiểm soát"
    assert field(visitor, "Nội dung", 6).input_value() == "Dòng thêm khi mất mạng"
    field(visitor, "Nhận xét", 4).fill("Chưa cập nhật đủ")
    assert ("Dòng thêm khi mất mạng", "", "") not in written(sheet)

    page.context.set_offline(False)
    says(visitor, SAVED)
    assert [row[1] for row in written(sheet)][1] == "Lưu trước khi mất mạng, gõ thêm khi mất mạng"
    assert written(sheet)[4][1:] == ("Hồ sơ\tthiếu\nphiếu kiểm soát", "Chưa cập nhật đủ")
    assert written(sheet)[6][0] == "Dòng thêm khi mất mạng"
    assert sheet.lines.count() == 7
    page.reload()
    assert field(visitor, "Ghi chép", 4).input_value() == "Hồ sơ\tthiếu\nphiếu kiểm soát"
    assert page.locator("[data-row]").count() == 7
    assert not visitor.errors


def test_a_kept_page_shows_what_was_saved_after_it_was_kept(visit, sheet):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    reopenable(visitor)
    field(visitor, "Ghi chép", 0).fill("Đã gửi sau khi trang được giữ")
    state(visitor, 0, SAVED)
    visitor.page.context.set_offline(True)
    visitor.page.reload()
    assert field(visitor, "Ghi chép", 0).input_value() == "Đã gửi sau khi trang được giữ"
    field(visitor, "Ghi chép", 0).fill("Sửa tiếp")
    visitor.page.context.set_offline(False)
    says(visitor, SAVED)
    assert sheet.lines.first().note == "Sửa tiếp"  # no conflict with oneself


def test_a_lost_answer_is_no_conflict_with_oneself(visit, sheet):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    lost = []

    def lose(route):
        if lost or route.request.method != "POST":
            return route.continue_()
        lost.append(route.fetch().status)  # the server has saved it; the answer never arrives
        return route.abort()

    visitor.page.route("**/dong/", lose)
    field(visitor, "Ghi chép", 0).fill("Một")
    state(visitor, 0, "Chưa gửi được – đã giữ trên máy này")
    field(visitor, "Ghi chép", 0).fill("Một hai")
    says(visitor, SAVED)
    assert lost == [200]
    assert sheet.lines.first().note == "Một hai"
    assert sheet.lines.first().version == 2


def test_two_people_at_one_row_see_both_texts_and_choose(visit, sheet):
    first, second = (open_sheet(visit(name), sheet) for name in ("danhgiavien", "thuky"))
    field(first, "Ghi chép", 0).fill("Của đánh giá viên")
    state(first, 0, SAVED)
    field(second, "Ghi chép", 0).fill("Của thư ký")
    state(second, 0, "Người khác vừa sửa dòng này")
    choice = second.page.get_by_role("group", name="Chọn giữ bản nào")
    assert "Của đánh giá viên" in choice.inner_text()
    assert "Của thư ký" in choice.inner_text()
    choice.get_by_role("button", name="Ghép cả hai").click()
    says(second, SAVED)
    assert sheet.lines.first().note == "Của đánh giá viên\nCủa thư ký"


def test_an_expired_login_asks_and_then_sends(visit, sheet):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    page = visitor.page
    page.context.clear_cookies()
    field(visitor, "Ghi chép", 2).fill("Gõ khi phiên đã hết")
    says(visitor, "Phiên làm việc đã hết")
    page.get_by_role("link", name="Đăng nhập lại để gửi tiếp.").click()
    page.get_by_label("Tên đăng nhập").fill("danhgiavien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile(rf"/phieu/{sheet.pk}/$"))
    says(visitor, SAVED)
    assert sheet.lines.all()[2].note == "Gõ khi phiên đã hết"


def test_another_account_neither_sees_nor_sends_what_is_kept(visit, sheet):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    page = visitor.page
    reopenable(visitor)
    page.context.set_offline(True)
    field(visitor, "Ghi chép", 0).fill("Chỉ của đánh giá viên")
    says(visitor, "có mạng sẽ tự gửi")
    page.route("**/dong/", lambda route: route.abort())  # the network is back, this row is not sent yet
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.goto(f"{visitor.root}/dang-nhap/")
    until(visitor, "caches.keys().then((names) => names.length === 0)")
    page.unroute("**/dong/")
    visitor.log_in("thuky", PASSWORD)
    open_sheet(visitor, sheet)
    reopenable(visitor)
    assert field(visitor, "Ghi chép", 0).input_value() == ""
    assert page.evaluate("caches.keys()") == [f"qms-notes-{User.objects.get(username='thuky').pk}"]
    assert sheet.lines.first().note == ""


def test_a_closed_audit_keeps_the_text_and_says_why(visit, sheet):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    InternalAudit.objects.filter(pk=sheet.audit_id).update(state="closed")
    field(visitor, "Ghi chép", 0).fill("Gõ muộn")
    state(visitor, 0, "đã kết thúc")
    assert field(visitor, "Ghi chép", 0).input_value() == "Gõ muộn"
    assert "vẫn giữ trên máy này" in status(visitor).inner_text()


def test_rows_are_added_below_and_removed_after_a_question(visit, sheet):
    visitor = open_sheet(visit("danhgiavien"), sheet)
    page = visitor.page
    page.locator("[data-row]").nth(0).get_by_label("Việc với dòng này").click()
    page.get_by_role("button", name="Thêm dòng dưới").first.click()
    field(visitor, "Nội dung", 1).fill("Ngay dưới dòng đầu")
    state(visitor, 1, SAVED)
    assert written(sheet)[1][0] == "Ngay dưới dòng đầu"
    page.locator("[data-row]").nth(1).get_by_label("Việc với dòng này").click()
    page.locator("[data-row]").nth(1).get_by_role("link", name="Xóa dòng").click()
    assert NoteLine.objects.filter(topic="Ngay dưới dòng đầu").exists()  # asked first
    page.get_by_role("button", name="Xóa dòng").click()
    until(visitor, "document.querySelectorAll('[data-row]').length === 6")  # gone once the server says so
    assert not NoteLine.objects.filter(topic="Ngay dưới dòng đầu").exists()


def test_the_sheet_fits_a_phone_and_a_tablet(visit, sheet, accessible):
    visitor = open_sheet(visit("danhgiavien", phone=True), sheet)
    for width in (390, 820):
        visitor.page.set_viewport_size({"width": width, "height": 1100})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(visitor)
    field(visitor, "Ghi chép", 0).fill(
        "x " * 5000
    )  # ten thousand characters: the box grows, nothing scrolls away
    state(visitor, 0, SAVED)
    assert len(sheet.lines.first().note) == 10_000
    box = field(visitor, "Ghi chép", 0)
    assert box.evaluate("(field) => field.scrollHeight <= field.clientHeight + 2")


def test_the_sheet_saves_without_scripts(browser, live_server, sheet):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{live_server.url}/dang-nhap/?next=/kim-thanh/2024/danh-gia/phieu/{sheet.pk}/")
    page.get_by_label("Tên đăng nhập").fill("danhgiavien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Ghi chép", exact=True).first.fill("Ghi không có tập lệnh")
    page.get_by_role("button", name="Lưu phiếu").click()
    page.get_by_text("Đã lưu phiếu.").wait_for()
    context.close()
    assert sheet.lines.first().note == "Ghi không có tập lệnh"

"""Satisfaction: totals typed into the grid become the report; a citizen answers on an old phone without scripts."""

import re

import pytest
from django.utils import timezone

from tests.browser.audit_steps import fits

pytestmark = pytest.mark.django_db(transaction=True)
ROUND = re.compile(r"/hai-long/dot/\d+/$")
OLD_PHONE = {"width": 320, "height": 568}
QUESTIONS = {
    "Lĩnh vực Ông/Bà làm thủ tục": "Tư pháp",
    "Thời gian trả kết quả giải quyết thủ tục hành chính": "Đúng hạn",
    "Việc công khai quy trình giải quyết thủ tục hành chính": "Rất rõ",
    "Thái độ phục vụ của công chức/viên chức khi giải quyết thủ tục hành chính": "Rất tốt",
    "Môi trường, điều kiện vật chất phục vụ giải quyết thủ tục hành chính": "Tốt",
    "Số lần phải bổ sung hồ sơ sau khi nộp lần đầu": "Không phải bổ sung",
    "Sự hài lòng đối với kết quả giải quyết thủ tục hành chính": "Rất hài lòng",
}
PASTED = "Tư pháp\t20\t2\t18\t0\t12\t8\t0\t20\t0\t0\t16\t4\t0\t0\t0\t20\t0\t0\nĐất đai\t20\t0\t20\t0"
PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = document.querySelector(selector);
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def new_round(secretary, name, way, *, days=False):
    page = secretary.page
    secretary.go("/tthc/hai-long/dot/them/")
    page.get_by_label("Tên đợt khảo sát").fill(name)
    secretary.choose("Mẫu phiếu", "Mẫu 6 nhóm")
    secretary.choose("Cách lấy ý kiến", way)
    if days:
        today = f"{timezone.localdate():%d/%m/%Y}"
        page.get_by_label("Từ ngày").fill(today)
        page.get_by_label("Đến ngày").fill(today)
    secretary.press("Lưu")
    page.wait_for_url(ROUND)


def accessible_whole(visitor, accessible):
    """axe cannot judge what a wide table has scrolled away: on a screen that holds all of it nothing is."""
    page = visitor.page
    before = page.viewport_size
    page.set_viewport_size({"width": 2600, "height": 900})
    page.evaluate("document.querySelector('.page').style.maxWidth = 'none'")
    accessible(visitor)
    page.set_viewport_size(before)


def test_totals_are_typed_and_reported(visit, accessible, tmp_path):
    secretary = visit("thuky")
    page = secretary.page
    secretary.go("/tthc/hai-long/mau-phieu/")
    page.get_by_role("button", name="Tạo Mẫu 6 nhóm").first.click()
    page.wait_for_url(re.compile(r"/mau-phieu/\d+/$"))
    accessible(secretary)
    new_round(secretary, "Đợt nhập", "Nhập số tổng hợp")
    secretary.follow("Nhập số liệu")
    page.evaluate(PASTE, ["#id_row-0-name", PASTED])
    secretary.press("Lưu")
    page.wait_for_url(ROUND)
    secretary.says("Đất đai, “Việc công khai quy trình giải quyết TTHC”: 0 + 0 + 0 = 0, khác 20 ý kiến.")
    fits(secretary)
    accessible_whole(secretary, accessible)
    secretary.follow("Nhập số liệu")
    fits(secretary)
    accessible_whole(secretary, accessible)
    page.locator("#id_row-1-name").fill("")
    for cell in page.locator("tbody tr:nth-child(2) input").all():
        cell.fill("")
    page.locator("#id_row-0-opinions").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_row-1-opinions"
    secretary.press("Lưu")
    page.wait_for_url(ROUND)
    secretary.says("6 nhóm của 1 lĩnh vực khớp 20 ý kiến.")
    secretary.follow("Báo cáo kết quả đánh giá sự hài lòng")
    secretary.says("Tổng số")
    sheet = page.url
    assert secretary.job_file("Tải PDF", tmp_path).read_bytes().startswith(b"%PDF-")
    page.goto(sheet)
    assert secretary.job_file("Tải Word", tmp_path).read_bytes().startswith(b"PK")


def test_a_citizen_answers_on_an_old_phone(visit, accessible, browser):
    secretary = visit("thuky")
    page = secretary.page
    secretary.go("/tthc/hai-long/mau-phieu/")
    page.get_by_role("button", name="Tạo Mẫu 6 nhóm").first.click()
    page.wait_for_url(re.compile(r"/mau-phieu/\d+/$"))
    new_round(secretary, "Đợt điện tử", "Người dân tự trả lời", days=True)
    secretary.follow("Các lĩnh vực")
    page.locator("#id_row-0-name").fill("Tư pháp")
    page.locator("#id_row-1-name").fill("Đất đai")
    secretary.press("Lưu")
    page.wait_for_url(ROUND)
    secretary.press("Mở đợt lấy ý kiến")
    secretary.says("Đã mở: Đợt điện tử.")
    secretary.follow("Mã QR, áp phích")
    accessible(secretary)
    address = page.get_by_role("link", name="Mở thử phiếu").get_attribute("href")

    context = browser.new_context(viewport=OLD_PHONE, locale="vi-VN", java_script_enabled=False)
    try:
        phone = context.new_page()
        phone.goto(f"{secretary.root}{address}")
        phone.get_by_role("button", name="Gửi ý kiến").click()
        phone.get_by_text("Chưa gửi: còn câu chưa chọn.").wait_for()
        for number, (question, answer) in enumerate(QUESTIONS.items(), 1):
            box = phone.get_by_role("group", name=f"{number}. {question}", exact=True)
            label = box.locator("label").filter(has_text=re.compile(f"^{answer}$"))
            assert label.bounding_box()["height"] >= 48
            label.click()
        token = phone.locator("input[name=token]").get_attribute("value")
        data = {
            box.get_attribute("name"): box.get_attribute("value")
            for box in phone.locator("input:checked").all()
        }
        phone.get_by_role("button", name="Gửi ý kiến").click()
        phone.get_by_text("Đã ghi nhận ý kiến.").wait_for()
        again = context.request.post(f"{secretary.root}{address}", form={"token": token, **data})
        assert again.status == 409
        assert "ghi nhận một lần" in again.text()
        assert not context.cookies()
    finally:
        context.close()

    page.set_viewport_size(OLD_PHONE)
    page.goto(f"{secretary.root}{address}")
    accessible(secretary)
    fits(secretary)
    page.get_by_role("button", name="Gửi ý kiến").click()
    page.get_by_text("Chưa gửi: còn câu chưa chọn.").wait_for()
    accessible(secretary)
    page.set_viewport_size({"width": 1440, "height": 900})
    secretary.go("/tthc/hai-long/")
    secretary.follow("Đợt điện tử")
    secretary.says("6 nhóm của 2 lĩnh vực khớp 1 ý kiến.")

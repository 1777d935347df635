"""What each person does in an audit, through the pages: the steps the journeys are made of."""

import datetime
import re

from django.utils import timezone
from playwright.sync_api import Locator

from tests.browser.tools import Visitor

UNIT = "Phòng Tài nguyên và Môi trường"
AUDIT, FINDING, CAR, REVIEW = (
    re.compile(rf"/danh-gia/{part}/\d+/$") for part in ("noi-bo", "phat-hien", "khac-phuc", "xem-xet")
)
SAVED = re.compile(r"Đã lưu \d\d:\d\d")
TOO_EARLY = "01/01/2021"
REASON = "Ghi rõ ai cập nhật danh mục hồ sơ."


def day(after: int = 0) -> str:
    return f"{timezone.localdate() + datetime.timedelta(days=after):%d/%m/%Y}"


def here(visitor: Visitor) -> str:
    """The page's address below the year."""
    return visitor.page.url.removeprefix(visitor.root + visitor.home)


def fits(visitor: Visitor) -> None:
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def register(secretary: Visitor, kind: str, number: str, notation: str) -> None:
    page = secretary.page
    secretary.go("/van-ban/them/")
    secretary.choose("Loại văn bản", kind)
    page.get_by_label("Số", exact=True).fill(number)
    page.get_by_label("Ký hiệu").fill(notation)
    page.get_by_label("Ngày ban hành").fill(day())
    page.get_by_label("Cơ quan ban hành").fill("UBND huyện Trà Cú")
    page.get_by_label("Trích yếu").fill("Đánh giá nội bộ hệ thống quản lý chất lượng")
    secretary.press("Lưu")
    page.wait_for_url(re.compile(r"/van-ban/\d+/$"))


def plan(secretary: Visitor) -> str:
    """An audit of today with two units, a lead who audits and a member who is one unit's contact."""
    page = secretary.page
    register(secretary, "Quyết định", "35", "QĐ-UBND")
    register(secretary, "Thông báo", "7", "TB-UBND")
    secretary.go("/danh-gia/noi-bo/them/")
    page.get_by_label("Theo chương trình từ ngày").fill(day())
    page.get_by_label("Theo chương trình đến ngày").fill(day())
    secretary.choose("Quyết định thành lập đoàn", f"35/QĐ-UBND ngày {day()}")
    secretary.press("Lưu")
    page.wait_for_url(AUDIT)
    hub = here(secretary)
    secretary.follow("Thêm nhiều đơn vị")
    secretary.tick("Đơn vị", UNIT, "Phòng Tư pháp")
    secretary.press("Thêm những mục đã chọn")
    secretary.follow("Thêm nhiều người")
    secretary.tick("Cán bộ", "^Đánh giá viên", "^Đầu mối đơn vị")
    secretary.press("Thêm những mục đã chọn")
    secretary.follow("Sửa Đánh giá viên")
    secretary.choose("Vai trò", "Trưởng đoàn")
    secretary.press("Lưu")
    page.wait_for_url(AUDIT)
    return hub


def schedule(secretary: Visitor, hub: str) -> None:
    """The unit's own man is refused by name, then the auditor takes the slot; the second unit follows at once."""
    page = secretary.page
    secretary.go(f"{hub}lich/them/")
    page.get_by_label("Từ giờ").fill("08:00")
    page.get_by_label("Đến giờ").fill("10:00")
    secretary.tick("Đơn vị được đánh giá", UNIT)
    secretary.tick("Đánh giá viên", "^Đầu mối đơn vị")
    secretary.tick("Quy trình liên quan", "QT-02")
    secretary.press("Lưu buổi")
    secretary.says(f"Đầu mối đơn vị thuộc {UNIT}, không được đánh giá đơn vị mình.")
    page.get_by_role("group", name="Đánh giá viên", exact=True).get_by_label(re.compile("Đầu mối")).uncheck()
    secretary.tick("Đánh giá viên", "^Đánh giá viên")
    secretary.press("Lưu buổi")
    secretary.says("Chưa xếp buổi nào cho: Phòng Tư pháp")
    secretary.go(f"{hub}lich/them/")
    page.get_by_label("Từ giờ").fill("10:00")
    page.get_by_label("Đến giờ").fill("11:30")
    secretary.tick("Đơn vị được đánh giá", "Phòng Tư pháp")
    secretary.tick("Đánh giá viên", "^Đánh giá viên")
    secretary.press("Lưu buổi")
    page.wait_for_url(re.compile(r"/lich/#slot-"))


def start(secretary: Visitor, hub: str) -> None:
    page = secretary.page
    secretary.go(f"{hub}thong-bao/")
    secretary.choose("Thông báo đánh giá", f"07/TB-UBND ngày {day()}")
    secretary.press("Lưu")
    page.wait_for_url(AUDIT)
    secretary.press("Thông báo cho các đơn vị")
    secretary.says("Đã thông báo")
    secretary.follow("Bắt đầu đánh giá")
    page.get_by_label("Ngày bắt đầu thực tế").fill(day())
    secretary.press("Bắt đầu đánh giá")
    page.wait_for_url(AUDIT)
    secretary.says("Đang đánh giá")


def make_sheets(secretary: Visitor, hub: str) -> None:
    secretary.go("/danh-gia/danh-muc-kiem-tra/")
    secretary.page.get_by_role("button", name="Tạo danh mục mẫu").first.click()
    secretary.page.wait_for_url(re.compile(r"/danh-muc-kiem-tra/\d+/$"))
    secretary.go(hub)
    secretary.follow("Lập phiếu")
    secretary.press("Lập phiếu")
    secretary.says("Đã lập 2 phiếu ghi chép.")


def row(auditor: Visitor, topic: str) -> Locator:
    """The row whose topic is this one: its text stands in a box, so it is found by what the box holds."""
    rows = auditor.page.locator("[data-row]")
    for number in range(rows.count()):
        if rows.nth(number).get_by_label("Nội dung", exact=True).input_value() == topic:
            return rows.nth(number)
    raise AssertionError(topic)


def write_without_network(auditor: Visitor, hub: str) -> None:
    page = auditor.page
    auditor.go(f"{hub}phieu/")
    page.locator("tr", has_text=UNIT).filter(has_text="Phiếu của tôi").get_by_role("link").first.tap()
    status = page.locator("[data-sheet-status]")
    status.filter(has_text=re.compile("khi mất mạng|mất mạng vẫn gõ")).wait_for()
    while not page.evaluate("navigator.serviceWorker.controller !== null"):
        page.wait_for_timeout(100)
    records = row(auditor, "Lập danh mục hồ sơ")
    records.get_by_label("Ghi chép", exact=True).press_sequentially("Danh mục hồ sơ")
    records.locator("[data-state]").filter(has_text=SAVED).wait_for()
    page.context.set_offline(True)
    records.get_by_label("Ghi chép", exact=True).press_sequentially(" chưa cập nhật")
    records.get_by_role("button", name="Chưa thực hiện").tap()
    status.filter(has_text="có mạng sẽ tự gửi").wait_for()
    page.reload()
    records = row(auditor, "Lập danh mục hồ sơ")
    assert records.get_by_label("Ghi chép", exact=True).input_value() == "Danh mục hồ sơ chưa cập nhật"
    page.context.set_offline(False)
    status.filter(has_text=SAVED).wait_for()


def raise_finding(auditor: Visitor, hub: str) -> str:
    page = auditor.page
    auditor.go(hub)
    auditor.follow("Ghi phát hiện")
    auditor.choose("Đơn vị", UNIT)
    auditor.choose("Mức độ", "Không phù hợp nhẹ")
    auditor.choose("Loại căn cứ", "Điều khoản")
    page.get_by_label("Điều khoản tiêu chuẩn").fill("7.5.3")
    page.get_by_label("Điều đã thấy").fill("Danh mục hồ sơ chưa cập nhật năm nay.")
    auditor.press("Lưu")
    page.wait_for_url(FINDING)
    return here(auditor)


def open_request(auditor: Visitor, finding: str) -> str:
    auditor.go(finding)
    auditor.follow("Mở phiếu khắc phục")
    assert "Danh mục hồ sơ" in auditor.page.get_by_label("Điều không phù hợp").input_value()
    auditor.press("Lưu")
    auditor.page.wait_for_url(CAR)
    return here(auditor)


def answer(unit: Visitor, finding: str) -> None:
    page = unit.page
    unit.go(finding)
    unit.follow("Trả lời")
    page.get_by_label("Nguyên nhân").fill("Chưa phân công người theo dõi danh mục.")
    page.get_by_label("Hành động khắc phục").fill("Cập nhật danh mục hồ sơ.")
    refused_then_kept(unit, "Hạn khắc phục", "Trả lời", "Hạn khắc phục phải từ ngày phát hiện")
    assert page.get_by_label("Nguyên nhân").input_value() == "Chưa phân công người theo dõi danh mục."
    unit.press("Trả lời")
    page.wait_for_url(FINDING)


def refused_then_kept(unit: Visitor, label: str, button: str, sentence: str) -> None:
    """A day before the opening is refused beside its field; the right day is filled in after it."""
    page = unit.page
    page.get_by_label(label).fill(TOO_EARLY)
    unit.press(button)
    page.locator(".invalid-feedback, .text-danger").filter(has_text=sentence).first.wait_for()
    page.get_by_label(label).fill(day(30))


def analyse(unit: Visitor, car: str, cause: str, measure: str) -> None:
    page = unit.page
    unit.go(car)
    unit.follow("Ghi nguyên nhân")
    page.get_by_label("Vì sao, lần 1").fill("Không ai theo dõi danh mục")
    page.get_by_label("Nguyên nhân chủ quan").fill(cause)
    unit.press("Lưu")
    page.wait_for_url(CAR)
    unit.follow("Thêm biện pháp")
    page.get_by_label("Biện pháp xử lý").fill(measure)
    page.get_by_label("Hoặc tập thể").fill("Lãnh đạo phòng")
    refused_then_kept(unit, "Thời hạn hoàn thành", "Lưu", "Thời hạn phải từ ngày mở")
    assert page.get_by_label("Biện pháp xử lý").input_value() == measure
    unit.press("Lưu")
    page.wait_for_url(CAR)
    send(unit, car)


def send(unit: Visitor, car: str) -> None:
    unit.go(car)
    unit.press("Gửi phân tích, biện pháp")
    unit.says("Đã gửi phân tích")


def approve(leader: Visitor, path: str, step: str = "Phê duyệt", said: str = "Đã phê duyệt: ") -> None:
    """Two taps: the first shows what one signs, the second signs it."""
    item = leader.waiting(path)
    fits(leader)
    assert item.get_by_role("button", name=step, exact=True).is_hidden()
    item.locator("summary", has_text=step).tap()
    item.get_by_role("button", name=step, exact=True).tap()
    leader.says(said)


def give_back(leader: Visitor, path: str) -> None:
    leader.waiting(path).get_by_role("link", name=re.compile("^Trả lại đơn vị")).tap()
    leader.page.get_by_label("Vì sao trả lại").fill(REASON)
    fits(leader)
    leader.press("Trả lại đơn vị")
    leader.says("Đã trả lại: ")


def carry_out(unit: Visitor, car: str, evidence: str) -> None:
    page = unit.page
    unit.go(car)
    unit.follow("Ghi đã xong")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(CAR)
    report_done(unit, car, evidence)
    name = f"{evidence.split()[0]}.pdf"
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"}
    )
    unit.press("Tải lên")
    page.get_by_role("link", name=name).wait_for()


def report_done(unit: Visitor, path: str, evidence: str) -> None:
    unit.go(path)
    unit.follow("Báo cáo đã thực hiện")
    unit.page.get_by_label("Đã làm gì, bằng chứng").fill(evidence)
    unit.press("Báo cáo đã thực hiện")
    unit.says("Đã báo cáo thực hiện: ")


def check(auditor: Visitor, path: str, result: str, remark: str) -> None:
    auditor.waiting(path).get_by_role("link", name=re.compile(f"^{result}")).tap()
    auditor.page.get_by_label("Đã kiểm tra gì").fill(remark)
    auditor.press(result)
    auditor.says(f"Kiểm tra {result.lower()}")


def rounds(visitor: Visitor) -> list[str]:
    return [text for text in visitor.page.locator("h2").all_inner_texts() if text.startswith("Vòng")]

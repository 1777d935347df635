"""A complaint from its letter to a corrective action; a new decree from its day to the last procedure."""

import re

from audits.models import CorrectiveActionRequest
from documents.models import ProcedureUpdate
from qms.scope import in_agency
from tthc.models import Complaint

COMPLAINT = re.compile(r"/khieu-nai/\d+/$")
LAW = re.compile(r"/van-ban/\d+/$")
UPDATE = re.compile(r"/cap-nhat/\d+/$")


def fill(page, **fields):
    for name, text in fields.items():
        page.locator(f"#id_{name}").fill(text)


def test_a_complaint_is_answered_and_opens_a_corrective_action(visit, demo, accessible):
    secretary = visit("thuky")
    page = secretary.page
    secretary.go("/tthc/khieu-nai/")
    secretary.says("Năm 2024 chưa ghi mục nào.")
    accessible(secretary)
    page.get_by_role("link", name="Ghi khiếu nại, phản ánh").first.click()
    accessible(secretary)
    page.locator("#id_kind").select_option("complaint")
    page.locator("#id_channel").select_option("letter")
    fill(page, received_on="06/05/2024", subject="Quá hẹn 20 ngày chưa trả kết quả đất đai")
    page.locator("#id_handler").select_option(index=1)
    secretary.press("Lưu")
    page.wait_for_url(COMPLAINT)
    own = page.url
    secretary.says("16/05/2024")  # ten days to accept it
    accessible(secretary)

    secretary.follow("Thụ lý")
    fill(page, accepted_on="08/05/2024")
    secretary.press("Thụ lý")
    page.wait_for_url(COMPLAINT)
    secretary.says("07/06/2024")  # thirty days from then on
    secretary.follow("Ghi kết quả trả lời")
    fill(page, answered_on="20/05/2024", answer="Đã xin lỗi, trả kết quả ngày 19/5/2024")
    secretary.press("Ghi kết quả trả lời")
    secretary.says("Chọn kết luận")
    accessible(secretary)
    page.locator("#id_result").select_option("right")
    secretary.press("Ghi kết quả trả lời")
    page.wait_for_url(COMPLAINT)
    secretary.says("Đã trả lời")

    secretary.follow("Mở phiếu khắc phục")
    page.locator("#id_description").fill("Trả kết quả quá hẹn mà không báo trước")
    secretary.press("Lưu")
    page.wait_for_url(re.compile(r"/khac-phuc/\d+/$|/phieu.*/\d+/$"))
    page.get_by_role("link", name=re.compile("^Khiếu nại số 01.2024")).first.click()
    page.wait_for_url(own)
    with in_agency(demo[0]):
        assert Complaint.objects.get().state == "answered"
        assert CorrectiveActionRequest.objects.get(origin="complaint").origin_label.startswith("Khiếu nại")
    assert not secretary.errors


def test_a_decree_touches_procedures_until_all_are_done(visit, demo, accessible):
    secretary = visit("thuky")
    page = secretary.page
    secretary.go("/van-ban/them/")
    page.locator("#id_kind").select_option("NĐ")
    fill(page, number="61", notation="NĐ-CP", issued_on="15/05/2024", issuer="Chính phủ")
    fill(page, subject="Quy định chi tiết Luật Đất đai", effective_on="30/11/2024")
    secretary.press("Lưu")
    page.wait_for_url(LAW)
    law = page.url
    accessible(secretary)
    secretary.follow("Chọn quy trình phải cập nhật")
    accessible(secretary)
    secretary.tick("Tài liệu phải cập nhật", "QT-HT-01", "QT-HT-02")
    secretary.press("Thêm những mục đã chọn")
    page.wait_for_url(law)
    secretary.says("28/02/2025")  # three months, clamped to the month's end

    for code, step, field in (
        ("QT-HT-01", "Không phải sửa", "reason"),
        ("QT-HT-02", "Đã cập nhật cách khác", "note"),
    ):
        page.goto(law)
        secretary.follow(code)
        accessible(secretary)
        secretary.follow(step)
        fill(page, **{field: "Đã rà soát mục 5"})
        if field == "note":
            fill(page, done_on="20/12/2024")
        secretary.press(step)
        page.wait_for_url(UPDATE)
    page.goto(law)
    secretary.says("Đã cập nhật")
    secretary.says("Không phải sửa")
    page.goto(page.url.replace("/2024/", "/2025/").rsplit("/van-ban/", 1)[0] + "/cap-nhat/")
    secretary.says("QT-HT-02")
    accessible(secretary)
    with in_agency(demo[0]):
        assert sorted(ProcedureUpdate.objects.values_list("state", flat=True)) == ["done", "not_needed"]
    assert not secretary.errors

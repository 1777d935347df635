"""The whole audit through the pages: planned, written down, raised, answered, approved, checked, printed, reviewed."""

import re
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from tests.browser.audit_steps import (
    AUDIT,
    CAR,
    FINDING,
    REASON,
    REVIEW,
    UNIT,
    analyse,
    answer,
    approve,
    carry_out,
    check,
    day,
    fits,
    give_back,
    here,
    make_sheets,
    open_request,
    plan,
    raise_finding,
    report_done,
    rounds,
    row,
    schedule,
    send,
    start,
    write_without_network,
)
from tests.browser.tools import Visitor


@pytest.fixture
def come(visit):
    """come("thuky", 820, 1180) → that person in Trà Cú, in this year, with that screen."""
    people = []

    def enter(username, width=1440, height=900):
        visitor = visit(username, phone=width < 1000)
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.home = f"/tra-cu/{timezone.localdate().year}"
        people.append(visitor)
        return visitor

    yield enter
    assert [error for visitor in people for error in visitor.errors] == []


def test_from_the_plan_to_the_finding(come, accessible):
    secretary = come("thuky")
    hub = plan(secretary)
    schedule(secretary, hub)
    accessible(secretary)
    start(secretary, hub)
    make_sheets(secretary, hub)
    accessible(secretary)
    secretary.go(hub)
    accessible(secretary)

    auditor = come("danhgiavien", 820, 1180)
    page = auditor.page
    write_without_network(auditor, hub)
    fits(auditor)
    accessible(auditor)
    row(auditor, "Lập danh mục hồ sơ").get_by_role("link", name="Nêu phát hiện").tap()
    page.wait_for_url(re.compile(r"/phat-hien/them/\?line="))
    assert page.get_by_label("Đơn vị").locator("option:checked").inner_text() == UNIT
    assert page.get_by_label("Điều khoản tiêu chuẩn").input_value() == "7.5.3"
    assert "Danh mục hồ sơ chưa cập nhật" in page.get_by_label("Điều đã thấy").input_value()
    fits(auditor)
    accessible(auditor)
    auditor.choose("Mức độ", "Không phù hợp nhẹ")
    auditor.press("Lưu")
    page.wait_for_url(FINDING)
    auditor.says(f"Chờ {UNIT} trả lời")
    fits(auditor)
    accessible(auditor)
    auditor.follow("Phiếu ghi chép")
    assert "Nhẹ" in row(auditor, "Lập danh mục hồ sơ").locator("[data-finding]").inner_text()


def test_from_the_finding_to_the_printed_bundle(come, accessible, tmp_path):
    secretary, unit = come("thuky"), come("daumoi")
    auditor, leader = come("danhgiavien", 820, 1180), come("lanhdao", 390, 844)
    hub = plan(secretary)
    schedule(secretary, hub)
    start(secretary, hub)
    make_sheets(secretary, hub)
    finding = raise_finding(auditor, hub)
    car = open_request(auditor, finding)

    answer(unit, finding)
    analyse(unit, car, "Chưa phân công người theo dõi.", "Phân công người cập nhật danh mục")
    accessible(unit)
    give_back(leader, car)
    assert REASON in unit.waiting(car).inner_text()
    accessible(unit)
    unit.go(car)
    assert REASON in unit.text()
    unit.follow("Sửa nguyên nhân")
    unit.page.get_by_label("Nguyên nhân khách quan").fill("Danh mục giao cho Lãnh đạo phòng cập nhật.")
    unit.press("Lưu")
    unit.page.wait_for_url(CAR)
    send(unit, car)
    leader.go("/viec-cua-toi/")
    accessible(leader)
    approve(leader, car)
    approve(leader, finding)

    carry_out(unit, car, "quyet-dinh phân công đã ký.")
    check(auditor, car, "Không đạt", "Danh mục vẫn thiếu hồ sơ quý III.")
    assert "Vòng: 2" in unit.waiting(car).inner_text()
    unit.go(car)
    assert rounds(unit) == [f"Vòng 2 mở ngày {day()}", f"Vòng 1 – không đạt mở ngày {day()}"]
    analyse(unit, car, "Đã phân công, chưa đặt lịch rà soát.", "Rà soát danh mục hằng quý")
    approve(leader, car)
    carry_out(unit, car, "lich-ra-soat đã ban hành.")
    check(auditor, car, "Đạt", "Danh mục đã đủ.")
    auditor.go(car)
    fits(auditor)
    accessible(auditor)
    report_done(unit, finding, "Danh mục đã cập nhật đủ.")
    check(auditor, finding, "Đạt", "Đã xem danh mục mới.")
    auditor.go(finding)
    auditor.press("Đóng")
    auditor.says("Đã đóng")

    close_audit(secretary, auditor, leader, hub)
    print_bundle(secretary, hub, tmp_path, accessible)


def close_audit(secretary: Visitor, lead: Visitor, leader: Visitor, hub: str) -> None:
    page = secretary.page
    secretary.go(f"{hub}ket-qua/")
    page.get_by_label("Đã ghi đủ phát hiện").check()
    page.get_by_label("Điểm mạnh").fill("Cán bộ phối hợp tốt với đoàn.")
    secretary.press("Lưu")
    page.wait_for_url(AUDIT)
    lead.waiting(hub).get_by_role("link", name=re.compile("^Ký báo cáo")).tap()
    lead.page.get_by_label("Ngày kết thúc thực tế").fill(day())
    lead.press("Ký báo cáo đánh giá")
    lead.says("Đã báo cáo: ")
    approve(leader, hub, "Kết thúc đợt đánh giá", "Đã kết thúc: ")


def print_bundle(secretary: Visitor, hub: str, folder: Path, accessible) -> None:
    secretary.go(hub)
    secretary.follow("Hồ sơ đánh giá nội bộ")
    accessible(secretary)
    bundle = secretary.page.url
    pdf = PdfReader(secretary.job_file("Tải PDF", folder))
    titles = " | ".join(str(mark.title) for mark in pdf.outline if not isinstance(mark, list))
    for paper in ("Thông báo đánh giá", "Báo cáo sự không phù hợp", "Phiếu ghi chép", "hành động khắc phục"):
        assert paper in titles, titles
    secretary.page.goto(bundle)
    with zipfile.ZipFile(secretary.job_file("Tải ZIP các tệp Word", folder)) as archive:
        names = archive.namelist()
        assert len(names) == len([name for name in names if name.endswith(".docx")]) == 8, names
        for name in names:
            archive.extract(name, folder)
            assert Document(str(folder / name)).element.body is not None
        text = " ".join(cell_text(folder / name) for name in names)
    assert "Rà soát danh mục hằng quý" in text


def cell_text(path: Path) -> str:
    """All text of a DOCX, cells included."""
    body = Document(str(path)).element.body
    return " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def test_the_leaders_review_becomes_tasks(come, accessible):
    secretary, leader = come("thuky"), come("lanhdao", 390, 844)
    page = secretary.page
    secretary.go("/danh-gia/xem-xet/")
    secretary.follow("Lên lịch họp")
    page.get_by_label("Dự kiến ngày").fill(day())
    secretary.choose("Chủ trì", "Lãnh đạo – Lãnh đạo")
    secretary.choose("Thư ký", "Thư ký ISO")
    accessible(secretary)
    secretary.press("Lưu")
    page.wait_for_url(REVIEW)
    review = here(secretary)
    secretary.follow("Thêm người dự")
    page.get_by_label("Họ và tên").fill("Đại diện các phòng chuyên môn")
    secretary.press("Lưu")
    page.wait_for_url(REVIEW)

    write_minutes(secretary, review, accessible)
    secretary.go(review)
    secretary.follow("Thêm kết luận")
    page.get_by_label("Nội dung công việc").fill("Rà soát danh mục hồ sơ của các phòng")
    page.get_by_label("Đơn vị, cá nhân thực hiện").fill(UNIT)
    secretary.choose("Người thực hiện", "Đầu mối đơn vị")
    page.get_by_label("Hạn", exact=True).fill(day(5))
    secretary.press("Lưu")
    page.wait_for_url(REVIEW)
    accessible(secretary)
    secretary.follow("Ghi đã họp")
    page.get_by_label("Ngày họp").fill(day())
    secretary.press("Ghi đã họp")
    page.wait_for_url(REVIEW)

    approve(leader, review, "Ký biên bản", "Đã ký biên bản: ")
    for person in (come("daumoi"), secretary):
        person.go("/viec-cua-toi/")
        assert "Rà soát danh mục hồ sơ của các phòng" in person.text()
    leader.go("/danh-gia/qua-han/")
    fits(leader)
    accessible(leader)
    assert "Phiếu khắc phục 01/2021" in leader.text()  # the sample year's, still open


def write_minutes(secretary: Visitor, review: str, accessible) -> None:
    """Each part has text; the first takes a sentence that the year's records offer."""
    page = secretary.page
    secretary.go(review)
    links = page.get_by_role("link", name=re.compile(r"^Sửa\s+[A-Z]\.")).all_inner_texts()
    letters = [text.split(".")[0].split()[-1] for text in links]
    assert letters == ["A", "B", "C", "D", "E", "G"]
    for letter in letters:
        secretary.go(review)
        secretary.follow(rf"Sửa\s+{letter}\.")
        body = page.get_by_label("Nội dung", exact=True)
        body.fill(f"Đã thảo luận mục {letter}.")
        if letter == "A":
            page.locator("details", has_text="lần xem xét trước").locator("summary").click()
            page.get_by_role("button", name=re.compile("^Chèn")).first.click()
            assert re.match(r"Đã thảo luận mục A\.\n- \S", body.input_value())
            accessible(secretary)
        secretary.press("Lưu")
        page.wait_for_url(REVIEW)

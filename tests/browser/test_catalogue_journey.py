"""A province's list: sent, compared, accepted; a procedure linked; coverage says how far it is."""

from django.urls import reverse

from documents.models import ControlledDocument
from qms.scope import in_agency
from tests.tthc.catalogue import listing
from tthc.models import AdministrativeProcedure

ROWS = [
    ["A. THỦ TỤC HÀNH CHÍNH CẤP HUYỆN"],
    ["I. LĨNH VỰC HỘ TỊCH (02 TTHC)"],
    [
        1,
        "1.001193.H23",
        "Đăng ký khai sinh có yếu tố nước ngoài",
        "15 ngày làm việc",
        "Miễn phí",
        "UBND huyện",
    ],
    [2, "1.000894.H23", "Đăng ký kết hôn có yếu tố nước ngoài", "10 ngày làm việc", "Miễn phí", "UBND huyện"],
    [3, "1.89", "Thủ tục gõ sai mã", "05 ngày", "", ""],
]


def test_from_the_provinces_list_to_coverage(visit, demo, tmp_path, accessible):
    path = tmp_path / "danh-muc.xlsx"
    path.write_bytes(listing(*ROWS))
    with in_agency(demo[0]):
        document = ControlledDocument.objects.in_effect("2024-12-31").filter(kind="operating").first()
    secretary = visit("thuky")
    page = secretary.page
    secretary.go(reverse("tthc:catalogue_import"))
    accessible(secretary)
    page.get_by_label("Tệp danh mục").set_input_files(str(path))
    secretary.press("Đọc tệp và so sánh")
    secretary.says("Dòng không nhận được")
    accessible(secretary)
    assert "2 mới" in secretary.text() and "Mã TTHC gồm một chữ số" in secretary.text()
    secretary.press("Nhận danh mục")
    secretary.says("Đã nhận danh mục: 2 thủ tục mới")
    accessible(secretary)

    secretary.go(reverse("tthc:procedure_coverage"))
    secretary.says("0 / 2")
    accessible(secretary)
    with in_agency(demo[0]):
        first = AdministrativeProcedure.objects.get(code="1.001193")
    secretary.go(first.get_absolute_url())
    accessible(secretary)
    secretary.follow("Gắn quy trình")
    accessible(secretary)
    page.get_by_role("searchbox", name="Lọc danh sách").fill(document.code)
    page.get_by_role("checkbox", name=document.code).first.check()
    secretary.press("Thêm những mục đã chọn")
    secretary.says(document.code)
    secretary.go(document.get_absolute_url())
    secretary.says("1.001193 Đăng ký khai sinh")
    accessible(secretary)
    secretary.go(reverse("tthc:procedure_coverage"))
    secretary.says("1 / 2")
    assert "50,00%" in secretary.text() and "1.000894.H23" in secretary.text()

    phone = visit("canbo", phone=True)
    for name in ("procedure_coverage", "procedure_list", "procedure_overview"):
        phone.go(reverse(f"tthc:{name}"))
        accessible(phone)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not secretary.errors and not phone.errors

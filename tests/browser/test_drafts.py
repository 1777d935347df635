"""Nothing typed is lost: a reload, a lost connection, an expired login, two people at one record."""

import re

FORM = "/van-ban/them/"
TYPED = "Hướng dẫn rà soát quy trình năm 2024"


def start(visit):
    visitor = visit("thuky")
    visitor.go(FORM)
    visitor.page.get_by_label(re.compile("Trích yếu")).fill(TYPED)
    visitor.page.wait_for_timeout(700)
    return visitor


def typed(visitor):
    return visitor.page.get_by_label(re.compile("Trích yếu")).input_value()


def fill(page):
    page.get_by_label(re.compile("Loại văn bản")).select_option("HD")
    page.get_by_label("Số", exact=False).first.fill("12")
    page.get_by_label(re.compile("Ký hiệu")).fill("HD-UBND")
    page.get_by_label(re.compile("Ngày ban hành")).fill("05/3/2024")
    page.get_by_label(re.compile("Cơ quan ban hành")).fill("UBND huyện Kim Thành")


def save(page):
    page.get_by_role("button", name="Lưu", exact=True).click()


def test_typed_text_survives_a_reload(visit, accessible):
    visitor = start(visit)
    accessible(visitor)
    visitor.page.reload()
    assert typed(visitor) == TYPED
    assert "Đã khôi phục" in visitor.text()


def test_typed_text_survives_a_lost_connection(visit):
    visitor = start(visit)
    fill(visitor.page)
    visitor.page.wait_for_timeout(700)
    visitor.page.context.set_offline(True)
    save(visitor.page)
    visitor.page.wait_for_timeout(1500)
    assert typed(visitor) == TYPED
    visitor.page.context.set_offline(False)
    save(visitor.page)
    visitor.page.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    assert TYPED in visitor.text()


def test_typed_text_survives_an_expired_login(visit):
    from qms.demo import PASSWORD

    visitor = start(visit)
    page = visitor.page
    fill(page)
    page.wait_for_timeout(700)
    page.context.clear_cookies()
    save(page)
    page.wait_for_timeout(2000)
    page.goto(f"{visitor.root}/dang-nhap/?next={visitor.home}{FORM}")
    page.get_by_label("Tên đăng nhập").fill("thuky")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile("/van-ban/them/"))
    page.wait_for_timeout(500)
    assert typed(visitor) == TYPED


def test_a_saved_form_leaves_no_draft_behind(visit):
    visitor = start(visit)
    fill(visitor.page)
    save(visitor.page)
    visitor.page.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    visitor.go(FORM)
    visitor.page.wait_for_timeout(500)
    assert typed(visitor) == ""


def test_two_people_at_one_record_get_a_choice(visit, accessible):
    first, second = visit("thuky"), visit("quantri")
    for visitor in (first, second):
        visitor.go("/don-vi/them/")
    page = first.page
    page.get_by_label(re.compile("Tên")).first.fill("Phòng Tư pháp")
    save(page)
    page.wait_for_url(re.compile(r"/don-vi/\d+/$"))
    address = page.url + "sua/"
    page.goto(address)
    second.page.goto(address)
    for visitor, text in ((first, "TP một"), (second, "TP hai")):
        visitor.page.get_by_label(re.compile("Tên ngắn")).fill(text)
        save(visitor.page)
        visitor.page.get_by_text("TP một").first.wait_for()
    assert "TP hai" in second.page.content()
    accessible(second)

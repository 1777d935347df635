"""What a person does with a browser."""

from playwright.sync_api import Page


class Visitor:
    """A person at a browser, in an agency's year."""

    def __init__(self, page: Page, root: str, home: str = "/kim-thanh/2024") -> None:
        self.page, self.root, self.home = page, root, home
        page.set_default_timeout(15_000)
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def log_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.root}/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_url(lambda url: "/dang-nhap/" not in url)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.root}{self.home}{path}")

    def text(self) -> str:
        return self.page.locator("main").inner_text()

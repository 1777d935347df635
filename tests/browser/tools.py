"""What a person does with a browser."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page


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

    def choose(self, label: str, text: str) -> None:
        """The option of a select that holds the text."""
        field = self.page.get_by_role("combobox", name=label)
        field.select_option(field.locator("option", has_text=text).first.get_attribute("value"))

    def tick(self, group: str, *names: str) -> None:
        box = self.page.get_by_role("group", name=group, exact=True)
        for name in names:
            box.get_by_label(re.compile(name)).check()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow a link and wait until its page is there: its form must not be filled on the page before."""
        before = self.page.url
        self.page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
        self.page.wait_for_url(lambda url: url != before)

    def says(self, text: str) -> None:
        self.page.locator("main").get_by_text(text).first.wait_for()

    def waiting(self, path: str) -> Locator:
        """What “Việc của tôi” says of the record with this address."""
        self.go("/viec-cua-toi/")
        items = self.page.locator("article.inbox-item")
        return items.filter(has=self.page.locator(f'h3 a[href$="{path}"], form[action*="{path}"]')).first

    def job_file(self, button: str, folder: Path) -> Path:
        """A file made in the background: its button, then the link that appears when it is done."""
        self.press(button)
        with self.page.expect_download(timeout=60_000) as download:
            self.page.get_by_role("link", name=re.compile("^Tải")).first.click(timeout=60_000)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

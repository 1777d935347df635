"""A real browser against a live server with Kim Thành's year in it."""

import json
from pathlib import Path
from urllib.parse import urlparse

import pytest

from qms.demo import PASSWORD, load_demo
from qms.models import Agency
from tests.browser.tools import Visitor
from tests.snapshot import snapshot_take, table_rows

# boxes that scroll are opened: axe cannot tell the contrast of what is scrolled away
UNROLL = """for (const box of document.querySelectorAll("main *, aside *, nav")) {
  if (box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY)) {
    box.style.maxHeight = "none"; box.style.height = "auto"; box.style.overflow = "visible";
  }
}"""
DARK_ON_WHITE = """(() => {
  const sum = (name, box) => getComputedStyle(box)[name].match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0);
  const area = document.querySelector(".editor-area");
  let ground = area;
  while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
  return sum("color", area) < 200 && sum("backgroundColor", ground) > 740;
})()"""
SAMPLES = ("kim-thanh-2024", "tra-cu-2021")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=vi",
        ],
    }


@pytest.fixture(scope="session")
def kept():
    """The rows that the first test of this process loaded, and the way back to them."""
    return {}


@pytest.fixture
def demo(transactional_db, settings, kept):
    """The two fullest sample years and the demo accounts, as bin/run loads them: Kim Thành, Trà Cú."""
    settings.DEBUG = True
    try:
        if kept:
            kept["restore"]()
        else:
            load_demo(*SAMPLES)
            kept.update(rows=table_rows(), restore=snapshot_take())
        yield list(Agency.objects.order_by("code"))
    finally:
        settings.DEBUG = False


@pytest.fixture
def visit(browser, live_server, demo):
    """visit("thuky") → a Visitor signed in in a window of its own; nothing but the live server may be asked for."""
    contexts, foreign = [], []
    host = urlparse(live_server.url).netloc

    def open_window(username, *, phone=False):
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        context = browser.new_context(viewport=size, locale="vi-VN", has_touch=phone, accept_downloads=True)
        context.on(
            "request",
            lambda r: (
                foreign.append(r.url) if r.url.startswith("http") and urlparse(r.url).netloc != host else None
            ),
        )
        contexts.append(context)
        visitor = Visitor(context.new_page(), live_server.url)
        visitor.log_in(username, PASSWORD)
        return visitor

    yield open_window
    for context in contexts:
        context.close()
    assert not foreign, "a page asked another host"


@pytest.fixture(scope="session")
def axe_source():
    return (ROOT / "assets/vendor/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def accessible(axe_source):
    """accessible(visitor): axe finds no violation, and no contrast it could not decide."""

    def check(visitor):
        page = visitor.page
        size = page.viewport_size
        page.set_viewport_size(
            {"width": size["width"], "height": 3000}
        )  # axe cannot judge what is scrolled away
        page.evaluate(UNROLL)
        page.evaluate(
            "scrollTo(0, 0)"
        )  # a sticky head lies over nothing then, once the page is laid out anew
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.evaluate(axe_source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
        page.set_viewport_size(size)
        undecided = [row for row in found["incomplete"] if row["id"] == "color-contrast"]
        for (
            row
        ) in undecided:  # axe gives up on the text of an editable area; its two colours are read instead
            row["nodes"] = [
                node
                for node in row["nodes"]
                if node["target"] != [".editor-area"] or not page.evaluate(DARK_ON_WHITE)
            ]
        wrong = found["violations"] + [row for row in undecided if row["nodes"]]
        told = [
            {
                "rule": row["id"],
                "where": [(n["html"][:160], [c["message"] for c in n["any"]]) for n in row["nodes"]][:4],
            }
            for row in wrong
        ]
        assert not told, f"{page.url}\n{json.dumps(told, ensure_ascii=False, indent=1)}"

    return check

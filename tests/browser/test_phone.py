"""Pages with wide tables at 390 pixels: the table scrolls in its box, the page never, and no number breaks."""

from qms.scope import in_agency
from tthc.models import DossierStatistics

# sheets of paper as (room, needed): the table needs more and scrolls in its sheet
SHEETS = (
    "[...document.querySelectorAll('.paper .sheet')].map((sheet) => [sheet.clientWidth, sheet.scrollWidth])"
)
# cells of a paper whose number stands on two lines
BROKEN = """[...document.querySelectorAll(".paper td.a-right")].filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
}).map((cell) => cell.textContent)"""


def test_no_page_is_wider_than_a_phone(visit, demo):
    agency = next(agency for agency in demo if agency.code == "kim-thanh")
    with in_agency(agency):
        row = DossierStatistics.objects.filter(year=2024).order_by("-received")[0]
    phone = visit("thuky", phone=True)
    page = phone.page
    for path in (
        "/", "/van-ban/", "/tthc/thu-tuc/", "/tthc/hai-long/mau-phieu/them/", "/tthc/ho-so/",
        f"/tthc/ho-so/thong-ke/{row.pk}/bang/?kieu=so-khcn", f"/giay-to/tthc.statistics/{row.pk}/",
    ):  # fmt: skip
        phone.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    (sheet,) = page.evaluate(SHEETS)
    assert sheet[1] > sheet[0]
    assert page.evaluate(BROKEN) == []
    for menu in page.locator(".topbar .menu > summary").all():
        menu.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        menu.click()

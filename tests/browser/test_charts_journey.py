"""A secretary computes statistics, looks at the charts and prints them."""

import datetime

import pytest

from qms.scope import in_agency
from tests.tthc.dossiers import DAY, procedure, stored
from tthc.services.statistics import statistics_refresh

# names of the lying chart that its axis is too narrow for, and numbers under it that touch
LABELS_FIT = """() => {
  const chart = Chart.getChart(document.querySelector('canvas[data-chart="linh-vuc"]'));
  const { x, y } = chart.scales;
  chart.ctx.font = Chart.helpers.toFont(y.options.ticks.font).string;
  const wide = (text) => chart.ctx.measureText(text).width;
  const cut = y.ticks.flatMap((tick) => tick.label).filter((line) => wide(line) > y.width);
  const right = (at) => x.getPixelForTick(at) + wide(x.ticks[at].label) / 2;
  const left = (at) => x.getPixelForTick(at) - wide(x.ticks[at].label) / 2;
  const close = x.ticks.slice(1).filter((tick, at) => left(at + 1) - right(at) < 4).map((tick) => tick.label);
  return [...cut, ...close];
}"""


@pytest.fixture
def dossiers(demo):
    """Kim Thành's dossiers of two fields, in two years."""
    agency = next(agency for agency in demo if agency.code == "kim-thanh")
    with in_agency(agency):
        fields = [procedure("Đất đai"), procedure("Thành lập và hoạt động của hộ kinh doanh")]
        first = DAY(2023, 2, 1)
        rows = []
        for number in range(120):
            received = first + datetime.timedelta(days=number * 5)
            due = received + datetime.timedelta(days=10)
            ended = {"state": 10, "finished_on": due, "timing": "late" if number % 9 == 0 else "on_time"}
            rows.append({"procedure": fields[number % 2], "received_on": received, "due_on": due, **ended})
        stored(*rows)
        statistics_refresh(agency, 2023, actor=None)
    return agency


def drawn(page, key):
    """Whether something was painted on the canvas."""
    return page.evaluate(
        """(key) => {
          const canvas = document.querySelector(`canvas[data-chart="${key}"]`);
          const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          return data.some((value) => value !== 0);
        }""",
        key,
    )


def test_charts_from_the_button_to_the_printed_page(visit, dossiers, accessible, tmp_path):
    secretary = visit("thuky")
    page = secretary.page
    secretary.go("/tthc/ho-so/doi-chieu/")
    secretary.press("Tính lại")
    page.get_by_text("Xong").or_(page.get_by_text("Đã xong")).first.wait_for()
    secretary.go("/tthc/ho-so/doi-chieu/")
    secretary.says("Mở bản tính từ hồ sơ")
    accessible(secretary)

    secretary.go("/tthc/bieu-do/")
    for key in ("thang", "linh-vuc", "hai-nam"):
        page.locator(f'canvas[data-chart="{key}"]').wait_for()
        assert drawn(page, key)
    assert page.get_by_role("table").count() == 3
    secretary.says("03/2024")
    accessible(secretary)
    page.emulate_media(media="print")
    for box in page.locator(".chart-frame").all():
        assert 500 < box.bounding_box()["width"] < 700
    pdf = tmp_path / "bieu-do.pdf"
    page.pdf(path=pdf, format="A4")
    assert pdf.stat().st_size > 10_000
    page.emulate_media(media="screen")

    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.locator('canvas[data-chart="thang"]').wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(LABELS_FIT) == []
    assert secretary.errors == []


def test_tables_are_there_without_scripts(browser, live_server, visit, dossiers):
    signed_in = visit("thuky").page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=signed_in)
    page = context.new_page()
    page.goto(f"{live_server.url}/kim-thanh/2023/tthc/bieu-do/")
    assert page.get_by_role("table", name="Theo tháng").is_visible()
    assert not page.locator("canvas").first.is_visible()
    context.close()

"""R18: every late dossier of the year tells why it is late."""

from collections.abc import Iterator

from django.urls import reverse

from qms.checks import CheckResult, check, ok, warning
from qms.figures import Figures
from qms.models import Agency
from qms.numbers import grouped


@check("R18", "Hồ sơ quá hạn có nguyên nhân")
def reasons(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    count, told = figures.get("tthc.late.count"), figures.get("tthc.late.with_reason")
    if count is None or told is None or not count.value:
        return
    missing = int(str(count.value)) - int(str(told.value))
    if missing:
        url = f"{reverse('tthc:late_register')}?reason=false"
        yield warning(f"{grouped(missing)} hồ sơ quá hạn chưa ghi nguyên nhân.", url=url)
    else:
        yield ok(f"{count.text()} hồ sơ quá hạn đều đã ghi nguyên nhân.", url=count.url)

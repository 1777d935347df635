"""The year's facts of the catalogue: tthc.catalogue (as it stands on 31/12) and tthc.changes.

An agency that keeps no catalogue has no such figures; a kind of change that nobody entered has none, which is not 0.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from qms.dates import slashed
from qms.figures import Figure, provider, rates
from qms.models import Agency
from tthc.enums import ChangeKind
from tthc.models import AdministrativeProcedure
from tthc.querysets.catalogue import changes_counted

UNIT = "thủ tục"


@provider("tthc.catalogue")
def catalogue(agency: Agency, year: int) -> Iterator[Figure]:
    day = datetime.date(year, 12, 31)
    counted = AdministrativeProcedure.objects.coverage(day)
    if not counted["total"]:
        return
    url = reverse("tthc:procedure_coverage")
    about: dict[str, Any] = {"unit": UNIT, "url": url, "formula": f"đếm danh mục TTHC ngày {slashed(day)}"}
    scope = Figure("tthc.catalogue.in_scope", "TTHC thuộc phạm vi HTQLCL", counted["in_scope"], **about)
    covered = Figure("tthc.catalogue.covered", "TTHC đã có quy trình", counted["covered"], **about)
    yield Figure("tthc.catalogue.total", "TTHC đang có hiệu lực", counted["total"], **about)
    yield scope
    yield covered
    yield Figure(
        "tthc.catalogue.uncovered",
        "TTHC chưa có quy trình",
        counted["in_scope"] - counted["covered"],
        unit=UNIT,
        url=url,
        formula=f"{counted['in_scope']} - {counted['covered']}",
    )
    yield from rates([("tthc.catalogue.coverage_rate", "Tỷ lệ TTHC đã có quy trình", covered)], scope)


@provider("tthc.changes")
def changes(agency: Agency, year: int) -> Iterator[Figure]:
    counted = changes_counted(year)
    for kind in ChangeKind:
        if kind in counted:
            url = f"{reverse('tthc:change_list')}?kind={kind.value}"
            label = f"TTHC {kind.label.lower()} trong năm"
            yield Figure(f"tthc.changes.{kind.value}", label, counted[kind], unit=UNIT, url=url)

"""Checks of the documents app (R10, R12 in facts.md; R19)."""

import datetime
from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone

from documents.models import ConformityDeclaration, DocumentSet, ProcedureUpdate
from qms.checks import CheckResult, check, error, ok, warning
from qms.dates import slashed
from qms.figures import Figures
from qms.models import Agency


@check("R10", "Tài liệu được phê duyệt trước khi công bố")
def set_before_declaration(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """QĐ 19/2014 Đ4.2: approved first, declared afterwards."""
    day = datetime.date(year, 12, 31)
    declared, issued = ConformityDeclaration.objects.latest_on(day), DocumentSet.objects.latest_on(day)
    if declared is None or issued is None:
        return
    told = f"Công bố theo {declared.decision.symbol} ngày {slashed(declared.declared_on)}"
    based = f"bộ tài liệu theo {issued.decision.symbol} ngày {slashed(issued.decision.issued_on)}"
    if declared.declared_on >= issued.decision.issued_on:
        yield ok(f"{told} sau {based}.", url=declared.get_absolute_url(), record=declared)
        return
    sentence = f"{told} trước khi ban hành {based}: xem lại ngày, hoặc công bố lại theo bộ tài liệu mới."
    yield warning(sentence, url=declared.get_absolute_url(), record=declared)


@check("R12", "Số lĩnh vực công bố bằng số dòng của phụ lục")
def fields_counted(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    day = datetime.date(year, 12, 31)
    rows = ConformityDeclaration.objects.filter(declared_on__lte=day)
    for declared in rows.annotate(listed=Count("declared_fields")).filter(listed__gt=0):
        if declared.fields_count is not None and declared.listed != declared.fields_count:
            yield error(
                f"{declared}: ghi {declared.fields_count} lĩnh vực nhưng phụ lục liệt kê {declared.listed}.",
                url=declared.get_absolute_url(),
                record=declared,
            )


@check("R19", "Quy trình được cập nhật trong 3 tháng từ ngày văn bản có hiệu lực")
def updates_in_time(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """Late is a fact that the year's report may state, so nothing here is an error."""
    today = timezone.localdate()
    rows = ProcedureUpdate.objects.of_year(year).past(today).for_list()
    for row in rows.order_by("due_on", "pk"):
        sentence = f"{row}: hạn {row.due_on:%d/%m/%Y}, {row.standing(today).lower()}."
        yield warning(sentence, url=row.get_absolute_url(), record=row)

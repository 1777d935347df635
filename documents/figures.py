"""Figures of the documents app, as they stood at the end of the year; of the 3-month duty, what the year owed."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from documents.enums import PROCEDURES, DocumentKind
from documents.models import ConformityDeclaration, ControlledDocument, DocumentSet, ProcedureUpdate
from documents.querysets import cited
from qms.dates import slashed
from qms.figures import Figure, FigureTable, provider
from qms.models import Agency

AMENDED = "có sửa đổi, bổ sung"
NAMED = (DocumentKind.SYSTEM, DocumentKind.INTERNAL)
UPDATES = (
    ("open", "Quy trình, tài liệu chờ cập nhật theo văn bản mới", "chưa cập nhật"),
    ("done", "Quy trình, tài liệu đã cập nhật theo văn bản mới", "đã cập nhật"),
    ("not_needed", "Quy trình, tài liệu không phải sửa theo văn bản mới", "không phải sửa"),
    ("overdue", "Quy trình, tài liệu quá hạn cập nhật", "chưa cập nhật và đã quá hạn"),
    ("late", "Quy trình, tài liệu cập nhật muộn hơn 3 tháng", "cập nhật sau hạn"),
)


def year_end(year: int) -> datetime.date:
    return datetime.date(year, 12, 31)


@provider("documents.document_set", "documents.manual")
def document_set(agency: Agency, year: int) -> Iterator[Figure]:
    found = DocumentSet.objects.only("manual_amended", *cited("decision")).latest_on(year_end(year))
    if found is None:
        return
    url = found.get_absolute_url()
    yield Figure(
        "documents.document_set.symbol", "Quyết định ban hành bộ tài liệu", found.decision.symbol, url=url
    )
    yield Figure(
        "documents.document_set.issued_on", "Ngày ban hành bộ tài liệu", found.decision.issued_on, url=url
    )
    amended = AMENDED if found.manual_amended else ""
    yield Figure("documents.manual.amended", "Sổ tay chất lượng", amended, url=url)


@provider("documents.procedures", *(f"documents.{kind.value}_procedures" for kind in NAMED))
def procedures(agency: Agency, year: int) -> Iterator[Figure | FigureTable]:
    """Counted from the documents in force on 31/12: text and table cannot differ (R12)."""
    day = year_end(year)
    rows = list(
        ControlledDocument.objects.in_effect(day)
        .filter(kind__in=PROCEDURES)
        .order_by("sort_key")
        .values("kind", "code", "title")
    )
    page = reverse("documents:controlled_list")
    for kind in PROCEDURES:
        label = f"Số {kind.label.lower()}"
        url = f"{page}?kind={kind.value}&ngay={day:%d/%m/%Y}"
        mine = [row for row in rows if row["kind"] == kind]
        formula = f"đếm tài liệu có hiệu lực ngày {slashed(day)}"
        yield Figure(f"documents.procedures.{kind.value}", label, len(mine), "quy trình", formula, url)
        if kind in NAMED:
            yield FigureTable(
                f"documents.{kind.value}_procedures",
                f"Các {kind.label.lower()}",
                (("code", "Mã hiệu"), ("name", "Tên quy trình"), ("in_sentence", "Tên trong câu")),
                tuple(
                    {"code": row["code"], "name": row["title"], "in_sentence": in_sentence(row["title"])}
                    for row in mine
                ),
                url,
            )


def in_sentence(title: str) -> str:
    """“Kiểm soát thông tin” → “kiểm soát thông tin”; an abbreviation at the head stays."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


@provider("documents.declaration")
def declaration(agency: Agency, year: int) -> Iterator[Figure]:
    found = ConformityDeclaration.objects.only("fields_count", *cited("decision")).latest_on(year_end(year))
    if found is None:
        return
    url = found.get_absolute_url()
    yield Figure("documents.declaration.symbol", "Quyết định công bố", found.decision.symbol, url=url)
    yield Figure(
        "documents.declaration.issued_on", "Ngày quyết định công bố", found.decision.issued_on, url=url
    )
    if found.fields_count is not None:
        key, label = "documents.declaration.fields_count", "Số lĩnh vực được công bố"
        yield Figure(key, label, found.fields_count, "lĩnh vực", url=url)


@provider("documents.updates")
def updates(agency: Agency, year: int) -> Iterator[Figure]:
    """Nothing for a year in which no legal document touched a procedure."""
    counts = ProcedureUpdate.objects.of_year(year).counted(timezone.localdate())
    if not counts["total"]:
        return
    url, due = reverse("documents:update_list"), "đếm tài liệu có hạn cập nhật 3 tháng trong năm"
    for name, label, told in UPDATES:
        yield Figure(f"documents.updates.{name}", label, counts[name], "tài liệu", f"{due}, {told}", url)

"""Rules over the catalogue: R13 TTHC over TTHC, never procedures over TTHC; R12 one number of TTHC."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from qms.checks import CheckResult, check, error, ok, warning
from qms.figures import Figures
from qms.models import Agency
from qms.numbers import grouped
from tthc.models import ProcedureCount
from tthc.querysets import yearly as querysets
from tthc.querysets.catalogue import orphaned

KINDS = (
    ("system", "quy trình hệ thống"),
    ("internal", "quy trình nội bộ"),
    ("operating", "quy trình tác nghiệp"),
)


def _count(figures: Figures, key: str) -> int | None:
    figure = figures.get(key)
    return figure.value if figure is not None and isinstance(figure.value, int) else None


@check("R13", "Mọi TTHC thuộc phạm vi có quy trình")
def every_procedure_is_covered(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    scope, covered = (_count(figures, f"tthc.catalogue.{name}") for name in ("in_scope", "covered"))
    if scope is None or covered is None:
        return
    url = reverse("tthc:procedure_coverage")
    told = f"{grouped(covered)} / {grouped(scope)} TTHC thuộc phạm vi đã có quy trình"
    if covered < scope:
        yield warning(f"{told}; còn {grouped(scope - covered)} TTHC chưa có.", url=url)
    else:
        yield ok(f"{told}.", url=url)
    for document in orphaned(datetime.date(year, 12, 31)):
        sentence = f"{document}: mọi TTHC của quy trình này đã hết hiệu lực; thu hồi hoặc gắn TTHC khác."
        yield warning(sentence, url=document.get_absolute_url(), record=document)


@check("R13", "Tỷ lệ quy trình không trộn quy trình với TTHC")
def one_kind(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """Seed 003's “66/55”: 5 common, 6 office and 55 operating procedures over 55 TTHC."""
    operating = _count(figures, "documents.procedures.operating")
    catalogue = _count(figures, "tthc.catalogue.total")
    entered = querysets.procedure_count_of(year)
    if not operating:
        return
    counts = {name: _count(figures, f"documents.procedures.{name}") or 0 for name, _ in KINDS}
    whole = sum(counts.values())
    listed = " + ".join(f"{grouped(counts[name])} {label}" for name, label in KINDS if counts[name])
    if entered is not None and whole > operating and entered.in_authority == whole != catalogue:
        yield error(
            f"Số TTHC đã nhập là {grouped(whole)}, đúng bằng số quy trình ({listed}); quy trình không phải là TTHC. "
            "Nhập số TTHC theo quyết định công bố.",
            url=entered.get_absolute_url(),
            record=entered,
        )
    elif catalogue is not None:
        if operating > catalogue:
            yield _short_catalogue(operating, catalogue, entered)
    elif entered is not None and operating > entered.in_authority:
        total = grouped(entered.in_authority)
        yield error(
            f"{grouped(operating)} quy trình tác nghiệp cho {total} TTHC: không lập tỷ lệ "
            f"{grouped(whole)}/{total} ({listed}) vì tử số đếm quy trình, mẫu số đếm TTHC. "
            "Tỷ lệ đúng là số TTHC đã có quy trình trên số TTHC thuộc phạm vi; sửa số TTHC đã nhập, "
            "hoặc nhập danh mục TTHC.",
            url=entered.get_absolute_url(),
        )


def _short_catalogue(operating: int, catalogue: int, entered: ProcedureCount | None) -> CheckResult:
    """A list that is not complete yet mixes nothing: what is counted from it is TTHC over TTHC."""
    stated = f" (số TTHC đã nhập: {grouped(entered.in_authority)})" if entered else ""
    return warning(
        f"Danh mục mới có {grouped(catalogue)} TTHC{stated}, trong khi có {grouped(operating)} quy trình tác nghiệp: "
        "nhập đủ danh mục TTHC, hoặc thu hồi quy trình không còn dùng. Không lấy số quy trình chia cho số TTHC.",
        url=reverse("tthc:procedure_list"),
    )


@check("R13", "TTHC đưa vào HTQLCL trên TTHC thuộc thẩm quyền")
def stated_ratio(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    entered = querysets.procedure_count_of(year)
    if entered is None or entered.in_system is None:
        return
    about: dict[str, Any] = {"url": entered.get_absolute_url(), "record": entered}
    ratio = f"{grouped(entered.in_system)}/{grouped(entered.in_authority)}"
    if entered.in_system <= entered.in_authority:
        yield ok(f"TTHC đưa vào HTQLCL: {ratio} TTHC thuộc thẩm quyền.", **about)
        return
    counts = {label: _count(figures, f"documents.procedures.{name}") or 0 for name, label in KINDS}
    listed = " + ".join(f"{grouped(number)} {label}" for label, number in counts.items() if number)
    mixed = f"; {grouped(entered.in_system)} là số quy trình ({listed}), không phải số TTHC"
    why = mixed if sum(counts.values()) == entered.in_system else ""
    yield error(f"TTHC đưa vào HTQLCL: {ratio}, tử số lớn hơn mẫu số{why}.", **about)


@check("R12", "Một số TTHC cho báo cáo năm")
def one_number(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    catalogue, entered = _count(figures, "tthc.catalogue.total"), querysets.procedure_count_of(year)
    if catalogue is None or entered is None:
        return
    url = entered.get_absolute_url()
    if entered.in_authority == catalogue:
        yield ok(
            f"Số TTHC đã nhập bằng số đếm trong danh mục: {grouped(catalogue)}.", url=url, record=entered
        )
    else:
        yield warning(
            f"Số TTHC đã nhập là {grouped(entered.in_authority)}, "
            f"danh mục có {grouped(catalogue)} TTHC đang có hiệu lực.",
            url=url,
            record=entered,
        )

"""Coverage: which TTHC have no procedure, which procedures have no TTHC any more (QĐ 19/2014 Đ3.1; R13)."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from documents.enums import DocumentKind
from qms.dates import slashed
from qms.http import AgencyRequest
from qms.numbers import format_percent, percent
from qms.views.base import Action, QmsView
from tthc import permissions
from tthc.models import AdministrativeProcedure
from tthc.querysets.catalogue import orphaned

SHOWN = 100


class ProcedureCoverage(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        day = datetime.date(request.year, 12, 31)
        counted = AdministrativeProcedure.objects.coverage(day)
        missing = AdministrativeProcedure.objects.for_list().in_force(day).filter(in_scope=True)
        uncovered = list(missing.uncovered(day).order_by("sort_key")[: SHOWN + 1])
        without_task = list(orphaned(day)[: SHOWN + 1])
        context: dict[str, Any] = {
            "title": "TTHC và quy trình",
            "day": slashed(day),
            "counted": counted,
            "missing": counted["in_scope"] - counted["covered"],
            "rate": self._rate(counted),
            "uncovered": uncovered[:SHOWN],
            "more_uncovered": len(uncovered) > SHOWN,
            "orphaned": without_task[:SHOWN],
            "more_orphaned": len(without_task) > SHOWN,
            "list_url": f"{reverse('tthc:procedure_list')}?quy_trinh=chua&pham_vi=co&ngay={day:%d/%m/%Y}",
            "actions": [Action("Danh mục TTHC", reverse("tthc:procedure_list"))],
            "may_write": request.user.can(permissions.EDIT),
            "documents_url": f"{reverse('documents:controlled_list')}?kind={DocumentKind.OPERATING}",
            "import_action": self._import(),
        }
        return render(request, "tthc/coverage.html", context)

    def _rate(self, counted: dict[str, int]) -> str:
        if not counted["in_scope"]:
            return ""
        return format_percent(percent(counted["covered"], counted["in_scope"]))

    def _import(self) -> Action | None:
        if not self.request.user.can(permissions.EDIT):
            return None
        return Action("Nhập danh mục từ Excel", reverse("tthc:catalogue_import"), "primary")

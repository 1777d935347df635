"""The programme of the year: units and the audits that visit them, as a page and as XLSX."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audits import permissions
from audits.models import InternalAudit
from audits.programme import Line, Visit, audits_of, lines_of
from qms.http import AgencyRequest
from qms.sheet_print import list_book
from qms.sheet_tables import cell_value
from qms.views.base import Action, QmsView
from qms.views.tables import XLSX


class Programme(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        audits, lines = audits_of(request.year), lines_of(request.year)
        if request.GET.get("xuat") == "xlsx":
            return self._export(audits, lines)
        add = Action("Lập đợt đánh giá", reverse("audits:audit_add"))
        context = {
            "title": f"Chương trình đánh giá năm {request.year}",
            "intro": "Mỗi đơn vị được đánh giá lúc nào trong năm, lần gần nhất trước đó là khi nào.",
            "audits": audits,
            "lines": [(line, [line.visits.get(audit.pk) for audit in audits]) for line in lines],
            "never": sum(1 for line in lines if line.never_held),
            "unplanned": sum(1 for line in lines if not line.visits),
            "actions": [add] if request.user.can(permissions.EDIT) else [],
            "export_url": f"{request.path}?xuat=xlsx",
        }
        return render(request, "audits/audit_programme.html", context)

    def _export(self, audits: list[InternalAudit], lines: list[Line]) -> HttpResponse:
        labels = ["Đơn vị", *(f"Lần {audit.round_label}" for audit in audits), "Lần gần nhất trước đó"]
        told = ([line.name, *_told(line, audits), line.told_last] for line in lines)
        content = list_book("Chương trình đánh giá", labels, (list(map(cell_value, cells)) for cells in told))
        response = HttpResponse(content, content_type=XLSX)
        name = f"chuong-trinh-danh-gia-{self.request.year}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _told(line: Line, audits: list[InternalAudit]) -> list[str]:
    visits = [line.visits.get(audit.pk) for audit in audits]
    return [told_visit(visit) if visit else "" for visit in visits]


def told_visit(visit: Visit) -> str:
    return f"{'Đã đánh giá' if visit.held else 'Dự kiến'} {visit.when}"

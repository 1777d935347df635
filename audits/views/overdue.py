"""What is late, unit by unit: for the leader and the secretary."""

from django.http import HttpResponse
from django.shortcuts import render

from audits import permissions
from audits.overdue import overdue_by_unit
from qms.http import AgencyRequest
from qms.views.base import QmsView


class Overdue(QmsView):
    permission = permissions.OVERDUE

    def get(self, request: AgencyRequest) -> HttpResponse:
        units = overdue_by_unit(request.today)
        context = {
            "title": "Quá hạn theo đơn vị",
            "subtitle": "Phát hiện, biện pháp khắc phục, kết luận xem xét đã quá ngày phải xong, mọi năm.",
            "units": [{"name": name, "rows": rows} for name, rows in units],
            "today": request.today,
        }
        return render(request, "audits/overdue.html", context)

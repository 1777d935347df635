"""The parent agency's table of what the agencies below it stored."""

from django.http import HttpResponse
from django.shortcuts import render

from qms.http import AgencyRequest
from qms.views.base import QmsView
from tthc import permissions
from tthc.statistics import province


class Province(QmsView):
    permission = permissions.VIEW_BELOW

    def get(self, request: AgencyRequest) -> HttpResponse:
        wish = request.GET.get("page", "1")
        number = max(int(wish), 1) if wish.isascii() and wish.isdigit() and len(wish) < 5 else 1
        missing = request.GET.get("thieu") == "1"
        found = province.overview(request.agency, request.year, page=number, missing=missing)
        filtered = "thieu=1&" if missing else ""
        context = {
            "title": "Hồ sơ của các cơ quan cấp dưới",
            "subtitle": f"Năm {request.year}: số cả năm mà từng cơ quan đang lưu; chỉ xem.",
            "overview": found,
            "missing": missing,
            "have": found.agencies - found.missing,
            "number": number,
            "previous_url": f"?{filtered}page={number - 1}" if number > 1 else "",
            "next_url": f"?{filtered}page={number + 1}" if found.has_next else "",
        }
        return render(request, "tthc/province.html", context)

"""O13: the annual report reaches the Sở KH&CN."""

import datetime
from collections.abc import Iterator

from qms.models import Agency
from qms.obligations import Obligation, provider
from reports.enums import ReportState
from reports.models import AnnualReport
from reports.services import DUE_DAY, DUE_MONTH


@provider
def annual_report(agency: Agency, year: int) -> Iterator[Obligation]:
    from django.urls import reverse

    report = AnnualReport.objects.filter(year=year).order_by("-sent_on", "pk").first()
    due = (report.due_on if report else None) or datetime.date(year, DUE_MONTH, DUE_DAY)
    sent = report is not None and report.state == ReportState.SENT
    yield Obligation(
        code="O13",
        title="Báo cáo năm gửi Sở KH&CN",
        legal_basis="QĐ 19/2014/QĐ-TTg Điều 12; TT 26/2014/TT-BKHCN Điều 38, 42",
        due=due,
        done=f"{report.symbol}, gửi {report.sent_on:%d/%m/%Y}" if sent and report and report.sent_on else "",
        since=datetime.date(year, 11, 15),
        until=due,
        url=report.get_absolute_url() if report else reverse("reports:report_list"),
        order=130,
    )

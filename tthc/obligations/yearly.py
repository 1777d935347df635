"""What the year asks about dossiers: their statistics for the report, and how satisfied people were."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from qms.models import Agency
from qms.numbers import grouped
from qms.obligations import Obligation, provider
from tthc.models import SurveySummary
from tthc.querysets import yearly as querysets


@provider
def provide(agency: Agency, year: int) -> Iterator[Obligation]:
    yield _satisfaction(year)
    yield _statistics(year)


def _satisfaction(year: int) -> Obligation:
    key, told = querysets.forms_of(year)
    done = "" if told is None else f"{grouped(told)} phiếu đánh giá"
    return Obligation(
        "9.1.2",
        "Đo lường sự hài lòng của người dân, tổ chức",
        "TCVN ISO 9001:2015, 9.1.2",
        due=datetime.date(year, 12, 10),
        done=done,
        since=datetime.date(year, 1, 1),
        until=datetime.date(year, 12, 10),
        url=reverse("tthc:survey_list") if key is None else SurveySummary(pk=key).get_absolute_url(),
        order=70,
    )


def _statistics(year: int) -> Obligation:
    rows = querysets.annual(querysets.dossiers_of(year))
    periods = dict.fromkeys(row.period for row in rows)
    told = [
        f"kỳ {period}: {', '.join(r.level_label for r in rows if r.period == period)}" for period in periods
    ]
    done = "; ".join(told)
    open_rows = [row for row in rows if row.residual]
    gaps = ", ".join(f"{row.level_label} chênh {row.residual} hồ sơ" for row in open_rows)
    return Obligation(
        "9.1.3",
        "Thống kê hồ sơ thủ tục hành chính, số hóa",
        "TCVN ISO 9001:2015, 9.1.3; QĐ 19/2014/QĐ-TTg, Điều 12",
        due=datetime.date(year, 12, 15),
        done=done[:1].upper() + done[1:],
        needs_review=f"Chưa cân đối: {gaps}" if gaps else "",
        since=datetime.date(year, 12, 1),
        until=datetime.date(year, 12, 15),
        url=reverse("tthc:dossier_overview"),
        order=75,
    )

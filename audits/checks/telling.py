"""What the checks of audits share: how a result names its record, and days in words."""

import datetime
from typing import Any

from qms.models import Record

SATURDAY = 5


def where(record: Record) -> dict[str, Any]:
    """What a result says about its record."""
    return {"url": record.get_absolute_url(), "record": record}


def weekends(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    days = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() >= SATURDAY]

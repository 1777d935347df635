"""How a procedure ends: one rule for a change typed and for a list taken in."""

import datetime

from django.core.exceptions import ValidationError

from tthc.models import AdministrativeProcedure

ONE_DAY = datetime.timedelta(days=1)
NO_DAY = "Ghi ngày để biết thay đổi, bãi bỏ có hiệu lực từ khi nào."


def end(procedure: AdministrativeProcedure, since: datetime.date | None) -> None:
    """Set its last day in force, the day before `since`; the caller saves. Raises ValidationError."""
    if since is None:
        raise ValidationError(NO_DAY)
    start = procedure.in_force_from
    if start is not None and since <= start:
        raise ValidationError(
            f"Thủ tục {procedure.code} có hiệu lực từ {start:%d/%m/%Y}; ngày hết hiệu lực phải sau ngày đó."
        )
    procedure.in_force_to = since - ONE_DAY

"""How a procedure ends: one rule for a change typed and for a list taken in."""

import datetime

from django.core.exceptions import ValidationError

from tthc.models import AdministrativeProcedure

ONE_DAY = datetime.timedelta(days=1)


def end(procedure: AdministrativeProcedure, since: datetime.date | None) -> None:
    """Set its last day in force, the day before `since`; the caller saves. Raises ValidationError."""
    if since is None:
        raise ValidationError("Ghi ngày để biết thủ tục hết hiệu lực từ khi nào.")
    start = procedure.in_force_from
    if start is not None and since <= start:
        raise ValidationError(
            f"Thủ tục {procedure.code} có hiệu lực từ {start:%d/%m/%Y}; ngày hết hiệu lực phải sau ngày đó."
        )
    procedure.in_force_to = since - ONE_DAY

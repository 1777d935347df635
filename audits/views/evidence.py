"""Who attaches evidence to a record that others write."""

from typing import Any

from audits import permissions
from qms import attachments


def evidence_of(obj: Any, user: Any) -> dict[str, str]:
    """The unit attaches its evidence on a page that the team writes."""
    may = user.can(permissions.ATTACH, obj) and not obj.attachment_refusal(user)
    return {"attachments_add_url": attachments.add_url(obj) if may else ""}

"""The foundation's tables."""

from qms.models.attachments import Attachment
from qms.models.base import OrderedRow, Record, Versioned
from qms.models.history import HistoryEntry, HistoryHead
from qms.models.jobs import Job
from qms.models.notices import Announcement, Notice
from qms.models.organisation import (
    Agency,
    AgencyFormerName,
    AgencyPredecessor,
    Person,
    PersonFormerName,
    Unit,
    UnitFormerName,
    UnitPredecessor,
)
from qms.models.users import RoleAssignment, User

__all__ = [
    "Agency",
    "AgencyFormerName",
    "AgencyPredecessor",
    "Announcement",
    "Attachment",
    "HistoryEntry",
    "HistoryHead",
    "Job",
    "Notice",
    "OrderedRow",
    "Person",
    "PersonFormerName",
    "Record",
    "RoleAssignment",
    "Unit",
    "UnitFormerName",
    "UnitPredecessor",
    "User",
    "Versioned",
]

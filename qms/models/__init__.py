"""The foundation's tables."""

from qms.models.attachments import Attachment
from qms.models.base import Record, Versioned
from qms.models.history import HistoryEntry, HistoryHead
from qms.models.jobs import Job
from qms.models.organisation import (
    Agency,
    AgencyFormerName,
    AgencyPredecessor,
    Person,
    Unit,
    UnitFormerName,
    UnitPredecessor,
)
from qms.models.users import RoleAssignment, User

__all__ = [
    "Agency",
    "AgencyFormerName",
    "AgencyPredecessor",
    "Attachment",
    "HistoryEntry",
    "HistoryHead",
    "Job",
    "Person",
    "Record",
    "RoleAssignment",
    "Unit",
    "UnitFormerName",
    "UnitPredecessor",
    "User",
    "Versioned",
]

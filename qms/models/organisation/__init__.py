"""Agencies, units and persons, with their names as they were at a date."""

from qms.models.organisation.agency import (
    NOTATION,
    Agency,
    AgencyFormerName,
    AgencyNameFields,
    AgencyNames,
    AgencyPredecessor,
    AgencyQuerySet,
)
from qms.models.organisation.person import (
    Person,
    PersonFormerName,
    PersonNames,
)
from qms.models.organisation.unit import (
    Unit,
    UnitFormerName,
    UnitPredecessor,
)

__all__ = [
    "NOTATION",
    "Agency",
    "AgencyFormerName",
    "AgencyNameFields",
    "AgencyNames",
    "AgencyPredecessor",
    "AgencyQuerySet",
    "Person",
    "PersonFormerName",
    "PersonNames",
    "Unit",
    "UnitFormerName",
    "UnitPredecessor",
]

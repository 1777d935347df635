"""How the agency checks itself."""

from audits.models.internal import AuditedUnit, Finding, InternalAudit
from audits.models.review import ManagementReview

__all__ = ["AuditedUnit", "Finding", "InternalAudit", "ManagementReview"]

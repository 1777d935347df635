"""What waits for whom in audits: steps of audits and reviews, findings, corrective actions, conclusions."""

from audits.inbox import audits, cars, findings, notes, reviews

__all__ = ["audits", "cars", "findings", "notes", "reviews"]

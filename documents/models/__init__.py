"""What the agency has written down."""

from documents.models.official import OfficialDocument

__all__ = ["OfficialDocument"]

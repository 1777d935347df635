"""What the agency has written down."""

from documents.models.controlled import ControlledDocument, Revision
from documents.models.declaration import ConformityDeclaration, DeclaredField, DocumentSet
from documents.models.official import OfficialDocument
from documents.models.updates import ProcedureUpdate

__all__ = [
    "ConformityDeclaration",
    "ControlledDocument",
    "DeclaredField",
    "DocumentSet",
    "OfficialDocument",
    "ProcedureUpdate",
    "Revision",
]

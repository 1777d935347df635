"""What the documents app puts into the menu and the search box."""

from django.db.models import QuerySet
from django.utils import timezone

from documents import permissions
from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DocumentSet,
    OfficialDocument,
    ProcedureUpdate,
    Revision,
)
from qms import menu, search
from qms.models import User


def late_updates(user: User) -> list[QuerySet]:
    """For the menu: those past their day."""
    return [ProcedureUpdate.objects.overdue(timezone.localdate())]


menu.register("Thực hiện", "Văn bản", "documents:official_list", permissions.VIEW, 20)
menu.register("Thực hiện", "Tài liệu", "documents:controlled_list", permissions.VIEW, 21)
menu.register("Thực hiện", "Công bố", "documents:declaration_list", permissions.VIEW, 22)

search.register(OfficialDocument, "Văn bản", permissions.VIEW)
search.register(ControlledDocument, "Tài liệu", permissions.VIEW)
search.register(Revision, "Nội dung tài liệu", permissions.VIEW)
search.register(DocumentSet, "Bộ tài liệu", permissions.VIEW)
search.register(ConformityDeclaration, "Công bố", permissions.VIEW)

menu.register(
    "Thực hiện", "Cập nhật theo văn bản mới", "documents:update_list", permissions.VIEW, 23, late=late_updates
)
search.register(ProcedureUpdate, "Cập nhật theo văn bản mới", permissions.VIEW)

"""What the documents app puts into the menu and the search box."""

from documents import permissions
from documents.models import OfficialDocument
from qms import menu, search

menu.register("Thực hiện", "Văn bản", "documents:official_list", permissions.VIEW, 20)

search.register(OfficialDocument, "Văn bản", permissions.VIEW)

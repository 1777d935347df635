"""What the catalogue puts into the search box and on the pages of controlled documents."""

from documents.models import ControlledDocument
from qms import search
from qms.views import panels
from tthc import permissions
from tthc.models import AdministrativeProcedure, Field, ProcedureChange
from tthc.views.serving import procedures_panel

search.register(AdministrativeProcedure, "Thủ tục hành chính", permissions.VIEW)
search.register(Field, "Lĩnh vực", permissions.VIEW)
search.register(ProcedureChange, "Thay đổi TTHC", permissions.VIEW)

panels.register(ControlledDocument, permissions.VIEW, procedures_panel)

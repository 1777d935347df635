"""What the foundation itself puts into the registries."""

from qms import menu, permissions, search
from qms.exchange import Section, register
from qms.models import Person, PersonFormerName, Unit, UnitFormerName, UnitPredecessor

menu.register("", "Năm", "qms:year", permissions.VIEW, 1)
menu.register("", "Việc của tôi", "qms:inbox", permissions.VIEW, 2)
menu.register("Báo cáo", "Số liệu, kiểm tra", "qms:figures", permissions.VIEW, 20)
menu.register("Báo cáo", "Hồ sơ năm", "qms:year_bundle", permissions.VIEW, 40)
menu.register("Hệ thống", "Cơ quan", "qms:agency_detail", permissions.VIEW, 5)
menu.register("Hệ thống", "Đơn vị", "qms:unit_list", permissions.VIEW, 10)
menu.register("Hệ thống", "Cán bộ, công chức", "qms:person_list", permissions.VIEW, 20)
menu.register("Hệ thống", "Tài khoản, vai trò", "qms:role_list", permissions.MANAGE_ROLES, 25)
menu.register("Hệ thống", "Lịch sử thay đổi", "qms:history", permissions.VIEW_HISTORY, 30)

search.register(Unit, "Đơn vị", permissions.VIEW)
search.register(Person, "Cán bộ, công chức", permissions.VIEW)

register(
    Section(
        "units",
        Unit,
        key=("name",),
        fields=("short_name", "valid_from", "valid_to"),
        rows=lambda agency, year: Unit.objects.all(),
        children=(
            Section("former_names", UnitFormerName, key=("valid_to",), fields=("name",), parent="unit"),
        ),
    )
)
register(
    Section(
        "unit_predecessors",
        UnitPredecessor,
        key=("unit", "predecessor"),
        fields=("decision",),
        rows=lambda agency, year: UnitPredecessor.objects.all(),
    )
)
register(
    Section(
        "persons",
        Person,
        key=("key",),
        fields=("name", "honorific", "position", "unit"),
        rows=lambda agency, year: Person.objects.exclude(key=""),
        children=(
            Section(
                "former_names",
                PersonFormerName,
                key=("valid_to",),
                fields=("name", "honorific", "position", "unit_name"),
                parent="person",
            ),
        ),
    )
)

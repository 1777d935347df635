"""Every constraint of the catalogue refuses what it forbids, in the form and in the database."""

import datetime

import pytest

from tests.refusals import refused_twice
from tests.tthc.catalogue import field, operating, procedure, serve
from tthc.models import AdministrativeProcedure, Field, ProcedureChange, ProcedureService

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 7, 1)


def unsaved(**values) -> AdministrativeProcedure:
    return AdministrativeProcedure(
        **{"code": "1.001193", "name": "Đăng ký khai sinh", "level": "xa"} | values
    )


def same_code() -> AdministrativeProcedure:
    procedure()
    return unsaved()


def same_field() -> Field:
    field("Hộ tịch")
    return Field(name="Hộ tịch")


def same_service() -> ProcedureService:
    document, served = operating(), procedure()
    serve(document, served)
    return ProcedureService(document=document, procedure=served)


def same_change() -> ProcedureChange:
    changed = procedure()
    ProcedureChange.objects.create(year=2024, kind="amended", procedure=changed)
    return ProcedureChange(year=2024, kind="amended", procedure=changed)


def counted_again() -> ProcedureChange:
    ProcedureChange.objects.create(year=2024, kind="amended", count=8)
    return ProcedureChange(year=2024, kind="amended", count=3)


REFUSED = {
    "field_name_once": (same_field, "Lĩnh vực này đã có."),
    "procedure_code_once": (same_code, "Mã TTHC này đã có trong danh mục."),
    "procedure_force_order": (
        lambda: unsaved(in_force_from=DAY, in_force_to=DAY - datetime.timedelta(days=1)),
        "Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.",
    ),
    "procedure_scope_reason": (
        lambda: unsaved(in_scope=False),
        "Ghi lý do thủ tục không thuộc phạm vi HTQLCL.",
    ),
    "procedure_service_once": (same_service, "Quy trình này đã gắn với thủ tục."),
    "procedure_change_once": (same_change, "Thay đổi này của thủ tục đã ghi trong năm."),
    "procedure_change_counted_once": (
        counted_again,
        "Đã có dòng chỉ ghi số lượng của loại này",
    ),
    "procedure_change_one": (
        lambda: ProcedureChange(year=2024, kind="new", procedure=procedure(), count=2),
        "Thay đổi của một thủ tục thì số lượng là 1.",
    ),
    "procedure_change_successor": (
        lambda: ProcedureChange(year=2024, kind="abolished", successor=procedure()),
        "Chỉ thay đổi “Thay thế” có thủ tục thay bằng.",
    ),
}
CASES = set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_constraint_refuses_in_form_and_database(scope, name):
    make, sentence = REFUSED[name]
    refused_twice(make(), sentence)

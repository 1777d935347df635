"""Documents proposed for a new legal document, by the TTHC they serve."""

import datetime

import pytest

from documents.proposals import proposals_of
from qms.scope import in_agency
from tests.documents.helpers import document, official
from tthc.models import AdministrativeProcedure, Field, ProcedureChange, ProcedureService

pytestmark = pytest.mark.django_db


def law(subject: str, number: int = 99):
    values = {"kind": "NĐ", "notation": "NĐ-CP", "issuer": "Chính phủ"}
    return official(number, "2024-05-15", subject=subject, **values)


def served(number: int, **given):
    """A document with the TTHC it serves."""
    made = document(f"QT-{number:02d}")
    procedure = AdministrativeProcedure.objects.create(
        code=f"1.{number:06d}", name=f"Thủ tục {number}", level="district", **given
    )
    ProcedureService.objects.create(procedure=procedure, document=made)
    return made


def test_by_the_decision_that_the_law_cites_or_is(scope):
    cited, change = official(12, "2023-02-01"), official(13, "2023-03-01")
    first, second, other = served(1, decision=cited), served(2), served(3, decision=official(14))
    ProcedureChange.objects.create(
        year=2023, kind="amended", procedure=second.services.get().procedure, decision=change
    )
    assert proposals_of(law("Thay thế Quyết định 12/QĐ-UBND và 13/QĐ-UBND")) == {
        first.pk: "giải quyết TTHC theo Quyết định 12/QĐ-UBND",
        second.pk: "giải quyết TTHC theo Quyết định 13/QĐ-UBND",
    }
    assert proposals_of(cited) == {first.pk: "giải quyết TTHC theo Quyết định 12/QĐ-UBND"}
    assert other.pk not in proposals_of(law("Thay thế Nghị định 14/NĐ-CP", number=98))


def test_by_the_field_that_the_law_names(scope):
    land = Field.objects.create(name="Đất đai")
    first, served_no_more = served(1, field=land), served(2, field=land)
    served(3, field=Field.objects.create(name="Hộ tịch"))
    gone = served_no_more.services.get().procedure
    gone.in_force_to = datetime.date(2020, 1, 1)
    gone.save()
    assert proposals_of(law("Quy định chi tiết thi hành Luật đất đai")) == {first.pk: "lĩnh vực Đất đai"}


def test_another_agencys_documents_are_not_proposed(scope, other_agency):
    with in_agency(other_agency):
        served(1, field=Field.objects.create(name="Đất đai"))
    assert proposals_of(law("Quy định chi tiết thi hành Luật Đất đai")) == {}


def test_a_fixed_number_of_queries(scope, django_assert_num_queries):
    land, decision = Field.objects.create(name="Đất đai"), official(12)
    one = law("Thay thế Quyết định 12/QĐ-UBND về đất đai")
    for number in range(1, 8):
        served(number, field=land, decision=decision)
    with django_assert_num_queries(6):
        assert len(proposals_of(one)) == 7

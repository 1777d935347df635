"""Every constraint of the documents refuses what it forbids, in the form and in the database."""

import pytest

from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DeclaredField,
    DocumentSet,
    OfficialDocument,
    Revision,
)
from tests.documents.helpers import day, declaration, document, document_set, official, revision
from tests.refusals import constraint_names, refused_twice

pytestmark = pytest.mark.django_db


def code_twice():
    document("QT-01")
    return ControlledDocument(code="QT-01", title="Khác", kind="operating")


def number_twice():
    procedure = document()
    revision(procedure, "superseded")
    return Revision(document=procedure, number=1)


def second_effective():
    procedure = document()
    revision(procedure, "effective")
    return Revision(document=procedure, number=2, state="effective", effective_on=day("2024-01-01"))


def second_open():
    procedure = document()
    revision(procedure)
    return Revision(document=procedure, number=2)


def bare(**given):
    return Revision(**{"document": document(), "number": 1} | given)


def official_twice():
    first = official()
    return OfficialDocument(
        **{name: getattr(first, name) for name in ("kind", "number", "notation", "issuer", "issued_on")},
        subject="Khác",
    )


def set_of_a_used_decision():
    return DocumentSet(decision=document_set(official()).decision, effective_on=day("2024-01-01"))


def declaration_of_a_used_decision():
    used = declaration(official()).decision
    return ConformityDeclaration(decision=used, declared_on=day("2024-01-01"), fields_count=1)


def posted_before_declared():
    return ConformityDeclaration(
        decision=official(), declared_on=day("2024-01-02"), posted_on=day("2024-01-01"), fields_count=1
    )


def field_twice():
    row = {"declaration": declaration(official()), "name": "Đất đai"}
    DeclaredField.objects.create(**row)
    return DeclaredField(**row)


CASES = {
    "document_code_once": (code_twice, "Mã hiệu này đã dùng cho một tài liệu khác."),
    "document_review_months": (
        lambda: ControlledDocument(code="QT-01", title="A", kind="operating", review_months=0),
        "Chu kỳ soát xét từ 1 đến 120 tháng.",
    ),
    "document_review_months, too long": (
        lambda: ControlledDocument(code="QT-01", title="A", kind="operating", review_months=121),
        "Chu kỳ soát xét từ 1 đến 120 tháng.",
    ),
    "revision_number_once": (number_twice, "Lần sửa đổi này của tài liệu đã có."),
    "revision_one_effective": (
        second_effective,
        "Tài liệu chỉ có một lần ban hành đang hiệu lực.",
    ),
    "revision_one_open": (second_open, "Tài liệu đang có một lần sửa đổi chưa xong."),
    "revision_number_from_one": (lambda: bare(number=0), "Lần ban hành tính từ 1."),
    "revision_effective_dated": (
        lambda: bare(state="effective"),
        "Bản đang hoặc đã có hiệu lực phải ghi ngày hiệu lực.",
    ),
    "revision_end_dated": (
        lambda: bare(state="superseded", effective_on=day("2024-01-01")),
        "Chỉ bản thay thế, thu hồi có ngày hết hiệu lực, và phải có.",
    ),
    "revision_end_dated, of a draft": (
        lambda: bare(ended_on=day("2024-01-01")),
        "Chỉ bản thay thế, thu hồi có ngày hết hiệu lực, và phải có.",
    ),
    "revision_dates_order": (
        lambda: bare(state="superseded", effective_on=day("2024-01-02"), ended_on=day("2024-01-01")),
        "Ngày hết hiệu lực phải từ ngày hiệu lực trở đi.",
    ),
    "official_number_once": (
        official_twice,
        "Số, ký hiệu này đã dùng cho một văn bản khác cùng loại trong năm.",
    ),
    "document_set_decision_once": (
        set_of_a_used_decision,
        "Quyết định này đã ghi cho một bộ tài liệu.",
    ),
    "declaration_decision_once": (
        declaration_of_a_used_decision,
        "Quyết định này đã ghi cho một lần công bố.",
    ),
    "declaration_posted_after": (
        posted_before_declared,
        "Ngày niêm yết phải từ ngày công bố trở đi.",
    ),
    "declared_field_once": (field_twice, "Lĩnh vực này đã có trong lần công bố."),
}


@pytest.mark.parametrize("case", CASES)
def test_constraint_refuses_in_form_and_database(scope, case):
    make, sentence = CASES[case]
    refused_twice(make(), sentence)


def test_no_constraint_is_without_a_case():
    from tests.documents.test_updates import CASES as OF_UPDATES

    assert constraint_names("documents") == {case.split(",")[0] for case in CASES} | set(OF_UPDATES)

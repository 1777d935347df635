"""Short ways to the records of the documents app; call them inside an agency's scope."""

import datetime
from typing import Any

from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DocumentSet,
    OfficialDocument,
    Revision,
)
from documents.transitions import workflow

TEXT = "1. Mục đích\nQuy định việc tiếp nhận hồ sơ.\n- Bước một\n- Bước hai"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def official(number: int = 4584, on: str = "2022-12-30", **given: Any) -> OfficialDocument:
    values = {
        "kind": "QĐ",
        "notation": "QĐ-UBND",
        "issuer": "UBND huyện Kim Thành",
        "subject": f"Văn bản {number}",
    }
    return OfficialDocument.objects.create(number=number, issued_on=day(on), **values | given)


def document(code: str = "QT-01", **given: Any) -> ControlledDocument:
    values = {"title": f"Quy trình {code}", "kind": "operating"}
    return ControlledDocument.objects.create(code=code, **values | given)


def revision(of: ControlledDocument, state: str = "draft", number: int = 1, **given: Any) -> Revision:
    """A revision in a state, dated as the constraints ask."""
    values: dict[str, Any] = {"content": TEXT}
    if state in ("effective", "superseded"):
        values["effective_on"] = day("2023-01-01")
    if state in ("superseded", "withdrawn"):
        values["ended_on"] = day("2023-06-01")
    return Revision.objects.create(document=of, number=number, state=state, **values | given)


def run(name: str, record: Revision, actor: Any, **data: Any) -> Revision:
    return workflow.transitions[name].run(record, actor=actor, **data)


def document_set(decision: OfficialDocument, on: str = "2022-12-30", **given: Any) -> DocumentSet:
    return DocumentSet.objects.create(decision=decision, effective_on=day(on), **given)


def declaration(decision: OfficialDocument, on: str = "2022-10-28", **given: Any) -> ConformityDeclaration:
    return ConformityDeclaration.objects.create(
        decision=decision, declared_on=day(on), **{"fields_count": 43} | given
    )

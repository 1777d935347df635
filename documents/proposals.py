"""Which documents a new legal document may touch: each app gives its reasons, a person chooses."""

import re
from collections.abc import Callable, Iterable, Iterator

from documents.enums import UpdateState
from documents.models import ControlledDocument, OfficialDocument, ProcedureUpdate

Give = Callable[[OfficialDocument], Iterable[tuple[int, str]]]
_providers: list[Give] = []


def provider(function: Give) -> Give:
    """`function(law)` gives (key of a controlled document, why), with a fixed number of queries."""
    _providers.append(function)
    return function


def proposals_of(law: OfficialDocument) -> dict[int, str]:
    """Key of a controlled document → why it is proposed."""
    reasons: dict[int, dict[str, None]] = {}
    for give in _providers:
        for key, reason in give(law):
            reasons.setdefault(key, {})[reason] = None
    return {key: "; ".join(told) for key, told in reasons.items()}


def names_field(text: str, field: str) -> bool:
    """In whole words; a field of one word as it is written alone: “Luật Hội”, not “bảo hiểm xã hội”."""
    field = field.strip()
    flags = re.IGNORECASE if " " in field else re.NOFLAG
    return bool(field) and re.search(rf"(?<!\w){re.escape(field)}(?!\w)", text, flags) is not None


@provider
def by_earlier_law(law: OfficialDocument) -> Iterator[tuple[int, str]]:
    """What an earlier law touched, which this one amends, replaces or guides."""
    cited = OfficialDocument.objects.cited_in(law.subject).exclude(pk=law.pk)
    rows = ProcedureUpdate.objects.filter(law__in=cited).exclude(state=UpdateState.NOT_NEEDED)
    for row in rows.select_related("law"):
        yield row.document_id, f"đã cập nhật theo {row.law}"


@provider
def by_field(law: OfficialDocument) -> Iterator[tuple[int, str]]:
    rows = ControlledDocument.objects.exclude(field_name="")
    for key, field in rows.values_list("pk", "field_name"):
        if names_field(law.subject, field):
            yield key, f"lĩnh vực {field}"

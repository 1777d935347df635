"""Every address and who may open it: URL name → (who, method, arguments).

who: the roles that get in, as letters – A quản trị, S thư ký, L lãnh đạo, D đánh giá viên, U đầu mối, C cán bộ,
Q quan sát viên; "*" is everyone of the agency. Everyone else of the agency gets 403, another agency's people 404,
a stranger the login page. Rows are written by hand from users.md: they do not read what the views declare.
"""

from dataclasses import dataclass

LETTERS = {
    "A": "admin",
    "S": "secretary",
    "L": "leader",
    "D": "auditor",
    "U": "unit_contact",
    "C": "staff",
    "Q": "observer",
}
ALL = "ASLDUCQ"


@dataclass(frozen=True)
class Row:
    """record: which row of tests/permissions/records.py fills <int:pk>; args: further path arguments."""

    who: str
    record: str = ""
    method: str = "get"
    args: tuple[object, ...] = ()
    before: tuple[object, ...] = ()
    refused: int = 403

    @property
    def roles(self) -> set[str]:
        return {LETTERS[letter] for letter in (ALL if self.who == "*" else self.who)}


PUBLIC = {"qms:login", "qms:health"}
SIGNED_IN = {"qms:front", "qms:logout", "qms:password_change"}

MATRIX: dict[str, Row] = {
    "qms:year": Row("*"),
    "qms:inbox": Row("*"),
    "qms:search": Row("*"),
    "qms:figures": Row("*"),
    "qms:history": Row("ASLQ"),
    "qms:history_of": Row("ASLQ", record="unit", before=("qms.unit",)),
    "qms:attachment": Row("*", record="attachment"),
    "qms:attachment_add": Row("AS", record="unit", method="post", before=("qms.unit",)),
    "qms:attachment_remove": Row("AS", record="attachment", method="post"),
    "qms:job": Row("", record="job", refused=404),  # a job is seen by who started it
    "qms:job_file": Row("", record="job", refused=404),
    "qms:role_list": Row("A"),
    "qms:role_end": Row("A", record="assignment", method="post"),
    "qms:unit_list": Row("*"),
    "qms:unit_add": Row("AS"),
    "qms:unit_detail": Row("*", record="unit"),
    "qms:unit_edit": Row("AS", record="unit"),
    "qms:unit_delete": Row("AS", record="unit"),
    "qms:person_list": Row("*"),
    "qms:person_add": Row("AS"),
    "qms:person_detail": Row("*", record="person"),
    "qms:person_edit": Row("AS", record="person"),
    "qms:person_delete": Row("AS", record="person"),
    "documents:official_list": Row("*"),
    "documents:official_add": Row("S"),
    "documents:official_detail": Row("*", record="official"),
    "documents:official_edit": Row("S", record="official"),
    "documents:official_delete": Row("S", record="official"),
}

"""No page offers its reader an address that would refuse him: buttons follow the same rights as pages."""

import re
from typing import Any

import pytest
from django.urls import Resolver404, resolve

from tests.clients import client_as
from tests.permissions.matrix import MATRIX
from tests.permissions.test_matrix import address

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'(?:href|action|formaction|hx-get|hx-post)="(/kim-thanh/2024/[^"?#]*)')
OWN = {"qms:job", "qms:job_file", "qms:attachment_add", "qms:attachment_remove"}
"""Not by role alone: a job's owner, the record to which a file is attached."""
ROLES = ("leader", "auditor", "unit_contact", "staff")
"""The roles of which each may write something that another may not."""


def row_name(path: str) -> str:
    """The matrix row of an address; empty for one that the matrix does not speak of."""
    try:
        match = resolve(path.removeprefix("/kim-thanh/2024"))
    except Resolver404:
        return ""
    step = f"{match.view_name} {match.kwargs.get('step', '')}".strip()
    return next((name for name in (step, match.view_name) if name in MATRIX), "")


def pages_of(client: Any, role: str, records: dict[str, Any]) -> list[tuple[str, str]]:
    """(row, body) of every page this role may read."""
    bodies = []
    for name, row in MATRIX.items():
        if row.method == "get" and role in row.roles and name not in OWN:
            response = client.get(client.path(address(name, row, records)))
            if response.streaming:
                b"".join(response.streaming_content)  # reads the file to its end, and so closes it
            elif response.headers["Content-Type"].startswith("text/html"):
                bodies.append((name, response.content.decode()))
    return bodies


@pytest.mark.parametrize("role", ROLES)
def test_no_page_offers_what_its_reader_may_not_do(role, agency, records):
    closed, seen = set(), set()
    for name, body in pages_of(client_as(role, agency), role, records):
        for path in set(ADDRESS.findall(body)):
            offered = row_name(path)
            seen.add(offered)
            if offered and offered not in OWN and role not in MATRIX[offered].roles:
                closed.add(f"{name} → {offered}")
    assert "qms:unit_list" in seen  # the addresses were read at all
    assert not closed

"""Lock 4: the addresses there are equal the rows of the matrix, and each row holds for every role."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audits.models import CorrectiveActionRequest, Finding, InternalAudit, ManagementReview, ReviewConclusion
from documents.models import ProcedureUpdate, Revision
from qms.enums import Role
from qms.models import RoleAssignment
from qms.workflow import workflow_of, workflows
from reports.models import AnnualReport
from tests.architecture.test_sources import patterns
from tests.clients import client_as
from tests.permissions.matrix import MATRIX, PUBLIC, SIGNED_IN, Row
from tests.permissions.records import attach
from tthc.models import Complaint, SurveyRound


def test_every_address_has_a_row_and_every_row_an_address():
    names = {name for name, _ in patterns()}
    assert names == {*(url_name(key) for key in MATRIX), *PUBLIC, *SIGNED_IN}


def test_every_transition_has_a_row():
    """The steps that pages offer; a workflow no page offers (`supersede`) is run by another step alone."""
    found = {
        f"{url_name}_step {name}"
        for url_name, model in STEPPED.items()
        for name, step in workflow_of(model).transitions.items()
        if step.offered
    }
    assert found == {key for key in MATRIX if "_step " in key}
    offering = {
        model for model, flow in workflows().items() if any(s.offered for s in flow.transitions.values())
    }
    assert set(STEPPED.values()) == offering


STEPPED = {
    "documents:revision": Revision,
    "documents:update": ProcedureUpdate,
    "tthc:complaint": Complaint,
    "audits:audit": InternalAudit,
    "audits:finding": Finding,
    "audits:car": CorrectiveActionRequest,
    "audits:review": ManagementReview,
    "audits:conclusion": ReviewConclusion,
    "reports:report": AnnualReport,
    "tthc:survey_round": SurveyRound,
}


def url_name(key: str) -> str:
    return key.split(" ")[0]


def address(name: str, row: Row, records: dict[str, Any]) -> str:
    pk = [records[row.record].pk] if row.record else []
    return reverse(url_name(name), args=[*row.before, *pk, *row.args])


def ask(client: Any, path: str, row: Row) -> int:
    response = getattr(client, row.method)(path)
    if response.streaming:
        b"".join(response.streaming_content)  # reads the file to its end, and so closes it
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_matrix(role, agency, records):
    client = client_as(role, agency)
    wrong = []
    for name, row in MATRIX.items():
        client.force_login(client.user)
        status = ask(client, client.path(address(name, row, records)), row)
        allowed = status in (200, 302, 303, 405, 422) if role in row.roles else status == row.refused
        if not allowed:
            wrong.append(f"{name}: {role} → {status}")
        if name == "qms:attachment_remove" and role in row.roles:
            records["attachment"] = attach(records["unit"], records["job"].started_by)
    assert not wrong


@pytest.mark.django_db
def test_another_agencys_people_find_nothing(agency, other_agency, records):
    client = client_as("secretary", other_agency)
    for role in set(Role) - {Role.SECRETARY}:
        RoleAssignment.objects.create(user=client.user, agency=other_agency, role=role)
    at_home = {name: address(name, row, records) for name, row in MATRIX.items()}
    wrong = []
    for name, path in at_home.items():
        row = MATRIX[name]
        if ask(client, f"/{agency.code}/2024{path}", row) != 404:
            wrong.append(f"{name}: opens under the other agency's address")
        if row.record and ask(client, client.path(path), row) != 404:
            wrong.append(f"{name}: opens by number under the own address")
    assert not wrong


@pytest.mark.django_db
def test_strangers_see_the_login_page(agency, records):
    wrong = []
    for name, row in MATRIX.items():
        response = getattr(Client(), row.method)(f"/{agency.code}/2024{address(name, row, records)}")
        if response.status_code != 302 or "/dang-nhap/" not in response.headers["Location"]:
            wrong.append(name)
    assert not wrong

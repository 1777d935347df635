"""Every page of the app over an audit with 60 units, 60 slots, 600 note rows and 200 findings: few queries."""

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import CorrectiveActionRequest, Finding
from qms.scope import in_agency
from qms.workflow import workflow_of
from tests.audits.build import of_unit
from tests.audits.large import Large, large_audit
from tests.permissions.matrix import MATRIX, Row

pytestmark = pytest.mark.django_db

MOST = 30
BESIDE = {  # pages of other apps that gather what the audits hold
    "qms:inbox": Row("*"),
    "qms:year": Row("*"),
    "qms:bundle": Row("*", record="audit", before=("audits.dossier",)),
    "qms:history_of": Row("ASLQ", record="audit", before=("audits.internalaudit",)),
    "planning:auditor_list": Row("*"),
}
QUERIES = {  # list pages as people narrow them, forms as other pages open them
    "audits:finding_list": ("?state=open", "?overdue=1", "?trang=2"),
    "audits:car_list": ("?overdue=1",),
    "qms:search": ("?q=quy+trinh",),
}
PAPERS = {
    "audits.notice": "audit",
    "audits.programme": "audit",
    "audits.report": "audit",
    "audits.summary": "audit",
    "audits.nonconformity": "finding",
    "audits.note": "note",
    "audits.car": "car",
    "audits.minutes": "review",
}


def records_of(large: Large) -> dict[str, Any]:
    """By the names the permission matrix uses."""
    return {
        "audit": large.audit,
        "audited_unit": large.audited[0],
        "team_member": large.team[0],
        "slot": large.slots[0],
        "checklist": large.checklist,
        "checklist_line": large.checklist.lines.first(),
        "note": large.notes[0],
        "note_line": large.lines[0],
        "finding": large.finding_in("answered"),
        "car": large.car_in("in_progress"),
        "round": large.rounds[0],
        "action": large.measures[0],
        "review": large.review,
        "attendee": large.review.attendees.first(),
        "section": large.review.sections.first(),
        "conclusion": large.conclusions[0],
    }


def of_state(name: str, step: str, large: Large, records: dict[str, Any]) -> Any:
    """A record on which the step may be done, where the large audit has one."""
    model = {"finding": Finding, "car": CorrectiveActionRequest}.get(name)
    if model is None:
        return records[name]
    source = sorted(workflow_of(model).transitions[step].sources)[0]
    return large.finding_in(source) if model is Finding else large.car_in(source)


def addresses(large: Large, role: str) -> dict[str, str]:
    """What → path: every page of the app that this role may open, with papers and what other apps gather."""
    records, found = records_of(large), {}
    rows = {key: row for key, row in MATRIX.items() if key.startswith("audits:")} | BESIDE
    for key, row in rows.items():
        if row.method != "get" or role not in row.roles:
            continue
        name, *_ = key.split(" ")
        record = of_state(row.record, row.args[0], large, records) if row.args else records.get(row.record)
        path = reverse(name, args=[*row.before, *([record.pk] if record else []), *row.args])
        found[key] = path
        found |= {f"{key} {query}": path + query for query in QUERIES.get(name, ())}
    if role == "secretary":  # papers are alike for everyone
        found |= {
            f"paper {kind}": reverse("qms:paper", args=[kind, records[of].pk]) for kind, of in PAPERS.items()
        }
    line = large.lines[1].pk
    if role in MATRIX["audits:finding_add"].roles:
        found["finding from a row"] = reverse("audits:finding_add", args=[large.audit.pk]) + f"?line={line}"
    if role in MATRIX["audits:car_add"].roles:
        found["request from a finding"] = (
            reverse("audits:car_add") + f"?finding={large.finding_in('open').pk}"
        )
    return found


def told(captured: list[dict[str, str]]) -> str:
    """The statement asked most often, without its values."""
    shapes = Counter(re.sub(r"\d+|'[^']*'", "?", query["sql"]) for query in captured)
    [(sql, times)] = shapes.most_common(1)
    return f"{times} × {sql[:300]} … {sql[-200:]}"


@pytest.mark.parametrize("role", ["secretary", "leader", "auditor", "unit_contact"])
def test_every_page_of_a_large_audit_stays_within_thirty_queries(role, as_role, agency):
    client = as_role(role)
    with in_agency(agency):
        large = large_audit(auditor=client.user.person if role == "auditor" else None)
        if role == "unit_contact":
            of_unit(client.user, large.units[0])
        pages = addresses(large, role)
    wrong = []
    for name, path in pages.items():
        with CaptureQueriesContext(connection) as seen:
            response = client.page(path)
            if response.streaming:
                b"".join(response.streaming_content)
        if response.status_code not in (200, 302, 405):
            wrong.append(f"{name}: {response.status_code}")
        if len(seen) > MOST:
            wrong.append(f"{name}: {len(seen)} queries, most often {told(seen.captured_queries)}")
    assert not wrong, "\n".join(wrong)

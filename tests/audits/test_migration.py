"""A database of the first release goes up with every text that stood in it."""

import pytest
from django.apps import apps as current_apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from qms.scope import across_agencies

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = ("audits", "0001_initial")
CRITERION = "Quy trình số 12, Mục 5.2\ncủa quy trình"
CONCLUSIONS = "1. Rà soát quy trình\n2. Tập huấn lại"


@pytest.fixture
def first_release():
    """The tables of audits as they were; afterwards as they are, so that later tests find them."""
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "audits"]
    executor.migrate([FIRST])
    yield MigrationExecutor(connection).loader.project_state([FIRST]).apps, newest
    MigrationExecutor(connection).migrate(newest)


def up(newest):
    executor = MigrationExecutor(connection)
    executor.migrate(newest)
    return executor.loader.project_state(newest).apps


def write(apps):
    """Old rows, by the old models: an audit with a finding, reviews with and without texts."""
    agency = apps.get_model("qms", "Agency").objects.create(
        code="kim-thanh", kind="district", full_name="UBND huyện", short_name="UBND huyện", notation="UBND",
        place="Kim Thành", head_title="Chủ tịch", signing_mode="collective",
    )  # fmt: skip
    audit = apps.get_model("audits", "InternalAudit")._base_manager.create(
        agency=agency, year=2023, round=1, notice="Thông báo 01/TB-BCĐ", conclusion="Còn 02 điểm nhẹ"
    )
    apps.get_model("audits", "Finding")._base_manager.create(
        agency=agency,
        audit=audit,
        number=1,
        criterion=CRITERION,
        description="Thiếu giấy",
        outcome="Đã bổ sung",
    )
    reviews = apps.get_model("audits", "ManagementReview")._base_manager
    texts = (
        {"conclusions": CONCLUSIONS, "follow_up": "Đã tập huấn"},
        {"conclusions": "", "follow_up": "Chỉ có kết quả"},
        {"conclusions": "Duy trì", "follow_up": ""},
        {"conclusions": "", "follow_up": ""},
    )
    for number, given in enumerate(texts, start=1):
        reviews.create(agency=agency, year=2023, round=number, **given)


def test_every_text_of_the_first_release_is_kept(first_release):
    before, newest = first_release
    write(before)
    apps = up(newest)
    audit = apps.get_model("audits", "InternalAudit")._base_manager.get()
    assert (audit.notice_note, audit.remaining) == ("Thông báo 01/TB-BCĐ", "Còn 02 điểm nhẹ")
    assert audit.notice_id is None  # the văn bản is chosen by a person, not guessed from a text
    finding = apps.get_model("audits", "Finding")._base_manager.get()
    assert (finding.section, finding.criterion_type) == (CRITERION, "procedure")
    assert (finding.description, finding.outcome) == ("Thiếu giấy", "Đã bổ sung")
    rows = apps.get_model("audits", "ReviewConclusion")._base_manager.order_by("review__round")
    assert [(row.review.round, row.text, row.result) for row in rows] == [
        (1, CONCLUSIONS, "Đã tập huấn"),
        (2, "Kết luận của cuộc họp", "Chỉ có kết quả"),
        (3, "Duy trì", ""),
    ]
    assert all(row.standing and row.due_on is None and row.agency_id == audit.agency_id for row in rows)

    came_up_valid()


def came_up_valid():
    """The constraints hold, and the pages' own models read the rows."""
    with across_agencies(reason="test"):
        for name in ("InternalAudit", "Finding", "ManagementReview", "ReviewConclusion"):
            rows = list(current_apps.get_model("audits", name).objects.all())
            assert rows
            for row in rows:
                row.full_clean()

"""Texts no export can write, files of records that moved on, what a deletion takes along, history as it is read."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.enums import AuditState
from documents.models import Revision
from qms import history
from qms.attachments import attachment_add, attachment_remove
from qms.models import Attachment, HistoryEntry, RoleAssignment, Unit, UnitFormerName
from qms.records import record_delete
from qms.sheet_tables import cell_value
from qms.text import fold
from qms.views.entries import history_entries
from qms.views.tables import shown
from tests.audits.build import audit
from tests.documents.helpers import document, revision
from tests.factories import AgencyFactory, UnitFactory
from tests.qms.test_attachments import PDF

pytestmark = pytest.mark.django_db
BAD = "a\x00\x01\x0b\x1f\ufffe\uffff\ud800b\t\n"


def test_unstorable_characters_never_reach_the_database(scope):
    unit = Unit.objects.create(name=BAD)
    assert (unit.name, unit.search_text) == ("ab\t\n", "ab")
    assert cell_value(BAD) == "ab\t\n"
    assert fold("Phòng\x00 Y tế") == "phong y te"


def test_search_for_a_nul_is_an_empty_page_not_an_error(as_role):
    assert as_role("secretary").page("qms:search", q="a\x00b").status_code == 200


def test_long_file_name_keeps_its_extension(scope, user_as):
    upload = SimpleUploadedFile("d" * 240 + ".pdf", PDF)
    kept = attachment_add(UnitFactory(), upload, actor=user_as("secretary"))
    assert len(kept.name) == 200
    assert kept.name.endswith("d.pdf")


def test_file_of_a_revision_under_review_is_neither_added_nor_removed(scope, user_as):
    actor = user_as("secretary")
    record = revision(document())
    kept = attachment_add(record, SimpleUploadedFile("a.pdf", PDF), actor=actor)
    Revision.objects.filter(pk=record.pk).update(state="in_review")
    for write in (
        lambda: attachment_add(record, SimpleUploadedFile("b.pdf", PDF), actor=actor),
        lambda: attachment_remove(kept, actor=actor),
    ):
        with pytest.raises(ValidationError, match="không sửa được nữa"):
            write()
    assert Attachment.objects.get() == kept


def test_page_says_why_files_of_a_closed_audit_stay(scope, as_role):
    record, client = audit("closed"), as_role("secretary")
    path = client.path("qms:attachment_add", record._meta.label_lower, record.pk)
    assert path not in client.page("audits:audit_detail", record.pk).content.decode()
    response = client.post(path, {"file": SimpleUploadedFile("a.pdf", PDF)}, follow=True)
    assert "đã kết thúc, không sửa được nữa" in response.content.decode()
    assert not Attachment.objects.exists()


def test_orphaned_file_is_not_found(scope, as_role):
    client = as_role("secretary")
    unit = UnitFactory()
    kept = attachment_add(unit, SimpleUploadedFile("a.pdf", PDF), actor=client.user)
    Unit.objects.filter(pk=unit.pk).delete()
    assert client.page("qms:attachment", kept.pk).status_code == 404
    assert client.send("qms:attachment_remove", kept.pk).status_code == 404


def test_deletion_keeps_the_texts_of_what_goes_along(scope, user_as):
    unit = UnitFactory()
    former = UnitFormerName.objects.create(unit=unit, name="Phòng Cũ", valid_to="2020-12-31")
    pk = former.pk
    record_delete(unit, actor=user_as("secretary"))
    former.pk = pk
    entry = HistoryEntry.objects.of(former).get()
    assert (entry.action, entry.changes["name"]) == ("delete", ["Phòng Cũ", None])


def test_role_above_lets_a_member_see_as_observer_too(agency, user_as):
    parent = AgencyFactory(code="tinh")
    agency.parent = parent
    agency.save()
    user = user_as("staff")
    RoleAssignment.objects.create(user=user, agency=parent, role="admin")
    user.__dict__.pop("_roles", None)
    assert user.roles_in(agency) == {"staff", "observer"}
    assert not user.only_reads(agency)


def test_history_tells_labels_days_and_numbers_as_people_read_them(scope):
    changes = {
        "state": ["planned", "closed"],
        "starts_on": [None, "2024-10-21"],
        "year": [2023, 2024],
        "findings_recorded": [False, True],
        "gone": ["a", "b"],
    }
    record = audit()
    entry = history.record(record, action="update", label="Sửa", actor=None, changes=changes)
    told = {label: (old, new) for label, old, new in history_entries([entry])[0]["changes"]}
    assert told == {
        "Trạng thái": (AuditState.PLANNED.label, AuditState.CLOSED.label),
        "Đánh giá từ ngày": ("", "21/10/2024"),
        "Năm": ("2023", "2024"),
        "Đã ghi đủ phát hiện": ("Không", "Có"),
        "Gone": ("a", "b"),
    }


def test_history_of_a_model_that_is_gone_is_still_read(scope):
    entry = history.record(UnitFactory(), action="update", label="Sửa", actor=None, changes={"x": [1, 2]})
    entry.object_type = "cu.model"
    assert history_entries([entry])[0]["changes"] == [("x", "1", "2")]


def test_a_moment_is_shown_as_the_clock_here_says():
    moment = datetime.datetime(2024, 12, 31, 17, 30, tzinfo=datetime.UTC)
    assert shown(moment) == shown(datetime.datetime(2025, 1, 1, 0, 30))

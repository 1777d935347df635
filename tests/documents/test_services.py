"""Revisions are begun, changed and dropped only when they may be; declarations keep their list of fields."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from documents.models import DeclaredField, Revision
from documents.services import declaration_save, revision_create, revision_delete, revision_update
from qms.attachments import attachment_add
from qms.models import Attachment, HistoryEntry
from qms.records import StaleRecord
from tests.documents.helpers import TEXT, declaration, document, official, revision

PDF = b"%PDF-1.7\n%%EOF\n"


def test_first_revision_is_number_one_by_its_maker(procedure, secretary):
    found = revision_create(document=procedure, actor=secretary)
    assert (found.number, found.state, found.author) == (1, "draft", secretary.person)
    assert found.label == "QT-01 Quy trình QT-01 – lần ban hành 01"


def test_next_revision_copies_the_text_in_force(effective, procedure, secretary):
    found = revision_create(document=procedure, actor=secretary, change_summary="Sửa mục 5.2.")
    assert (found.number, found.content) == (2, TEXT)
    assert found.number_label == "Lần sửa đổi 02"


def test_given_text_stands_even_when_empty(effective, procedure, secretary):
    assert revision_create(document=procedure, actor=secretary, content="").content == ""


@pytest.mark.parametrize("state", ["draft", "in_review", "changes_requested", "approved"])
def test_second_open_revision_is_refused(state, procedure, secretary):
    revision(procedure, state)
    with pytest.raises(ValidationError, match="làm xong lần này trước"):
        revision_create(document=procedure, actor=secretary)


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_ended_revision_lets_the_next_begin(state, procedure, secretary):
    revision(procedure, state)
    assert revision_create(document=procedure, actor=secretary).number == 2


def test_contact_begins_revisions_only_of_his_unit(contact):
    assert revision_create(document=document("QT-02", unit=contact.person.unit), actor=contact).number == 1
    with pytest.raises(ValidationError, match="đơn vị mình chủ trì"):
        revision_create(document=document("QT-03"), actor=contact)


@pytest.mark.parametrize("state", ["in_review", "approved", "effective", "superseded", "withdrawn"])
def test_content_is_not_edited_outside_draft(state, procedure, secretary):
    record = revision(procedure, state)
    record.content = "Khác"
    with pytest.raises(ValidationError, match="nội dung không sửa được nữa"):
        revision_update(revision=record, actor=secretary, expected_version=record.version)
    assert Revision.objects.get(pk=record.pk).content == TEXT


@pytest.mark.parametrize("state", ["draft", "changes_requested"])
def test_draft_is_edited_with_history(state, procedure, secretary):
    record = revision(procedure, state)
    record.content = "Khác"
    revision_update(
        revision=record, actor=secretary, expected_version=0, upload=ContentFile(PDF, name="a.pdf")
    )
    stored = Revision.objects.get(pk=record.pk)
    assert (stored.content, stored.version, stored.state) == ("Khác", 1, state)
    assert [row.action for row in HistoryEntry.objects.of(record)] == ["attach", "update"]


def test_edit_over_someone_elses_is_stale(draft, secretary):
    mine = Revision.objects.get(pk=draft.pk)
    draft.content = "Của người khác"
    revision_update(revision=draft, actor=secretary, expected_version=0)
    mine.content = "Của tôi"
    with pytest.raises(StaleRecord):
        revision_update(revision=mine, actor=secretary, expected_version=0)


def test_refused_file_keeps_the_draft_as_it_was(draft, secretary):
    draft.content = "Khác"
    with pytest.raises(ValidationError):
        revision_update(
            revision=draft, actor=secretary, expected_version=0, upload=ContentFile(b"MZ", name="a.pdf")
        )
    assert Revision.objects.get(pk=draft.pk).content == TEXT


def test_dropped_draft_takes_its_files_with_it(draft, secretary):
    attachment_add(draft, ContentFile(PDF, name="a.pdf"), actor=secretary)
    revision_delete(revision=draft, actor=secretary)
    assert not Revision.objects.exists()
    assert not Attachment.objects.exists()


def test_issued_revision_is_not_dropped(effective, secretary):
    with pytest.raises(ValidationError, match="không sửa được nữa"):
        revision_delete(revision=effective, actor=secretary)


@pytest.mark.parametrize(("state", "permission"), [("draft", "documents.draft"), ("effective", "")])
def test_files_of_an_issued_revision_belong_to_it(state, permission, procedure):
    assert revision(procedure, state).edit_permission == permission


def test_fields_of_a_declaration_follow_the_list(scope, secretary):
    declared = declaration(official(3265, "2022-10-28"))
    declaration_save(
        declaration=declared, field_names=["Đất đai", "Hộ tịch", "Đất đai", " "], actor=secretary
    )
    kept = DeclaredField.objects.get(name="Hộ tịch").pk
    declaration_save(declaration=declared, field_names=["Hộ tịch", "Công chứng"], actor=secretary)
    rows = list(DeclaredField.objects.values_list("name", "position"))
    assert rows == [("Hộ tịch", 1), ("Công chứng", 2)]
    assert DeclaredField.objects.get(name="Hộ tịch").pk == kept
    gone = HistoryEntry.objects.filter(action="delete").get()
    assert gone.object_label == "Đất đai"

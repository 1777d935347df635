"""Guards of the documents that no other test asks: each was taken out once, and its test here failed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from documents import services
from documents.guards import is_named_reviewer
from documents.models import Revision
from documents.transitions import workflow
from qms.exchange import load_year
from qms.inbox import collect
from qms.models import Person, Unit
from qms.scope import in_agency
from tests.documents.helpers import declaration, document, official, revision, run
from tests.documents.test_exchange import BODY, HEAD
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def waiting(agency, user):
    return [item.tag for item in collect(agency, user) if item.group == "Tài liệu"]


def test_a_revision_is_not_withdrawn_from_a_day_to_come(procedure, secretary):
    record = revision(procedure, "effective")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="chưa tới"):
        run("withdraw", record, secretary, reason="Bãi bỏ.", ended_on=tomorrow)
    assert Revision.objects.get().state == "effective"


def test_a_contact_without_a_person_drafts_nothing(scope, user_as):
    contact = user_as("unit_contact")
    Person.objects.filter(user=contact).delete()
    with pytest.raises(ValidationError, match="đơn vị mình chủ trì"):
        services.revision_create(document=document(), actor=contact)
    with pytest.raises(ValidationError, match="đơn vị mình chủ trì"):
        services.revision_create(document=document("QT-02", unit=UnitFactory()), actor=contact)


def test_a_contact_of_no_unit_does_not_draft_what_has_no_unit(scope, user_as):
    """Two empty fields are not the same unit."""
    with pytest.raises(ValidationError, match="đơn vị mình chủ trì"):
        services.revision_create(document=document(), actor=user_as("unit_contact"))


def test_a_contact_drafts_his_own_units_documents_only(scope, contact):
    own = document("QT-01", unit=Unit.objects.get())
    assert services.revision_create(document=own, actor=contact).author == contact.person
    other = document("QT-02", unit=UnitFactory())
    with pytest.raises(ValidationError, match="đơn vị mình chủ trì"):
        services.revision_create(document=other, actor=contact)


def test_a_reviewer_without_a_person_is_not_the_named_one(procedure, scope, leader, user_as):
    record = revision(procedure, "in_review", reviewer=leader.person)
    nobody = user_as("secretary")
    Person.objects.filter(user=nobody).delete()
    assert is_named_reviewer(record, nobody) == f"Người soát xét lần này là {leader.person}."
    assert "chưa gắn với người nào" in workflow.transitions["review"].refusal(record, nobody)


def test_what_a_writer_began_waits_for_him_to_mend_and_not_to_decide(procedure, scope, leader, user_as):
    """Whoever is named author: the account that wrote is asked to mend, never to approve."""
    other = user_as("leader")
    record = revision(procedure, "in_review", writers=[other.pk])
    assert waiting(scope, other) == []
    assert waiting(scope, leader) == ["Chờ phê duyệt"]
    Revision.objects.filter(pk=record.pk).update(state="changes_requested", reason="Thiếu mục 5.2.")
    author = user_as("secretary")
    Revision.objects.filter(pk=record.pk).update(writers=[author.pk])
    assert waiting(scope, author) == ["Cần sửa lại"]
    assert waiting(scope, user_as("secretary")) == []


def test_approval_waits_for_who_may_approve(procedure, scope, leader, user_as):
    revision(procedure, "in_review")
    assert waiting(scope, user_as("secretary")) == []
    assert waiting(scope, leader) == ["Chờ phê duyệt"]


def test_issue_waits_for_who_may_issue(procedure, scope, secretary, contact):
    revision(procedure, "approved")
    assert waiting(scope, secretary) == ["Chờ ban hành"]
    assert waiting(scope, contact) == []


def test_review_waits_for_a_reviewer_who_still_may(procedure, scope, contact):
    revision(procedure, "in_review", reviewer=contact.person)
    assert waiting(scope, contact) == []


def test_an_account_without_a_person_is_asked_nothing(procedure, scope, user_as):
    nobody = user_as("leader")
    Person.objects.filter(user=nobody).delete()
    revision(procedure, "in_review")
    assert waiting(scope, nobody) == []


def test_a_year_file_still_fills_in_a_draft(scope, tmp_path):
    path = tmp_path / "nam.yaml"
    path.write_text(HEAD + BODY, encoding="utf-8")
    agency, _, _ = load_year(path)
    path.write_text((HEAD + BODY).replace("Đang sửa", "Sửa mục 5"), encoding="utf-8")
    load_year(path)
    with in_agency(agency):
        assert Revision.objects.get(number=3).change_summary == "Sửa mục 5"


def test_an_entry_that_is_not_locked_is_changed_and_deleted(scope, secretary):
    entry = official()
    entry.subject = "Trích yếu khác"
    services.official_save(entry, actor=secretary)
    services.official_delete(entry, actor=secretary)


def test_a_stranger_runs_no_step(procedure, scope):
    with pytest.raises(PermissionDenied):
        run("withdraw", revision(procedure, "effective"), UserFactory(), reason="Bãi bỏ.")


# one record's rows are not another's


def test_a_lock_holds_for_its_own_entry_alone(scope, secretary):
    free, kept = official(1), official(2)
    kept.locked = "Đã ban hành."
    kept.save()
    services.official_save(free, actor=secretary)
    with pytest.raises(ValidationError, match="Đã ban hành"):
        services.official_delete(kept, actor=secretary)


def test_a_draft_of_one_document_neither_blocks_nor_feeds_another(procedure, secretary):
    revision(procedure, "effective", content="Nội dung của QT-01.")
    revision(procedure, number=2)
    begun = services.revision_create(document=document("QT-02"), actor=secretary)
    assert (begun.number, begun.content) == (1, "")


def test_fields_of_one_declaration_stay_when_another_is_saved(scope, secretary):
    first, second = declaration(official(1)), declaration(official(2))
    services.declaration_save(declaration=first, field_names=["Đất đai"], actor=secretary)
    services.declaration_save(declaration=second, field_names=["Tư pháp"], actor=secretary)
    assert [row.name for row in first.declared_fields.all()] == ["Đất đai"]

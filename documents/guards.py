"""What a step of a revision asks first; a guard returns the sentence of its refusal."""

from documents import permissions
from documents.models import ControlledDocument, Revision
from qms.dates import slashed
from qms.models import Attachment, User
from qms.workflow import costly


def drafting_refusal(document: ControlledDocument, actor: User) -> str:
    """A unit's contact drafts his own unit's documents; the secretary drafts any."""
    if actor.can(permissions.EDIT):
        return ""
    person = actor.person
    if person is not None and document.unit_id is not None and person.unit_id == document.unit_id:
        return ""
    return "Đầu mối đơn vị chỉ soạn thảo tài liệu mà đơn vị mình chủ trì."


def is_own_unit(revision: Revision, actor: User) -> str:
    return drafting_refusal(revision.document, actor)


def _lacks_content(revision: Revision) -> str:
    if revision.content.strip() or Attachment.objects.of(revision).exists():
        return ""
    return "Chưa có nội dung: nhập nội dung hoặc đính kèm tệp Word, PDF."


def _lacks_change_summary(revision: Revision) -> str:
    if revision.number == 1 or revision.change_summary.strip():
        return ""
    return "Từ lần sửa đổi thứ hai phải ghi nội dung sửa đổi."


def is_complete(revision: Revision, actor: User) -> str:
    """Everything that is missing, at once."""
    return " ".join(filter(None, (_lacks_content(revision), _lacks_change_summary(revision))))


def _wrote_it(revision: Revision, actor: User) -> bool:
    """Named or not: who began, changed, attached or submitted it."""
    person = actor.person
    if revision.submitted_by_id == actor.pk or (person is not None and revision.author_id == person.pk):
        return True
    return actor.pk in revision.writers or Attachment.objects.of(revision).filter(uploaded_by=actor).exists()


def is_a_person(revision: Revision, actor: User) -> str:
    """The sheets print who approved, and only persons can be compared with the author."""
    if actor.person is not None:
        return ""
    return "Tài khoản này chưa gắn với người nào trong danh sách cán bộ; đề nghị quản trị gắn trước."


@costly
def approver_is_not_author(revision: Revision, actor: User) -> str:
    return "Người soạn thảo không được tự phê duyệt." if _wrote_it(revision, actor) else ""


@costly
def reviewer_is_not_author(revision: Revision, actor: User) -> str:
    return "Người soạn thảo không được tự soát xét." if _wrote_it(revision, actor) else ""


def is_named_reviewer(revision: Revision, actor: User) -> str:
    if revision.reviewer is None or (actor.person is not None and revision.reviewer_id == actor.person.pk):
        return ""
    return f"Người soát xét lần này là {revision.reviewer}."


def is_not_reviewed(revision: Revision, actor: User) -> str:
    if revision.reviewed_on is None:
        return ""
    return f"Đã soát xét ngày {slashed(revision.reviewed_on)}."


def is_reviewed(revision: Revision, actor: User) -> str:
    if revision.reviewer is None or revision.reviewed_on is not None:
        return ""
    return f"Chưa soát xét: chờ {revision.reviewer}."

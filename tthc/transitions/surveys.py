"""The life of a survey round: draft → open → closed; opened again only with a reason."""

import secrets

from django import forms

from qms.models import User
from qms.workflow import Workflow, costly
from tthc import permissions
from tthc.enums import SurveyState
from tthc.models import SurveyCount, SurveyOption, SurveyRound, SurveyRow

survey_workflow = Workflow(SurveyRound)
KEY_BYTES = 18


def has_days(found: SurveyRound, actor: User) -> str:
    if not found.is_public or (found.period_from and found.period_to):
        return ""
    return "Ghi ngày bắt đầu và ngày kết thúc lấy ý kiến trước khi mở phiếu điện tử."


@costly
def has_criteria(found: SurveyRound, actor: User) -> str:
    if SurveyOption.objects.filter(criterion__template=found.template_id).exists():
        return ""
    return "Mẫu phiếu chưa có tiêu chí nào."


@costly
def has_rows(found: SurveyRound, actor: User) -> str:
    if not found.is_public or found.rows.exists():
        return ""
    return "Chưa có lĩnh vực nào để người dân chọn; nhập ở “Các lĩnh vực”."


@costly
def has_no_totals(found: SurveyRound, actor: User) -> str:
    """Opening begins at 0: what was typed is taken back by a person, with its history, not by the step."""
    if not found.is_public or not found.rows.filter(opinions__gt=0).exists():
        return ""
    return "Đợt có số liệu đã nhập; mở “Các lĩnh vực” và lưu lại để bỏ số, hoặc đổi cách lấy ý kiến."


def was_opened(found: SurveyRound, actor: User) -> str:
    if found.is_public and found.state == SurveyState.DRAFT:
        return "Mở đợt lấy ý kiến trước khi kết thúc."
    return ""


def step_left_out(found: SurveyRound) -> str:
    """The step its page does not offer: a public round is opened first, numbers typed from paper close as they are."""
    if not found.is_public:
        return "open"
    return "close" if found.state == SurveyState.DRAFT else ""


@costly
def has_opinions(found: SurveyRound, actor: User) -> str:
    return "" if found.rows.filter(opinions__gt=0).exists() else "Chưa có ý kiến nào."


@survey_workflow.transition(
    "open",
    label="Mở đợt lấy ý kiến",
    past="Đã mở",
    source=[SurveyState.DRAFT],
    target=SurveyState.OPEN,
    permission=permissions.EDIT,
    guards=(has_days, has_criteria, has_rows, has_no_totals),
    style="primary",
)
def open_round(found: SurveyRound, *, actor: User) -> None:
    """A public round gets its key, and a count of 0 in every cell: answers only add to what is there."""
    if found.is_public:
        SurveyCount.objects.filter(row__round=found).delete()
        SurveyRow.objects.filter(round=found).update(opinions=0)
        publish(found)


def publish(found: SurveyRound) -> None:
    """A key, and a count in every cell that has none."""
    found.public_key = found.public_key or secrets.token_urlsafe(KEY_BYTES)
    options = list(SurveyOption.objects.filter(criterion__template=found.template_id))
    counts = [SurveyCount(row=row, option=option) for row in found.rows.all() for option in options]
    SurveyCount.objects.bulk_create(counts, ignore_conflicts=True)


@survey_workflow.transition(
    "close",
    label="Kết thúc đợt",
    past="Đã kết thúc",
    source=[SurveyState.DRAFT, SurveyState.OPEN],
    target=SurveyState.CLOSED,
    permission=permissions.EDIT,
    guards=(was_opened, has_opinions),
    style="ok",
)
def close_round(found: SurveyRound, *, actor: User) -> None:
    pass


@survey_workflow.transition(
    "reopen",
    label="Mở lại đợt",
    past="Đã mở lại",
    source=[SurveyState.CLOSED],
    target=SurveyState.OPEN,
    permission=permissions.EDIT,
    fields={
        "reason": lambda: forms.CharField(
            label="Vì sao mở lại", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
        )
    },
)
def reopen_round(found: SurveyRound, *, actor: User, reason: str) -> None:
    """The reason stays in the history. A public round that came from a year file has no key yet."""
    if found.is_public:
        publish(found)

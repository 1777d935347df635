"""Writes of survey forms and survey rounds."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from qms import history
from qms.locks import hold
from qms.models import User
from qms.records import record_delete, record_save
from tthc.enums import SurveyState
from tthc.models import SurveyCount, SurveyCriterion, SurveyOption, SurveyRound, SurveyTemplate
from tthc.surveys.samples import SAMPLES, CriterionInput

CRITERIA = "Các tiêu chí"


def template_save(
    *,
    template: SurveyTemplate,
    criteria: Sequence[CriterionInput],
    actor: User,
    expected_version: int | None = None,
) -> SurveyTemplate:
    """Create or change a form with its criteria. Raises ValidationError when a round uses it, or StaleRecord."""
    with transaction.atomic():
        before = ""
        if template.pk:
            locked = SurveyTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
            if refusal := locked.load_refusal():
                raise ValidationError(refusal)
            before = criteria_told(criteria_of(locked))
        saved = record_save(template, actor=actor, expected_version=expected_version)
        if (after := criteria_told(criteria)) != before:
            _criteria_replace(saved, criteria)
            saved.version += 1
            saved.save()
            changes = {CRITERIA: [before, after]}
            history.record(saved, action="criteria", label="Sửa tiêu chí", actor=actor, changes=changes)
        return saved


def _criteria_replace(template: SurveyTemplate, criteria: Sequence[CriterionInput]) -> None:
    SurveyCriterion.objects.filter(template=template).delete()
    rows = [
        SurveyCriterion(
            template=template,
            position=place,
            name=given.name,
            uncounted=given.uncounted,
            overall=given.overall,
        )
        for place, given in enumerate(criteria, 1)
    ]
    SurveyCriterion.objects.bulk_create(rows)
    options = [
        SurveyOption(criterion=row, position=place, label=label, good=place <= given.good)
        for row, given in zip(rows, criteria, strict=True)
        for place, label in enumerate(given.options, 1)
    ]
    SurveyOption.objects.bulk_create(options)


def criteria_of(template: SurveyTemplate) -> list[CriterionInput]:
    """What the form's page shows to be changed; two queries."""
    rows = SurveyCriterion.objects.filter(template=template).prefetch_related("options")
    return [
        CriterionInput(
            row.name,
            tuple(option.label for option in row.options.all()),
            sum(option.good for option in row.options.all()),
            row.uncounted,
            row.overall,
        )
        for row in rows
    ]


def criteria_told(criteria: Sequence[CriterionInput]) -> str:
    """For the history: one criterion a line."""
    return "\n".join(
        f"{row.name}: {'; '.join(row.options)} (hài lòng: {row.good} mức đầu"
        f"{', không tính: ' + row.uncounted if row.uncounted else ''}{', câu hỏi chung' if row.overall else ''})"
        for row in criteria
    )


def template_sample(*, key: str, actor: User) -> SurveyTemplate:
    """One of the built-in forms, or the one of its name that is there already. Raises KeyError."""
    sample = SAMPLES[key]
    found: SurveyTemplate | None = SurveyTemplate.objects.filter(name=sample.name).first()
    return found or template_save(
        template=SurveyTemplate(name=sample.name), criteria=sample.criteria, actor=actor
    )


def template_copy(*, template: SurveyTemplate, actor: User) -> SurveyTemplate:
    """The same criteria under a new name, to be changed: a used form stays as it was."""
    names = set(SurveyTemplate.objects.values_list("name", flat=True))
    free = next(name for n in range(1, 1000) if (name := f"{template.name[:100]} (bản {n + 1})") not in names)
    return template_save(template=SurveyTemplate(name=free), criteria=criteria_of(template), actor=actor)


def round_save(found: SurveyRound, *, actor: User, expected_version: int | None = None) -> SurveyRound:
    """Create or change a round's particulars. Raises ValidationError at the field, or StaleRecord."""
    with transaction.atomic():
        hold(SurveyTemplate, found.template_id)
        if found.pk:
            stored = SurveyRound.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
            _refuse_another_form(stored, found)
        return record_save(found, actor=actor, expected_version=expected_version)


def _refuse_another_form(stored: SurveyRound, found: SurveyRound) -> None:
    if stored.template_id != found.template_id and (
        stored.state != SurveyState.DRAFT or SurveyCount.objects.filter(row__round=stored).exists()
    ):
        raise ValidationError({"template": "Đợt đã có số liệu hoặc đã mở nên không đổi mẫu phiếu được."})
    if stored.way != found.way and stored.state != SurveyState.DRAFT:
        raise ValidationError({"way": "Đợt đã mở nên không đổi cách lấy ý kiến được."})


def round_deletion_refusal(found: SurveyRound) -> str:
    """Why it stays; empty when it may go."""
    if found.state == SurveyState.CLOSED:
        return "Đợt khảo sát đã kết thúc; chỉ xóa được sau khi mở lại."
    if found.answers.exists():
        return "Đợt khảo sát đã có người dân trả lời nên không xóa được; hãy kết thúc đợt."
    return ""


def round_delete(found: SurveyRound, *, actor: User) -> None:
    """Raises ValidationError."""
    with transaction.atomic():
        locked = SurveyRound.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
        if refusal := round_deletion_refusal(locked):
            raise ValidationError(refusal)
        record_delete(locked, actor=actor)

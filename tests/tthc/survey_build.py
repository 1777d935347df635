"""Forms and rounds for the tests of surveys."""

import datetime
from typing import Any

from django.utils import timezone

from tests.factories import user_with_role
from tthc.models import SurveyOption, SurveyRound, SurveyTemplate
from tthc.services.survey_counts import RowInput, grid_save
from tthc.services.surveys import template_sample
from tthc.transitions.surveys import survey_workflow

JUSTICE = (2, 18, 0, 12, 8, 0, 20, 0, 0, 16, 4, 0, 0, 0, 20, 0, 0)
LAND = (0, 20, 0, 0, 20, 0, 4, 16, 0, 10, 10, 0, 10, 0, 12, 8, 0)


def secretary(agency: Any) -> Any:
    return user_with_role("secretary", agency)


def template(agency: Any, key: str = "6-nhom") -> SurveyTemplate:
    return template_sample(key=key, actor=secretary(agency))


def options(found: SurveyRound) -> list[SurveyOption]:
    rows = SurveyOption.objects.filter(criterion__template=found.template)
    return list(rows.order_by("criterion__position", "position"))


def counts(found: SurveyRound, values: tuple[int, ...]) -> dict[int, int]:
    return {option.pk: value for option, value in zip(options(found), values, strict=True)}


def entered(agency: Any, **changes: Any) -> SurveyRound:
    """A round of two fields, typed."""
    found = SurveyRound(year=2024, name="Đợt một", template=template(agency), **changes)
    found.save()
    rows = [
        RowInput("Tư pháp", 20, counts(found, JUSTICE)),
        RowInput("Tài nguyên và Môi trường", 20, counts(found, LAND)),
    ]
    return grid_save(found=found, rows=rows, printed={}, actor=secretary(agency))


def public(agency: Any, *names: str, key: str = "6-nhom") -> SurveyRound:
    """A round open to the public from yesterday to tomorrow."""
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    found = SurveyRound(
        year=2024,
        name="Đợt điện tử",
        template=template(agency, key),
        way="public",
        period_from=today - day,
        period_to=today + day,
    )
    found.save()
    actor = secretary(agency)
    rows = [RowInput(name, 0) for name in names or ("Tư pháp", "Đất đai")]
    saved = grid_save(found=found, rows=rows, printed={}, actor=actor)
    return survey_workflow.transitions["open"].run(saved, actor=actor)


def step(found: SurveyRound, name: str, actor: Any, **data: Any) -> SurveyRound:
    return survey_workflow.transitions[name].run(found, actor=actor, **data)

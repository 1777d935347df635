"""Every constraint of the surveys refuses what it forbids, in the form and in the database."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from tests.refusals import refused_by_database, refused_twice
from tthc.models import (
    Field,
    SurveyAnswer,
    SurveyCount,
    SurveyCriterion,
    SurveyOption,
    SurveyPrinted,
    SurveyRound,
    SurveyRow,
    SurveyTemplate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(scope) -> dict[str, Any]:
    template = SurveyTemplate.objects.create(name="Mẫu")
    criterion = SurveyCriterion.objects.create(template=template, position=1, name="Thái độ", overall=True)
    option = SurveyOption.objects.create(criterion=criterion, position=1, label="Tốt")
    found = SurveyRound.objects.create(year=2024, name="Đợt", template=template)
    field = Field.objects.create(name="Tư pháp")
    row = SurveyRow.objects.create(round=found, field=field)
    named = SurveyRow.objects.create(round=found, name="Đất đai")
    SurveyCount.objects.create(row=row, option=option, count=1)
    SurveyPrinted.objects.create(round=found, option=option, count=1)
    now = timezone.now()
    SurveyAnswer.objects.create(round=found, row=row, token="a", options=[], answered_at=now)
    return {
        "template": template, "criterion": criterion, "option": option, "round": found,
        "field": field, "row": row, "named": named, "now": now,
    }  # fmt: skip


def of(name: str, s: dict[str, Any]) -> Any:
    """The row that the constraint of this name refuses."""
    rows = {
        "survey_template_once": lambda: SurveyTemplate(name="Mẫu"),
        "survey_criterion_place": lambda: SurveyCriterion(template=s["template"], position=1, name="Khác"),
        "survey_criterion_once": lambda: SurveyCriterion(template=s["template"], position=2, name="Thái độ"),
        "survey_criterion_overall_once": lambda: SurveyCriterion(
            template=s["template"], position=2, name="Khác", overall=True
        ),
        "survey_option_place": lambda: SurveyOption(criterion=s["criterion"], position=1, label="Khác"),
        "survey_option_once": lambda: SurveyOption(criterion=s["criterion"], position=2, label="Tốt"),
        "survey_round_once": lambda: SurveyRound(year=2024, name="Đợt", template=s["template"]),
        "survey_round_order": lambda: SurveyRound(
            year=2024,
            name="Ngược",
            template=s["template"],
            period_from=datetime.date(2024, 2, 1),
            period_to=datetime.date(2024, 1, 1),
        ),
        "survey_row_one_name": lambda: SurveyRow(round=s["round"], name=""),
        "survey_row_field_once": lambda: SurveyRow(round=s["round"], field=s["field"]),
        "survey_row_name_once": lambda: SurveyRow(round=s["round"], name="Đất đai"),
        "survey_count_once": lambda: SurveyCount(row=s["row"], option=s["option"], count=2),
        "survey_printed_once": lambda: SurveyPrinted(round=s["round"], option=s["option"], count=2),
    }
    return rows[name]()


SENTENCES = {
    "survey_template_once": "Đã có mẫu phiếu tên này.",
    "survey_criterion_place": "Hai tiêu chí cùng một thứ tự.",
    "survey_criterion_once": "Tiêu chí này đã có trong mẫu phiếu.",
    "survey_criterion_overall_once": "Mỗi mẫu phiếu chỉ có một câu hỏi hài lòng chung.",
    "survey_option_place": "Hai mức cùng một thứ tự.",
    "survey_option_once": "Mức này đã có trong tiêu chí.",
    "survey_round_once": "Năm này đã có đợt khảo sát tên này.",
    "survey_round_order": "Ngày kết thúc phải từ ngày bắt đầu trở đi.",
    "survey_row_one_name": "Chọn lĩnh vực trong danh mục hoặc ghi tên, không ghi cả hai.",
    "survey_row_field_once": "Lĩnh vực này đã có trong đợt khảo sát.",
    "survey_row_name_once": "Lĩnh vực này đã có trong đợt khảo sát.",
    "survey_count_once": "Mức này của lĩnh vực đã có số.",
    "survey_printed_once": "Tổng số của mức này đã có.",
}
CASES = {*SENTENCES, "survey_answer_once"}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_survey_row_is_refused_with_its_sentence(stored, name):
    refused_twice(of(name, stored), SENTENCES[name])


def test_a_row_is_not_both_of_the_catalogue_and_named(stored):
    both = SurveyRow(round=stored["round"], field=Field.objects.create(name="Y tế"), name="Y tế")
    refused_twice(both, SENTENCES["survey_row_one_name"])


def test_a_token_answers_once(stored):
    again = SurveyAnswer(
        round=stored["round"], row=stored["row"], token="a", options=[], answered_at=stored["now"]
    )
    refused_by_database(again)

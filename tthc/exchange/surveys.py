"""How survey forms and rounds stand in a year file; single answers and public keys stay in the installation."""

from qms.exchange import Section, register
from tthc.models import (
    SurveyCount,
    SurveyCriterion,
    SurveyOption,
    SurveyPrinted,
    SurveyRound,
    SurveyRow,
    SurveyTemplate,
)


def option_name(option: SurveyOption) -> str:
    """“Mẫu 6 nhóm 1.2 Đúng hạn”: unique in the agency, and readable."""
    criterion = option.criterion
    return f"{criterion.template.name} {criterion.position}.{option.position} {option.label}"


OPTIONS = Section(
    "options",
    SurveyOption,
    key=("position",),
    fields=("label", "good"),
    parent="criterion",
    reference=option_name,
)
register(
    Section(
        "survey_templates",
        SurveyTemplate,
        key=("name",),
        rows=lambda agency, year: SurveyTemplate.objects.all(),
        children=(
            Section(
                "criteria",
                SurveyCriterion,
                key=("position",),
                fields=("name", "uncounted", "overall"),
                parent="template",
                children=(OPTIONS,),
            ),
        ),
    )
)
register(
    Section(
        "survey_rounds",
        SurveyRound,
        key=("year", "name"),
        fields=(
            "state", "subject", "template", "way", "period_from", "period_to", "basis", "report",
            "addressees", "recipients", "signature", "signer",
        ),
        rows=lambda agency, year: SurveyRound.objects.filter(year=year),
        children=(
            Section(
                "rows",
                SurveyRow,
                key=("field", "name"),
                fields=("position", "opinions"),
                parent="round",
                children=(Section("counts", SurveyCount, key=("option",), fields=("count",), parent="row"),),
            ),
            Section("printed", SurveyPrinted, key=("option",), fields=("count",), parent="round"),
        ),
    )
)  # fmt: skip

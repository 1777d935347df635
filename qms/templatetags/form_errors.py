"""What a refused form says at its head."""

from collections.abc import Iterator
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: template.Context) -> dict[str, Any]:
    """{% error_summary %}: every refusal of the page's form and formset, each with a link to its field."""
    problems = [*_of_form(context.get("form"))]
    formset = context.get("formset")
    if formset is not None and formset.is_bound:
        problems += [("", "", sentence) for sentence in formset.non_form_errors()]
        for number, form in enumerate(formset.forms, start=1):
            problems += _of_form(form, f", dòng {number}")
    return {"problems": problems}


def _of_form(form: Any, where: str = "") -> Iterator[tuple[str, str, str]]:
    """(id of the field or '', its label, the sentence), in the order of the fields."""
    if form is None or not form.is_bound:
        return
    for sentence in form.non_field_errors():
        yield "", where.removeprefix(", ").capitalize(), sentence
    for field in form:
        for sentence in field.errors:
            yield "" if field.is_hidden else field.id_for_label, f"{field.label}{where}", sentence

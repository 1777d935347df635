"""Checks of audits: days (R5, R8), numbers, words (R6, R7), people (R9, R16), order (R10), nothing lost (R11, R12)."""

from audits.checks.actions import request_days
from audits.checks.days import audit_days, finding_days, schedule_days
from audits.checks.numbers import grade_words, stated_numbers
from audits.checks.people import auditors, names
from audits.checks.rows import nothing_dropped, order_of_papers, undone_lines, units_counted

__all__ = [
    "audit_days",
    "auditors",
    "finding_days",
    "grade_words",
    "names",
    "nothing_dropped",
    "order_of_papers",
    "request_days",
    "schedule_days",
    "stated_numbers",
    "undone_lines",
    "units_counted",
]

"""Checks: rules over the figures and records of a year (R1 … in facts.md). An app's checks.py registers them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qms.figures import Figures
    from qms.models import Agency


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    OK = "ok"

    @property
    def label(self) -> str:
        return {"error": "Sai", "warning": "Xem lại", "ok": "Khớp"}[self.value]

    @property
    def css(self) -> str:
        return {"error": "late", "warning": "warn", "ok": "ok"}[self.value]


@dataclass(frozen=True)
class CheckResult:
    """What a rule found: a sentence a person can act on, and the page of the record."""

    severity: Severity
    message: str
    url: str = ""
    rule: str = ""
    record: str = ""


Check = Callable[["Agency", int, "Figures"], Iterable[CheckResult]]


@dataclass(frozen=True)
class Rule:
    id: str
    label: str
    run: Check


_rules: dict[str, list[Rule]] = {}


def check(rule: str, label: str) -> Callable[[Check], Check]:
    """Register `function(agency, year, figures) -> Iterable[CheckResult]` under a rule's id; several may share one."""

    def register(function: Check) -> Check:
        _rules.setdefault(rule, []).append(Rule(rule, label, function))
        return function

    return register


def error(message: str, *, url: str = "", record: object = "") -> CheckResult:
    return CheckResult(Severity.ERROR, message, url, record=str(record))


def warning(message: str, *, url: str = "", record: object = "") -> CheckResult:
    return CheckResult(Severity.WARNING, message, url, record=str(record))


def ok(message: str, *, url: str = "", record: object = "") -> CheckResult:
    return CheckResult(Severity.OK, message, url, record=str(record))


def run_all(agency: "Agency", year: int, figures: "Figures") -> list[CheckResult]:
    """Every rule's results, errors first, each carrying its rule's id."""
    results = [
        CheckResult(found.severity, found.message, found.url, rule.id, found.record)
        for rules in _rules.values()
        for rule in rules
        for found in rule.run(agency, year, figures)
    ]
    order = list(Severity)
    return sorted(results, key=lambda found: (order.index(found.severity), int(found.rule[1:])))


def rules() -> dict[str, list[Rule]]:
    return dict(_rules)

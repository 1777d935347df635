"""What the closed rounds of a year come to: the year's satisfaction where no SurveySummary is entered."""

from dataclasses import dataclass
from typing import Any

from qms.numbers import grouped
from tthc.enums import SurveyState
from tthc.models import SurveyRound, SurveySummary
from tthc.surveys.matrix import matrix_of

LONGEST_CHANNEL = 200


@dataclass(frozen=True)
class ClosedRounds:
    """Opinions of the closed rounds; `good` and `dissatisfied` are None unless every round asked that."""

    names: tuple[str, ...]
    forms: int
    good: int | None
    dissatisfied: int | None

    @property
    def channel(self) -> str:
        return "; ".join(self.names)[:LONGEST_CHANNEL]


def closed_rounds(year: int) -> ClosedRounds | None:
    """None when no round of the year is closed; eight queries at most."""
    closed = (
        SurveyRound.objects.with_counts()
        .filter(year=year, state=SurveyState.CLOSED)
        .order_by("sort_key", "pk")
    )
    found = [(one, matrix_of(one)) for one in closed]
    if not found:
        return None
    asked = all(matrix.overall for _, matrix in found)
    return ClosedRounds(
        names=tuple(one.name for one, _ in found),
        forms=sum(matrix.opinions for _, matrix in found),
        good=sum(matrix.good() for _, matrix in found) if asked else None,
        dissatisfied=sum(matrix.not_good() for _, matrix in found) if asked else None,
    )


def summary_of(year: int) -> dict[str, Any]:
    """Fields of SurveySummary that the closed rounds can fill in; what they cannot tell is left out."""
    if (rounds := closed_rounds(year)) is None:
        return {}
    values = {name: getattr(rounds, name) for name in ("channel", "forms", "good", "dissatisfied")}
    return {name: value for name, value in values.items() if value is not None}


def added(summary: SurveySummary, counted: dict[str, Any]) -> dict[str, Any]:
    """The same fields when the stored numbers are of other forms than the rounds'."""
    told = "; ".join(filter(None, (summary.channel, counted["channel"])))[:LONGEST_CHANNEL]
    numbers = {
        name: value + (getattr(summary, name) or 0) for name, value in counted.items() if name != "channel"
    }
    return {"channel": told} | numbers


@dataclass(frozen=True)
class Compared:
    """One field of the year's summary: as stored, as the closed rounds count it, as both come to."""

    label: str
    stored: str
    counted: str
    both: str


def compared(summary: SurveySummary, counted: dict[str, Any]) -> list[Compared]:
    sums = added(summary, counted)
    return [
        Compared(
            _label(name),
            _told(getattr(summary, name)),
            _told(counted[name]),
            _told(sums[name]),
        )
        for name in counted
    ]


def _label(name: str) -> str:
    field: Any = SurveySummary._meta.get_field(name)
    return str(field.verbose_name)


def _told(value: int | str | None) -> str:
    return grouped(value) if isinstance(value, int) else value or "trống"


def contradictions(summary: SurveySummary, rounds: ClosedRounds) -> list[tuple[str, int, int]]:
    """(what, in the summary, in the rounds) that cannot both be true.

    The summary holds the rounds and perhaps other channels, so what other channels would hold is neither
    below 0 nor, for a part, more than their forms.
    """
    other = summary.forms - rounds.forms
    found = [("phiếu thu được", summary.forms, rounds.forms)] if other < 0 else []
    parts = (
        ("phiếu rất tốt và tốt", summary.good, rounds.good),
        ("phiếu không hài lòng", summary.dissatisfied, rounds.dissatisfied),
    )
    for name, entered, counted in parts:
        if entered is not None and counted is not None and not 0 <= entered - counted <= max(other, 0):
            found.append((name, entered, counted))
    return found

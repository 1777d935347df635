"""What a year's figures, checks and pages read, in the order of the levels; one query each."""

from typing import TypeVar

from django.db.models import F, Sum, Value

from qms.enums import AgencyKind
from qms.models import Agency
from tthc.enums import Level, Origin, SurveyState, rank
from tthc.models import (
    CommuneCoverage,
    DigitisationStatistics,
    DossierStatistics,
    ProcedureChangeProposal,
    ProcedureCount,
    SurveyRound,
    SurveySummary,
)

RowT = TypeVar("RowT", bound=DossierStatistics | DigitisationStatistics)

OWN_LEVEL = {
    AgencyKind.PROVINCE: Level.PROVINCE,
    AgencyKind.DISTRICT: Level.DISTRICT,
    AgencyKind.COMMUNE: Level.COMMUNE,
}


def own_level(agency: Agency) -> Level:
    """At which level the agency's own dossiers are counted."""
    return OWN_LEVEL.get(AgencyKind(agency.kind), Level.AGENCY)


def dossiers_of(year: int) -> list[DossierStatistics]:
    """What the year's papers quote, levels from the top downwards: every period entered of a level as a whole;
    of a level where none was entered, the longest period computed from its dossiers."""
    rows = list(DossierStatistics.objects.filter(year=year, field=None, unit=None))
    entered = [row for row in rows if row.origin == Origin.ENTERED]
    counted = annual([row for row in rows if row.origin == Origin.COMPUTED])
    return sorted(
        preferred(entered, counted), key=lambda row: (rank(Level, row.level), row.period_from, row.period_to)
    )


def preferred(entered: list[RowT], counted: list[RowT]) -> list[RowT]:
    """The entered rows, and the computed ones of the levels that have none."""
    levels = {row.level for row in entered}
    return [*entered, *(row for row in counted if row.level not in levels)]


def annual(rows: list[DossierStatistics]) -> list[DossierStatistics]:
    """One row a level for the year's report: the longest period, the later one of equals."""
    chosen: dict[str, DossierStatistics] = {}
    for row in rows:
        best = chosen.get(row.level)
        if best is None or _length(row) >= _length(best):
            chosen[row.level] = row
    return list(chosen.values())


def _length(row: DossierStatistics) -> int:
    return (row.period_to - row.period_from).days


def digitisation_of(year: int) -> list[DigitisationStatistics]:
    rows = list(DigitisationStatistics.objects.filter(year=year))
    entered = [row for row in rows if row.origin == Origin.ENTERED]
    counted = [row for row in rows if row.origin == Origin.COMPUTED]
    return sorted(preferred(entered, counted), key=lambda row: rank(Level, row.level))


def survey_of(year: int) -> SurveySummary | None:
    return SurveySummary.objects.filter(year=year).first()


def forms_of(year: int) -> tuple[int | None, int | None]:
    """(key of the entered summary, its forms), or (None, the closed rounds' opinions), or two None; one query."""
    entered = SurveySummary.objects.filter(year=year).order_by()
    closed = SurveyRound.objects.filter(year=year, state=SurveyState.CLOSED).order_by().values("year")
    asked = entered.annotate(key=F("pk"), told=F("forms")).values_list("key", "told")
    rounds = closed.annotate(key=Value(0), told=Sum("rows__opinions")).values_list("key", "told")
    found = dict(asked.union(rounds, all=True))
    opinions = found.pop(0, None)
    return next(iter(found.items()), (None, opinions))


def procedure_count_of(year: int) -> ProcedureCount | None:
    return ProcedureCount.objects.filter(year=year).first()


def coverage_of(year: int) -> CommuneCoverage | None:
    """The latest day counted in the year."""
    return CommuneCoverage.objects.filter(year=year).order_by("-as_of").first()


def proposals_of(year: int) -> list[ProcedureChangeProposal]:
    return list(ProcedureChangeProposal.objects.filter(year=year).order_by("sort_key"))

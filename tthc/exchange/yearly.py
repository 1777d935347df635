"""How the statistics stand in a year file."""

from qms.exchange import Section, register
from tthc.enums import Origin
from tthc.models import (
    CalendarDay,
    CommuneCoverage,
    Complaint,
    ComplaintBook,
    ComplaintRule,
    DigitisationStatistics,
    DossierStatistics,
    ProcedureChangeProposal,
    ProcedureCount,
    ReportingPeriod,
    SurveySummary,
)

register(
    Section(
        "procedure_counts",
        ProcedureCount,
        key=("year",),
        fields=("in_authority", "in_system", "as_of", "source"),
        rows=lambda agency, year: ProcedureCount.objects.filter(year=year),
    )
)
register(
    Section(
        "procedure_proposals",
        ProcedureChangeProposal,
        key=("year", "kind"),
        fields=("count",),
        rows=lambda agency, year: ProcedureChangeProposal.objects.filter(year=year),
    )
)
register(
    Section(
        "commune_coverage",
        CommuneCoverage,
        key=("year", "as_of"),
        fields=("applying", "total"),
        rows=lambda agency, year: CommuneCoverage.objects.filter(year=year),
    )
)
register(
    Section(
        "reporting_periods",
        ReportingPeriod,
        key=("year",),
        fields=("period_from", "period_to"),
        rows=lambda agency, year: ReportingPeriod.objects.filter(year=year),
    )
)
register(
    Section(
        "dossier_statistics",
        DossierStatistics,
        key=("year", "level", "field", "unit", "period_from", "period_to"),
        fields=(
            "source", "carried_over", "inherited", "received", "online", "in_person", "by_post",
            "resolved", "early", "on_time", "early_on_time", "late",
            "pending_in_time", "pending_overdue", "returned", "paused", "cancelled",
        ),
        rows=lambda agency, year: DossierStatistics.objects.filter(year=year, origin=Origin.ENTERED),
        among={"origin": Origin.ENTERED},
    )
)  # fmt: skip
register(
    Section(
        "digitisation_statistics",
        DigitisationStatistics,
        key=("year", "level"),
        fields=(
            "received", "no_components", "some_components", "full_components", "reused_components",
            "resolved", "result_digitised", "result_not_digitised",
        ),
        rows=lambda agency, year: DigitisationStatistics.objects.filter(year=year, origin=Origin.ENTERED),
        among={"origin": Origin.ENTERED},
    )
)  # fmt: skip
register(
    Section(
        "survey_summaries",
        SurveySummary,
        key=("year",),
        fields=("channel", "legal_basis", "received", "resolved", "forms", "good", "dissatisfied"),
        rows=lambda agency, year: SurveySummary.objects.filter(year=year),
    )
)
register(
    Section(
        "calendar_days",
        CalendarDay,
        key=("day",),
        fields=("is_working", "name"),
        rows=lambda agency, year: CalendarDay.objects.filter(day__year=year),
    )
)
register(
    Section(
        "complaint_rules",
        ComplaintRule,
        key=("kind", "name"),
        fields=(
            "days", "day_unit", "counted_from", "intake_days", "intake_unit", "extension_days",
            "legal_basis", "checked_on", "position",
        ),
        rows=lambda agency, year: ComplaintRule.objects.all(),
    )
)  # fmt: skip
register(
    Section(
        "complaint_books",
        ComplaintBook,
        key=("year",),
        fields=("none_received", "confirmed_on"),
        rows=lambda agency, year: ComplaintBook.objects.filter(year=year),
    )
)
register(
    Section(
        "complaints",
        Complaint,
        key=("year", "number"),
        fields=(
            "kind", "received_on", "channel", "subject", "reporter", "field", "unit", "dossier_code",
            "handler", "rule", "due_on", "state", "accepted_on", "reason", "extended_until",
            "extension_reason", "answered_on", "answer_document", "answer", "result", "satisfied", "closed_on",
        ),
        rows=lambda agency, year: Complaint.objects.filter(year=year),
    )
)  # fmt: skip

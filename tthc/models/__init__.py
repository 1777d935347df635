"""Whom the agency serves: procedures, dossiers, digitisation and satisfaction, as counts of a year."""

from tthc.models.digitisation import DigitisationStatistics
from tthc.models.dossiers import DossierStatistics
from tthc.models.procedures import CommuneCoverage, ProcedureChangeProposal, ProcedureCount
from tthc.models.survey import SurveySummary

__all__ = [
    "CommuneCoverage",
    "DigitisationStatistics",
    "DossierStatistics",
    "ProcedureChangeProposal",
    "ProcedureCount",
    "SurveySummary",
]

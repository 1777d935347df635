"""Whom the agency serves: procedures, dossiers, digitisation and satisfaction."""

from tthc.models.catalogue import AdministrativeProcedure, ProcedureChange, ProcedureService
from tthc.models.complaints import Complaint, ComplaintBook, ComplaintRule
from tthc.models.digitisation import DigitisationStatistics
from tthc.models.dossiers import CalendarDay, Dossier, DossierImport, DossierSource, LateDossier
from tthc.models.fields import Field
from tthc.models.procedures import CommuneCoverage, ProcedureChangeProposal, ProcedureCount
from tthc.models.statistics import DossierStatistics, ReportingPeriod
from tthc.models.survey import SurveySummary

__all__ = [
    "AdministrativeProcedure",
    "CalendarDay",
    "CommuneCoverage",
    "Complaint",
    "ComplaintBook",
    "ComplaintRule",
    "DigitisationStatistics",
    "Dossier",
    "DossierImport",
    "DossierSource",
    "DossierStatistics",
    "Field",
    "LateDossier",
    "ProcedureChange",
    "ProcedureChangeProposal",
    "ProcedureCount",
    "ProcedureService",
    "ReportingPeriod",
    "SurveySummary",
]

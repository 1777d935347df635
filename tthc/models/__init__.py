"""Whom the agency serves: procedures, dossiers, digitisation and satisfaction."""

from tthc.models.catalogue import AdministrativeProcedure, ProcedureChange, ProcedureService
from tthc.models.catalogue_import import CatalogueImport
from tthc.models.complaint_rules import ComplaintRule
from tthc.models.complaints import Complaint, ComplaintBook
from tthc.models.digitisation import DigitisationStatistics
from tthc.models.dossiers import CalendarDay, Dossier, DossierImport, DossierSource, LateDossier
from tthc.models.fields import Field
from tthc.models.procedures import CommuneCoverage, ProcedureChangeProposal, ProcedureCount
from tthc.models.statistics import DossierStatistics, ReportingPeriod
from tthc.models.survey import SurveySummary
from tthc.models.survey_templates import SurveyCriterion, SurveyOption, SurveyTemplate
from tthc.models.surveys import SurveyAnswer, SurveyCount, SurveyPrinted, SurveyRound, SurveyRow

__all__ = [
    "AdministrativeProcedure",
    "CalendarDay",
    "CatalogueImport",
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
    "SurveyAnswer",
    "SurveyCount",
    "SurveyCriterion",
    "SurveyOption",
    "SurveyPrinted",
    "SurveyRound",
    "SurveyRow",
    "SurveySummary",
    "SurveyTemplate",
]

"""One record of every kind, for the addresses that need one: the sample year, and what it does not have."""

import datetime
from typing import Any

from django.core.files.base import ContentFile

from audits.models import (
    AuditedUnit,
    AuditNote,
    AuditSlot,
    AuditTeamMember,
    ChecklistLine,
    ChecklistTemplate,
    Finding,
    InternalAudit,
    ManagementReview,
    NoteLine,
    ReviewAttendee,
    ReviewConclusion,
    ReviewSection,
)
from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DocumentSet,
    OfficialDocument,
    ProcedureUpdate,
)
from planning.models import (
    CommitteeMember,
    GuidanceDocument,
    ObjectivePlan,
    PlanTask,
    QualityObjective,
    RiskOpportunity,
    RiskPlan,
    SteeringCommittee,
    TrainingAttendee,
    TrainingCourse,
    YearPlan,
)
from qms.attachments import attachment_add
from qms.exchange import load_year
from qms.models import (
    Agency,
    AgencyFormerName,
    AgencyPredecessor,
    Job,
    PersonFormerName,
    RoleAssignment,
    Unit,
    UnitFormerName,
    UnitPredecessor,
    User,
)
from qms.scope import in_agency
from reports.models import AnnualReport, OutlineSection, ReportOutline
from tests.audits.build import car as build_car
from tests.audits.build import measure
from tests.documents.helpers import official, revision
from tests.factories import PersonFactory, UnitFactory, UserFactory
from tests.seeds.conftest import SAMPLES
from tests.tthc import dossiers
from tthc.models import (
    AdministrativeProcedure,
    CalendarDay,
    CatalogueImport,
    CommuneCoverage,
    Complaint,
    ComplaintBook,
    ComplaintRule,
    DigitisationStatistics,
    Dossier,
    DossierImport,
    DossierSource,
    DossierStatistics,
    Field,
    LateDossier,
    ProcedureChange,
    ProcedureChangeProposal,
    ProcedureCount,
    ProcedureService,
    ReportingPeriod,
    SurveyRound,
    SurveySummary,
    SurveyTemplate,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
FULL_NAME = "Ủy ban nhân dân huyện Kim Thành"
FROM_SAMPLE = {
    "official": OfficialDocument,
    "set": DocumentSet,
    "declaration": ConformityDeclaration,
    "committee": SteeringCommittee,
    "plan": YearPlan,
    "objectiveplan": ObjectivePlan,
    "riskplan": RiskPlan,
    "risk": RiskOpportunity,
    "guidance": GuidanceDocument,
    "training": TrainingCourse,
    "dossier_statistics": DossierStatistics,
    "digitisation": DigitisationStatistics,
    "survey": SurveySummary,
    "procedure_count": ProcedureCount,
    "proposal": ProcedureChangeProposal,
    "coverage": CommuneCoverage,
    "review": ManagementReview,
    "outline": ReportOutline,
    "outline_section": OutlineSection,
    "report": AnnualReport,
}


def build(agency: Agency, user: User) -> dict[str, Any]:
    """name → record, all of this agency (code kim-thanh, as the sample's), made by this user."""
    Agency.objects.filter(pk=agency.pk).update(full_name=FULL_NAME)  # a file renames no agency
    load_year(SAMPLES / "kim-thanh-2024.yaml")
    agency.refresh_from_db()
    with in_agency(agency):
        records = {name: model.objects.order_by("-pk").first() for name, model in FROM_SAMPLE.items()}
        unit = UnitFactory()
        controlled = ControlledDocument.objects.create(code="QT-99", title="Quy trình mới", kind="internal")
        audit = InternalAudit.objects.create(year=2024, round=9, findings_recorded=False)
        return records | {
            "unit": unit,
            "unit_former_name": UnitFormerName.objects.create(
                unit=unit, name="Phòng cũ", valid_to="2020-12-31"
            ),
            "unit_predecessor": UnitPredecessor.objects.create(unit=unit, predecessor=UnitFactory()),
            "agency_former_name": AgencyFormerName.objects.create(
                agency=agency, full_name="Huyện cũ", short_name="Huyện cũ", place="Cũ", valid_to="1999-12-31"
            ),
            "agency_predecessor": AgencyPredecessor.objects.create(
                agency=agency, predecessor_name="UBND huyện cũ"
            ),
            "person": (person := PersonFactory(unit=unit)),
            "person_former_name": PersonFormerName.objects.create(
                person=person, name=person.name, valid_to="2020-12-31"
            ),
            "attachment": attach(unit, user),
            "job": Job.objects.create(kind="x", title="Việc", year=2024, started_by=user),
            "assignment": RoleAssignment.objects.create(user=UserFactory(), agency=agency, role="staff"),
            "controlled": controlled,
            "revision": revision(controlled),
            **update_records(controlled),
            **complaint_records(),
            "member": CommitteeMember.objects.create(committee=records["committee"], name="Thành viên"),
            "task": PlanTask.objects.create(plan=records["plan"], what="Rà soát quy trình"),
            "objective": QualityObjective.objects.create(
                plan=records["objectiveplan"], text="Giải quyết đúng hạn", target="98%"
            ),
            "attendee": ReviewAttendee.objects.create(review=records["review"], name="Khách mời"),
            "section": ReviewSection.objects.create(review=records["review"], letter="A", heading="Mục A"),
            "conclusion": ReviewConclusion.objects.create(
                review=records["review"], text="Rà soát", owner="Văn phòng", standing=True
            ),
            "audit": audit,
            "audited_unit": AuditedUnit.objects.create(audit=audit, unit=unit),
            "team_member": AuditTeamMember.objects.create(audit=audit, person=person),
            "trainee": TrainingAttendee.objects.create(course=records["training"], person=person),
            **note_records(audit),
            **catalogue_records(controlled),
            **survey_records(),
            **dossier_records(),
            **late_records(),
            "finding": Finding.objects.create(audit=audit, number=1, section="Mục 8.7", description="Mô tả"),
            "car": (car := build_car()),
            "round": car.rounds.get(),
            "action": measure(car.rounds.get()),
        }


def survey_records() -> dict[str, Any]:
    """A form, a round that is prepared and one that is open to the public."""
    template = SurveyTemplate.objects.create(name="Mẫu riêng")
    prepared = SurveyRound.objects.create(year=2024, name="Đợt 1", template=template)
    public = SurveyRound.objects.create(
        year=2024, name="Đợt 2", template=template, way="public", public_key="ma-cong-khai"
    )
    return {"survey_template": template, "survey_round": prepared, "survey_public": public}


def late_records() -> dict[str, Any]:
    """Two dossiers settled late, one of them with its reason; a period of another year."""
    late, told = (
        dossiers.dossier(state=10, finished_on=datetime.date(2024, 4, 1), timing="late") for _ in "ab"
    )
    late.save()
    told.save()
    period = {"period_from": datetime.date(2022, 12, 10), "period_to": datetime.date(2023, 12, 9)}
    return {
        "late_dossier": late,
        "late": LateDossier.objects.create(dossier=told, reason="Xác minh lâu"),
        "period": ReportingPeriod.objects.create(year=2023, **period),
    }


def update_records(controlled: ControlledDocument) -> dict[str, Any]:
    """A legal document and a procedure it touches."""
    effective = datetime.date(2024, 7, 1)
    law = official(61, "2024-06-01", kind="NĐ", notation="NĐ-CP", effective_on=effective)
    due = datetime.date(2024, 10, 1)
    return {
        "law": law,
        "update": ProcedureUpdate.objects.create(law=law, document=controlled, due_on=due),
    }


def complaint_records() -> dict[str, Any]:
    """A complaint, a denunciation, a time limit and the year's register."""
    given = {"received_on": datetime.date(2024, 5, 6), "channel": "letter", "subject": "Chậm trả kết quả"}
    return {
        "complaint": Complaint.objects.create(number=1, kind="complaint", **given),
        "denunciation": Complaint.objects.create(number=2, kind="denunciation", **given),
        "complaint_book": ComplaintBook.objects.create(year=2024),
        "complaint_rule": ComplaintRule.objects.create(
            kind="complaint", name="lần ba", days=30, legal_basis="Luật"
        ),
    }


def note_records(audit: InternalAudit) -> dict[str, Any]:
    """A checklist and a sheet, each with a line."""
    checklist = ChecklistTemplate.objects.create(name="Danh mục riêng")
    slot = AuditSlot.objects.create(
        audit=audit,
        day=datetime.date(2024, 10, 21),
        starts_at=datetime.time(8),
        ends_at=datetime.time(10),
    )
    visited = AuditedUnit.objects.create(audit=audit, name="Ban Chỉ đạo")
    note = AuditNote.objects.create(audit=audit, slot=slot, unit=visited)
    return {
        "checklist": checklist,
        "checklist_line": ChecklistLine.objects.create(template=checklist, topic="Chính sách"),
        "slot": slot,
        "note": note,
        "note_line": NoteLine.objects.create(sheet=note, topic="Chính sách"),
    }


def catalogue_records(document: ControlledDocument) -> dict[str, Any]:
    """A TTHC that this document serves, a change of it, a list that waits."""
    field = Field.objects.create(name="Hộ tịch")
    procedure = AdministrativeProcedure.objects.create(
        code="1.001193", name="Đăng ký khai sinh", field=field, level="xa"
    )
    return {
        "field": field,
        "procedure": procedure,
        "service": ProcedureService.objects.create(procedure=procedure, document=document),
        "change": ProcedureChange.objects.create(year=2024, kind="amended", count=8),
        "catalogue_import": CatalogueImport.objects.create(file_name="danh-muc.xlsx", level="xa"),
    }


def dossier_records() -> dict[str, Any]:
    """A dossier, the import it came with, with rows not taken, and a day of the agency's own."""
    source = DossierSource.objects.create(name="Một cửa", level="xa")
    record = DossierImport(source=source, year=2024, file_name="xa.xlsx", state="done")
    record.rejected_file.save("rejected.xlsx", ContentFile(b"PK"), save=False)
    record.save()
    dossier = Dossier.objects.create(
        code="000.00.30.H23-240215-0001",
        source=source,
        last_import=record,
        level="xa",
        received_on="2024-02-15",
        state=4,
    )
    day = CalendarDay.objects.create(day="2024-07-20", name="Lễ hội của huyện")
    return {"dossier_source": source, "dossier_import": record, "dossier": dossier, "calendar_day": day}


def attach(unit: Unit, user: User) -> Any:
    with in_agency(unit.agency):
        return attachment_add(unit, ContentFile(PNG, name="anh.png"), actor=user)

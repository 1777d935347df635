"""Every address and who may open it: URL name → (who, method, arguments).

who: the roles that get in, as letters – A quản trị, S thư ký, L lãnh đạo, D đánh giá viên, U đầu mối, C cán bộ,
Q quan sát viên; "*" is everyone of the agency. Everyone else of the agency gets 403, another agency's people 404,
a stranger the login page. Rows are written by hand from users.md: they do not read what the views declare.
"""

from dataclasses import dataclass

LETTERS = {
    "A": "admin",
    "S": "secretary",
    "L": "leader",
    "D": "auditor",
    "U": "unit_contact",
    "C": "staff",
    "Q": "observer",
}
ALL = "ASLDUCQ"


@dataclass(frozen=True)
class Row:
    """record: which row of tests/permissions/records.py fills <int:pk>; args: further path arguments."""

    who: str
    record: str = ""
    method: str = "get"
    args: tuple[object, ...] = ()
    before: tuple[object, ...] = ()
    refused: int = 403

    @property
    def roles(self) -> set[str]:
        return {LETTERS[letter] for letter in (ALL if self.who == "*" else self.who)}


def pages(stem: str, writers: str, record: str, *, parent: str = "", shown: bool = True) -> dict[str, Row]:
    """list and detail for everyone; add, edit and delete for the writers. A nested row is added under its parent."""
    rows = {
        f"{stem}_add": Row(writers, record=parent),
        f"{stem}_edit": Row(writers, record=record),
        f"{stem}_delete": Row(writers, record=record),
    }
    if shown:
        rows |= {f"{stem}_list": Row("*"), f"{stem}_detail": Row("*", record=record)}
    return rows


def steps(stem: str, record: str, **who: str) -> dict[str, Row]:
    """One row a transition: who may open its page."""
    return {f"{stem}_step {name}": Row(roles, record=record, args=(name,)) for name, roles in who.items()}


PUBLIC = {"qms:login", "qms:health", "tthc:survey_answer"}
SIGNED_IN = {"qms:front", "qms:logout", "qms:password_change", "qms:account"}

MATRIX: dict[str, Row] = {
    "qms:year": Row("*"),
    "qms:inbox": Row("*"),
    "qms:search": Row("*"),
    "qms:figures": Row("*"),
    "qms:history": Row("ASLQ"),
    "qms:history_of": Row("ASLQ", record="unit", before=("qms.unit",)),
    "qms:attachment": Row("*", record="attachment"),
    "qms:attachment_add": Row("AS", record="unit", method="post", before=("qms.unit",)),
    "qms:attachment_remove": Row("AS", record="attachment", method="post"),
    "qms:job": Row("", record="job", refused=404),  # a job is seen by who started it
    "qms:job_file": Row("", record="job", refused=404),
    "qms:paper": Row("*", record="revision", before=("documents.revision",)),
    "qms:paper annual": Row("*", record="report", before=("reports.annual",)),
    "qms:paper_blank": Row(
        "", before=("documents.revision",), refused=404
    ),  # has none: tests/qms/test_papers.py
    "qms:bundle": Row("*", record="controlled", before=("documents.history",)),
    "qms:year_bundle": Row("*"),
    "qms:paper_css": Row("*"),
    "qms:role_list": Row("A"),
    "qms:password_reset": Row("A", record="assignment", method="post"),
    "qms:role_end": Row("A", record="assignment", method="post"),
    "qms:agency_detail": Row("*"),
    "qms:agency_edit": Row("AS"),
    "qms:agency_rename": Row("AS"),
    "qms:agency_former_name_edit": Row("AS", record="agency_former_name"),
    "qms:agency_former_name_delete": Row("AS", record="agency_former_name"),
    "qms:agency_predecessor_add": Row("AS"),
    "qms:agency_predecessor_edit": Row("AS", record="agency_predecessor"),
    "qms:agency_predecessor_delete": Row("AS", record="agency_predecessor"),
    **pages("qms:unit", "AS", "unit"),
    "qms:unit_rename": Row("AS", record="unit"),
    "qms:unit_former_name_edit": Row("AS", record="unit_former_name"),
    "qms:unit_former_name_delete": Row("AS", record="unit_former_name"),
    **pages("qms:unit_predecessor", "AS", "unit_predecessor", parent="unit", shown=False),
    **pages("qms:person", "AS", "person"),
    "qms:person_move": Row("AS", record="person"),
    **pages("qms:person_former_name", "AS", "person_former_name", parent="person", shown=False),
    **pages("documents:official", "S", "official"),
    **pages("documents:controlled", "S", "controlled"),
    **pages("documents:revision", "SU", "revision", parent="controlled", shown=False),
    "documents:revision_detail": Row("*", record="revision"),
    **steps(
        "documents:revision",
        "revision",
        submit="SU",
        recall="SU",
        review="SL",
        request_changes="SL",
        approve="L",
        issue="SL",
        confirm="SL",
        withdraw="SL",
    ),
    **pages("documents:set", "S", "set"),
    **pages("documents:declaration", "S", "declaration"),
    "documents:update_list": Row("*"),
    "documents:update_detail": Row("*", record="update"),
    "documents:update_pick": Row("S", record="law"),
    **steps("documents:update", "update", use_revision="SU", finish="SU", not_needed="SL", reopen="S"),
    **pages("planning:committee", "S", "committee"),
    **pages("planning:member", "S", "member", parent="committee", shown=False),
    **pages("planning:plan", "S", "plan"),
    **pages("planning:task", "S", "task", parent="plan", shown=False),
    **pages("planning:objectiveplan", "S", "objectiveplan"),
    **pages("planning:objective", "S", "objective", parent="objectiveplan", shown=False),
    **pages("planning:riskplan", "S", "riskplan"),
    **pages("planning:risk", "S", "risk", parent="riskplan", shown=False),
    **pages("planning:guidance", "S", "guidance"),
    **pages("planning:training", "S", "training"),
    **pages("planning:attendee", "S", "trainee", parent="training", shown=False),
    "planning:attendee_pick": Row("S", record="training"),
    "planning:auditor_list": Row("*"),
    "tthc:dossier_overview": Row("*"),
    "tthc:procedure_overview": Row("*"),
    **pages("tthc:dossier_statistics", "S", "dossier_statistics"),
    **pages("tthc:digitisation", "S", "digitisation"),
    **pages("tthc:period", "S", "period"),
    "tthc:statistics_compare": Row("*"),
    "tthc:statistics_refresh": Row("S", method="post"),
    "tthc:statistics_tables": Row("*", record="dossier_statistics"),
    "tthc:charts": Row("*"),
    "tthc:late_register": Row("*"),
    "tthc:late_add": Row("S", record="late_dossier"),
    "tthc:late_detail": Row("*", record="late"),
    "tthc:late_edit": Row("S", record="late"),
    "tthc:late_delete": Row("S", record="late"),
    "tthc:letter_list": Row("*"),
    "tthc:province": Row("LQ"),
    **pages("tthc:survey", "S", "survey"),
    **pages("tthc:survey_template", "S", "survey_template"),
    "tthc:survey_template_copy": Row("S", record="survey_template", method="post"),
    "tthc:survey_template_sample": Row("S", method="post", args=("6-nhom",)),
    **pages("tthc:survey_round", "S", "survey_round", shown=False),
    "tthc:survey_round_detail": Row("*", record="survey_round"),
    **steps("tthc:survey_round", "survey_round", open="S", close="S", reopen="S"),
    "tthc:survey_grid": Row("S", record="survey_round"),
    "tthc:survey_grid_import": Row("S", record="survey_round"),
    "tthc:survey_sheet": Row("*", record="survey_round"),
    "tthc:survey_poster": Row("*", record="survey_public"),
    **pages("tthc:procedure_count", "S", "procedure_count"),
    **pages("tthc:proposal", "S", "proposal"),
    **pages("tthc:coverage", "S", "coverage"),
    # the catalogue of TTHC
    **pages("tthc:field", "S", "field"),
    **pages("tthc:procedure", "S", "procedure"),
    **pages("tthc:change", "S", "change"),
    "tthc:service_add": Row("S", record="procedure"),
    "tthc:service_delete": Row("S", record="service"),
    "tthc:served_add": Row("S", record="controlled"),
    "tthc:served_delete": Row("S", record="service"),
    "tthc:procedure_coverage": Row("*"),
    "tthc:catalogue_import": Row("S"),
    "tthc:catalogue_import_list": Row("S"),
    "tthc:catalogue_import_detail": Row("S", record="catalogue_import"),
    "tthc:catalogue_import_delete": Row("S", record="catalogue_import"),
    "tthc:catalogue_export": Row("*"),
    **pages("tthc:calendar", "S", "calendar_day"),
    "tthc:dossier_list": Row("*"),
    "tthc:dossier_detail": Row("*", record="dossier"),
    "tthc:import_list": Row("*"),
    "tthc:import_add": Row("S"),
    "tthc:import_detail": Row("*", record="dossier_import"),
    "tthc:import_progress": Row("*", record="dossier_import"),
    "tthc:import_map": Row("S", record="dossier_import"),
    "tthc:import_run": Row("S", record="dossier_import", method="post"),
    "tthc:import_again": Row("S", record="dossier_import", method="post"),
    "tthc:import_rejected": Row("S", record="dossier_import"),
    "tthc:import_delete": Row("S", record="dossier_import"),
    "tthc:source_detail": Row("*", record="dossier_source"),
    "tthc:source_edit": Row("S", record="dossier_source"),
    **pages("tthc:complaint", "S", "complaint"),
    "tthc:complaint_detail of a denunciation": Row("SL", record="denunciation", refused=404),
    "tthc:complaint_edit of a denunciation": Row("S", record="denunciation"),
    "tthc:complaint_none": Row("S", method="post"),
    "qms:paper of the complaints": Row("*", record="complaint_book", before=("tthc.complaint_register",)),
    "qms:paper of the denunciations": Row(
        "SL", record="complaint_book", before=("tthc.denunciation_register",)
    ),
    **steps(
        "tthc:complaint",
        "complaint",
        assign="SL",
        accept="SLUC",
        refuse="SL",
        extend="SL",
        answer="SLUC",
        close="SL",
        withdraw="SL",
    ),
    **pages("tthc:complaint_rule", "S", "complaint_rule"),
    "tthc:complaint_rule_sample": Row("S", method="post"),
    **pages("audits:audit", "S", "audit"),
    **steps("audits:audit", "audit", notify="S", start="S", report="LD", reopen_report="LD", close="L"),
    "audits:audit_copy": Row("S"),
    "audits:audit_notice_edit": Row("S", record="audit"),
    "audits:audit_report_edit": Row("S", record="audit"),
    "audits:programme": Row("*"),
    **pages("audits:audited_unit", "S", "audited_unit", parent="audit", shown=False),
    "audits:audited_unit_pick": Row("S", record="audit"),
    **pages("audits:team_member", "S", "team_member", parent="audit", shown=False),
    "audits:team_member_pick": Row("S", record="audit"),
    "audits:schedule": Row("*", record="audit"),
    **pages("audits:slot", "S", "slot", parent="audit", shown=False),
    "audits:slot_fill": Row("S", record="audit"),
    **pages("audits:checklist", "S", "checklist"),
    "audits:checklist_sample": Row("S", method="post"),
    "audits:checklist_paste": Row("S", record="checklist"),
    **pages("audits:checklist_line", "S", "checklist_line", parent="checklist", shown=False),
    "audits:note_list": Row("*", record="audit"),
    "audits:note_make": Row("SD", record="audit"),
    "audits:note_detail": Row("*", record="note"),
    "audits:note_detail save": Row("SD", record="note", method="post"),
    "audits:note_edit": Row("SD", record="note"),
    "audits:note_delete": Row("SD", record="note"),
    "audits:note_line_save": Row("SD", record="note"),
    "audits:note_line_save row": Row("SD", record="note", method="post"),
    "audits:note_line_delete": Row("SD", record="note_line"),
    "audits:note_worker": Row("*"),
    **pages("audits:finding", "SD", "finding", parent="audit"),
    **steps(
        "audits:finding",
        "finding",
        answer="SU",
        return_answer="L",
        approve="L",
        finish="SU",
        verify="SD",
        not_effective="SD",
        close="SD",
        reopen="SD",
    ),
    **pages("audits:car", "SD", "car"),
    **steps(
        "audits:car",
        "car",
        analyse="SU",
        return_analysis="L",
        approve="L",
        finish="SU",
        check_effective="SD",
        check_not_effective="SD",
    ),
    "audits:round_edit": Row("SU", record="round"),
    **pages("audits:action", "SU", "action", parent="round", shown=False),
    "audits:action_done": Row("SU", record="action"),
    "audits:overdue": Row("SL"),
    **pages("audits:review", "S", "review"),
    **steps(
        "audits:review",
        "review",
        hold="S",
        sign_minutes="L",
        return_minutes="L",
        resubmit_minutes="S",
        follow_up="S",
    ),
    **pages("audits:attendee", "S", "attendee", parent="review", shown=False),
    "audits:review_inputs": Row("*", record="review"),
    "audits:attendee_fill": Row("S", record="review", method="post"),
    **pages("audits:section", "S", "section", parent="review", shown=False),
    **pages("audits:conclusion", "S", "conclusion", parent="review"),
    **steps("audits:conclusion", "conclusion", finish="SU", reopen="S"),
    **pages("reports:outline", "S", "outline"),
    "reports:outline_copy": Row("S", record="outline", method="post"),
    **pages("reports:outline_section", "S", "outline_section", parent="outline", shown=False),
    "reports:outline_section_up": Row("S", record="outline_section", method="post"),
    "reports:outline_section_down": Row("S", record="outline_section", method="post"),
    **pages("reports:report", "S", "report"),
    "reports:figures_confirm": Row("S", record="report", method="post"),
    "reports:section_edit": Row("S", record="report", args=("muc-3-2",)),
    "reports:section_preview": Row("S", record="report", method="post", args=("muc-3-2",)),
    "reports:section_reset": Row("S", record="report", method="post", args=("muc-3-2",)),
    **steps(
        "reports:report",
        "report",
        submit="S",
        approve="L",
        withdraw="S",
        issue="S",
        send="S",
    ),
    "reports:report_step return": Row("L", record="report", args=("return",)),
}

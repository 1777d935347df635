import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from documents.models import OfficialDocument
from documents.services import official_delete, official_save
from qms import checks
from qms.models import HistoryEntry
from qms.workflow import TransitionRefused
from reports import services, transitions
from reports.models import AnnualReport, OutlineSection, ReleasedFile, ReportSection
from reports.transitions import workflow

DAY = datetime.date(2024, 12, 16)
DATA = {
    "return": {"reason": "Bổ sung kết quả đánh giá."},
    "issue": {"number": 247, "issued_on": DAY},
    "send": {"sent_on": DAY, "sent_to": "Sở KH&CN"},
}
SOURCES = {
    "submit": {"draft", "returned"},
    "approve": {"submitted"},
    "return": {"submitted"},
    "withdraw": {"submitted", "approved"},
    "issue": {"approved"},
    "send": {"issued"},
}
STATES = ("draft", "submitted", "returned", "approved", "issued", "sent")
ACTORS = {"submit": "secretary", "approve": "leader", "return": "leader", "withdraw": "secretary"}


def test_the_whole_way(run, secretary, leader, figures):
    assert run("submit", secretary).state == "submitted"
    assert run("return", leader, reason="Thiếu phụ lục.").state == "returned"
    report = run("submit", secretary)
    assert (report.state, report.return_reason) == ("submitted", "")
    assert run("approve", leader).approved_by == leader
    assert run("issue", secretary, number=247, issued_on=DAY).state == "issued"
    report = run("send", secretary, sent_on=DAY, sent_to="Sở KH&CN")
    assert (report.state, report.sent_to) == ("sent", "Sở KH&CN")
    actions = HistoryEntry.objects.of(report).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["create", "submit", "return", "submit", "approve", "issue", "send"]


def test_steps_are_the_ones_tried_here():
    assert set(workflow.transitions) == set(SOURCES)


@pytest.mark.parametrize(
    ("step", "state"),
    [(step, state) for step, sources in SOURCES.items() for state in STATES if state not in sources],
)
def test_a_step_from_a_wrong_state_is_refused(report, run, step, state, secretary, leader):
    AnnualReport.objects.filter(pk=report.pk).update(state=state, number=1, issued_on=DAY)
    actor = leader if ACTORS.get(step) == "leader" else secretary
    with pytest.raises(TransitionRefused, match="Không thể"):
        run(step, actor, **DATA.get(step, {}))


@pytest.mark.parametrize("step", SOURCES)
@pytest.mark.parametrize("role", ["auditor", "unit_contact", "staff", "observer", "admin"])
def test_other_roles_have_no_step(report, run, user_as, step, role):
    AnnualReport.objects.filter(pk=report.pk).update(state=min(SOURCES[step]), number=1, issued_on=DAY)
    with pytest.raises(PermissionDenied):
        run(step, user_as(role), **DATA.get(step, {}))


@pytest.mark.parametrize(
    ("step", "role"), [("approve", "secretary"), ("return", "secretary"), ("submit", "leader")]
)
def test_who_writes_does_not_approve(report, run, user_as, step, role):
    AnnualReport.objects.filter(pk=report.pk).update(state=min(SOURCES[step]))
    with pytest.raises(PermissionDenied):
        run(step, user_as(role), **DATA.get(step, {}))


def test_another_agency_s_leader_is_refused(report, run, secretary, user_as, other_agency):
    run("submit", secretary)
    with pytest.raises(PermissionDenied):
        run("approve", user_as("leader", of=other_agency))


def test_the_submitter_cannot_approve_even_with_both_roles(run, secretary, agency):
    from qms.models import RoleAssignment

    RoleAssignment.objects.create(user=secretary, agency=agency, role="leader")
    secretary.__dict__.pop("_roles", None)
    run("submit", secretary)
    with pytest.raises(TransitionRefused, match="Người trình không được tự duyệt"):
        run("approve", secretary)


def test_an_open_error_stops_submission(report, run, secretary):
    OutlineSection.objects.filter(key="muc-1").update(body="{{ tthc.la.gi }}")
    with pytest.raises(TransitionRefused, match=r"tthc\.la\.gi"):
        run("submit", secretary)


def test_an_error_found_after_submission_stops_approval(run, secretary, leader, monkeypatch):
    """Its text has not changed, so only this guard sees it: a record elsewhere was found wrong."""
    run("submit", secretary)
    wrong = checks.Rule("R1", "Cân đối", lambda *_: [checks.error("Cấp huyện lệch 26 hồ sơ.")])
    monkeypatch.setitem(checks._rules, "R1", [wrong])
    with pytest.raises(TransitionRefused, match="lệch 26 hồ sơ"):
        run("approve", leader)


def test_a_warning_does_not_stop_submission_and_is_told(report, run, secretary):
    OutlineSection.objects.filter(key="muc-2").update(body="Tiếp tục trong năm 2023.")
    assert "cảnh báo" in run("submit", secretary).submitted_note


def test_a_report_without_signer_cannot_be_submitted(report, run, secretary):
    AnnualReport.objects.filter(pk=report.pk).update(signer=None)
    with pytest.raises(TransitionRefused, match="họ tên người ký"):
        run("submit", secretary)


def test_what_changed_after_approval_cannot_be_issued(run, secretary, leader, figures):
    run("submit", secretary)
    run("approve", leader)
    figures(received=4530)
    with pytest.raises(TransitionRefused, match="đã đổi sau khi lãnh đạo duyệt"):
        run("issue", secretary, number=1, issued_on=DAY)
    assert run("withdraw", secretary).state == "draft"


def test_issue_enters_the_register_once(issued, outline, secretary, leader):
    document = OfficialDocument.objects.get(kind="BC")
    assert (document.number, document.notation, document.issued_on) == (247, "BC-UBND", DAY)
    assert issued.document == document
    assert (document.subject == issued.agency and False) or "Kết quả duy trì năm 2024" in document.subject


def test_a_number_is_used_once_a_year(run, secretary, leader, agency, report):
    OfficialDocument.objects.create(
        kind="BC",
        number=247,
        notation="BC-UBND",
        issued_on=DAY,
        issuer=agency.full_name,
        subject="Báo cáo khác",
    )
    run("submit", secretary)
    run("approve", leader)
    with pytest.raises(ValidationError, match="đã dùng"):
        run("issue", secretary, number=247, issued_on=DAY)
    report.refresh_from_db()
    assert (report.state, report.number) == ("approved", None)
    assert not ReleasedFile.objects.exists()


@pytest.mark.parametrize(
    "day", [datetime.date(2023, 12, 31), datetime.date(2026, 1, 1), datetime.date(2999, 1, 1)]
)
def test_the_day_of_issue_lies_near_the_year(run, secretary, leader, day):
    run("submit", secretary)
    run("approve", leader)
    with pytest.raises(ValidationError):
        run("issue", secretary, number=1, issued_on=day)


def test_sent_before_issue_is_refused(issued, run, secretary):
    with pytest.raises(ValidationError, match="trước ngày ban hành"):
        run("send", secretary, sent_on=DAY - datetime.timedelta(days=1), sent_to="Sở")


def test_what_was_submitted_is_what_is_approved(run, secretary, leader, figures, outline):
    run("submit", secretary)
    figures(received=4530)
    with pytest.raises(TransitionRefused, match="đã đổi sau khi trình"):
        run("approve", leader)
    figures()
    OutlineSection.objects.filter(key="muc-2").update(body="- Việc khác.")
    with pytest.raises(TransitionRefused, match="đã đổi sau khi trình"):
        run("approve", leader)
    run("return", leader, reason="Trình lại.")
    run("submit", secretary)
    assert run("approve", leader).state == "approved"


def _section(report, actor, body="Chữ riêng."):
    own = report.sections.filter(key="muc-2").first()
    services.section_save(
        report=report,
        source=report.outline.sections.get(key="muc-2"),
        heading="2. Phương hướng, nhiệm vụ",
        body=body,
        actor=actor,
        expected_version=services.section_version(own),
    )


def _details(report, actor):
    report = AnnualReport.objects.get(pk=report.pk)
    report.place = f"Nơi {actor.pk}"
    services.report_save(report, actor=actor, expected_version=report.version)


@pytest.mark.parametrize("write", [_section, _details])
def test_who_wrote_any_of_it_does_not_approve(report, run, secretary, leader, user_as, write):
    write(report, leader)
    run("submit", secretary)
    with pytest.raises(TransitionRefused, match="không được tự duyệt"):
        run("approve", leader)
    assert run("approve", user_as("leader")).state == "approved"


def test_a_later_hand_does_not_hide_the_first(report, run, secretary, leader):
    for write in (_section, _details):
        write(report, leader)
        write(report, secretary)
    _section(report, secretary, "- Tiếp tục duy trì.")  # reads as the outline again: its row is gone
    run("submit", secretary)
    with pytest.raises(TransitionRefused, match="không được tự duyệt"):
        run("approve", leader)


def test_a_section_loaded_with_its_editor_counts(report, run, secretary, leader):
    ReportSection.objects.create(report=report, key="muc-2", body="- Việc.", edited_by=leader)
    run("submit", secretary)
    with pytest.raises(TransitionRefused, match="Người sửa mục"):
        run("approve", leader)


def test_the_register_entry_of_an_issued_report_stays(issued, secretary):
    document = OfficialDocument.objects.get(pk=issued.document_id)
    AnnualReport.objects.filter(pk=issued.pk).update(document=None)  # its foreign key is not what protects it
    document.subject = "Khác"
    with pytest.raises(ValidationError, match="khi ban hành báo cáo năm 2024"):
        official_save(document, actor=secretary)
    with pytest.raises(ValidationError, match="khi ban hành báo cáo năm 2024"):
        document.full_clean()
    with pytest.raises(ValidationError, match="khi ban hành báo cáo năm 2024"):
        official_delete(document, actor=secretary)
    assert OfficialDocument.objects.get(pk=document.pk).subject != "Khác"


def test_the_register_s_pages_say_why_an_entry_stays(issued, as_role):
    client, pk = as_role("secretary"), issued.document_id
    page = client.page("documents:official_detail", pk).content.decode()
    assert "khi ban hành báo cáo năm 2024, không sửa, không xóa." in page
    assert client.send("documents:official_delete", pk).status_code == 422
    document = OfficialDocument.objects.get(pk=pk)
    data = {
        "kind": "BC",
        "number": "247",
        "notation": "BC-UBND",
        "issued_on": "16/12/2024",
        "issuer": document.issuer,
        "subject": "Khác",
        "version": document.version,
    }
    response = client.send("documents:official_edit", pk, **data)
    assert response.status_code == 422
    assert "không sửa, không xóa" in response.content.decode()


def test_the_files_are_made_before_the_history_is_written(run, secretary, leader, monkeypatch):
    """Its end is what every other writer of the agency waits for, and the files take seconds."""
    run("submit", secretary)
    run("approve", leader)
    told, release = [], transitions.release
    entries = HistoryEntry.objects.filter(object_type="documents.officialdocument")
    monkeypatch.setattr(
        transitions, "release", lambda report: told.append(entries.count()) or release(report)
    )
    run("issue", secretary, number=247, issued_on=DAY)
    assert (told, entries.count()) == ([0], 1)

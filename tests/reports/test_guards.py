"""Guards of the reports that no other test asks: each was taken out once, and its test here failed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from qms.attachments import attachment_add, attachment_remove
from qms.models import Attachment
from qms.paper import pdf, problems
from qms.workflow import TransitionRefused
from reports import outline_services, placeholders, services, transitions
from reports.fill import Filler, FillError, _Environment
from reports.models import AnnualReport, OutlineSection, ReleasedFile, ReportOutline
from reports.placeholders import Style
from tests.qms.test_attachments import PDF
from tests.reports.conftest import make_figures

pytestmark = pytest.mark.django_db


def fill(source: str) -> str:
    return Filler(make_figures(), Style(), {"nam": 2024}).fill(source).text


def test_a_body_does_not_index(db):
    """syntax.py refuses the brackets already; the sandbox refuses them again for a body that slips by."""
    with pytest.raises(FillError, match=r"\[ \]"):
        _Environment(None, {}).getitem({"a": 1}, "a")


def test_values_of_different_kinds_are_not_compared():
    with pytest.raises(FillError, match="khác loại"):
        fill("{% if tthc.dossiers.huyen.received > 'x' %}a{% endif %}")


def test_a_missing_figure_is_no_condition_that_fails():
    assert fill("{% if tthc.dossiers.xa.received > 0 %}a{% else %}b{% endif %}") == "b"


def test_a_body_quotes_no_more_than_there_are_marks(monkeypatch):
    monkeypatch.setattr(placeholders, "MAX_QUOTES", 2)
    body = "{{ tthc.dossiers.huyen.received }}"
    assert fill(body * 2)
    with pytest.raises(FillError, match="quá nhiều số liệu"):
        fill(body * 3)


def test_a_section_that_is_not_there_is_not_found(report, as_role):
    client = as_role("secretary")
    assert client.page("reports:section_edit", report.pk, "khong-co").status_code == 404
    assert client.send("reports:section_preview", report.pk, "khong-co").status_code == 404


def test_the_editor_of_a_submitted_report_leads_back(report, as_role):
    client = as_role("secretary")
    AnnualReport.objects.filter(pk=report.pk).update(state="submitted")
    answer = client.get(client.path("reports:section_edit", report.pk, "muc-1"), follow=True)
    assert answer.redirect_chain
    assert "không sửa được" in answer.content.decode()


def test_a_section_form_that_is_not_whole_comes_back(report, as_role):
    client = as_role("secretary")
    answer = client.send("reports:section_edit", report.pk, "muc-1", heading="1. Kết quả", body="Chữ mới.")
    assert answer.status_code == 422  # no version: nobody knows what was read
    assert not report.sections.exists()


def test_an_outline_takes_no_body_that_cannot_be_filled(outline, secretary):
    section = OutlineSection(outline=outline, key="moi", body="{{ tthc() }}")
    with pytest.raises(ValidationError, match="lời gọi hàm"):
        outline_services.outline_section_save(section, actor=secretary)
    assert not OutlineSection.objects.filter(key="moi").exists()


@pytest.mark.parametrize("state", ["submitted", "approved", "issued", "sent"])
def test_files_of_a_report_stay_while_it_is_decided_and_after(report, secretary, state):
    kept = attachment_add(report, SimpleUploadedFile("a.pdf", PDF), actor=secretary)
    AnnualReport.objects.filter(pk=report.pk).update(
        state=state, number=247, issued_on=datetime.date(2024, 12, 16)
    )
    for write in (
        lambda: attachment_add(report, SimpleUploadedFile("b.pdf", PDF), actor=secretary),
        lambda: attachment_remove(kept, actor=secretary),
    ):
        with pytest.raises(ValidationError, match="không sửa hay thêm, gỡ tệp"):
            write()
    assert Attachment.objects.get() == kept


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_report_that_is_being_decided_is_not_deleted(report, secretary, state):
    AnnualReport.objects.filter(pk=report.pk).update(state=state)
    with pytest.raises(ValidationError, match="không sửa được"):
        services.report_delete(report, actor=secretary)
    assert AnnualReport.objects.exists()


def test_issued_files_lie_below_their_agency(issued, scope):
    names = [row.file.name for row in ReleasedFile.objects.filter(report=issued)]
    assert names
    assert all(name.startswith(f"reports/{scope.pk}/") for name in names)


def test_a_report_is_not_issued_while_its_paper_has_an_error(run, secretary, leader, monkeypatch):
    run("submit", secretary)
    run("approve", leader)
    row = problems.Problem("x", problems.Severity.ERROR, "Thiếu thể thức.")
    monkeypatch.setattr(problems, "problems", lambda paper: [row])
    with pytest.raises(ValidationError, match="Thiếu thể thức"):
        run("issue", secretary, number=247, issued_on=datetime.date(2024, 12, 16))
    assert AnnualReport.objects.get().state == "approved"


def test_a_report_is_not_issued_without_its_pdf(run, secretary, leader, monkeypatch):
    def render(paper):
        raise pdf.PdfUnavailable("Máy chủ chưa có WeasyPrint.")

    run("submit", secretary)
    run("approve", leader)
    monkeypatch.setattr(pdf, "render", render)
    with pytest.raises(ValidationError, match="WeasyPrint"):
        run("issue", secretary, number=247, issued_on=datetime.date(2024, 12, 16))
    assert AnnualReport.objects.get().state == "approved"


def test_a_report_is_not_issued_on_a_day_to_come(run, secretary, leader, monkeypatch):
    run("submit", secretary)
    run("approve", leader)
    monkeypatch.setattr(transitions.timezone, "localdate", lambda: datetime.date(2024, 12, 15))
    with pytest.raises(ValidationError, match="sau hôm nay"):
        run("issue", secretary, number=247, issued_on=datetime.date(2024, 12, 16))


@pytest.mark.parametrize(("reports", "said"), [(0, "chưa có báo cáo"), (2, "chọn bằng --outline")])
def test_the_command_asks_which_report(scope, tmp_path, reports, said):
    for number in range(reports):
        outline = ReportOutline.objects.create(name=f"Đề cương {number}", subject="A", recipients="Lưu: VT")
        AnnualReport.objects.create(outline=outline, year=2024, subject="A")
    with pytest.raises(CommandError, match=said):
        call_command("render_report", scope.code, 2024, "--output", tmp_path / "a.pdf")


def test_a_report_is_copied_from_its_own_outline_only(report, scope, as_role):
    other = ReportOutline.objects.create(name="Khác", subject="A", recipients="Lưu: VT")
    client = as_role("secretary", year=2025)
    assert client.send("reports:report_add", outline=other.pk, source=report.pk).status_code == 404
    assert not AnnualReport.objects.filter(year=2025).exists()


def test_a_section_that_others_wrote_over_still_has_its_first_writer(report, run, secretary, leader):
    source = report.outline.sections.get(key="muc-2")
    for version, (actor, body) in enumerate(((leader, "Chữ của lãnh đạo."), (secretary, "Chữ khác."))):
        services.section_save(
            report=report,
            source=source,
            heading=source.heading,
            body=body,
            actor=actor,
            expected_version=version,
        )
    run("submit", secretary)
    with pytest.raises(TransitionRefused, match="không được tự duyệt"):
        run("approve", leader)


def test_who_made_a_report_does_not_approve_it(outline, figures, leader):
    made = services.report_create(outline=outline, year=2024, actor=leader)
    made.state = "submitted"
    assert "không được tự duyệt" in transitions.workflow.transitions["approve"].refusal(made, leader)

import datetime
import hashlib

import pytest
from django.core.management import call_command

from reports import services
from reports.frozen import DamagedFile, released
from reports.models import AnnualReport, OutlineSection, ReleasedFile
from reports.releases import content_of

FORMATS = ("pdf", "docx", "html", "text", "preview")


def test_every_format_is_frozen_with_its_hash(issued):
    kept = {row.format: row for row in ReleasedFile.objects.filter(report=issued)}
    assert set(kept) == set(FORMATS)
    for name, row in kept.items():
        assert hashlib.sha256(released(issued, name)).hexdigest() == row.sha256


def test_files_stay_the_same_when_figures_and_outline_change(issued, figures, as_role):
    before = {name: content_of(issued, name) for name in FORMATS}
    assert "4.529" in before["text"].decode()
    figures(received=9999)
    OutlineSection.objects.update(body="Khác hẳn.")
    client = as_role("staff")
    for name in ("pdf", "docx"):
        response = client.page("qms:paper", "reports.annual", issued.pk, tep=name)
        assert b"".join(response.streaming_content) == before[name]
    page = client.page("reports:report_detail", issued.pk).content.decode()
    assert "4.529" in page
    assert "9.999" not in page
    assert {name: content_of(issued, name) for name in FORMATS} == before


def test_an_issued_paper_has_number_day_and_no_draft_mark(issued):
    text = released(issued, "text").decode()
    assert "Số: 247/BC-UBND" in text
    assert "ngày 16 tháng 12 năm 2024" in text
    assert "DỰ THẢO" not in text
    assert "(Kèm theo Báo cáo số 247/BC-UBND" in text


def test_a_draft_is_marked_and_may_lack_number_and_day(report):
    text = content_of(report, "text").decode()
    assert text.startswith("DỰ THẢO")
    assert "/BC-UBND" in text
    assert "tháng 12 năm 2024" in text


def test_a_changed_file_is_noticed(issued):
    row = ReleasedFile.objects.get(report=issued, format="pdf")
    with open(row.file.path, "ab") as stored:  # noqa: PTH123
        stored.write(b"x")
    with pytest.raises(DamagedFile):
        released(issued, "pdf")


def test_the_command_writes_the_frozen_bytes(issued, tmp_path, figures):
    expected = content_of(issued, "docx")
    figures(received=1)
    path = tmp_path / "bao-cao.docx"
    call_command("render_report", "kim-thanh", "2024", "--format", "docx", "--output", str(path))
    assert path.read_bytes() == expected


@pytest.mark.parametrize("format", ["html", "text", "docx", "pdf"])
def test_the_command_renders_a_draft(report, tmp_path, format):
    path = tmp_path / "ra"
    call_command("render_report", "kim-thanh", "2024", "--format", format, "--output", str(path))
    assert path.stat().st_size > 500


def test_an_issued_report_is_not_edited(issued, secretary):
    from django.core.exceptions import ValidationError

    issued.place = "Nơi khác"
    with pytest.raises(ValidationError, match="không sửa được"):
        services.report_save(issued, actor=secretary, expected_version=None)
    with pytest.raises(ValidationError):
        issued.full_clean()
    with pytest.raises(ValidationError):
        services.report_delete(issued, actor=secretary)
    assert AnnualReport.objects.get(pk=issued.pk).place == "Kim Thành"


def test_approved_paper_is_unmarked_for_signing(run, secretary, leader):
    run("submit", secretary)
    report = run("approve", leader)
    report.__dict__.pop("_composition", None)
    assert "DỰ THẢO" not in content_of(report, "text").decode()
    assert report.issued_on is None or isinstance(report.issued_on, datetime.date)


def test_the_frozen_sheet_marks_no_figure_as_moved(run, secretary, leader, figures):
    figures(received=4530)
    run("submit", secretary)
    run("approve", leader)
    report = run("issue", secretary, number=1, issued_on=datetime.date(2024, 12, 16))
    sheet = released(report, "preview").decode()
    assert "4.530" in sheet
    assert "figure changed" not in sheet

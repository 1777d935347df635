import datetime

import pytest
import yaml
from django.db import connection

from qms.exchange import dump_year, load_year
from reports.models import AnnualReport, ReportSection
from reports.services import section_save

pytestmark = pytest.mark.django_db


def reports_only(text):
    document = yaml.safe_load(text)
    return {key: document[key] for key in ("report_outlines", "annual_reports")}


def test_dump_and_load_give_the_same(report, secretary, agency, tmp_path):
    source = report.outline.sections.get(key="muc-1")
    body = "Dòng một.\n{% for r in planning.risk_results %}\n- {{ r.risk }}\n{% endfor %}"
    section_save(
        report=report, source=source, heading="1. Khác", body=body, actor=secretary, expected_version=0
    )
    person = report.signer
    person.key = "pham-viet-tuan"
    person.save()
    text = dump_year(agency, 2024)
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    load_year(path)
    assert reports_only(dump_year(agency, 2024)) == reports_only(text)
    ReportSection.objects.all().delete()
    AnnualReport.objects.all().delete()
    report.outline.delete()
    load_year(path)
    assert reports_only(dump_year(agency, 2024)) == reports_only(text)
    loaded = AnnualReport.objects.get()
    assert loaded.sections.get().body == body
    assert loaded.state == "draft"


def test_only_sections_that_differ_stand_in_the_file(report, agency):
    assert "sections" not in reports_only(dump_year(agency, 2024))["annual_reports"][0]


def test_loading_over_an_issued_report_changes_nothing(issued, agency, tmp_path):
    text = dump_year(agency, 2024)
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    load_year(path)
    path.write_text(
        text.replace("place: Kim Thành\n    issued_on", "place: Nơi khác\n    issued_on"), encoding="utf-8"
    )
    from qms.yamlfile import YearFileError

    with pytest.raises(YearFileError, match="Báo cáo đã ban hành"):
        load_year(path)
    assert AnnualReport.objects.get().place == "Kim Thành"
    assert AnnualReport.objects.get().issued_on == datetime.date(2024, 12, 16)


def test_the_obligation_follows_the_report(report, agency):
    from reports.obligations import annual_report

    (duty,) = annual_report(agency, 2024)
    assert (duty.code, duty.done, duty.due) == ("O13", "", datetime.date(2024, 12, 20))
    AnnualReport.objects.filter(pk=report.pk).update(
        state="sent", number=5, issued_on="2024-12-16", sent_on="2024-12-17"
    )
    (duty,) = annual_report(agency, 2024)
    assert duty.done == "05/BC-UBND, gửi 17/12/2024"
    (duty,) = annual_report(agency, 2025)
    assert duty.url.endswith("/bao-cao/nam/")
    assert connection.vendor

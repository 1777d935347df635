"""Every constraint of the reports refuses what it forbids, in the form and in the database."""

import datetime

import pytest

from reports.models import AnnualReport, OutlineSection, ReleasedFile, ReportOutline, ReportSection
from tests.refusals import constraint_names, refused_twice

pytestmark = pytest.mark.django_db
DAY = datetime.date


def bare_report(outline, **given):
    return AnnualReport(**{"outline": outline, "year": 2024, "subject": "Kết quả"} | given)


def outline_twice(outline):
    return ReportOutline(name=outline.name, subject="Kết quả", recipients="Lưu: VT")


def key_twice(outline):
    return OutlineSection(outline=outline, position=9, key="muc-1")


def level_out_of_range(outline):
    return OutlineSection(outline=outline, position=9, key="muc-9", level=5)


def report_twice(outline):
    bare_report(outline).save()
    return bare_report(outline)


def issued_without_number(outline):
    return bare_report(outline, state="issued", issued_on=DAY(2024, 12, 16))


def issued_without_day(outline):
    return bare_report(outline, state="issued", number=247)


def sent_before_issue(outline):
    return bare_report(outline, issued_on=DAY(2024, 12, 16), sent_on=DAY(2024, 12, 15))


def own_section_twice(outline):
    report = bare_report(outline)
    report.save()
    ReportSection.objects.create(report=report, key="muc-1")
    return ReportSection(report=report, key="muc-1")


def format_twice(outline):
    report = bare_report(outline)
    report.save()
    row = {"report": report, "format": "pdf", "sha256": "0" * 64, "size": 1}
    ReleasedFile.objects.create(**row)
    return ReleasedFile(**row)


CASES = {
    "outline_name_once": (outline_twice, "Đã có đề cương tên này."),
    "outline_section_key_once": (key_twice, "Đề cương đã có mục mang mã này."),
    "outline_section_level": (level_out_of_range, "Cấp của mục từ 1 đến 4."),
    "report_once_a_year": (report_twice, "Năm này đã có báo cáo theo đề cương này."),
    "report_issued_has_number": (
        issued_without_number,
        "Báo cáo đã ban hành phải có số và ngày.",
    ),
    "report_issued_has_number, no day": (
        issued_without_day,
        "Báo cáo đã ban hành phải có số và ngày.",
    ),
    "report_sent_after_issue": (
        sent_before_issue,
        "Ngày gửi không được trước ngày ban hành.",
    ),
    "report_section_once": (own_section_twice, "Báo cáo đã có mục này."),
    "released_format_once": (format_twice, ""),
}


@pytest.mark.parametrize("case", CASES)
def test_constraint_refuses_in_form_and_database(outline, case):
    make, sentence = CASES[case]
    refused_twice(make(outline), sentence)


def test_no_constraint_is_without_a_case():
    assert constraint_names("reports") == {case.split(",")[0] for case in CASES}

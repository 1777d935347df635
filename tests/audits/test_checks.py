"""Checks and obligations of audits: what is wrong is told, what is right is told too."""

import pytest

from audits import checks
from audits.models import AuditedUnit
from qms import obligations
from qms.figures import Figures
from tests.audits.build import audit, finding, review, team
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db


def results(function, agency, year=2024):
    return [(found.severity.value, found.message) for found in function(agency, year, Figures([]))]


def test_r8_names_the_weekend_days_of_kim_thanh(scope):
    audit(
        "reported", starts_on=DAY(2024, 10, 18), ends_on=DAY(2024, 10, 22), planned_from=None, planned_to=None
    )
    [(severity, message)] = results(checks.audit_days, scope)
    assert severity == "warning"
    assert "thứ Bảy 19/10/2024, Chủ nhật 20/10/2024" in message


def test_r8_is_quiet_on_working_days(scope):
    audit("reported")
    assert [severity for severity, _ in results(checks.audit_days, scope)] == ["ok"]


def test_r8_looks_at_the_programme_while_nothing_is_held(scope):
    audit("planned", planned_from=DAY(2024, 10, 18), planned_to=DAY(2024, 10, 19))
    assert "thứ Bảy 19/10/2024" in results(checks.audit_days, scope)[0][1]


def test_r8_tells_days_that_differ_from_the_programme(scope):
    audit("reported", starts_on=DAY(2024, 10, 22), ends_on=DAY(2024, 10, 24))
    messages = [message for severity, message in results(checks.audit_days, scope) if severity == "warning"]
    assert len(messages) == 2
    assert "bắt đầu ngày 22/10/2024, chương trình ghi 21/10/2024" in messages[0]
    assert "kết thúc ngày 24/10/2024, chương trình ghi 23/10/2024" in messages[1]


def test_r8_says_nothing_without_days(scope):
    audit("planned", planned_from=None, planned_to=None)
    assert results(checks.audit_days, scope) == []


@pytest.mark.parametrize(
    ("given", "severity", "told"),
    [
        ({"due_on": DAY(2021, 1, 1)}, "error", "hạn 01/01/2021 trước ngày phát hiện"),
        ({"state": "closed", "outcome": "Xong"}, "error", "không có ngày xác nhận"),
        (
            {"state": "closed", "outcome": "Xong", "closed_on": DAY(2024, 10, 1)},
            "error",
            "trước ngày phát hiện",
        ),
        ({"state": "closed", "closed_on": DAY(2024, 11, 1)}, "warning", "chưa ghi kết quả"),
        ({"due_on": DAY(2024, 11, 1)}, "warning", "quá hạn khắc phục"),
        ({"state": "closed", "outcome": "Xong", "closed_on": DAY(2024, 11, 1)}, "ok", "1 phát hiện"),
        ({"due_on": DAY(2099, 11, 1)}, "ok", "1 phát hiện"),
    ],
)
def test_r5_dates_of_findings(scope, given, severity, told):
    finding(audit("reported"), **given)
    [(found, message)] = results(checks.finding_days, scope)
    assert found == severity
    assert told in message


def test_r5_follows_last_years_findings(scope):
    finding(audit("reported", year=2023), due_on=DAY(2023, 12, 1), opened_on=DAY(2023, 10, 1))
    assert "quá hạn" in results(checks.finding_days, scope)[0][1]
    assert results(checks.finding_days, scope, 2025) == []


def test_r10_team_is_set_up_before_the_audit(scope):
    audit("reported")
    assert [severity for severity, _ in results(checks.order_of_papers, scope)] == ["ok"]


def test_r10_team_set_up_after_the_audit_is_an_error(scope):
    audit("reported", team_decision=team(DAY(2024, 11, 14)))
    [(severity, message)] = results(checks.order_of_papers, scope)
    assert severity == "error"
    assert "14/11/2024 sau ngày bắt đầu đánh giá 21/10/2024" in message


def test_r10_missing_team_or_day_or_another_year_is_flagged(scope):
    audit("reported", team_decision=None)
    audit("in_progress", round=2, team_decision=None, starts_on=None)
    audit("in_progress", round=3, team_decision=None, starts_on=DAY(2023, 10, 2))
    messages = " ".join(message for _, message in results(checks.order_of_papers, scope))
    for told in ("chưa ghi quyết định thành lập đoàn", "chưa ghi ngày bắt đầu", "không thuộc năm 2024"):
        assert told in messages


@pytest.mark.parametrize(("day", "severity"), [(DAY(2024, 10, 22), "warning"), (DAY(2024, 10, 23), "ok")])
def test_r10_review_follows_the_audit(scope, day, severity):
    audit("reported")
    review("held", held_on=day)
    assert results(checks.order_of_papers, scope)[-1][0] == severity


def test_r10_review_of_another_year_is_flagged(scope):
    review("held", held_on=DAY(2025, 1, 3))
    [(severity, message)] = results(checks.order_of_papers, scope)
    assert severity == "warning"
    assert "không thuộc năm 2024" in message


def test_r11_a_held_audit_without_recorded_findings_is_flagged(scope):
    audit("reported", findings_recorded=False)
    audit("reported", year=2023, team_decision=None)
    found = results(checks.nothing_dropped, scope)
    assert [severity for severity, _ in found] == ["ok", "warning"]
    assert "chưa xác nhận đã ghi đủ phát hiện" in found[1][1]


def test_r11_leaves_an_audit_alone_that_has_not_begun(scope):
    audit("notified")
    assert results(checks.nothing_dropped, scope) == []


def test_r12_stated_number_of_units_equals_the_rows(scope):
    row = audit("reported", audited_units_stated=2)
    assert results(checks.units_counted, scope)[0][0] == "error"
    AuditedUnit.objects.create(audit=row, name="Văn phòng")
    assert results(checks.units_counted, scope) == []
    AuditedUnit.objects.all().delete()
    assert "chưa liệt kê" in results(checks.units_counted, scope)[0][1]


def duties(agency, year=2024):
    return {duty.title: duty for duty in obligations.collect(agency, year) if duty.code in ("O8", "10.2")}


def test_o8_an_empty_year_owes_audit_and_review(scope):
    found = duties(scope)
    assert set(found) == {"Đánh giá nội bộ", "Xem xét của lãnh đạo"}
    assert not any(duty.done for duty in found.values())


def test_o8_is_done_by_a_reported_audit_and_a_held_review(scope):
    audit("reported")
    review("held")
    found = duties(scope)
    assert found["Đánh giá nội bộ"].done == "21/10/2024 – 23/10/2024"
    assert found["Xem xét của lãnh đạo"].done == "Họp ngày 28/10/2024"
    assert found["Xem xét của lãnh đạo"].since == DAY(2024, 10, 28)


def test_o8_is_not_done_by_what_is_only_planned_or_begun(scope):
    audit("in_progress")
    review("planned", planned_on=DAY(2024, 11, 1))
    found = duties(scope)
    assert not found["Đánh giá nội bộ"].done
    assert not found["Xem xét của lãnh đạo"].done
    assert found["Xem xét của lãnh đạo"].since == DAY(2024, 11, 1)


def test_findings_are_to_be_put_right_by_their_days(scope):
    row = audit("reported")
    finding(row, 1, due_on=DAY(2024, 11, 15))
    finding(row, 2, state="closed", closed_on=DAY(2024, 11, 1), outcome="Xong")
    duty = duties(scope)["Khắc phục sau đánh giá"]
    assert (duty.done, duty.due) == ("", DAY(2024, 11, 15))
    row.findings.update(**{"state": "closed", "closed_on": DAY(2024, 11, 10)})
    duty = duties(scope)["Khắc phục sau đánh giá"]
    assert duty.done == "2 phát hiện đã khắc phục"
    assert duty.until == DAY(2024, 11, 10)

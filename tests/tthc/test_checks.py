"""Rules over the statistics: what is right is said to be, what is wrong is told in numbers."""

import datetime

import pytest

from qms import checks
from qms.checks import CheckResult, Severity
from qms.figures import collect
from tests.tthc.conftest import DISTRICT, ZONE, digitisation, dossier, survey
from tthc.models import CommuneCoverage


def results(agency, year: int = 2024) -> list[tuple[str, CheckResult]]:
    """(rule, result) of this app's rules alone."""
    figures = collect(agency, year)
    mine = [
        rule
        for rules in checks.rules().values()
        for rule in rules
        if rule.run.__module__ == "tthc.checks.sums"
    ]
    return [(rule.id, result) for rule in mine for result in rule.run(agency, year, figures)]


def found(agency, rule: str, severity: Severity | None = None) -> list[str]:
    told = [result for name, result in results(agency) if name == rule]
    return [result.message for result in told if severity in (None, result.severity)]


def test_kim_thanh_has_no_findings(kim_thanh):
    assert {result.severity for _, result in results(kim_thanh)} == {Severity.OK}
    assert {rule for rule, _ in results(kim_thanh)} == {"R1", "R2", "R3", "R13"}
    assert all(result.url for _, result in results(kim_thanh))


def test_r1_says_the_balance_in_numbers(kim_thanh):
    assert found(kim_thanh, "R1")[0] == "Cấp huyện: 163 + 4.529 = 4.506 + 147 + 26 + 12 + 1."


def test_r1_shows_the_residual_and_what_is_missing(scope):
    dossier("don_vi", **ZONE).save()
    assert found(scope, "R1", Severity.ERROR) == [
        "Cơ quan, đơn vị: 124 + 454 = 578, nhưng 439 + 113 + 0 + 0 + 0 = 552; "
        "còn 26 hồ sơ chưa rõ trạng thái. Nguồn chưa ghi: trả lại, tạm dừng, hủy, rút."
    ]


def test_r1_too_many_states(scope):
    dossier(**{**DISTRICT, "returned": 27}).save()
    (message,) = found(scope, "R1", Severity.ERROR)
    assert "các trạng thái nhiều hơn tổng 1 hồ sơ" in message


def test_r1_does_not_judge_what_is_not_given(scope):
    dossier(received=10, resolved=9).save()
    (message,) = found(scope, "R1", Severity.WARNING)
    assert "thiếu tồn kỳ trước" in message


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"online": 4131}, "Cấp huyện: 4.131 + 397 = 4.528, khác 4.529 tiếp nhận trong kỳ (chênh 1)."),
        ({"by_post": 1}, "Cấp huyện: 4.132 + 397 + 1 = 4.530, khác 4.529 tiếp nhận trong kỳ (chênh 1)."),
        ({"late": 31}, "Cấp huyện: 4.476 + 31 = 4.507, khác 4.506 đã giải quyết (chênh 1)."),
        (
            {"early": 4000, "on_time": 475},
            "Cấp huyện: 4.000 + 475 = 4.475, khác 4.476 giải quyết trước hạn và đúng hạn (chênh 1).",
        ),
    ],
)
def test_r2_part_sums_of_dossiers(scope, changes, sentence):
    dossier(**{**DISTRICT, **changes}).save()
    assert found(scope, "R2", Severity.ERROR) == [sentence]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"full_components": 4527},
            "số hóa đầy đủ thành phần (4.527) nhiều hơn có số hóa thành phần (4.526)",
        ),
        ({"some_components": 4530}, "có số hóa thành phần (4.530) nhiều hơn tiếp nhận (4.529)"),
        ({"result_not_digitised": 16}, "4.489 + 16 = 4.505, khác 4.506"),
    ],
)
def test_r2_digitisation(scope, changes, words):
    digitisation(**changes).save()
    (message,) = found(scope, "R2", Severity.ERROR)
    assert words in message


def test_r2_more_answers_than_forms(scope):
    survey(dissatisfied=2).save()
    (message,) = found(scope, "R2", Severity.ERROR)
    assert "= 4.440, nhiều hơn 4.439 phiếu thu được" in message


def test_r2_tables_that_count_different_dossiers_warn(scope):
    dossier(**DISTRICT).save()
    digitisation(received=4600).save()
    survey(received=4500, resolved=None).save()
    assert found(scope, "R2", Severity.WARNING) == [
        "Cấp huyện: tiếp nhận trong kỳ 4.529 hồ sơ theo thống kê hồ sơ, 4.600 theo bảng số hóa.",
        "Cấp huyện: tiếp nhận trong kỳ 4.529 hồ sơ theo thống kê hồ sơ, 4.500 theo tổng hợp mức độ hài lòng.",
    ]


def test_r3_rates_that_do_not_complete(scope):
    dossier(**{**DISTRICT, "in_person": 400}).save()
    (message,) = found(scope, "R3", Severity.WARNING)
    assert (
        message == "Cấp huyện, cách tiếp nhận: 91,23% + 8,83% = 100,06%; các phần không cộng lại bằng mẫu số."
    )


def test_r3_answers_between_good_and_bad_are_no_finding(scope):
    survey(good=4000).save()
    assert found(scope, "R3", Severity.WARNING) == []


def test_r12_several_periods_warn(scope):
    dossier(**DISTRICT).save()
    half = {"period_from": datetime.date(2024, 1, 1), "period_to": datetime.date(2024, 6, 30)}
    dossier("huyen", **half, received=1, resolved=1).save()
    dossier("xa", **half, received=1, resolved=1).save()
    several, different = found(scope, "R12", Severity.WARNING)
    assert several == "Cấp huyện: có 2 kỳ; báo cáo năm dùng kỳ dài nhất, 10/12/2023 – 09/12/2024."
    assert different == "Cấp xã: kỳ 01/01/2024 – 30/6/2024, khác cấp huyện (10/12/2023 – 09/12/2024)."


def test_a_period_that_the_report_does_not_quote_is_named_and_stops_nothing(scope):
    dossier(**DISTRICT).save()
    half = {"period_from": datetime.date(2024, 1, 1), "period_to": datetime.date(2024, 6, 30)}
    counts = {"carried_over": 1, "received": 10, "resolved": 9, "early_on_time": 8, "late": 0}
    dossier(**half, **counts, pending_in_time=0, pending_overdue=0).save()
    assert found(scope, "R1", Severity.ERROR) == found(scope, "R2", Severity.ERROR) == []
    (balance,), (sums,) = found(scope, "R1", Severity.WARNING), found(scope, "R2", Severity.WARNING)
    head = "Kỳ 01/01/2024 – 30/6/2024, báo cáo năm không dùng. Cấp huyện: "
    assert balance.startswith(f"{head}1 + 10 = 11, nhưng 9")
    assert sums.startswith(f"{head}8 + 0 = 8, khác 9 đã giải quyết")


def test_of_several_periods_the_one_of_the_report_is_named_too(scope):
    dossier(**DISTRICT | {"returned": 27}).save()
    half = {"period_from": datetime.date(2024, 1, 1), "period_to": datetime.date(2024, 6, 30)}
    dossier(**half, received=1, resolved=1).save()
    (message,) = found(scope, "R1", Severity.ERROR)
    assert message.startswith("Kỳ 10/12/2023 – 09/12/2024. Cấp huyện: 163 + 4.529")


@pytest.mark.parametrize(
    ("applying", "total", "severity"),
    [(18, 18, Severity.OK), (66, 55, Severity.ERROR), (0, 0, Severity.ERROR)],
)
def test_r13_coverage(scope, applying, total, severity):
    CommuneCoverage(year=2024, as_of=datetime.date(2024, 11, 30), applying=applying, total=total).save()
    (result,) = [result for rule, result in results(scope) if rule == "R13"]
    assert result.severity is severity


def test_an_empty_year_has_no_findings(scope):
    assert results(scope, 2023) == []

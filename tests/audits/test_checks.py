"""Checks and obligations of audits: what is wrong is told, what is right is told too."""

import pytest

from audits import checks
from audits.checks.people import nearly_alike, syllables_apart
from audits.models import AuditedUnit
from documents.models import ControlledDocument
from planning.models import TrainingAttendee, TrainingCourse
from qms import obligations
from qms.figures import Figures
from tests.audits.build import audit, car, finding, measure, member, review, team
from tests.audits.rows import audited_unit, line, sheet, slot, turn
from tests.factories import PersonFactory, UnitFactory
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


def test_r8_tells_a_one_day_audit_once(scope):
    """Trà Cú 2021: programme 18/11, held 22/11."""
    day, held = DAY(2024, 11, 18), DAY(2024, 11, 22)
    audit("reported", planned_from=day, planned_to=day, starts_on=held, ends_on=held)
    told = [message for severity, message in results(checks.audit_days, scope) if severity == "warning"]
    assert told == ["Đánh giá nội bộ lần 01/2024: diễn ra ngày 22/11/2024, chương trình ghi 18/11/2024."]


def test_r8_slot_outside_the_programme_or_on_a_weekend_is_flagged(scope):
    row = audit("notified", planned_to=DAY(2024, 10, 27))
    unit = row.audited_units.get()
    slot(row, [unit], day=DAY(2024, 10, 22))
    assert results(checks.schedule_days, scope) == []
    slot(row, [unit], day=DAY(2024, 10, 26))
    slot(row, [unit], day=DAY(2024, 10, 28))
    (first, weekend), (second, outside) = results(checks.schedule_days, scope)
    assert (first, second) == ("warning", "warning")
    assert "buổi 26/10/2024" in weekend and "ngày nghỉ" in weekend
    assert "nằm ngoài ngày đánh giá 21/10/2024 – 27/10/2024" in outside


def test_r8_units_without_a_slot_are_named_in_one_sentence(scope):
    row = audit("notified")
    audited_unit(row, UnitFactory(name="Phòng Y tế"))
    assert results(checks.schedule_days, scope) == []  # no schedule yet
    slot(row)
    [(severity, message)] = results(checks.schedule_days, scope)
    assert severity == "warning"
    assert "2 đơn vị chưa có buổi đánh giá: Ban Chỉ đạo, Phòng Y tế." in message


CLOSED = {"state": "closed"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"due_on": DAY(2021, 1, 1)}, [("error", "hạn 01/01/2021 trước ngày phát hiện")]),
        ({"done_on": DAY(2024, 10, 20)}, [("error", "ngày thực hiện 20/10/2024 trước ngày phát hiện")]),
        (CLOSED | {"closed_on": None}, [("error", "không có ngày xác nhận")]),
        (CLOSED | {"closed_on": DAY(2024, 10, 1)}, [("error", "trước ngày phát hiện")]),
        (CLOSED | {"closed_on": DAY(2024, 11, 1), "outcome": ""}, [("warning", "chưa ghi kết quả")]),
        (CLOSED | {"closed_on": DAY(2024, 11, 1), "checker": None}, [("warning", "chưa ghi người kiểm tra")]),
        ({"due_on": DAY(2024, 11, 1)}, [("warning", "quá hạn khắc phục")]),
        (
            {"due_on": DAY(2024, 11, 1), "done_on": DAY(2024, 10, 30), "state": "done"},
            [("ok", "1 phát hiện")],
        ),
        (CLOSED | {"closed_on": DAY(2024, 11, 1)}, [("ok", "1 phát hiện")]),
        ({"due_on": DAY(2099, 11, 1)}, [("ok", "1 phát hiện")]),
    ],
)
def test_r5_dates_of_findings(scope, given, told):
    finding(audit("reported"), **{"checker": PersonFactory(), **given})
    found = results(checks.finding_days, scope)
    assert [severity for severity, _ in found] == [severity for severity, _ in told]
    for (_, message), (_, words) in zip(found, told, strict=True):
        assert words in message


def test_r5_measures_before_the_opening_are_errors_and_late_ones_warnings(scope):
    early, late, fine = car(number=1), car(number=2), car(number=3)
    measure(early.rounds.get(), due_on=DAY(2021, 1, 1))
    measure(late.rounds.get(), due_on=DAY(2024, 11, 1))
    measure(fine.rounds.get(), due_on=DAY(2024, 11, 1), done_on=DAY(2024, 10, 30))
    (first, wrong), (second, overdue) = results(checks.request_days, scope)
    assert (first, second) == ("error", "warning")
    assert "Phiếu khắc phục 01/2024: thời hạn 01/01/2021 trước ngày mở 21/10/2024." in wrong
    assert "Phiếu khắc phục 02/2024: quá thời hạn 01/11/2024." in overdue


def test_r5_a_later_round_has_days_of_its_own(scope):
    row = car()
    row.rounds.update(result="not_effective", checked_on=DAY(2024, 11, 5), checker=PersonFactory())
    measure(row.rounds.get(), due_on=DAY(2024, 11, 1))  # over with its round
    measure(turn(row, 2, opened_on=DAY(2024, 11, 5)), due_on=DAY(2024, 11, 4))
    [(severity, message)] = results(checks.request_days, scope)
    assert severity == "error"
    assert "vòng 2: thời hạn 04/11/2024 trước ngày mở 05/11/2024" in message


@pytest.mark.parametrize(
    ("of_round", "of_car", "words"),
    [
        ({}, {"state": "closed", "closed_on": DAY(2024, 12, 1)}, ["chưa ghi kết quả kiểm tra"]),
        ({"result": "effective"}, {}, ["không có ngày kiểm tra", "không có người kiểm tra"]),
        ({"result": "effective", "checked_on": DAY(2024, 10, 1)}, {}, ["kiểm tra 01/10/2024 trước", "người"]),
        ({"done_on": DAY(2024, 10, 1)}, {}, ["báo cáo xong 01/10/2024 trước ngày mở"]),
        ({"opened_on": DAY(2024, 10, 1)}, {}, ["trước ngày mở phiếu"]),
    ],
)
def test_r5_a_checked_request_has_day_and_checker(scope, of_round, of_car, words):
    row = car(written=False, **of_car)
    row.rounds.update(**of_round)
    found = results(checks.request_days, scope)
    assert [severity for severity, _ in found] == ["error"] * len(words)
    for (_, message), told in zip(found, words, strict=True):
        assert told in message


def test_r5_is_content_with_requests_in_order(scope):
    measure(car().rounds.get(), due_on=DAY(2099, 1, 1))
    assert [severity for severity, _ in results(checks.request_days, scope)] == ["ok"]


def test_r6_two_requests_of_one_stated_number(scope):
    car(number=1, stated_number="01")
    car(number=2, stated_number="1")
    car(number=3)
    [(severity, message)] = results(checks.stated_numbers, scope)
    assert (severity, message) == ("error", "Hai phiếu khắc phục cùng ghi số 01.")


def test_r6_a_stated_number_may_not_be_another_ones_own(scope):
    """Papers print our number where they state none."""
    row = audit("reported")
    finding(row, 1)
    finding(row, 2, stated_number="01")
    finding(audit("reported", round=2, team_decision=None), 1)  # numbers begin anew in each audit
    [(severity, message)] = results(checks.stated_numbers, scope)
    assert (severity, message) == ("error", "Hai báo cáo sự không phù hợp cùng ghi số 01.")


@pytest.mark.parametrize("stated", ["QT 12", "QT-12", "qt12"])
def test_r6_a_procedures_code_is_no_number(scope, stated):
    ControlledDocument.objects.create(code="QT-12", title="Quy trình số 12", kind="operating")
    finding(audit("reported"), stated_number=stated)
    [(severity, message)] = results(checks.stated_numbers, scope)
    assert severity == "warning"
    assert f"“{stated}”, là mã quy trình QT-12" in message


def test_r6_is_content_with_numbers_that_differ(scope):
    row = audit("reported")
    finding(row, 1, stated_number="NC-1")
    finding(row, 2)
    assert [severity for severity, _ in results(checks.stated_numbers, scope)] == ["ok"]


@pytest.mark.parametrize(
    ("grade", "text", "severity"),
    [
        ("minor", "Sự không phù hợp NGHIÊM TRỌNG về hồ sơ", "warning"),
        ("observation", "Là điểm nặng", "warning"),
        ("major", "Chỉ là điểm nhẹ", "warning"),
        ("major", "Không phù hợp nghiêm trọng", "ok"),
        ("minor", "Thiếu hồ sơ, gánh nặng cho dân", "ok"),
    ],
)
def test_r7_words_of_grade_follow_the_grade(scope, grade, text, severity):
    finding(audit("reported"), grade=grade, description=text)
    assert [found for found, _ in results(checks.grade_words, scope)] == [severity]


def test_r7_quotes_the_words_of_the_request(scope):
    car(finding(audit("reported")), details="Đây là sự không phù hợp nghiêm trọng.")
    [(severity, message)] = results(checks.grade_words, scope)
    assert severity == "warning"
    assert "viết “nghiêm trọng” nhưng mức độ là không phù hợp nhẹ" in message


@pytest.mark.parametrize(
    ("one", "other", "apart", "alike"),
    [
        ("Trầm Thị Bích Phương", "Trần Thị Bích Phương", 1, True),
        ("Kim Ngọc Truyền", "Kim Văn Truyền", 1, True),
        ("Trần Thị Hoa", "Trần Thị Lan", 1, False),
        ("Phan Thị Thúy", "Phan Thị Thùy", 1, True),
        ("Trần Lan Phương", "Trần Thị Lan Phương", None, False),
        ("Trần Thị Lan Phương", "trần thị lan phương", 0, False),
        ("Lê Văn An", "Trần Thị An", 2, False),
        ("", "", 0, False),
    ],
)
def test_r9_names_one_syllable_apart(one, other, apart, alike):
    assert (syllables_apart(one, other), syllables_apart(other, one)) == (apart, apart)
    assert (nearly_alike(one, other), nearly_alike(other, one)) == (alike, alike)


def test_r9_near_names_of_one_unit_are_flagged_when_the_years_papers_name_them(scope):
    unit = UnitFactory(name="Phòng Tài nguyên và Môi trường")
    row = audit("reported")
    member(row, PersonFactory(name="Kim Ngọc Truyền", unit=unit))
    PersonFactory(name="Kim Thị Truyền", unit=unit)  # in no paper of the year
    finding(row, 1, doer=PersonFactory(name="Kim Anh Truyền", unit=UnitFactory()))
    assert [severity for severity, _ in results(checks.names, scope)] == ["ok"]
    finding(row, 2, doer=PersonFactory(name="Kim Văn Truyền", unit=unit))
    [(severity, message)] = results(checks.names, scope)
    assert severity == "warning"
    assert "“Kim Ngọc Truyền” và “Kim Văn Truyền” cùng ở Phòng Tài nguyên và Môi trường" in message


def test_r9_homonyms_are_shown_with_their_units(scope):
    row = audit("reported")
    first, second = UnitFactory(name="Phòng A"), UnitFactory(name="Phòng B")
    for unit in (first, second):
        member(row, PersonFactory(name="Trần Thị Lan Phương", unit=unit))
    told = results(checks.names, scope)
    assert ("ok", "2 người cùng tên Trần Thị Lan Phương: Phòng A; Phòng B.") in told
    assert {severity for severity, _ in told} == {"ok"}
    review("held", chair=PersonFactory(name="Trần Thị Lan Phương", unit=second))
    severity, message = results(checks.names, scope)[-1]
    assert severity == "warning" and "chưa phân biệt được bằng đơn vị" in message


def test_r9_a_paper_that_spells_a_name_otherwise_is_flagged(scope):
    person = PersonFactory(name="Trần Thị Bích Phương")
    member(audit("reported"), person, stated_name="Trầm Thị Bích Phương")
    [(severity, message)] = results(checks.names, scope)
    assert severity == "warning"
    assert "ghi “Trầm Thị Bích Phương”, danh sách cán bộ ghi “Trần Thị Bích Phương”" in message


def trained(person, year=2024):
    course, _ = TrainingCourse.objects.get_or_create(year=year, title="Đánh giá viên", for_auditors=True)
    TrainingAttendee.objects.create(course=course, person=person)


def test_r16_nobody_audits_his_own_unit(scope):
    unit, other = UnitFactory(name="Phòng Y tế"), UnitFactory()
    person = PersonFactory(name="Cán bộ Y tế", unit=unit)
    trained(person, 2020)
    row = audit("notified")
    own, foreign = audited_unit(row, unit), audited_unit(row, other)
    auditor = member(row, person)
    slot(row, [foreign], [auditor])
    assert [severity for severity, _ in results(checks.auditors, scope)] == ["ok"]
    slot(row, [own, foreign], [auditor])
    [(severity, message)] = results(checks.auditors, scope)
    assert severity == "error"
    assert "Cán bộ Y tế đánh giá Phòng Y tế là đơn vị của mình" in message


def test_r16_untrained_auditors_are_named_in_one_sentence(scope):
    row = audit("notified")
    first, second, third = (PersonFactory(name=f"Người {letter}") for letter in "ABC")
    for person in (first, second, third):
        member(row, person)
    trained(first)
    trained(third, 2025)  # only the year after
    [(severity, message)] = results(checks.auditors, scope)
    assert severity == "warning"
    assert "2 thành viên đoàn chưa có trong lớp đào tạo đánh giá viên nào: Người B, Người C." in message


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


def test_r11_undone_lines_without_a_finding_are_told_sheet_by_sheet(scope):
    row = audit("reported")
    unit = row.audited_units.get()
    note = sheet(slot(row, [unit]), unit)
    line(note, "Chính sách chất lượng", remark="Đã thực hiện")
    assert results(checks.undone_lines, scope) == []
    lost = line(note, remark="Chưa thực hiện")
    line(note, "Danh mục hồ sơ", note="chưa thực hiện")
    [(severity, message)] = results(checks.undone_lines, scope)
    assert severity == "warning"
    assert "“Kiểm soát đầu ra không phù hợp: Chưa thực hiện”; “Danh mục hồ sơ: chưa thực hiện”" in message
    finding(row, note_line=lost)
    assert "Kiểm soát đầu ra" not in results(checks.undone_lines, scope)[0][1]
    assert results(checks.undone_lines, scope, 2025) == []


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


def test_o8_a_planned_review_with_a_day_is_not_done(scope):
    review("planned", held_on=DAY(2024, 11, 1))
    assert not duties(scope)["Xem xét của lãnh đạo"].done


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


def test_good_points_leave_nothing_to_put_right(scope):
    finding(audit("reported"), grade="strength")
    assert "Khắc phục sau đánh giá" not in duties(scope)


def test_a_checked_finding_is_still_owed_until_it_is_closed(scope):
    finding(audit("reported"), state="verified", due_on=DAY(2024, 11, 15))
    assert not duties(scope)["Khắc phục sau đánh giá"].done


def test_requests_are_owed_too_whatever_their_origin(scope):
    row = car()
    measure(row.rounds.get(), due_on=DAY(2024, 11, 30))
    measure(row.rounds.get(), due_on=DAY(2021, 1, 1))  # before the opening: R5 tells it, nobody can keep it
    duty = duties(scope)["Khắc phục sau đánh giá"]
    assert (duty.done, duty.due) == ("", DAY(2024, 11, 30))
    type(row).objects.update(**{"state": "closed", "closed_on": DAY(2024, 11, 29)})
    duty = duties(scope)["Khắc phục sau đánh giá"]
    assert (duty.done, duty.until) == ("1 phiếu đã đóng", DAY(2024, 11, 29))

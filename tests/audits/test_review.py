"""The leader's review: what is put before it, minutes, conclusions that become tasks (ISO 9001:2015 9.3)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audits.enums import AttendeeRole
from audits.models import ManagementReview, ReviewAttendee, ReviewConclusion
from audits.review_inputs import review_inputs
from audits.services.review import SECTIONS, attendees_fill, review_row_delete, review_row_save, review_save
from audits.transitions import review_workflow
from planning.models import CommitteeMember, SteeringCommittee, TrainingCourse
from tests.audits import build
from tests.factories import PersonFactory
from tests.planning.build import DAY, document

pytestmark = [pytest.mark.django_db, pytest.mark.iso("9.3")]


def keyed(review):
    return {row["key"]: [line["text"] for line in row["lines"]] for row in review_inputs(review)}


def test_a_new_review_has_the_usual_parts_of_the_minutes(scope, user_as):
    review = review_save(review=ManagementReview(year=2024), actor=user_as("secretary"))
    assert [(row.letter, row.heading) for row in review.sections.all()] == list(SECTIONS)


def test_inputs_follow_932_in_order(scope):
    keys = [row["key"] for row in review_inputs(build.review())]
    assert keys == ["a", "b", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "d", "e", "f"]


def test_inputs_collect_themselves_from_the_year(scope):
    earlier = build.review("minutes_signed", year=2023)
    ReviewConclusion.objects.create(
        review=earlier, text="Rà soát quy trình", owner="Văn phòng", standing=True
    )
    audit = build.audit("in_progress")
    build.finding(audit, description="Thiếu giấy tiếp nhận")
    build.finding(audit, 2, grade="observation", description="Nên gộp hai sổ")
    TrainingCourse.objects.create(year=2024, title="Tập huấn ISO", participants=115)
    found = keyed(build.review())
    assert any("Rà soát quy trình (Văn phòng, Thường xuyên)" in line for line in found["a"])
    assert any("Thiếu giấy tiếp nhận" in line for line in found["c4"])
    assert not any("Nên gộp hai sổ" in line for line in found["c4"])
    assert any("Nên gộp hai sổ" in line for line in found["f"])
    assert found["d"] == ["Tập huấn: Tập huấn ISO, 115 người dự"]


def test_another_years_rows_are_no_input(scope):
    TrainingCourse.objects.create(year=2023, title="Tập huấn cũ")
    assert keyed(build.review())["d"] == []


def test_what_was_put_before_the_meeting_stays_as_it_was(scope, user_as):
    review = build.review(chair=PersonFactory())
    ReviewAttendee.objects.create(review=review, name="Khách mời")
    TrainingCourse.objects.create(year=2024, title="Trước cuộc họp")
    held = review_workflow.transitions["hold"].run(
        review, actor=user_as("secretary"), held_on=DAY(2024, 10, 28)
    )
    TrainingCourse.objects.create(year=2024, title="Sau cuộc họp")
    kept = {row["key"]: [line["text"] for line in row["lines"]] for row in held.inputs}
    assert kept["d"] == ["Tập huấn: Trước cuộc họp"]


def committee(*persons):
    decision = document(668, kind="QĐ", day=DAY(2023, 5, 19))
    found = SteeringCommittee.objects.create(decision=decision, valid_from=DAY(2023, 5, 19))
    for position, person in enumerate(persons, 1):
        CommitteeMember.objects.create(committee=found, person=person, position=position)
    return found


def test_the_committee_attends_once_with_its_roles(scope, user_as):
    chair, secretary, member = PersonFactory(), PersonFactory(), PersonFactory()
    committee(chair, secretary, member)
    review = build.review("held", chair=chair, secretary=secretary)
    actor = user_as("secretary")
    assert attendees_fill(review=review, actor=actor) == 3
    assert attendees_fill(review=review, actor=actor) == 0
    roles = {row.person_id: row.role for row in review.attendees.all()}
    assert roles == {
        chair.pk: AttendeeRole.CHAIR,
        secretary.pk: AttendeeRole.SECRETARY,
        member.pk: AttendeeRole.MEMBER,
    }


def test_no_committee_is_said(scope, user_as):
    with pytest.raises(ValidationError, match="Chưa có Ban Chỉ đạo"):
        attendees_fill(review=build.review("held"), actor=user_as("secretary"))


@pytest.mark.parametrize("state", ["minutes_signed", "followed_up"])
def test_signed_minutes_take_no_change(scope, user_as, state):
    review, actor = build.review(state), user_as("secretary")
    row = ReviewConclusion.objects.create(review=review, text="Rà soát", owner="Văn phòng", standing=True)
    new = ReviewConclusion(review=review, text="Thêm", owner="Văn phòng", standing=True)
    for write in (
        lambda: review_row_save(row=new, actor=actor),
        lambda: review_row_delete(row=row, actor=actor),
        lambda: review_save(review=review, actor=actor),
        lambda: attendees_fill(review=review, actor=actor),
    ):
        with pytest.raises(ValidationError, match="Biên bản đã ký"):
            write()


def test_pages_of_a_review(as_role, agency):
    from qms.scope import in_agency

    client = as_role("secretary")
    client.send("audits:review_add", round=1, planned_on="28/10/2024")
    with in_agency(agency):
        review = ManagementReview.objects.get()
        section = review.sections.first()
    page = client.page("audits:review_detail", review.pk).content.decode()
    assert "Thông tin đầu vào (9.3.2)" in page
    assert "A. Tình hình áp dụng" in page
    page = client.page("audits:section_edit", section.pk).content.decode()
    assert "Thông tin đầu vào" in page
    assert (
        "c3) Kết quả giải quyết thủ tục hành chính"
        in client.page("audits:review_inputs", review.pk).content.decode()
    )


def test_a_result_that_comes_too_late_is_kept_on_the_page(as_role, scope):
    client = as_role("secretary")
    signed = build.ready_review("minutes_signed", signed_on=DAY(2024, 11, 1))
    task = build.conclusion(signed, person=client.user.person)
    typed = {"done_on": "05/11/2024", "result": "Đã rà soát 12 quy trình"}
    late = client.step("audits:conclusion_step", task.pk, "finish", **typed, version=task.version + 1)
    assert late.status_code == 409
    assert "vừa được người khác sửa" in late.context["form"].errors["__all__"][0]
    assert late.context["form"]["result"].value() == "Đã rà soát 12 quy trình"
    assert client.step("audits:conclusion_step", task.pk, "finish", **typed).status_code == 302
    again = client.step("audits:conclusion_step", task.pk, "finish", **typed)
    assert (again.status_code, again.context["form"]["done_on"].value()) == (409, "05/11/2024")


def test_a_finished_task_starts_with_today_and_a_reopened_one_with_what_was_written(as_role, scope):
    client = as_role("secretary")
    signed = build.ready_review("minutes_signed", signed_on=DAY(2024, 11, 1))
    task = build.conclusion(signed, result="Đã rà soát", person=client.user.person)
    form = client.page("audits:conclusion_step", task.pk, "finish").context["form"]
    assert (form["done_on"].value(), form["result"].value()) == (timezone.localdate(), "Đã rà soát")


def test_a_return_of_minutes_signed_meanwhile_keeps_its_sentence(as_role, scope):
    signed = build.ready_review("minutes_signed", signed_on=DAY(2024, 11, 1))
    sent = {"reason": "Thiếu kết luận về đào tạo"}
    page = as_role("leader").step("audits:review_step", signed.pk, "return_minutes", **sent)
    assert page.status_code == 409
    assert page.context["form"]["reason"].value() == "Thiếu kết luận về đào tạo"


def test_complaints_are_said_to_be_left_out(as_role, scope):
    page = as_role("secretary").page("audits:review_inputs", build.review().pk).content.decode()
    assert page.count("Phản ánh, khiếu nại: phần mềm chưa theo dõi") == 1

"""Pages of audits: forms that refuse in sentences, steps from the page, findings, who waits for what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import AuditedUnit, InternalAudit, ManagementReview
from qms import inbox
from qms.models import HistoryEntry
from qms.scope import in_agency
from tests.audits.build import audit, finding, member, notice, review, team
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db


def errors(response):
    return " ".join(sentence for found in response.context["form"].errors.values() for sentence in found)


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


def test_an_audit_goes_its_whole_way_through_the_pages(secretary, as_role, scope):
    days = {"planned_from": "21/10/2024", "planned_to": "23/10/2024"}
    data = {"round": "1", "standard": "TCVN ISO 9001:2015", "team_decision": team().pk, **days}
    secretary.send("audits:audit_add", **data)
    row, lead = InternalAudit.objects.get(), as_role("leader")
    secretary.send("audits:audited_unit_add", row.pk, unit=UnitFactory().pk, position="1")
    secretary.send("audits:team_member_add", row.pk, person=lead.user.person.pk, role="lead", position="1")
    sent = {"notice": notice().pk, "notice_organ": "Ban Chỉ đạo ISO", "version": row.version}
    assert secretary.send("audits:audit_notice_edit", row.pk, **sent).status_code == 302
    secretary.step("audits:audit_step", row.pk, "notify")
    secretary.step("audits:audit_step", row.pk, "start", starts_on="21/10/2024")
    row.refresh_from_db()
    sent = {"starts_on": "21/10/2024", "findings_recorded": "on", "strengths": "Tốt", "version": row.version}
    assert secretary.send("audits:audit_report_edit", row.pk, **sent).status_code == 302
    secretary.step("audits:audit_step", row.pk, "report", ends_on="23/10/2024")
    row.refresh_from_db()
    assert row.state == "in_progress"  # the secretary signs nothing
    lead.step("audits:audit_step", row.pk, "report", ends_on="23/10/2024")
    lead.step("audits:audit_step", row.pk, "close")
    row.refresh_from_db()
    assert (row.state, row.reported_by) == ("closed", lead.user)
    actions = list(HistoryEntry.objects.of(row).order_by("sequence").values_list("action", flat=True))
    assert actions == ["create", "update", "notify", "start", "update", "report", "close"]


def test_step_page_asks_and_keeps_what_was_typed(secretary, scope):
    row = audit("notified")
    assert secretary.page("audits:audit_step", row.pk, "start").status_code == 200
    for typed, told in (("31/02/2024", "31/02/2024"), ("", "Chưa nhập"), ("01/01/2099", "chưa tới")):
        response = secretary.step("audits:audit_step", row.pk, "start", starts_on=typed)
        assert response.status_code == 422
        assert told in response.content.decode()
    assert secretary.page("audits:audit_step", row.pk, "khong-co").status_code == 403
    assert as_status(secretary, row, "close") == 403


def as_status(client, row, step):
    return client.step("audits:audit_step", row.pk, step).status_code


def test_detail_tells_why_a_step_is_refused(secretary, scope):
    row = audit("planned", notice=None)
    member(row, role="lead")
    page = secretary.page("audits:audit_detail", row.pk)
    [step] = page.context["steps"]
    assert "Chưa chọn thông báo" in step["refusal"]
    assert "Chưa chọn thông báo" in page.content.decode()


def test_audit_days_out_of_order_and_a_used_round_are_refused(secretary, scope):
    row = audit()
    new = {"round": "2", "standard": "TCVN ISO 9001:2015"}
    days = {"planned_from": "23/10/2024", "planned_to": "21/10/2024"}
    assert "theo chương trình phải từ ngày bắt đầu" in errors(
        secretary.send("audits:audit_add", **new, **days)
    )
    sent = {"ends_on": "21/10/2024", "version": row.version}
    assert "cần có ngày bắt đầu" in errors(secretary.send("audits:audit_report_edit", row.pk, **sent))
    assert "Lần đánh giá này đã có" in errors(secretary.send("audits:audit_add", **{**new, "round": "1"}))
    assert "đếm từ 1" in errors(secretary.send("audits:audit_add", **{**new, "round": "0"}))
    assert secretary.page("audits:audit_add").context["form"]["round"].value() == 2


def test_audited_unit_is_a_unit_or_a_name_and_once(secretary, scope):
    row, unit = audit(), UnitFactory()
    for given, status in (
        ({}, 422),
        ({"unit": unit.pk, "name": "Khác"}, 422),
        ({"unit": unit.pk}, 302),
        ({"unit": unit.pk}, 422),
        ({"name": "Ban Chỉ đạo"}, 422),
        ({"name": "Văn phòng"}, 302),
    ):
        sent = secretary.send("audits:audited_unit_add", row.pk, position="1", **given)
        assert sent.status_code == status
    assert AuditedUnit.objects.count() == 3
    gone = AuditedUnit.objects.get(name="Văn phòng")
    assert secretary.send("audits:audited_unit_delete", gone.pk).status_code == 302


FOUND = {"grade": "minor", "criterion_type": "procedure", "section": "Mục 5.2", "description": "Thiếu giấy"}


@pytest.mark.parametrize(
    ("state", "told"), [("planned", "chưa bắt đầu"), ("notified", "chưa bắt đầu"), ("closed", "đã kết thúc")]
)
def test_findings_are_written_only_while_the_audit_is_open(secretary, scope, state, told):
    row = audit(state)
    response = secretary.send("audits:finding_add", row.pk, **FOUND)
    assert response.status_code == 422
    assert told in errors(response)
    assert told in secretary.page("audits:audit_detail", row.pk).content.decode()


def test_finding_list_is_of_the_year_and_filters_in_words(secretary, scope):
    unit = UnitFactory(name="Phòng Văn hóa")
    row = audit("in_progress")
    finding(row, 1, unit=unit, grade="major", description="Thiếu giấy hẹn")
    finding(row, 2, state="closed", closed_on=DAY(2024, 11, 1))
    finding(audit("closed", year=2023, team_decision=None), 3)

    def numbers(**query):
        rows = secretary.page("audits:finding_list", **query).context["table"]["rows"]
        return [cells["cells"][0]["value"] for cells in rows]

    assert numbers() == ["01", "02"]
    assert numbers(unit=unit.pk) == ["01"]
    assert numbers(q="giay hen") == ["01"]
    assert numbers(state="closed", grade="minor") == ["02"]


def test_audit_with_rows_is_not_deleted(secretary, scope):
    row = audit()
    assert secretary.send("audits:audit_delete", row.pk).status_code == 422
    AuditedUnit.objects.all().delete()
    assert secretary.send("audits:audit_delete", row.pk).status_code == 302


def test_review_goes_its_way(secretary, as_role, scope):
    chair = PersonFactory()
    sent = {"round": "1", "planned_on": "28/10/2024", "chair": chair.pk, "secretary": PersonFactory().pk}
    assert secretary.send("audits:review_add", **sent).status_code == 302
    row = ManagementReview.objects.get()
    assert row.year == 2024
    secretary.send("audits:attendee_add", row.pk, person=chair.pk, role="chair", position="1")
    secretary.step("audits:review_step", row.pk, "hold", held_on="28/10/2024")
    for section in row.sections.all():
        told = {"letter": section.letter, "heading": section.heading, "position": section.position}
        secretary.send("audits:section_edit", section.pk, **told, body="Ổn định", version=section.version)
    task = {"text": "Rà soát", "owner": "Văn phòng", "due_on": "30/11/2024", "position": "1"}
    secretary.send("audits:conclusion_add", row.pk, **task)
    as_role("leader").step("audits:review_step", row.pk, "sign_minutes")
    conclusion = row.conclusions.get()
    secretary.step("audits:review_step", row.pk, "follow_up")
    row.refresh_from_db()
    assert row.state == "minutes_signed"  # the task is not done yet
    secretary.step(
        "audits:conclusion_step", conclusion.pk, "finish", done_on="29/11/2024", result="Đã rà soát"
    )
    secretary.step("audits:review_step", row.pk, "follow_up")
    row.refresh_from_db()
    assert row.state == "followed_up"
    assert "Lần họp này đã có" in errors(secretary.send("audits:review_add", **sent))


def test_signed_minutes_are_not_changed(secretary, scope):
    row = review("minutes_signed", place="Phòng họp số 1")
    response = secretary.send("audits:review_edit", row.pk, round="1", place="Nơi khác", version="0")
    assert "Biên bản đã ký" in errors(response)
    assert all(
        action.disabled_reason for action in secretary.page("audits:review_detail", row.pk).context["actions"]
    )
    row.refresh_from_db()
    assert row.place == "Phòng họp số 1"


def test_what_has_happened_is_not_deleted(secretary, scope):
    row, meeting = audit("notified"), review("held")
    AuditedUnit.objects.all().delete()
    for name, obj in (("audit", row), ("review", meeting)):
        response = secretary.send(f"audits:{name}_delete", obj.pk)
        assert response.status_code == 422
        assert "không xóa được" in response.content.decode()
    planned = review(round=2)
    assert secretary.send("audits:review_delete", planned.pk).status_code == 302


@pytest.mark.parametrize("role", ["admin", "leader", "auditor", "unit_contact", "staff", "observer"])
def test_others_read_and_do_not_organise(as_role, scope, role):
    client, row, meeting = as_role(role), audit(), review()
    assert client.page("audits:audit_detail", row.pk).status_code == 200
    assert client.page("audits:review_detail", meeting.pk).status_code == 200
    assert client.page("audits:audit_add").status_code == 403
    assert client.send("audits:audit_delete", row.pk).status_code == 403
    assert client.step("audits:audit_step", row.pk, "notify").status_code == 403


def test_another_agencys_audit_is_not_found(secretary, scope, other_agency):
    with in_agency(other_agency):
        row = audit("in_progress")
    for name in ("audits:audit_detail", "audits:finding_add", "audits:audited_unit_add"):
        assert secretary.page(name, row.pk).status_code == 404
    assert secretary.step("audits:audit_step", row.pk, "report").status_code == 404


def tags(agency, user):
    return [(item.tag, item.steps) for item in inbox.collect(agency, user)]


def test_leader_and_secretary_are_asked_for_the_next_step(scope, user_as):
    secretary, leader = user_as("secretary"), user_as("leader")
    audit("planned")
    assert tags(scope, secretary) == [("Chờ thông báo", ("notify",))]
    assert tags(scope, leader) == []
    InternalAudit.objects.update(**{"state": "notified"})
    assert tags(scope, secretary) == [("Đến ngày đánh giá", ("start",))]
    InternalAudit.objects.update(**{"state": "in_progress"})
    assert tags(scope, secretary) == [("Chờ báo cáo", ("report",))]
    InternalAudit.objects.update(**{"state": "reported"})
    assert tags(scope, secretary) == [("Chưa ghi phát hiện", ())]
    assert tags(scope, leader) == []
    InternalAudit.objects.update(findings_recorded=True)
    assert tags(scope, leader) == [("Chờ kết thúc", ("close",))]
    InternalAudit.objects.update(**{"state": "closed"})
    assert tags(scope, leader) == tags(scope, secretary) == []


def test_inbox_offers_the_step_to_the_leader(as_role, scope):
    row = audit("reported")
    page = as_role("leader").page("qms:inbox").content.decode()
    assert f"/danh-gia/noi-bo/{row.pk}/close/" in page


def test_list_queries_do_not_grow_with_rows(as_role, scope):
    client, counts = as_role("staff"), []
    for start, amount in ((0, 3), (3, 17)):
        for n in range(start, start + amount):
            row = audit("in_progress", round=n + 1, team_decision=None)
            finding(row, unit=UnitFactory())
            review(round=n + 1, chair=PersonFactory())
        found = []
        for name in ("audit", "finding", "review"):
            client.page(f"audits:{name}_list")
            with CaptureQueriesContext(connection) as queries:
                assert client.page(f"audits:{name}_list").status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 15


def test_detail_and_inbox_queries_do_not_grow_with_findings(scope, user_as, as_role):
    client, row, user, counts = as_role("staff"), audit("in_progress"), user_as("auditor"), []
    inbox.collect(scope, user)
    for start in (0, 8):
        for n in range(start, start + 8):
            finding(row, n + 1, unit=UnitFactory())
            AuditedUnit.objects.create(audit=row, unit=UnitFactory())
        client.page("audits:audit_detail", row.pk)
        with CaptureQueriesContext(connection) as queries:
            client.page("audits:audit_detail", row.pk)
        with CaptureQueriesContext(connection) as waiting:
            inbox.collect(scope, user)
        counts.append((len(queries), len(waiting)))
    assert counts[0] == counts[1]


def test_search_finds_findings_and_audits(secretary, scope):
    row = finding(audit("in_progress"), description="Hồ sơ lưu thiếu giấy tiếp nhận")
    page = secretary.page("qms:search", q="thieu giay tiep nhan").content.decode()
    assert secretary.path("audits:finding_detail", row.pk) in page
    assert "Đánh giá nội bộ lần 01/2024" in secretary.page("qms:search", q="danh gia noi bo").content.decode()

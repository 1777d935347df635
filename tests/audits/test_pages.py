"""Pages of audits: forms that refuse in sentences, steps from the page, findings, who waits for what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import AuditedUnit, Finding, InternalAudit, ManagementReview
from qms import inbox
from qms.models import HistoryEntry
from qms.scope import in_agency
from tests.audits.build import audit, finding, review
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db


def errors(response):
    return " ".join(sentence for found in response.context["form"].errors.values() for sentence in found)


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


def test_an_audit_goes_its_whole_way_through_the_pages(secretary, as_role, scope):
    from tests.audits.build import team

    data = {"round": "1", "team_decision": team().pk, "notice": "01/TB-BCĐ"}
    days = {"planned_from": "21/10/2024", "planned_to": "23/10/2024"}
    secretary.send("audits:audit_add", **data, **days)
    row = InternalAudit.objects.get()
    secretary.send("audits:audited_unit_add", row.pk, unit=UnitFactory().pk, position="1")
    secretary.send("audits:audit_step", row.pk, "notify")
    secretary.send("audits:audit_step", row.pk, "start", starts_on="21/10/2024")
    found = {"number": "1", "grade": "minor", "criterion": "QT-12", "description": "Thiếu giấy"}
    as_role("auditor").send("audits:finding_add", row.pk, **found)
    row.refresh_from_db()
    version = row.version
    sent = {**data, **days, "starts_on": "21/10/2024", "findings_recorded": "on", "version": version}
    assert secretary.send("audits:audit_edit", row.pk, **sent).status_code == 302
    secretary.send("audits:audit_step", row.pk, "report", ends_on="23/10/2024")
    resolved = {"closed_on": "01/11/2024", "outcome": "Đã bổ sung"}
    as_role("auditor").send("audits:finding_step", Finding.objects.get().pk, "resolve", **resolved)
    as_role("leader").send("audits:audit_step", row.pk, "close")
    row.refresh_from_db()
    assert row.state == "closed"
    actions = list(HistoryEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == [
        "create",
        "create",
        "notify",
        "start",
        "create",
        "update",
        "report",
        "resolve",
        "close",
    ]


def test_step_page_asks_and_keeps_what_was_typed(secretary, scope):
    row = audit("notified")
    assert secretary.page("audits:audit_step", row.pk, "start").status_code == 200
    for typed, told in (("31/02/2024", "31/02/2024"), ("", "Chưa nhập"), ("01/01/2099", "chưa tới")):
        response = secretary.send("audits:audit_step", row.pk, "start", starts_on=typed)
        assert response.status_code == 422
        assert told in response.content.decode()
    assert secretary.page("audits:audit_step", row.pk, "khong-co").status_code == 403
    assert as_status(secretary, row, "close") == 403


def as_status(client, row, step):
    return client.send("audits:audit_step", row.pk, step).status_code


def test_detail_tells_why_a_step_is_refused(secretary, scope):
    row = audit("planned", notice="")
    page = secretary.page("audits:audit_detail", row.pk)
    [step] = page.context["steps"]
    assert "Chưa ghi thông báo" in step["refusal"]
    assert "Chưa ghi thông báo" in page.content.decode()


def test_audit_days_out_of_order_and_a_used_round_are_refused(secretary, scope):
    audit()
    response = secretary.send(
        "audits:audit_add", round="2", planned_from="23/10/2024", planned_to="21/10/2024"
    )
    assert "theo chương trình phải từ ngày bắt đầu" in errors(response)
    response = secretary.send("audits:audit_add", round="2", ends_on="21/10/2024")
    assert "cần có ngày bắt đầu" in errors(response)
    assert "Lần đánh giá này đã có" in errors(secretary.send("audits:audit_add", round="1"))
    assert "đếm từ 1" in errors(secretary.send("audits:audit_add", round="0"))
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


FOUND = {"number": "1", "grade": "minor", "criterion": "QT-12", "description": "Thiếu giấy"}


@pytest.mark.parametrize(
    ("state", "told"), [("planned", "chưa bắt đầu"), ("notified", "chưa bắt đầu"), ("closed", "đã kết thúc")]
)
def test_findings_are_written_only_while_the_audit_is_open(secretary, scope, state, told):
    row = audit(state)
    response = secretary.send("audits:finding_add", row.pk, **FOUND)
    assert response.status_code == 422
    assert told in errors(response)
    assert told in secretary.page("audits:audit_detail", row.pk).content.decode()


def test_finding_days_and_number_are_refused_in_sentences(secretary, scope):
    row = audit("in_progress")
    days = {"opened_on": "21/10/2024", "due_on": "01/01/2024"}
    response = secretary.send("audits:finding_add", row.pk, **FOUND, **days)
    assert "Hạn khắc phục phải từ ngày phát hiện (21/10/2024)" in errors(response)
    assert secretary.send("audits:finding_add", row.pk, **FOUND).status_code == 302
    assert "đã dùng trong đợt đánh giá" in errors(secretary.send("audits:finding_add", row.pk, **FOUND))
    assert secretary.page("audits:finding_add", row.pk).context["form"]["number"].value() == 2
    response = secretary.send(
        "audits:finding_add", row.pk, number="hai", grade="x", criterion="", description=""
    )
    assert len(response.context["form"].errors) == 4


def test_a_resolved_finding_is_not_changed_before_it_is_reopened(secretary, scope):
    row = finding(audit("in_progress"), state="closed", closed_on=DAY(2024, 11, 1), outcome="Xong")
    response = secretary.send("audits:finding_edit", row.pk, **FOUND, version="0")
    assert "mở lại trước khi sửa" in errors(response)
    assert secretary.send("audits:finding_delete", row.pk).status_code == 422
    assert all(
        action.disabled_reason
        for action in secretary.page("audits:finding_detail", row.pk).context["actions"]
    )
    secretary.send("audits:finding_step", row.pk, "reopen", reason="Chưa đủ")
    row.refresh_from_db()
    sent = secretary.send("audits:finding_edit", row.pk, **FOUND, version=row.version)
    assert sent.status_code == 302
    assert secretary.send("audits:finding_delete", row.pk).status_code == 302


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
    sent = {"round": "1", "planned_on": "28/10/2024", "chair": chair.pk}
    assert secretary.send("audits:review_add", **sent).status_code == 302
    row = ManagementReview.objects.get()
    assert row.year == 2024
    secretary.send("audits:review_step", row.pk, "hold", held_on="28/10/2024")
    row.refresh_from_db()
    secretary.send("audits:review_edit", row.pk, **sent, conclusions="Tiếp tục", version=row.version)
    as_role("leader").send("audits:review_step", row.pk, "sign_minutes")
    secretary.send("audits:review_step", row.pk, "follow_up", follow_up="Đã làm")
    row.refresh_from_db()
    assert (row.state, row.follow_up) == ("followed_up", "Đã làm")
    assert "Lần họp này đã có" in errors(secretary.send("audits:review_add", **sent))


def test_signed_minutes_are_not_changed(secretary, scope):
    row = review("minutes_signed", conclusions="Tiếp tục")
    response = secretary.send("audits:review_edit", row.pk, round="1", conclusions="Khác", version="0")
    assert "Biên bản đã ký" in errors(response)
    assert all(
        action.disabled_reason for action in secretary.page("audits:review_detail", row.pk).context["actions"]
    )
    row.refresh_from_db()
    assert row.conclusions == "Tiếp tục"


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
    assert client.send("audits:audit_step", row.pk, "notify").status_code == 403
    expected = 200 if role == "auditor" else 403
    assert client.page("audits:finding_add", row.pk).status_code == expected


def test_another_agencys_audit_is_not_found(secretary, scope, other_agency):
    with in_agency(other_agency):
        row = audit("in_progress")
    for name in ("audits:audit_detail", "audits:finding_add", "audits:audited_unit_add"):
        assert secretary.page(name, row.pk).status_code == 404
    assert secretary.send("audits:audit_step", row.pk, "report").status_code == 404


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


def test_reviews_wait_for_whose_turn_it_is(scope, user_as):
    secretary, leader = user_as("secretary"), user_as("leader")
    row = review("planned", planned_on=DAY(2024, 10, 28), conclusions="Tiếp tục", chair=PersonFactory())
    assert tags(scope, secretary) == [("Chờ họp", ("hold",))]
    ManagementReview.objects.update(**{"state": "held", "held_on": DAY(2024, 10, 28)})
    assert tags(scope, leader) == [("Chờ ký biên bản", ("sign_minutes",))]
    assert tags(scope, secretary) == []
    ManagementReview.objects.update(conclusions="")
    assert tags(scope, leader) == []
    assert tags(scope, secretary) == [("Chưa có kết luận", ())]
    ManagementReview.objects.filter(pk=row.pk).update(**{"state": "minutes_signed"})
    assert tags(scope, secretary) == [("Theo dõi kết luận", ("follow_up",))]


def test_open_findings_wait_for_verifiers_and_their_own_unit(scope, user_as):
    contact, unit = user_as("unit_contact"), UnitFactory()
    row = audit("in_progress")
    finding(row, 1, unit=unit, due_on=DAY(2024, 11, 1))
    finding(row, 2, unit=UnitFactory())
    assert tags(scope, contact) == []
    person = contact.person
    person.unit = unit
    person.save()
    assert tags(scope, contact) == [("Không phù hợp nhẹ", ())]
    assert len(tags(scope, user_as("auditor"))) == 2
    assert tags(scope, user_as("staff")) == []


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

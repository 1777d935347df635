"""Pages of documents: what they show, what they refuse, in as many queries at 3 rows as at 60."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from documents.models import Revision
from qms.scope import in_agency
from tests.documents.helpers import TEXT, day, declaration, document, document_set, official, revision

LISTS = (
    "documents:official_list",
    "documents:controlled_list",
    "documents:set_list",
    "documents:declaration_list",
)


def fill(count, start=0):
    for number in range(start + 1, start + count + 1):
        found = official(number, "2024-01-02")
        document_set(found, "2024-01-02")
        declaration(found, "2024-01-02", notice=found)
        procedure = document(f"QT-{number:03d}")
        revision(procedure, "effective")
        revision(procedure, "draft", number=2)


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_as_many_queries_at_60_rows_as_at_3(name, agency, as_role):
    client = as_role("secretary")
    counts = []
    for count, start in ((3, 0), (57, 3)):
        with in_agency(agency):
            fill(count, start)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.page(name).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1  # a second page is counted by one query


def test_master_list_names_the_revision_in_force_and_the_one_begun(agency, as_role):
    with in_agency(agency):
        procedure = document(title="Chứng thực")
        revision(procedure, "effective")
        revision(procedure, "in_review", number=2)
    html = as_role("observer").page("documents:controlled_list").content.decode()
    assert "Đang hiệu lực; lần 02: chờ soát xét, phê duyệt" in html
    assert "01/01/2023" in html


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["QT-HT-01", "QT-01", "QT-02", "QT-03"]),
        ({"kind": "system"}, ["QT-HT-01"]),
        ({"tinh_trang": "hieu-luc"}, ["QT-HT-01", "QT-01"]),
        ({"tinh_trang": "dang-soan"}, ["QT-02"]),
        ({"tinh_trang": "khong-hieu-luc"}, ["QT-02", "QT-03"]),
        ({"ngay": "01/03/2023"}, ["QT-HT-01", "QT-01", "QT-03"]),
        ({"ngay": "01/03/2022"}, []),
        ({"q": "chung thuc"}, ["QT-01"]),
        ({"sort": "-code"}, ["QT-03", "QT-02", "QT-01", "QT-HT-01"]),
    ],
)
def test_master_list_filters_and_export_hold_the_same_rows(query, codes, agency, as_role):
    with in_agency(agency):
        revision(document("QT-HT-01", kind="system"), "effective")
        revision(document("QT-01", title="Chứng thực"), "effective")
        revision(document("QT-02"), "draft")
        revision(document("QT-03"), "superseded")
    client = as_role("staff")
    rows = client.page("documents:controlled_list", **query).context["table"]["rows"]
    assert [row["cells"][0]["value"] for row in rows] == codes
    book = load_workbook(BytesIO(client.page("documents:controlled_list", **query, xuat="xlsx").content))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == codes


def test_wrong_day_in_the_filter_is_said(as_role):
    response = as_role("staff").page("documents:controlled_list", ngay="31/02/2024")
    assert response.status_code == 200
    assert "không phải là ngày có thật" in response.content.decode()


def test_detail_lists_the_revisions(agency, as_role):
    with in_agency(agency):
        procedure = document()
        revision(procedure, "superseded")
        revision(
            procedure, "effective", number=2, effective_on=day("2023-06-01"), change_summary="Sửa mục 5.2"
        )
    html = as_role("secretary").page("documents:controlled_detail", procedure.pk).content.decode()
    for words in ("Lần ban hành 01", "Lần sửa đổi 02", "Sửa mục 5.2", "Soạn lần sửa đổi mới"):
        assert words in html


def test_button_for_a_new_revision_says_why_not(agency, as_role):
    with in_agency(agency):
        procedure = document()
        revision(procedure, "in_review")
    html = as_role("secretary").page("documents:controlled_detail", procedure.pk).content.decode()
    assert "làm xong lần này trước" in html


def test_superseded_revision_is_readable_and_marked(agency, as_role):
    with in_agency(agency):
        procedure = document()
        old = revision(procedure, "superseded")
        revision(procedure, "effective", number=2, effective_on=day("2023-06-01"))
    client = as_role("staff")
    for name, args in (("documents:revision_detail", ()), ("qms:paper", ("documents.revision",))):
        html = client.page(name, *args, old.pk).content.decode()
        assert "BẢN ĐÃ HẾT HIỆU LỰC – thay bằng lần sửa đổi 02" in html
        assert "Quy định việc tiếp nhận hồ sơ." in html


def test_whole_way_from_form_to_force(agency, as_role):
    secretary, leader = as_role("secretary"), as_role("leader")
    with in_agency(agency):
        procedure = document()
    assert secretary.page("documents:revision_add", procedure.pk).status_code == 200
    secretary.send("documents:revision_add", procedure.pk, content=TEXT)
    with in_agency(agency):
        record = Revision.objects.get()
        assert record.author == secretary.user.person
    secretary.step("documents:revision_step", record.pk, "submit")
    assert leader.step("documents:revision_step", record.pk, "request_changes").status_code == 422
    leader.step("documents:revision_step", record.pk, "request_changes", reason="Thiếu mục 5.2.")
    assert "Thiếu mục 5.2." in secretary.page("documents:revision_detail", record.pk).content.decode()
    secretary.send("documents:revision_edit", record.pk, content=TEXT + "\n5.2. Hồ sơ", version=2)
    with in_agency(agency):
        record.refresh_from_db()
    assert record.content.endswith("5.2. Hồ sơ")
    secretary.step("documents:revision_step", record.pk, "submit")
    leader.step("documents:revision_step", record.pk, "approve")
    secretary.step("documents:revision_step", record.pk, "issue")
    with in_agency(agency):
        record.refresh_from_db()
    assert (record.state, record.effective_on) == ("effective", record.approved_on)


def test_issued_text_is_refused_by_direct_post_with_a_sentence(agency, as_role):
    with in_agency(agency):
        record = revision(document(), "effective")
    client = as_role("secretary")
    response = client.send("documents:revision_edit", record.pk, content="Khác", version=0)
    assert response.status_code == 422
    assert "nội dung không sửa được nữa" in response.content.decode()
    with in_agency(agency):
        assert Revision.objects.get().content == TEXT
    assert client.page("documents:revision_edit", record.pk).status_code == 302


def test_issued_revision_takes_no_file_by_direct_post(agency, as_role):
    with in_agency(agency):
        record = revision(document(), "effective")
    client = as_role("secretary")
    response = client.send("qms:attachment_add", "documents.revision", record.pk)
    assert response.status_code == 302
    assert (
        "nội dung không sửa được nữa" in client.page("documents:revision_detail", record.pk).content.decode()
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_issued_revision_is_not_deleted(method, agency, as_role):
    with in_agency(agency):
        record = revision(document(), "effective")
    client = as_role("secretary")
    response = getattr(client, method)(client.path("documents:revision_delete", record.pk))
    assert response.status_code == {"get": 302, "post": 422}[method]
    with in_agency(agency):
        assert Revision.objects.exists()


def test_draft_is_deleted_and_leads_back_to_its_document(agency, as_role):
    with in_agency(agency):
        procedure = document()
        record = revision(procedure)
    client = as_role("secretary")
    assert client.page("documents:revision_delete", record.pk).status_code == 200
    response = client.send("documents:revision_delete", record.pk)
    assert response.headers["Location"] == client.path("documents:controlled_detail", procedure.pk)


def test_document_with_revisions_is_not_deleted(agency, as_role):
    with in_agency(agency):
        procedure = document()
        revision(procedure)
    response = as_role("secretary").send("documents:controlled_delete", procedure.pk)
    assert response.status_code == 422
    assert "Không xóa được" in response.content.decode()


@pytest.mark.parametrize("name", ["documents.revision", "documents.amendments"])
def test_print_starts_a_job(name, agency, as_role, django_capture_on_commit_callbacks):
    with in_agency(agency):
        record = revision(document(), "effective")
    client = as_role("observer")
    pk = record.pk if name == "documents.revision" else record.document_id
    assert client.page("qms:paper", name, pk).status_code == 200
    response = client.send("qms:paper", name, pk, format="pdf")
    assert "/viec-nen/" in response.headers["Location"]


def test_paper_stylesheet_is_served(as_role):
    response = as_role("staff").page("qms:paper_css")
    assert response.headers["Content-Type"].startswith("text/css")
    assert b".paper" in response.content


@pytest.mark.parametrize("step", ["supersede", "khong-co"])
def test_unknown_and_internal_steps_are_refused(step, agency, as_role):
    with in_agency(agency):
        record = revision(document(), "effective")
    assert as_role("leader").step("documents:revision_step", record.pk, step).status_code == 403


def test_refused_step_says_why(agency, as_role):
    with in_agency(agency):
        record = revision(document(), content="")
    client = as_role("secretary")
    client.step("documents:revision_step", record.pk, "submit")
    assert "Chưa có nội dung" in client.page("documents:revision_detail", record.pk).content.decode()


@pytest.mark.parametrize("name", ["controlled", "revision", "set", "declaration", "official"])
def test_another_agencys_record_does_not_exist(name, agency, other_agency, as_role):
    with in_agency(agency):
        decision = official()
        record = {
            "official": decision,
            "controlled": document(),
            "revision": revision(document("QT-09")),
            "set": document_set(decision),
            "declaration": declaration(decision),
        }[name]
    client = as_role("secretary", of=other_agency)
    for action in ("detail", "edit", "delete"):
        assert client.page(f"documents:{name}_{action}", record.pk).status_code == 404
        if action != "detail":
            assert client.send(f"documents:{name}_{action}", record.pk).status_code == 404


def test_foreign_document_gets_no_revision(agency, other_agency, as_role):
    with in_agency(other_agency):
        foreign = document()
    client = as_role("secretary")
    assert client.page("documents:revision_add", foreign.pk).status_code == 404
    assert client.send("documents:revision_add", foreign.pk, content="x").status_code == 404


def test_search_finds_a_document_by_its_text_without_accents(agency, as_role):
    with in_agency(agency):
        revision(document(), "effective")
    html = as_role("staff").page("qms:search", q="tiep nhan ho so").content.decode()
    assert "QT-01 Quy trình QT-01 – lần ban hành 01" in html


def test_year_page_and_inbox_show_the_documents(agency, as_role):
    with in_agency(agency):
        declaration(official(3265, "2022-10-28"))
        document_set(official())
        revision(document(), "in_review")
    leader = as_role("leader")
    assert "Công bố lại khi phạm vi thay đổi" in leader.page("qms:year").content.decode()
    html = leader.page("qms:inbox").content.decode()
    assert "Chờ phê duyệt" in html
    assert "/approve/" in html


def test_the_text_in_force_is_one_press_away(agency, as_role):
    with in_agency(agency):
        procedure = document()
        current = revision(procedure, "effective")
        revision(procedure, "draft", number=2)
        empty = document("QT-02")
    client = as_role("staff")
    page = client.page("documents:controlled_detail", procedure.pk).content.decode()
    assert "Đọc bản đang hiệu lực" in page
    assert f'href="{_url(client, current)}"' in page
    assert "Đọc bản" not in client.page("documents:controlled_detail", empty.pk).content.decode()


def _url(client, record):
    return f"/kim-thanh/2024{record.get_absolute_url()}"


def test_a_request_for_changes_that_comes_too_late_is_kept_on_the_page(agency, as_role):
    with in_agency(agency):
        record = revision(document(), "approved")
    page = as_role("leader").step(
        "documents:revision_step", record.pk, "request_changes", reason="Thiếu mục 5.2."
    )
    assert page.status_code == 409
    assert page.context["form"]["reason"].value() == "Thiếu mục 5.2."
    assert "Không thể yêu cầu sửa lại" in page.context["form"].errors["__all__"][0]


def test_a_refused_step_that_asks_nothing_goes_back_with_the_sentence(agency, as_role):
    with in_agency(agency):
        record = revision(document(), content="")
    client = as_role("secretary")
    path = client.path("documents:revision_step", record.pk, "submit")
    page = client.post(path, follow=True)
    assert page.redirect_chain == [(record_url(client, record), 302)]
    assert "Chưa có nội dung" in next(str(told) for told in page.context["messages"])


def record_url(client, record):
    return client.path("documents:revision_detail", record.pk)

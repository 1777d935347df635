import re

import pytest
from django.urls import reverse

from qms.models import Job
from reports.models import AnnualReport, OutlineSection, ReportOutline, ReportSection

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_role, report):
    return as_role("secretary")


def test_the_page_shows_paper_sections_and_checks(client, report):
    page = client.page("reports:report_detail", report.pk).content.decode()
    assert 'class="figure"' in page
    assert 'data-figure="tthc.dossiers.huyen.received"' in page
    assert "1. Kết quả" in page
    assert "Kiểm tra" in page
    assert "<style" not in page
    assert " style=" not in page


def test_the_page_tells_of_figures_that_moved(client, report, figures):
    figures(received=4530)
    page = client.page("reports:report_detail", report.pk).content.decode()
    assert "Số liệu đã đổi" in page
    assert "trước 4.529, nay <strong>4.530</strong>" in page
    assert "figure changed" in page
    assert client.send("reports:figures_confirm", report.pk).status_code == 302
    assert "Số liệu đã đổi" not in client.page("reports:report_detail", report.pk).content.decode()


def test_putting_a_report_together_takes_few_queries(report, django_assert_max_num_queries):
    from reports.papers import paper_of
    from reports.views.access import get_report

    with django_assert_max_num_queries(10):
        paper_of(get_report(report.pk))


def test_a_report_is_made_in_one_click(as_role, outline, figures):
    client = as_role("secretary", year=2025)
    response = client.send("reports:report_add", outline=outline.pk)
    made = AnnualReport.objects.get(year=2025)
    assert response["Location"].endswith(f"/2025/bao-cao/nam/{made.pk}/")
    assert client.send("reports:report_add", outline=outline.pk).status_code == 422


def test_a_section_is_edited_with_what_was_typed_kept(client, report):
    data = {"heading": "1. Kết quả", "body": "Chữ {{ x|la }}", "version": 0}
    response = client.send("reports:section_edit", report.pk, "muc-1", **data)
    assert response.status_code == 422
    assert "không có bộ lọc “la”" in response.content.decode()
    assert "Chữ {{ x|la }}" in response.content.decode()
    response = client.send("reports:section_edit", report.pk, "muc-1", **(data | {"body": "Chữ mới."}))
    assert response.status_code == 302
    assert ReportSection.objects.get().body == "Chữ mới."


def test_a_stale_section_is_409_with_both_texts(client, report):
    data = {"heading": "1. Kết quả", "version": 0}
    client.send("reports:section_edit", report.pk, "muc-1", body="Của người khác.", **data)
    response = client.send("reports:section_edit", report.pk, "muc-1", body="Của tôi.", **data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Của tôi." in page
    assert "Của người khác." in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    kept = client.send(
        "reports:section_edit", report.pk, "muc-1", body="Của tôi.", heading="1. Kết quả", version=version
    )
    assert kept.status_code == 302
    assert ReportSection.objects.get().body == "Của tôi."


def test_theirs_is_kept_when_chosen(client, report):
    data = {"heading": "1. Kết quả", "version": 0}
    client.send("reports:section_edit", report.pk, "muc-1", body="Của người khác.", **data)
    client.send(
        "reports:section_edit",
        report.pk,
        "muc-1",
        body="Của tôi.",
        heading="1. Kết quả",
        version=1,
        keep_body="theirs",
    )
    assert ReportSection.objects.get().body == "Của người khác."


def test_a_reset_drops_only_the_text_that_was_seen(client, report):
    data = {"heading": "1. Kết quả", "version": 0}
    client.send("reports:section_edit", report.pk, "muc-1", body="Bản đã thấy.", **data)
    page = client.page("reports:section_edit", report.pk, "muc-1").content.decode()
    assert '<input type="hidden" name="version" value="1"><button' in page
    client.send("reports:section_edit", report.pk, "muc-1", body="Bản mới.", **(data | {"version": 1}))
    for stale in ({"version": 1}, {}):
        client.send("reports:section_reset", report.pk, "muc-1", **stale)
        assert ReportSection.objects.get().body == "Bản mới."
    client.send("reports:section_reset", report.pk, "muc-1", version=2)
    assert not ReportSection.objects.exists()


def test_the_list_is_of_the_chosen_year_with_the_others_a_click_away(as_role, report):
    client = as_role("staff", year=2025)
    page = client.page("reports:report_list").content.decode()
    assert "Báo cáo năm 2024" not in page
    assert "?nam=tat-ca" in page
    assert "Báo cáo năm 2024" in client.page("reports:report_list", nam="tat-ca").content.decode()


def test_an_issued_page_tells_calmly_which_sources_moved(as_role, issued, figures):
    client = as_role("staff")
    words = "Số liệu nguồn đã đổi sau khi ban hành"
    assert words not in client.page("reports:report_detail", issued.pk).content.decode()
    figures(received=4530)
    page = client.page("reports:report_detail", issued.pk).content.decode()
    assert words in page
    assert "báo cáo ghi 4.529, nay 4.530" in page


def test_open_warnings_are_counted_beside_the_steps(client, report):
    data = {"heading": "1. Kết quả", "body": "Có 45 hồ sơ, 12 phiếu.", "version": 0}
    client.send("reports:section_edit", report.pk, "muc-1", **data)
    page = client.page("reports:report_detail", report.pk).content.decode()
    assert re.search(r'<a href="#checks-title">Còn \d+ cảnh báo</a>', page)


BROKEN = "{% for loop in tthc.dossier_table %}{% endfor %}"


def test_a_stored_line_that_is_no_code_is_a_sentence_not_an_error(client, report, outline):
    OutlineSection.objects.filter(key="muc-1").update(body=BROKEN)
    section = outline.sections.get(key="muc-1")
    for name, args in (
        ("reports:report_detail", (report.pk,)),
        ("qms:paper", ("reports.annual", report.pk)),
        ("reports:section_edit", (report.pk, "muc-1")),
        ("reports:outline_detail", (outline.pk,)),
        ("reports:outline_section_edit", (section.pk,)),
        ("qms:figures", ()),
    ):
        assert client.page(name, *args).status_code == 200, name
    assert "“loop”" in client.page("reports:report_detail", report.pk).content.decode()


def test_a_line_that_is_no_code_is_not_saved(client, outline):
    section = outline.sections.get(key="muc-1")
    data = {"kind": "section", "heading": "1. X", "level": "1", "key": "muc-1", "version": section.version}
    response = client.send("reports:outline_section_edit", section.pk, body=BROKEN, **data)
    assert response.status_code == 422
    assert outline.sections.get(key="muc-1").body != BROKEN


def test_the_inbox_does_not_put_reports_together(client, as_role, report, monkeypatch):
    client.step("reports:report_step", report.pk, "submit")

    def dear(*args):
        raise AssertionError("báo cáo được dựng lại")

    monkeypatch.setattr("reports.composition.compose", dear)
    assert "Phê duyệt" in as_role("leader").page("qms:inbox").content.decode()


def test_a_step_of_a_page_seen_before_a_change_is_refused(client, as_role, report):
    client.step("reports:report_step", report.pk, "submit")
    seen = AnnualReport.objects.get(pk=report.pk).version
    client.step("reports:report_step", report.pk, "withdraw")
    client.step("reports:report_step", report.pk, "submit")
    as_role("leader").step("reports:report_step", report.pk, "approve", version=seen)
    assert AnnualReport.objects.get(pk=report.pk).state == "submitted"


def test_a_number_typed_for_a_report_changed_meanwhile_is_kept(client, as_role, report):
    client.step("reports:report_step", report.pk, "submit")
    as_role("leader").step("reports:report_step", report.pk, "approve")
    typed = {"number": "247", "issued_on": "16/12/2024", "version": 1}
    page = client.step("reports:report_step", report.pk, "issue", **typed)
    assert page.status_code == 409
    assert "vừa được người khác sửa" in page.context["form"].errors["__all__"][0]
    assert page.context["form"]["number"].value() == "247"
    assert AnnualReport.objects.get(pk=report.pk).state == "approved"


def test_the_preview_stores_nothing(client, report):
    response = client.send(
        "reports:section_preview", report.pk, "muc-1", heading="1. X", body="{{ tthc.la.gi }}"
    )
    page = response.content.decode()
    assert "chưa có số liệu" in page
    assert "1. X" in page
    assert not ReportSection.objects.exists()


def test_markup_typed_into_a_section_stays_text(client, report):
    body = "<script>alert(1)</script>{% raw %}<img src=x>{% endraw %}"
    client.send("reports:section_edit", report.pk, "muc-1", heading="<b>", body=body, version=0)
    page = client.page("reports:report_detail", report.pk).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def content(job):
    with job.result.open("rb") as stored:
        return stored.read()


def test_pdf_of_a_draft_is_a_job(client, report, django_capture_on_commit_callbacks, monkeypatch):
    from qms import jobs

    monkeypatch.setattr(jobs, "_dispatch", jobs.run)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.send("qms:paper", "reports.annual", report.pk, format="pdf")
    job = Job.objects.get()
    assert response["Location"].endswith(f"/viec-nen/{job.pk}/")
    assert (job.state, job.result_name) == ("done", "bao-cao-kim-thanh-2024.pdf")
    assert content(job).startswith(b"%PDF")


def test_docx_of_a_draft_is_a_job(client, report, django_capture_on_commit_callbacks, monkeypatch):
    from qms import jobs

    monkeypatch.setattr(jobs, "_dispatch", jobs.run)
    with django_capture_on_commit_callbacks(execute=True):
        client.send("qms:paper", "reports.annual", report.pk, format="docx")
    assert content(Job.objects.get()).startswith(b"PK")


def test_staff_cannot_print_a_draft(as_role, report):
    assert as_role("staff").send("qms:paper", "reports.annual", report.pk, format="pdf").status_code == 403


def test_print_view_has_no_script_or_style_inside(client, report):
    page = client.page("qms:paper", "reports.annual", report.pk).content.decode()
    assert "<style" not in page
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page


def test_issuing_by_the_browser(client, as_role, report):
    assert client.step("reports:report_step", report.pk, "submit").status_code == 302
    leader = as_role("leader")
    assert leader.page("qms:inbox").content.decode().count("Phê duyệt") >= 1
    assert leader.step("reports:report_step", report.pk, "approve").status_code == 302
    assert client.step("reports:report_step", report.pk, "issue", number="", issued_on="").status_code == 422
    data = {"number": "247", "issued_on": "16/12/2024"}
    assert client.step("reports:report_step", report.pk, "issue", **data).status_code == 302
    page = as_role("staff").page("reports:report_detail", report.pk).content.decode()
    assert "Tải PDF" in page
    assert "SHA-256" in page
    assert "Sửa thể thức" not in page


def test_a_return_needs_a_sentence_and_reaches_the_secretary(client, as_role, report):
    client.step("reports:report_step", report.pk, "submit")
    leader = as_role("leader")
    assert leader.step("reports:report_step", report.pk, "return").status_code == 422
    leader.step("reports:report_step", report.pk, "return", reason="Nêu rõ kết quả đánh giá.")
    assert "Nêu rõ kết quả đánh giá." in client.page("reports:report_detail", report.pk).content.decode()
    assert "Nêu rõ kết quả đánh giá." in client.page("qms:inbox").content.decode()


def test_outline_pages(client, outline):
    page = client.page("reports:outline_detail", outline.pk).content.decode()
    assert "1. Kết quả" in page
    assert client.page("reports:outline_list").status_code == 200
    section = outline.sections.get(key="muc-1")
    editor = client.page("reports:outline_section_edit", section.pk).content.decode()
    assert "4.529" in editor
    assert "data-editor-source" in editor


def test_an_outline_section_is_added_changed_moved_and_deleted(client, outline):
    data = {"kind": "section", "heading": "3. Mới", "level": "1", "key": "muc-3", "body": "Chữ."}
    assert client.send("reports:outline_section_add", outline.pk, **data).status_code == 302
    section = OutlineSection.objects.get(key="muc-3")
    changed = data | {"body": "{{ x|la }}", "version": section.version}
    assert client.send("reports:outline_section_edit", section.pk, **changed).status_code == 422
    changed["body"] = "Chữ khác."
    assert client.send("reports:outline_section_edit", section.pk, **changed).status_code == 302
    assert client.send("reports:outline_section_edit", section.pk, **changed).status_code == 409
    assert client.send("reports:outline_section_up", section.pk).status_code == 302
    assert client.send("reports:outline_section_down", section.pk).status_code == 302
    assert client.send("reports:outline_section_delete", section.pk).status_code == 302
    assert not OutlineSection.objects.filter(key="muc-3").exists()


def test_the_same_key_twice_is_told_in_the_form(client, outline):
    data = {"kind": "section", "heading": "3. Mới", "level": "1", "key": "muc-1", "body": "Chữ."}
    response = client.send("reports:outline_section_add", outline.pk, **data)
    assert response.status_code == 422
    assert "đã có mục mang mã này" in response.content.decode()


def test_an_outline_is_copied_from_its_page(client, outline):
    response = client.send("reports:outline_copy", outline.pk)
    assert response.status_code == 302
    assert ReportOutline.objects.count() == 2


def test_details_are_edited_and_vv_is_seen_by_the_check(client, report):
    form = client.page("reports:report_edit", report.pk)
    assert form.status_code == 200
    values = {
        name: form.context["form"][name].value() or ""
        for name in form.context["form"].fields
        if name != "version"
    }
    values |= {"subject": "V/v thử", "due_on": "20/12/2024", "version": report.version}
    assert client.send("reports:report_edit", report.pk, **values).status_code == 302
    assert "không bắt đầu bằng “V/v”" in client.page("reports:report_detail", report.pk).content.decode()


ROLES = ("admin", "secretary", "leader", "auditor", "unit_contact", "staff", "observer")
WRITERS = {"secretary"}
READ = (
    "reports:report_list",
    "reports:report_detail",
    "qms:paper",
    "reports:outline_list",
    "reports:outline_detail",
)
WRITE = (
    "reports:report_add", "reports:report_edit", "reports:report_delete", "reports:section_edit",
    "reports:outline_add", "reports:outline_edit", "reports:outline_delete", "reports:outline_section_add",
    "reports:outline_section_edit", "reports:outline_section_delete",
)  # fmt: skip


def arguments(name, report):
    section = report.outline.sections.get(key="muc-1")
    if name.endswith(("_list", ":report_add", ":outline_add")):
        return ()
    if name == "qms:paper":
        return ("reports.annual", report.pk)
    if name == "reports:section_edit":
        return (report.pk, "muc-1")
    if "outline_section" in name and not name.endswith("_add"):
        return (section.pk,)
    return (report.outline_id,) if "outline" in name else (report.pk,)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_what(as_role, report, role):
    client = as_role(role)
    for name in READ:
        assert client.page(name, *arguments(name, report)).status_code == 200, name
    for name in WRITE:
        expected = 200 if role in WRITERS else 403
        assert client.page(name, *arguments(name, report)).status_code == expected, name


def test_another_agency_finds_nothing(as_role, other_agency, report):
    client = as_role("secretary", of=other_agency)
    for name in (*READ, *WRITE):
        if args := arguments(name, report):
            assert client.page(name, *args).status_code == 404, name
    assert client.send("qms:paper", "reports.annual", report.pk, format="pdf").status_code == 404
    assert client.send("reports:figures_confirm", report.pk).status_code == 404
    assert client.step("reports:report_step", report.pk, "submit").status_code == 404


def test_step_address_is_the_record_s_address(report):
    assert reverse("reports:report_step", args=[report.pk, "submit"]) == f"{report.get_absolute_url()}submit/"

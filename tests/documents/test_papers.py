"""The printable revision and the sheet of amendments."""

import subprocess

import pytest
from django.core.files.base import ContentFile

from documents.papers import amendment_paper, marking, revision_paper
from qms import jobs, papers
from qms.attachments import attachment_add
from qms.paper import html, pdf, text
from qms.paper.blocks import Bullets, Heading, Paragraph
from qms.paper.typed import typed_blocks
from tests.documents.helpers import day, document, revision


def test_revision_prints_its_box_and_text(procedure, secretary, leader):
    record = revision(procedure, "effective", author=secretary.person, approver=leader.person)
    printed = text.render(revision_paper(record))
    for words in (
        "QUY TRÌNH",
        "QT-01",
        "01/01/2023",
        "Soạn thảo",
        "Soát xét",
        "Phê duyệt",
        "Ban hành lần đầu",
    ):
        assert words in printed
    for words in (str(secretary.person), str(leader.person), "1. Mục đích", "- Bước hai"):
        assert words in printed
    assert marking(record) is None


def test_superseded_revision_says_what_replaced_it(procedure):
    old = revision(procedure, "superseded")
    revision(procedure, "effective", number=2, effective_on=day("2023-06-01"), change_summary="Sửa")
    assert marking(old).text == "BẢN ĐÃ HẾT HIỆU LỰC – thay bằng lần sửa đổi 02"
    page = html.render_fragment(revision_paper(old))
    assert "BẢN ĐÃ HẾT HIỆU LỰC – thay bằng lần sửa đổi 02" in page
    assert "Mục đích" in page


@pytest.mark.parametrize(
    ("state", "words"), [("draft", "DỰ THẢO"), ("approved", "DỰ THẢO"), ("withdrawn", "THU HỒI")]
)
def test_what_is_not_in_force_says_so(state, words, procedure):
    assert words in marking(revision(procedure, state)).text


def test_title_does_not_repeat_the_kind(scope):
    record = revision(document("STCL", title="Sổ tay chất lượng", kind="manual"))
    title = revision_paper(record).title
    assert (title.kind, title.subject) == ("SỔ TAY CHẤT LƯỢNG", "")


def test_paper_names_the_file_that_holds_the_content(procedure, secretary):
    record = revision(procedure, content="")
    attachment_add(record, ContentFile(b"%PDF-1.7\n%%EOF\n", name="quy-trinh.pdf"), actor=secretary)
    assert "quy-trinh.pdf" in text.render(revision_paper(record))


def test_paper_says_where_the_original_is_kept(procedure):
    record = revision(procedure, "effective", content="", kept_on_paper="Văn phòng")
    assert "bản giấy lưu tại Văn phòng" in text.render(revision_paper(record))


def test_amendment_sheet_lists_every_revision(procedure):
    revision(procedure, "superseded")
    revision(procedure, "effective", number=2, effective_on=day("2023-06-01"), change_summary="Sửa mục 5.2")
    printed = text.render(amendment_paper(procedure))
    assert "Sửa mục 5.2" in printed
    assert "01/6/2023" in printed


def test_amendment_sheet_of_a_new_document_is_not_empty(procedure):
    assert "Chưa có lần ban hành nào" in text.render(amendment_paper(procedure))


def test_old_revision_prints_the_amendments_up_to_itself(procedure):
    old = revision(procedure, "superseded")
    revision(procedure, "draft", number=2, change_summary="Chưa ban hành")
    assert "Chưa ban hành" not in text.render(revision_paper(old))


def test_typed_text_becomes_headings_lists_and_paragraphs():
    blocks = list(typed_blocks("1. Mục đích\nCâu một.\n\n5.2. Thành phần hồ sơ\n- Đơn\n– Bản sao\nCâu hai."))
    assert [type(block) for block in blocks] == [Heading, Paragraph, Heading, Bullets, Paragraph]
    assert [block.level for block in blocks if isinstance(block, Heading)] == [1, 2]
    assert len(blocks[3].items) == 2


def test_number_at_the_head_of_a_long_sentence_is_no_heading():
    sentence = "30 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ theo quy định, " + "trong đó " * 12
    assert [type(block) for block in typed_blocks(sentence)] == [Paragraph]


@pytest.mark.iso("7.5.3")
def test_every_printed_page_of_a_superseded_revision_is_marked(procedure, tmp_path):
    old = revision(procedure, "superseded", content="Một đoạn của quy trình.\n" * 120)
    revision(procedure, "effective", number=2, effective_on=day("2023-06-01"))
    path = tmp_path / "quy-trinh.pdf"
    path.write_bytes(pdf.render(revision_paper(old)))
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    found = [page for page in pages.stdout.split("\f") if page.strip()]
    assert len(found) > 2
    assert all("thay bằng lần sửa đổi 02" in page for page in found)


@pytest.mark.parametrize(("kind", "head"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_job_makes_the_file(kind, head, procedure, secretary):
    record = revision(procedure, "effective")
    job = jobs.start(
        "papers.print",
        actor=secretary,
        year=2024,
        paper="documents.revision",
        format=kind,
        pk=record.pk,
    )
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "")
    assert job.result_name == f"QT-01-lan-01.{kind}"
    with job.result.open("rb") as file:
        assert file.read(5).startswith(head)


def test_file_names_say_what_is_in_them(procedure):
    record = revision(procedure, "effective")
    assert papers.kind("documents.revision").file_stem(record) == "QT-01-lan-01"
    assert papers.kind("documents.amendments").file_stem(procedure) == "QT-01-theo-doi-sua-doi"


def test_year_dossier_holds_what_came_into_force_in_the_year(procedure):
    revision(procedure, "superseded")
    new = revision(procedure, "effective", number=2, effective_on=day("2024-06-01"))
    revision(procedure, "draft", number=3)
    found = [(kind.name, record) for kind, record in papers.of_year(2024)]
    assert found == [("documents.revision", new)]


def test_dossier_of_a_document_is_its_amendments_and_every_revision(procedure):
    rows = [revision(procedure, "superseded"), revision(procedure, "draft", number=2)]
    history = papers.of_bundle(papers.find_bundle("documents.history"), procedure)
    assert [(kind.name, record) for kind, record in history] == [
        ("documents.amendments", procedure),
        *(("documents.revision", row) for row in rows),
    ]

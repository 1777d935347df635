"""The registry of papers: one page, one job and one dossier for every kind that an app registers."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from pypdf import PdfReader

from qms import jobs, papers, permissions
from qms.enums import JobState
from qms.jobs import Context
from qms.models import Job, Unit
from qms.paper import build, bundle, pdf
from qms.paper.output import Format
from qms.paper.tree import FormCode, Letterhead, Paper, Title
from qms.scope import in_agency
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

STORED = {Format.PDF: b"%PDF-stored", Format.DOCX: b"PKstored", Format.TEXT: b"chu"}


def sheet(name):
    return Paper(
        Title("Phiếu", name),
        (build.p(f"Nội dung của {name}."),),
        letterhead=Letterhead("Ủy ban nhân dân huyện Kim Thành", show_number=False, show_dateline=False),
        form_code=FormCode("BM-01"),
    )


@pytest.fixture
def registry(monkeypatch):
    """Only the kinds that a test registers."""
    monkeypatch.setattr(papers, "_kinds", {})
    monkeypatch.setattr(papers, "_bundles", {})
    return papers


@pytest.fixture
def slip(registry):
    """“Phiếu” of a unit, with a blank form, in every year's dossier."""
    registry.paper(
        "test.slip",
        "Phiếu đơn vị",
        Unit,
        permissions.VIEW,
        file_name=lambda unit: f"phieu-{unit.name}",
        of_year=lambda year: Unit.objects.order_by("name"),
        blank=lambda: sheet("……"),
        order=20,
    )(lambda unit: sheet(unit.name))
    return registry.kind("test.slip")


@pytest.fixture
def secret(registry):
    """A paper of the same record that only an administrator may see."""
    registry.paper(
        "test.secret",
        "Phiếu mật",
        Unit,
        permissions.MANAGE_ROLES,
        file_name=lambda unit: "mat",
        of_year=lambda year: Unit.objects.all(),
        order=10,
    )(lambda unit: sheet("mật"))
    return registry.kind("test.secret")


@pytest.fixture
def frozen(registry):
    """Released units: their bytes are kept, and the builder must not run again."""

    def build_again(unit):
        raise AssertionError("a released paper was rendered again")

    registry.paper(
        "test.frozen",
        "Phiếu đã ban hành",
        Unit,
        permissions.VIEW,
        file_name=lambda unit: "da-ban-hanh",
        of_year=lambda year: Unit.objects.order_by("name"),
        print_permission=permissions.MANAGE_ROLES,
        order=30,
        frozen=lambda unit, format: (STORED | {Format.PREVIEW: b"<div>luu</div>"})[format],
    )(build_again)
    return registry.kind("test.frozen")


@pytest.fixture
def units(agency):
    with in_agency(agency):
        return [UnitFactory(name=f"Phòng {letter}") for letter in "ABC"]


@pytest.fixture
def now(monkeypatch, django_capture_on_commit_callbacks):
    """now(call) runs the jobs that a request starts, and returns the last one."""
    monkeypatch.setattr(jobs, "_dispatch", jobs.run)

    def run(call):
        with django_capture_on_commit_callbacks(execute=True):
            assert call().status_code == 302
        return Job.unscoped.latest("pk")

    return run


def content(job):
    assert (job.state, job.message) == (JobState.DONE, "")
    with job.result.open("rb") as file:
        return file.read()


def outline(data):
    reader = PdfReader(io.BytesIO(data))
    return [(entry.title, reader.get_destination_page_number(entry)) for entry in reader.outline]


def test_a_name_is_registered_once(slip, registry):
    with pytest.raises(ValueError, match="registered twice"):
        registry.paper("test.slip", "Khác", Unit, permissions.VIEW, file_name=str)(sheet)


def test_kinds_come_in_the_order_of_a_dossier(slip, secret, frozen, registry):
    assert [kind.name for kind in registry.kinds()] == ["test.secret", "test.slip", "test.frozen"]


def test_papers_of_a_record_are_those_its_reader_may_see(slip, secret, scope, units, user_as, registry):
    assert registry.papers_of(units[0], user_as("staff")) == [slip]
    assert registry.papers_of(units[0], user_as("admin")) == [secret, slip]
    assert registry.papers_of(user_as("staff").person, user_as("staff")) == []


def test_a_record_without_such_a_paper_neither_lists_nor_shows_it(registry, units, as_role):
    registry.paper(
        "test.some",
        "Phiếu riêng",
        Unit,
        permissions.VIEW,
        file_name=str,
        applies=lambda unit: "B" in unit.name,
    )(lambda unit: sheet(unit.name))
    client = as_role("staff")
    for unit, status in zip(units, (404, 200, 404), strict=True):
        assert client.page("qms:paper", "test.some", unit.pk).status_code == status
        shown = client.page("qms:unit_detail", unit.pk).content.decode()
        assert ("Phiếu riêng" in shown) is (status == 200)


def test_a_title_does_not_repeat_the_record_s_own_name(slip, scope):
    titles = [slip.title_of(Unit(name=name)) for name in ("Phòng A", "Phiếu đơn vị số 3")]
    assert [*titles, slip.title_of()] == [
        "Phiếu đơn vị: Phòng A",
        "Phiếu đơn vị số 3",
        "Phiếu đơn vị (mẫu trống)",
    ]


@pytest.mark.parametrize(("name", "stem"), [("QT-ĐK.01 – lần 2", "QT-DK-01-lan-2"), ("…", "giay-to")])
def test_file_names_are_ascii(name, stem):
    assert papers.file_stem(name) == stem


def test_detail_page_links_the_papers_and_the_bundles(slip, secret, registry, units, as_role):
    registry.bundle("test.file", "Hồ sơ đơn vị", Unit, permissions.VIEW, lambda unit: [])
    registry.bundle("test.hidden", "Hồ sơ mật", Unit, permissions.MANAGE_ROLES, lambda unit: [])
    client = as_role("staff")
    shown = client.page("qms:unit_detail", units[0].pk).content.decode()
    assert client.path("qms:paper", "test.slip", units[0].pk) in shown
    assert client.path("qms:bundle", "test.file", units[0].pk) in shown
    assert "Phiếu mật" not in shown
    assert "Hồ sơ mật" not in shown


def test_the_sheet_is_shown_with_its_buttons(slip, units, as_role):
    shown = as_role("staff").page("qms:paper", "test.slip", units[0].pk).content.decode()
    assert "Nội dung của Phòng A." in shown
    assert "Tải PDF" in shown and "Tải Word" in shown and "data-print" in shown


def test_without_the_permission_of_the_kind_the_paper_is_refused(secret, units, as_role):
    client = as_role("secretary")
    assert client.page("qms:paper", "test.secret", units[0].pk).status_code == 403
    assert client.send("qms:paper", "test.secret", units[0].pk, format="pdf").status_code == 403
    assert as_role("admin").page("qms:paper", "test.secret", units[0].pk).status_code == 200


def test_another_agencys_record_is_not_found(slip, units, as_role, other_agency):
    client = as_role("admin", of=other_agency)
    assert client.page("qms:paper", "test.slip", units[0].pk).status_code == 404
    assert client.send("qms:paper", "test.slip", units[0].pk, format="pdf").status_code == 404


@pytest.mark.parametrize("method", ["page", "send"])
def test_what_is_not_registered_is_not_found(method, slip, secret, units, as_role):
    ask = getattr(as_role("admin"), method)
    assert ask("qms:paper", "test.none", units[0].pk).status_code == 404
    assert ask("qms:paper_blank", "test.none").status_code == 404
    assert ask("qms:paper_blank", "test.secret").status_code == 404  # it has no blank form
    assert ask("qms:bundle", "test.none", units[0].pk).status_code == 404


def test_unknown_format_is_not_found(slip, units, as_role):
    assert as_role("staff").send("qms:paper", "test.slip", units[0].pk, format="exe").status_code == 404
    assert as_role("staff").send("qms:year_bundle", format="docx").status_code == 404


def test_blank_form_is_shown_and_printed(slip, as_role, now):
    client = as_role("staff")
    assert "Nội dung của ……." in client.page("qms:paper_blank", "test.slip").content.decode()
    job = now(lambda: client.send("qms:paper_blank", "test.slip", format="docx"))
    assert job.result_name == "test-slip-trong.docx"
    text = " ".join(line.text for line in Document(io.BytesIO(content(job))).paragraphs)
    assert "Nội dung của ……." in text


def test_blank_form_asks_the_permission_of_the_kind(registry, as_role):
    registry.paper(
        "test.form", "Mẫu", Unit, permissions.MANAGE_ROLES, file_name=str, blank=lambda: sheet("mẫu")
    )(sheet)
    assert as_role("staff").page("qms:paper_blank", "test.form").status_code == 403
    assert as_role("admin").page("qms:paper_blank", "test.form").status_code == 200


@pytest.mark.parametrize(("format", "head"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_job_makes_the_file(format, head, slip, units, as_role, now):
    client = as_role("staff")
    job = now(lambda: client.send("qms:paper", "test.slip", units[0].pk, format=format))
    assert content(job).startswith(head)
    assert job.result_name == f"phieu-Phong-A.{format}"
    assert job.params["back_url"] == client.path("qms:unit_detail", units[0].pk)


def test_job_without_pdf_says_what_to_do(slip, units, as_role, now, monkeypatch):
    def refuse(paper):
        raise pdf.PdfUnavailable("PDF chưa sẵn sàng.")

    monkeypatch.setattr(pdf, "render", refuse)
    job = now(lambda: as_role("staff").send("qms:paper", "test.slip", units[0].pk, format="pdf"))
    assert (job.state, job.message) == (JobState.FAILED, "PDF chưa sẵn sàng.")


def test_print_permission_is_asked_for_files_alone(registry, units, as_role):
    registry.paper(
        "test.draft",
        "Dự thảo",
        Unit,
        permissions.VIEW,
        file_name=str,
        print_permission=permissions.MANAGE_ROLES,
        of_year=lambda year: Unit.objects.all(),
    )(lambda unit: sheet(unit.name))
    client = as_role("staff")
    shown = client.page("qms:paper", "test.draft", units[0].pk).content.decode()
    assert "Tải PDF" not in shown
    assert client.send("qms:paper", "test.draft", units[0].pk, format="pdf").status_code == 403
    assert client.page("qms:year_bundle").context["count"] == 0


def test_released_paper_is_served_and_never_rendered(frozen, units, as_role):
    client = as_role("staff")
    path = client.path("qms:paper", "test.frozen", units[0].pk)
    assert "<div>luu</div>" in client.get(path).content.decode()
    for response in (client.get(path, {"tep": "pdf"}), client.post(path, {"format": "pdf"})):
        assert b"".join(response.streaming_content) == b"%PDF-stored"
        assert response["Content-Disposition"] == 'attachment; filename="da-ban-hanh.pdf"'
    assert not Job.unscoped.exists()


def test_released_paper_goes_into_the_zip_as_it_was_kept(frozen, units, as_role, now):
    job = now(lambda: as_role("staff").send("qms:year_bundle", format="zip"))
    with zipfile.ZipFile(io.BytesIO(content(job))) as packed:
        assert [packed.read(name) for name in packed.namelist()] == [b"PKstored"] * 3


def test_released_paper_goes_into_the_pdf_as_it_was_kept(monkeypatch, slip, frozen, units, as_role, now):
    monkeypatch.setitem(STORED, Format.PDF, pdf.render(sheet("bản lưu")))
    data = content(now(lambda: as_role("staff").send("qms:year_bundle", format="pdf")))
    assert [title for title, _ in outline(data)][3:] == [f"Phiếu đã ban hành: {unit}" for unit in units]
    assert "Nội dung của bản lưu" in PdfReader(io.BytesIO(data)).pages[5].extract_text()


def test_year_dossier_lists_what_its_reader_may_print(slip, secret, units, as_role):
    client = as_role("staff")
    page = client.page("qms:year_bundle")
    assert page.context["count"] == 3
    assert "Phiếu mật" not in page.content.decode()
    assert client.path("qms:paper", "test.slip", units[0].pk) in page.content.decode()


def test_pdf_of_a_dossier_has_one_bookmark_a_paper(slip, secret, units, as_role, now):
    data = content(now(lambda: as_role("staff").send("qms:year_bundle", format="pdf")))
    assert outline(data) == [(f"Phiếu đơn vị: {unit}", index) for index, unit in enumerate(units)]


def test_merged_chunks_keep_order_bookmarks_and_pdf_a():
    def long(name):
        return lambda: Paper(Title("Phiếu", name), tuple(build.h(1, f"Mục {n}") for n in range(90)))

    pieces = [bundle.Piece(f"P{n}", f"p{n}", long(f"P{n}"), lambda format: None) for n in range(5)]
    done = []
    data = bundle.make_pdf(pieces, title="Hồ sơ", told=done.append, chunk=2)
    found = outline(data)
    reader = PdfReader(io.BytesIO(data))
    assert done == [2, 4, 5]
    assert [title for title, _ in found] == ["P0", "P1", "P2", "P3", "P4"]  # headings make no bookmarks
    assert all(f"PHIẾU\n{title}" in reader.pages[page].extract_text() for title, page in found)
    assert len(reader.pages) > 5
    assert reader.metadata.title == "Hồ sơ"
    root = reader.trailer["/Root"]
    assert b'pdfaid:part="3"' in root["/Metadata"].get_data()
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert len({page["/Parent"].indirect_reference.idnum for page in reader.pages}) == 1


def test_zip_holds_numbered_word_files(slip, units, as_role, now):
    data = content(now(lambda: as_role("staff").send("qms:year_bundle", format="zip")))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.namelist() == [
            "01-phieu-Phong-A.docx",
            "02-phieu-Phong-B.docx",
            "03-phieu-Phong-C.docx",
        ]
        text = [line.text for line in Document(io.BytesIO(packed.read("02-phieu-Phong-B.docx"))).paragraphs]
    assert "Nội dung của Phòng B." in text


def test_progress_of_a_dossier_moves(slip, units, as_role, now, monkeypatch):
    told = []
    monkeypatch.setattr(Context, "progress", lambda self, *step: told.append(step))
    now(lambda: as_role("staff").send("qms:year_bundle", format="zip"))
    assert told == [(done, 3, f"Đã in {done}/3 giấy tờ") for done in range(4)]


def test_record_bundle_holds_its_members_in_their_order(slip, registry, units, as_role, now):
    registry.bundle(
        "test.file",
        "Hồ sơ đơn vị",
        Unit,
        permissions.VIEW,
        lambda unit: [("test.slip", units[2]), ("test.slip", unit)],
    )
    client = as_role("staff")
    page = client.page("qms:bundle", "test.file", units[0].pk)
    assert page.context["count"] == 2
    data = content(now(lambda: client.send("qms:bundle", "test.file", units[0].pk, format="pdf")))
    assert [title for title, _ in outline(data)] == ["Phiếu đơn vị: Phòng C", "Phiếu đơn vị: Phòng A"]


def test_record_bundle_asks_its_permission_and_its_agency(registry, units, as_role, other_agency):
    registry.bundle("test.file", "Hồ sơ", Unit, permissions.MANAGE_ROLES, lambda unit: [])
    assert as_role("staff").page("qms:bundle", "test.file", units[0].pk).status_code == 403
    assert as_role("staff").send("qms:bundle", "test.file", units[0].pk, format="pdf").status_code == 403
    assert as_role("admin").page("qms:bundle", "test.file", units[0].pk).status_code == 200
    client = as_role("admin", of=other_agency)
    assert client.page("qms:bundle", "test.file", units[0].pk).status_code == 404


def test_empty_dossier_says_so(registry, as_role, now):
    client = as_role("staff")
    assert "Chưa có giấy tờ nào" in client.page("qms:year_bundle").content.decode()
    job = now(lambda: client.send("qms:year_bundle", format="pdf"))
    assert (job.state, job.message) == (JobState.FAILED, "Hồ sơ này chưa có giấy tờ nào để in.")


def test_a_parent_agency_reads_a_paper_and_starts_no_job(slip, frozen, agency, units, as_role):
    from tests.factories import AgencyFactory

    parent = AgencyFactory(code="tinh", short_name="UBND tỉnh")
    agency.parent = parent
    agency.save()
    client = as_role("observer", of=parent)
    client.agency = agency
    shown = client.page("qms:paper", "test.slip", units[0].pk)
    assert shown.status_code == 200
    assert "Tải PDF" not in shown.content.decode()
    assert client.send("qms:paper", "test.slip", units[0].pk, format="pdf").status_code == 403
    assert client.send("qms:year_bundle", format="pdf").status_code == 403
    stored = client.get(client.path("qms:paper", "test.frozen", units[0].pk), {"tep": "docx"})
    assert b"".join(stored.streaming_content) == b"PKstored"


def test_command_writes_every_paper_of_the_year(slip, units, tmp_path, capsys):
    call_command("render_papers", "kim-thanh", "2024", "--output", str(tmp_path / "ra"))
    stems = [f"0{n}-phieu-Phong-{letter}" for n, letter in enumerate("ABC", start=1)]
    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == [
        f"{stem}.{extension}" for stem in stems for extension in ("docx", "pdf", "txt")
    ]
    assert "Nội dung của Phòng A." in (tmp_path / "ra" / f"{stems[0]}.txt").read_text()
    assert "Đã ghi 9 tệp" in capsys.readouterr().out


def test_command_writes_the_formats_asked_for(frozen, units, tmp_path):
    formats = ("--format", "text", "--format", "docx")
    call_command("render_papers", "kim-thanh", "2024", *formats, "--output", str(tmp_path))
    assert len(list(tmp_path.iterdir())) == 6
    assert (tmp_path / "01-da-ban-hanh.docx").read_bytes() == b"PKstored"


def test_command_refuses_with_a_sentence(registry, agency, tmp_path):
    with pytest.raises(CommandError, match="Không có cơ quan"):
        call_command("render_papers", "khong-co", "2024", "--output", str(tmp_path))
    with pytest.raises(CommandError, match="chưa có giấy tờ nào"):
        call_command("render_papers", "kim-thanh", "2024", "--output", str(tmp_path))
    (tmp_path / "tep").write_text("")
    with pytest.raises(CommandError, match="không phải là thư mục"):
        call_command("render_papers", "kim-thanh", "2024", "--output", str(tmp_path / "tep"))

"""Files: sniffed, limited, hashed, served only to who may see them."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook

from qms.attachments import attachment_add
from qms.models import Attachment, HistoryEntry
from qms.scope import in_agency
from tests.factories import UnitFactory
from tests.permissions.records import PNG

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def word() -> bytes:
    stream = BytesIO()
    Document().save(stream)
    return stream.getvalue()


def excel() -> bytes:
    stream = BytesIO()
    book = Workbook()
    book.save(stream)
    return stream.getvalue()


def plain_zip() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    return stream.getvalue()


@pytest.fixture
def unit(scope):
    return UnitFactory()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.png", PNG), ("a.docx", word()), ("a.xlsx", excel()), ("A.PDF", PDF)],
)
def test_allowed_types_are_kept_with_their_hash(unit, user_as, name, content):
    kept = attachment_add(unit, SimpleUploadedFile(name, content), actor=user_as("secretary"))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.file.read() == content
    kept.file.close()
    assert name not in kept.file.name
    assert HistoryEntry.objects.of(unit).get().data["sha256"] == kept.sha256


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("phan-mem.exe", b"MZ\x90"),
        ("anh.jpg", b"MZ\x90\x00" + bytes(200)),
        ("anh.jpg", PNG),
        ("bao-cao.pdf", b"<html><script>alert(1)</script>"),
        ("bao-cao.docx", plain_zip()),
        ("bang.xlsx", word()),
        ("rong.pdf", b""),
        ("khong-duoi", PDF),
        ("trang.html", b"<html>"),
        ("hinh.svg", b"<svg onload='x'/>"),
    ],
)
def test_disguised_empty_or_unknown_files_are_refused(unit, user_as, name, content):
    with pytest.raises(ValidationError, match=name.split(".")[0]):
        attachment_add(unit, SimpleUploadedFile(name, content), actor=user_as("secretary"))
    assert not Attachment.objects.exists()


def test_oversized_file_is_refused_with_both_sizes(unit, user_as, settings):
    settings.MAX_UPLOAD_MB = 1
    with pytest.raises(ValidationError, match=r"1\.5 MB, quá giới hạn 1 MB"):
        attachment_add(unit, SimpleUploadedFile("a.pdf", PDF + bytes(1_572_864)), actor=user_as("secretary"))


def test_download_is_an_attachment_that_is_not_guessed_at(agency, as_role, unit):
    client = as_role("secretary")
    with in_agency(agency):
        kept = attachment_add(unit, SimpleUploadedFile("a.pdf", PDF), actor=client.user)
    response = client.page("qms:attachment", kept.pk)
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_refused_upload_tells_why_on_the_page(agency, as_role, unit):
    client = as_role("secretary")
    path = client.path("qms:attachment_add", "qms.unit", unit.pk)
    response = client.post(path, {"file": SimpleUploadedFile("anh.jpg", b"MZ\x90")}, follow=True)
    assert "không phải là JPG" in response.content.decode()


def test_upload_through_the_page_and_removal_leave_history(agency, as_role, unit):
    client = as_role("secretary")
    client.post(
        client.path("qms:attachment_add", "qms.unit", unit.pk), {"file": SimpleUploadedFile("a.pdf", PDF)}
    )
    with in_agency(agency):
        kept = Attachment.objects.get()
        client.send("qms:attachment_remove", kept.pk)
        assert not Attachment.objects.exists()
        assert [entry.action for entry in HistoryEntry.objects.of(unit)] == ["detach", "attach"]

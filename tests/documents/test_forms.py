"""What people type: refused with a sentence beside the field, and still there afterwards."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DocumentSet,
    OfficialDocument,
    Revision,
)
from qms.scope import in_agency
from tests.documents.helpers import declaration, document, official, revision

OFFICIAL = {
    "kind": "KH",
    "number": "367",
    "notation": "KH-UBND",
    "issued_on": "22/02/2024",
    "issuer": "UBND huyện Kim Thành",
    "subject": "Duy trì HTQLCL",
}
DOCUMENT = {"code": "QT-01", "title": "Chứng thực", "kind": "operating", "position": "1"}


@pytest.fixture
def secretary_client(as_role):
    return as_role("secretary")


def said(response):
    assert response.status_code == 422
    return response.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("issued_on", "31/02/2024", "không phải là ngày có thật"),
        ("issued_on", "22.02", "không phải là ngày có thật"),
        ("issued_on", "22/02/1024", "Năm 1024 không hợp lệ"),
        ("number", "-5", "Số không được âm"),
        ("number", "ba", "Nhập một số nguyên"),
        ("number", "4,5", "Nhập một số nguyên"),
        ("kind", "XX", "XX"),
        ("subject", "", "Chưa nhập mục này"),
    ],
)
def test_official_document_refuses_and_keeps_what_was_typed(field, typed, sentence, secretary_client, agency):
    html = said(secretary_client.send("documents:official_add", **OFFICIAL | {field: typed}))
    assert sentence in html
    assert "Duy trì HTQLCL" in html or field == "subject"
    assert not OfficialDocument.unscoped.exists()


def test_grouped_number_is_read_as_people_write_it(secretary_client, agency):
    secretary_client.send("documents:official_add", **OFFICIAL | {"number": "4.529"})
    with in_agency(agency):
        assert OfficialDocument.objects.get().number == 4529


def test_number_is_used_once_in_a_year(secretary_client, agency):
    secretary_client.send("documents:official_add", **OFFICIAL)
    again = OFFICIAL | {"issued_on": "23/02/2024"}
    assert "đã dùng cho một văn bản khác" in said(secretary_client.send("documents:official_add", **again))
    next_year = OFFICIAL | {"issued_on": "23/02/2025"}
    assert secretary_client.send("documents:official_add", **next_year).status_code == 302


def test_code_is_used_once(secretary_client, agency):
    with in_agency(agency):
        document()
    assert "Mã hiệu này đã dùng" in said(secretary_client.send("documents:controlled_add", **DOCUMENT))


def test_same_code_in_another_agency_is_free(secretary_client, other_agency):
    with in_agency(other_agency):
        document()
    assert secretary_client.send("documents:controlled_add", **DOCUMENT).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"), [("-12", "không được âm"), ("0", "từ 1 đến 120"), ("999", "từ 1 đến 120")]
)
def test_review_interval_has_sense(typed, sentence, secretary_client):
    assert sentence in said(
        secretary_client.send("documents:controlled_add", **DOCUMENT, review_months=typed)
    )


def test_foreign_unit_cannot_be_chosen(secretary_client, other_agency):
    from tests.factories import UnitFactory

    with in_agency(other_agency):
        unit = UnitFactory()
    assert said(secretary_client.send("documents:controlled_add", **DOCUMENT, unit=unit.pk))
    assert not ControlledDocument.unscoped.exists()


def test_foreign_decision_cannot_be_chosen(secretary_client, other_agency):
    with in_agency(other_agency):
        foreign = official()
    said(secretary_client.send("documents:set_add", decision=foreign.pk, effective_on="30/12/2022"))
    assert not DocumentSet.unscoped.exists()


def test_stale_form_offers_the_choice_and_keeps_both(secretary_client, agency):
    with in_agency(agency):
        procedure = document(title="Tên đầu")
    opened = DOCUMENT | {"version": "0"}
    secretary_client.send("documents:controlled_edit", procedure.pk, **opened | {"title": "Người kia sửa"})
    response = secretary_client.send(
        "documents:controlled_edit", procedure.pk, **opened | {"title": "Tôi sửa"}
    )
    assert response.status_code == 409
    assert [(row["name"], row["mine"], row["theirs"]) for row in response.context["conflict"]] == [
        ("title", "Tôi sửa", "Người kia sửa")
    ]
    chosen = opened | {"title": "Tôi sửa", "version": "1", "keep_title": "theirs", "position": "7"}
    secretary_client.send("documents:controlled_edit", procedure.pk, **chosen)
    with in_agency(agency):
        stored = ControlledDocument.objects.get()
    assert (stored.title, stored.position) == ("Người kia sửa", 7)


def test_revision_submitted_meanwhile_is_refused_not_pulled_back(secretary_client, agency):
    with in_agency(agency):
        record = revision(document(), "in_review", version=1)
    html = said(secretary_client.send("documents:revision_edit", record.pk, content="Khác", version="0"))
    assert "không sửa được nữa" in html
    with in_agency(agency):
        assert Revision.objects.get().state == "in_review"


def test_author_is_not_named_as_approver(secretary_client, agency):
    from tests.factories import PersonFactory

    with in_agency(agency):
        procedure, person = document(), PersonFactory()
    typed = {"content": "x", "author": person.pk, "approver": person.pk, "reviewer": person.pk}
    html = said(secretary_client.send("documents:revision_add", procedure.pk, **typed))
    assert "không được tự phê duyệt" in html
    assert "không được tự soát xét" in html


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("anh.png", b"\x89PNG\r\n\x1a\n", "nhận tệp Word"),
        ("gia.pdf", b"MZ\x90\x00", "không phải là PDF"),
        ("rong.pdf", b"", "rỗng"),
    ],
)
def test_upload_that_is_no_document_is_refused(name, content, sentence, secretary_client, agency):
    with in_agency(agency):
        procedure = document()
    upload = SimpleUploadedFile(name, content)
    assert sentence in said(secretary_client.send("documents:revision_add", procedure.pk, upload=upload))
    assert not Revision.unscoped.exists()


def test_upload_stays_with_the_revision(secretary_client, agency):
    from qms.models import Attachment

    with in_agency(agency):
        procedure = document()
    upload = SimpleUploadedFile("quy trình.pdf", b"%PDF-1.7\n%%EOF\n")
    secretary_client.send("documents:revision_add", procedure.pk, upload=upload)
    with in_agency(agency):
        [file] = Attachment.objects.of(Revision.objects.get())
    assert (file.media_type, len(file.sha256)) == ("application/pdf", 64)


def test_new_revision_form_starts_from_the_text_in_force(secretary_client, agency):
    with in_agency(agency):
        procedure = document()
        revision(procedure, "effective", content="Nội dung đang dùng")
    assert (
        "Nội dung đang dùng" in secretary_client.page("documents:revision_add", procedure.pk).content.decode()
    )


def test_second_revision_by_direct_post_is_refused_with_the_text_kept(secretary_client, agency):
    with in_agency(agency):
        procedure = document()
        revision(procedure, "in_review")
    assert secretary_client.page("documents:revision_add", procedure.pk).status_code == 302
    html = said(secretary_client.send("documents:revision_add", procedure.pk, content="Bản của tôi"))
    assert "làm xong lần này trước" in html
    assert "Bản của tôi" in html


def test_declaration_keeps_its_fields(secretary_client, agency):
    with in_agency(agency):
        decision = official(3265, "2022-10-28")
    typed = {
        "decision": decision.pk,
        "declared_on": "28/10/2022",
        "fields_count": "2",
        "field_names": "Đất đai\r\n\r\nHộ tịch\r\n",
        "website_url": "kimthanh.gov.vn",
    }
    secretary_client.send("documents:declaration_add", **typed)
    with in_agency(agency):
        declared = ConformityDeclaration.objects.get()
        assert [row.name for row in declared.declared_fields.all()] == ["Đất đai", "Hộ tịch"]
    assert declared.website_url == "https://kimthanh.gov.vn"
    html = secretary_client.page("documents:declaration_edit", declared.pk).content.decode()
    assert "Đất đai\nHộ tịch" in html
    assert "Hộ tịch" in secretary_client.page("documents:declaration_detail", declared.pk).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("fields_count", "-43", "không được âm"),
        ("posted_on", "27/10/2022", "từ ngày công bố trở đi"),
        ("declared_on", "hôm qua", "không phải là ngày có thật"),
    ],
)
def test_declaration_refuses(field, typed, sentence, secretary_client, agency):
    with in_agency(agency):
        decision = official(3265, "2022-10-28")
    good = {"decision": decision.pk, "declared_on": "28/10/2022", "fields_count": "43"}
    assert sentence in said(secretary_client.send("documents:declaration_add", **good | {field: typed}))


def test_decision_declares_once(secretary_client, agency):
    with in_agency(agency):
        decision = official(3265, "2022-10-28")
        declaration(decision)
    typed = {"decision": decision.pk, "declared_on": "28/10/2022", "fields_count": "43"}
    assert "đã ghi cho một lần công bố" in said(secretary_client.send("documents:declaration_add", **typed))

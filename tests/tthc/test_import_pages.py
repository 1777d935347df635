"""The pages of an import, from the upload to the list of dossiers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.jobs import run as run_job
from qms.models import Job
from qms.scope import in_agency
from tests.tthc.exports import code, procedure, row, take, xlsx
from tthc.forms.imports import word_field
from tthc.models import Dossier, DossierImport, DossierSource

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(as_role, agency):
    with in_agency(agency):
        procedure()
    return as_role("secretary")


def upload(client, path, **typed):
    with path.open("rb") as stream:
        response = client.send(
            "tthc:import_add", file=stream, **({"source": "new", "name": "Một cửa", "level": "xa"} | typed)
        )
    return response


def work(agency):
    """Do what waits in the queue; the newest import."""
    with in_agency(agency):
        waiting = list(Job.objects.filter(state="waiting").values_list("pk", flat=True))
    for pk in waiting:
        run_job(pk)
    with in_agency(agency):
        return DossierImport.objects.select_related("source", "job").latest("pk")


def chosen(record):
    """What the mapping page offers, sent back unchanged."""
    from tthc.imports import columns

    return columns.suggest(record.scan["headers"], record.source.columns)


def test_from_upload_to_list(secretary, agency, tmp_path):
    odd = {"Trạng thái": "Xong xuôi"}
    path = xlsx(tmp_path / "a.xlsx", row(1, **odd), row(2, **{"Ngày tiếp nhận": "31/02/2024"}))
    assert upload(secretary, path).status_code == 302
    record = work(agency)
    assert secretary.page("tthc:import_detail", record.pk).status_code == 302  # to the mapping
    page = secretary.page("tthc:import_map", record.pk)
    text = page.content.decode()
    assert "Những từ chưa biết" in text
    assert "Thông tin cá nhân:</strong> Chủ hồ sơ." in text
    assert "Người Thử Nghiệm" not in text
    refused = secretary.send("tthc:import_map", record.pk, **chosen(record))
    assert refused.status_code == 422
    assert "Chọn nghĩa của “Xong xuôi”." in refused.content.decode()
    word = {word_field("state", "xong xuoi"): "10"}
    assert secretary.send("tthc:import_map", record.pk, **chosen(record), **word).status_code == 302
    record = work(agency)
    text = secretary.page("tthc:import_detail", record.pk).content.decode()
    assert "Xem trước" in text
    assert "không phải là ngày có thật" in text
    assert secretary.send("tthc:import_run", record.pk, version=record.version).status_code == 302
    record = work(agency)
    assert (record.state, record.added, record.rejected) == ("done", 1, 1)
    assert "Đã nhập xong" in secretary.page("tthc:import_detail", record.pk).content.decode()
    assert secretary.page("tthc:import_rejected", record.pk).getvalue()[:2] == b"PK"
    assert code(1) in secretary.page("tthc:dossier_list").content.decode()


def test_the_next_file_of_a_source_goes_straight_to_the_preview(secretary, agency, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(1))
    upload(secretary, path)
    record = work(agency)
    secretary.send("tthc:import_map", record.pk, **chosen(record))
    work(agency)
    with in_agency(agency):
        source = DossierSource.objects.get()
    upload(secretary, path, source=source.pk)
    record = work(agency)
    assert (record.state, record.preview["staged"]) == ("mapped", 1)
    assert "Xem trước" in secretary.page("tthc:import_detail", record.pk).content.decode()


def test_a_new_word_is_asked_for_although_the_columns_are_known(secretary, agency, tmp_path):
    upload(secretary, xlsx(tmp_path / "a.xlsx", row(1)))
    record = work(agency)
    secretary.send("tthc:import_map", record.pk, **chosen(record))
    with in_agency(agency):
        source = DossierSource.objects.get()
    work(agency)
    upload(
        secretary, xlsx(tmp_path / "b.xlsx", row(1, **{"Hình thức tiếp nhận": "Bồ câu"})), source=source.pk
    )
    record = work(agency)
    assert record.state == "uploaded"
    assert "Bồ câu" in secretary.page("tthc:import_map", record.pk).content.decode()


def test_one_column_is_not_two_fields(secretary, agency, tmp_path):
    upload(secretary, xlsx(tmp_path / "a.xlsx", row(1)))
    record = work(agency)
    typed = chosen(record) | {"finished_on": "Ngày tiếp nhận"}
    response = secretary.send("tthc:import_map", record.pk, **typed)
    assert response.status_code == 422
    assert "Cột này đã chọn cho Ngày tiếp nhận." in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": ""}, "name"), ({"level": ""}, "level"), ({"source": "999"}, "source")],
)
def test_an_upload_without_a_source_is_refused_at_its_field(secretary, agency, tmp_path, typed, field):
    response = upload(secretary, xlsx(tmp_path / "a.xlsx", row(1)), **typed)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    with in_agency(agency):
        assert not DossierImport.objects.exists()


def test_a_second_start_is_refused_while_the_first_works(secretary, agency, tmp_path):
    upload(secretary, xlsx(tmp_path / "a.xlsx", row(1)))
    with in_agency(agency):
        record = DossierImport.objects.get()
    secretary.send("tthc:import_run", record.pk, version=record.version)
    with in_agency(agency):
        assert Job.objects.count() == 1
    page = secretary.page("tthc:import_detail", record.pk).content.decode()
    assert "Đang làm" in page
    assert "tien-do" in page


def test_a_finished_import_is_neither_run_nor_dropped(secretary, agency, tmp_path):
    with in_agency(agency):
        record = take(xlsx(tmp_path / "a.xlsx", row(1)))
    for name in ("tthc:import_run", "tthc:import_again"):
        secretary.send(name, record.pk)
    assert secretary.send("tthc:import_delete", record.pk).status_code == 422
    with in_agency(agency):
        assert not Job.objects.exists()
        assert Dossier.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "000.00.30.h23-240215-0002"}, {2}),
        ({"state": "4"}, {2}),
        ({"timing": "late"}, {3}),
        ({"timing": "overdue"}, {2}),
        ({"procedure": "1.004873"}, {1, 2, 3}),
        ({"procedure": "1.000001"}, set()),
        ({"channel": "by_post"}, {3}),
        ({"level": "huyen"}, set()),
        ({"tu": "16/02/2024"}, {3}),
        ({"den": "15/02/2024"}, {1, 2}),
    ],
)
def test_the_list_filters(secretary, agency, tmp_path, query, found):
    rows = (
        row(1),
        row(2, **{"Trạng thái": "Đang xử lý", "Ngày có kết quả": ""}),
        row(
            3,
            **{
                "Ngày tiếp nhận": "16/02/2024",
                "Ngày có kết quả": "21/02/2024",
                "Hình thức tiếp nhận": "BCCI",
            },
        ),
    )
    with in_agency(agency):
        take(xlsx(tmp_path / "a.xlsx", *rows))
    text = secretary.page("tthc:dossier_list", **query).content.decode()
    assert {number for number in (1, 2, 3) if code(number) in text} == found


def test_the_list_has_a_fixed_number_of_queries(secretary, agency, tmp_path):
    seen = []
    for count in (2, 20):
        with in_agency(agency):
            take(xlsx(tmp_path / "a.xlsx", *(row(number) for number in range(count))))
        with CaptureQueriesContext(connection) as queries:
            secretary.page("tthc:dossier_list")
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_others_see_counts_but_neither_rows_nor_buttons(as_role, agency, tmp_path):
    with in_agency(agency):
        record = take(xlsx(tmp_path / "a.xlsx", row(1, **{"Ngày tiếp nhận": ""}), row(2)))
    client = as_role("staff")
    text = client.page("tthc:import_detail", record.pk).content.decode()
    assert "Dòng không nhận" in text
    assert "khong-nhan" not in text
    assert client.page("tthc:import_rejected", record.pk).status_code == 403


def test_rows_of_an_unwanted_word_are_rejected_and_the_word_can_be_given_a_meaning(
    secretary, agency, tmp_path
):
    path = xlsx(tmp_path / "a.xlsx", row(1, **{"Hình thức tiếp nhận": "Bồ câu"}), row(2))
    upload(secretary, path)
    record = work(agency)
    assert "Không nhận các dòng có từ này" in secretary.page("tthc:import_map", record.pk).content.decode()
    name = word_field("channel", "bo cau")
    secretary.send("tthc:import_map", record.pk, **chosen(record), **{name: "!"})
    record = work(agency)
    assert record.preview["staged"] == 1
    assert record.preview["refused"] == [[2, code(1), "Hình thức tiếp nhận “Bồ câu” đã chọn là không nhận"]]
    page = secretary.page("tthc:import_map", record.pk)
    assert page.context["form"][name].value() == "!"
    assert "đã chọn lần trước" in page.content.decode()
    secretary.send("tthc:import_map", record.pk, **chosen(record), **{name: "online"})
    assert work(agency).preview["staged"] == 2


def test_a_remembered_word_that_is_not_sent_keeps_its_meaning(secretary, agency, tmp_path):
    upload(secretary, xlsx(tmp_path / "a.xlsx", row(1, **{"Hình thức tiếp nhận": "Bồ câu"})))
    record = work(agency)
    word = {word_field("channel", "bo cau"): "by_post"}
    secretary.send("tthc:import_map", record.pk, **chosen(record), **word)
    record = work(agency)
    assert secretary.send("tthc:import_map", record.pk, **chosen(record)).status_code == 302
    with in_agency(agency):
        assert DossierSource.objects.get().words["channel"] == {"bo cau": "by_post"}


def test_a_refused_upload_asks_for_its_file_again_and_keeps_the_rest(secretary, tmp_path):
    response = upload(secretary, xlsx(tmp_path / "a.xlsx", row(1)), name="Một cửa xã", level="")
    text = response.content.decode()
    assert response.status_code == 422
    assert "chọn lại tệp rồi gửi" in text and 'value="Một cửa xã"' in text
    assert "chọn lại tệp rồi gửi" not in secretary.page("tthc:import_add").content.decode()


def previewed(secretary, agency, path, **typed):
    upload(secretary, path, **typed)
    record = work(agency)
    if record.state == "uploaded":
        secretary.send("tthc:import_map", record.pk, **chosen(record))
        record = work(agency)
    return record


def test_a_preview_of_a_source_matched_otherwise_is_read_again(secretary, agency, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(1))
    record = previewed(secretary, agency, path)
    with in_agency(agency):
        DossierSource.objects.update(words={"state": {"xong xuoi": "9"}})
    page = secretary.page("tthc:import_detail", record.pk).content.decode()
    assert "Xem trước lại" in page and "Nhập hồ sơ</button>" not in page
    secretary.send("tthc:import_again", record.pk)
    record = work(agency)
    page = secretary.page("tthc:import_detail", record.pk)
    assert "Nhập hồ sơ</button>" in page.content.decode()
    old, now = record.version - 1, record.version
    for unseen in ({"version": old}, {}):
        secretary.send("tthc:import_run", record.pk, **unseen)
        assert work(agency).state == "mapped"
    secretary.send("tthc:import_run", record.pk, version=now)
    assert work(agency).state == "done"


def test_the_preview_says_that_this_file_was_imported(secretary, agency, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(1))
    with in_agency(agency):
        take(path)
        source = DossierSource.objects.get()
    record = previewed(secretary, agency, path, source=source.pk)
    assert "Tệp này đã nhập" in secretary.page("tthc:import_detail", record.pk).content.decode()
    other = previewed(secretary, agency, xlsx(tmp_path / "b.xlsx", row(2)), source=source.pk)
    assert "Tệp này đã nhập" not in secretary.page("tthc:import_detail", other.pk).content.decode()

"""Survey forms and rounds: what is frozen, how the grid is saved, what the checks, figures and sheets say of it."""

import datetime
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from qms import figures
from qms.models import HistoryEntry
from qms.records import StaleRecord
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.tthc.survey_build import JUSTICE, LAND, counts, entered, options, public, secretary, step, template
from tthc.checks.surveys import round_sums, summary_and_rounds
from tthc.models import (
    Field,
    SurveyCount,
    SurveyCriterion,
    SurveyPrinted,
    SurveyRound,
    SurveyRow,
    SurveySummary,
    SurveyTemplate,
)
from tthc.models.survey_templates import FROZEN
from tthc.obligations.yearly import provide as yearly_obligations
from tthc.services.survey_counts import RowInput, grid_save
from tthc.services.surveys import (
    criteria_of,
    round_delete,
    round_save,
    template_copy,
    template_save,
)
from tthc.surveys import sheet as survey_sheet
from tthc.surveys.matrix import groups_of, matrix_of

pytestmark = pytest.mark.django_db


def loaded(found: SurveyRound) -> SurveyRound:
    return SurveyRound.objects.with_counts().get(pk=found.pk)


def told(found: SurveyRound) -> list[tuple[str, str]]:
    fresh = loaded(found)
    return [(row.severity.value, row.message) for row in round_sums(fresh, matrix_of(fresh))]


def typed(found: SurveyRound, **changes: str) -> dict[str, str]:
    """The grid of one field as its page sends it."""
    cells = {f"row-0-option_{key}": str(value) for key, value in counts(found, JUSTICE).items()}
    head = {"row-TOTAL_FORMS": "2", "row-INITIAL_FORMS": "0", "version": str(found.version)}
    return {**head, "row-0-name": "Tư pháp", "row-0-opinions": "20", **cells, **changes}


# forms


def test_samples_are_made_once_and_as_the_seed_has_them(scope):
    made, again = template(scope), template(scope)
    assert made == again
    six = criteria_of(made)
    assert [len(row.options) for row in six] == [3, 3, 3, 3, 2, 3]
    assert [row.name for row in six if row.uncounted] == ["Số lần phải bổ sung hồ sơ sau khi nộp lần đầu"]
    nine = criteria_of(template(scope, "9-tieu-chi"))
    assert [len(row.options) for row in nine] == [3] * 9
    assert sum(row.overall for row in nine) == sum(row.overall for row in six) == 1


def test_a_used_form_is_frozen_and_its_copy_is_not(scope):
    found = entered(scope)
    actor = secretary(scope)
    criteria = criteria_of(found.template)[:3]
    with pytest.raises(ValidationError, match="đã dùng cho một đợt"):
        template_save(template=found.template, criteria=criteria, actor=actor)
    copy = template_copy(template=found.template, actor=actor)
    assert criteria_of(copy) == criteria_of(found.template)
    template_save(template=copy, criteria=criteria, actor=actor)
    assert len(criteria_of(copy)) == 3
    assert HistoryEntry.objects.filter(action="criteria", object_id=str(copy.pk)).count() == 2


def test_a_form_changed_by_another_is_not_overwritten(scope):
    made, actor = template(scope), secretary(scope)
    criteria = criteria_of(made)
    template_save(template=made, criteria=criteria[:2], actor=actor, expected_version=made.version)
    with pytest.raises(StaleRecord):
        template_save(template=made, criteria=criteria[:1], actor=actor, expected_version=0)


def line(place: int, **values: str) -> dict[str, str]:
    return {f"criterion-{place}-{name}": value for name, value in values.items()}


HEAD = {"criterion-TOTAL_FORMS": "2", "criterion-INITIAL_FORMS": "0"}
GOOD = {
    "name": "Mẫu riêng",
    **HEAD,
    **line(0, name="Thái độ", options="Tốt; Chưa tốt", good="1", overall="on"),
}


def test_a_form_is_typed_on_one_page(as_role, agency):
    client = as_role("secretary")
    assert client.page("tthc:survey_template_add").status_code == 200
    assert client.send("tthc:survey_template_add", **GOOD).status_code == 302
    with in_agency(agency):
        made = SurveyTemplate.objects.get()
        (row,) = criteria_of(made)
        assert (row.options, row.good, row.overall) == (("Tốt", "Chưa tốt"), 1, True)
    page = client.page("tthc:survey_template_edit", made.pk).content.decode()
    assert 'value="Tốt; Chưa tốt"' in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (line(0, options="Tốt"), "Ghi từ 2 đến 10 mức"),
        (line(0, options="Tốt; tốt"), "Có hai mức trùng nhau."),
        (line(0, good="3"), "Tiêu chí chỉ có 2 mức."),
        (line(0, name=""), "Ghi tên tiêu chí."),
        (line(1, name="thái độ", options="A; B"), "Có hai tiêu chí trùng tên."),
        (line(1, name="Chung", options="A; B", overall="on"), "chỉ có một câu hỏi hài lòng chung"),
        ({"name": ""}, "Chưa lưu: 1 mục cần sửa"),
    ],
)
def test_a_wrong_form_is_refused_with_what_was_typed(as_role, agency, wrong, sentence):
    response = as_role("secretary").send("tthc:survey_template_add", **GOOD | wrong)
    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body
    given = (GOOD | wrong)["criterion-0-options"]
    assert f'value="{given}"' in body


@pytest.mark.parametrize("version", ["0", ""])
def test_a_stale_form_comes_back_with_what_was_typed(as_role, agency, version):
    client = as_role("secretary")
    client.send("tthc:survey_template_add", **GOOD)
    with in_agency(agency):
        made = SurveyTemplate.objects.get()
    typed = GOOD | {"name": "Tên mới", "version": version}
    stale = client.send("tthc:survey_template_edit", made.pk, **typed)
    body = stale.content.decode()
    assert (stale.status_code, 'value="Tên mới"' in body) == (409, True)
    assert f'name="version" value="{made.version}"' in body
    again = client.send(
        "tthc:survey_template_edit", made.pk, **GOOD | {"name": "Tên mới", "version": str(made.version)}
    )
    assert again.status_code == 302


def test_an_empty_form_is_refused(as_role):
    response = as_role("secretary").send("tthc:survey_template_add", name="Trống", **HEAD)
    assert "Mẫu phiếu cần ít nhất một tiêu chí." in response.content.decode()


def test_a_used_form_says_why_it_is_not_edited(as_role, agency):
    with in_agency(agency):
        found = entered(agency)
    client = as_role("secretary")
    assert FROZEN in client.page("tthc:survey_template_detail", found.template_id).content.decode()
    response = client.send("tthc:survey_template_edit", found.template_id, **GOOD)
    assert (response.status_code, FROZEN in response.content.decode()) == (422, True)
    assert client.send("tthc:survey_template_copy", found.template_id).status_code == 302
    assert client.send("tthc:survey_template_sample", "9-tieu-chi").status_code == 302
    assert client.send("tthc:survey_template_sample", "khac").status_code == 404


# the grid


def test_the_grid_links_fields_of_the_catalogue_and_keeps_other_names(scope):
    Field.objects.create(name="Tư Pháp")
    found = entered(scope)
    linked, free = SurveyRow.objects.filter(round=found)
    assert (str(linked.field), linked.name) == ("Tư Pháp", "")
    assert (free.field, free.name) == (None, "Tài nguyên và Môi trường")
    entry = HistoryEntry.objects.get(action="counts")
    key = "Tài nguyên và Môi trường – Sự hài lòng đối với kết quả giải quyết thủ tục hành chính: Hài lòng"
    assert entry.changes[key] == [None, 8]


def test_saving_the_same_grid_again_changes_nothing(scope):
    found = entered(scope)
    rows = [
        RowInput("Tư pháp", 20, counts(found, JUSTICE)),
        RowInput("Tài nguyên và Môi trường", 20, counts(found, LAND)),
    ]
    again = grid_save(
        found=found, rows=rows, printed={}, actor=secretary(scope), expected_version=found.version
    )
    assert again.version == found.version
    assert HistoryEntry.objects.filter(action="counts").count() == 1
    assert SurveyCount.objects.count() == 34


def test_a_row_left_out_goes_with_its_counts(scope):
    found = entered(scope)
    rows = [RowInput("Tư pháp", 21, counts(found, JUSTICE))]
    saved = grid_save(found=found, rows=rows, printed={}, actor=secretary(scope))
    assert (saved.version, SurveyCount.objects.count()) == (found.version + 1, 17)


def test_the_grid_is_typed_and_shown(as_role, agency):
    with in_agency(agency):
        found = SurveyRound.objects.create(year=2024, name="Đợt một", template=template(agency))
        data = typed(found)
    client = as_role("secretary")
    assert client.page("tthc:survey_grid", found.pk).status_code == 200
    assert client.send("tthc:survey_grid", found.pk, **data).status_code == 302
    body = client.page("tthc:survey_round_detail", found.pk).content.decode()
    assert "6 nhóm của 1 lĩnh vực khớp 20 ý kiến" in body
    with in_agency(agency):
        assert loaded(found).rows.all()[0].opinions == 20


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"row-0-opinions": "hai mươi"}, "Nhập một số nguyên"),
        ({"row-0-opinions": "-1"}, "Số không được âm."),
        ({"row-0-opinions": ""}, "Nhập tổng số ý kiến."),
        ({"row-0-opinions": "99999999999"}, "Số quá lớn"),
        ({"row-0-name": ""}, "Ghi tên lĩnh vực."),
        ({"row-1-name": "tư pháp", "row-1-opinions": "1"}, "Lĩnh vực này đã có ở dòng 1."),
    ],
)
def test_a_wrong_grid_is_refused_at_the_cell_and_keeps_every_other(as_role, agency, wrong, sentence):
    with in_agency(agency):
        found = SurveyRound.objects.create(year=2024, name="Đợt một", template=template(agency))
        data = typed(found, **wrong)
        eighteen = options(found)[1].pk
    response = as_role("secretary").send("tthc:survey_grid", found.pk, **data)
    body = response.content.decode()
    assert (response.status_code, sentence in body) == (422, True)
    assert f'name="row-0-option_{eighteen}" value="18"' in body
    with in_agency(agency):
        assert not SurveyRow.objects.exists()


def test_a_stale_grid_tells_the_cells_and_keeps_the_typed_ones(as_role, agency):
    with in_agency(agency):
        found = entered(agency)
        data = typed(found, **{"version": "0", "row-0-opinions": "25"})
    response = as_role("secretary").send("tthc:survey_grid", found.pk, **data)
    body = response.content.decode()
    assert response.status_code == 409
    assert "Tư pháp – Tổng số ý kiến: đang lưu 20, của anh/chị 25" in body
    assert 'value="25"' in body
    assert f'name="version" value="{found.version}"' in body


def test_a_grid_that_names_no_version_is_refused_as_an_old_page(as_role, agency):
    with in_agency(agency):
        found = entered(agency)
        data = typed(found, version="")
    assert as_role("secretary").send("tthc:survey_grid", found.pk, **data).status_code == 409
    with in_agency(agency):
        assert loaded(found).version == found.version
        SurveyRound.objects.filter(pk=found.pk).update(version=0)  # one that nobody has changed yet
    assert as_role("secretary").send("tthc:survey_grid", found.pk, **data).status_code == 409


def test_a_closed_round_takes_no_numbers(as_role, agency):
    with in_agency(agency):
        actor = secretary(agency)
        found = step(step(entered(agency), "open", actor), "close", actor)
        data = typed(found)
    response = as_role("secretary").send("tthc:survey_grid", found.pk, **data)
    assert response.status_code == 422
    assert "mở lại trước khi sửa số liệu" in response.content.decode()
    with in_agency(agency):
        reopened = step(found, "reopen", actor, reason="Sót phiếu")
        assert reopened.state == "open"


# steps and particulars


def test_a_public_round_needs_days_and_fields(scope):
    actor = secretary(scope)
    found = SurveyRound.objects.create(year=2024, name="Đợt", template=template(scope), way="public")
    with pytest.raises(TransitionRefused, match="ngày bắt đầu và ngày kết thúc"):
        step(found, "open", actor)
    SurveyRound.objects.filter(pk=found.pk).update(period_from="2024-01-01", period_to="2024-12-31")
    with pytest.raises(TransitionRefused, match="Chưa có lĩnh vực nào"):
        step(found, "open", actor)


def test_an_empty_form_is_not_opened(scope):
    template(scope)  # another form's criteria are not this one's
    empty = SurveyTemplate.objects.create(name="Trống")
    found = SurveyRound.objects.create(year=2024, name="Đợt", template=empty)
    with pytest.raises(TransitionRefused, match="chưa có tiêu chí nào"):
        step(found, "open", secretary(scope))


def test_a_round_without_opinions_is_not_closed(scope):
    actor = secretary(scope)
    found = step(SurveyRound.objects.create(year=2024, name="Đợt", template=template(scope)), "open", actor)
    with pytest.raises(TransitionRefused, match="Chưa có ý kiến nào"):
        step(found, "close", actor)


def test_the_form_and_the_way_stay_once_there_are_numbers(scope):
    actor = secretary(scope)
    found = entered(scope)
    found.template = template(scope, "9-tieu-chi")
    with pytest.raises(ValidationError, match="không đổi mẫu phiếu"):
        round_save(found, actor=actor)
    opened = public(scope)
    opened.way = "entered"
    with pytest.raises(ValidationError, match="không đổi cách lấy ý kiến"):
        round_save(opened, actor=actor)


def test_what_may_be_deleted(scope):
    actor = secretary(scope)
    draft = entered(scope)
    round_delete(draft, actor=actor)
    closed = step(step(entered(scope), "open", actor), "close", actor)
    with pytest.raises(ValidationError, match="chỉ xóa được sau khi mở lại"):
        round_delete(closed, actor=actor)


# checks, figures, summary


def test_r4_every_group_sums_to_the_opinions(scope):
    found = entered(scope)
    assert told(found) == [("ok", "Đợt một: 6 nhóm của 2 lĩnh vực khớp 40 ý kiến.")]
    row = SurveyRow.objects.get(round=found, name="Tư pháp")
    SurveyCount.objects.filter(row=row, option=options(found)[1]).update(count=17)
    assert told(found) == [
        (
            "error",
            "Đợt một: Tư pháp, “Thời gian trả kết quả giải quyết TTHC”: 2 + 17 + 0 = 19, khác 20 ý kiến.",
        )
    ]


def test_r4_a_partial_group_may_stay_below_and_not_go_above(scope):
    found = entered(scope)
    row = SurveyRow.objects.get(round=found, name="Tư pháp")
    many = options(found)[12]
    SurveyCount.objects.filter(row=row, option=many).update(count=20)
    assert told(found)[0][0] == "ok"
    SurveyCount.objects.filter(row=row, option=many).update(count=21)
    assert "21 + 0 = 21, nhiều hơn 20 ý kiến." in told(found)[0][1]


def test_r4_compares_a_printed_total(scope):
    found = entered(scope)
    very = options(found)[14]
    SurveyPrinted.objects.create(round=found, option=very, count=32)
    assert told(found)[0][0] == "ok"
    SurveyPrinted.objects.update(count=42)
    assert "Rất hài lòng cộng các lĩnh vực được 32, báo cáo giấy in 42." in told(found)[0][1]


def test_figures_name_their_denominator(scope):
    found = entered(scope)
    assert "tthc.survey_rounds.count" not in figures.collect(scope, 2024)
    step(found, "open", secretary(scope))
    given = figures.collect(scope, 2024)
    names = ("count", "opinions", "good", "not_good", "good_rate", "not_good_rate")
    values = [given.value(f"tthc.survey_rounds.{name}") for name in names]
    assert values == [1, 40, 40, 0, Decimal("100.00"), Decimal("0.00")]
    assert given["tthc.survey_rounds.good_rate"].formula == "40 / 40 ý kiến đánh giá thu được"


def test_a_closed_round_fills_the_years_summary(as_role, agency):
    with in_agency(agency):
        actor = secretary(agency)
        found = step(step(entered(agency), "open", actor), "close", actor)
    client = as_role("secretary")
    page = client.page("tthc:survey_round_detail", found.pk).content.decode()
    query = {"channel": "Đợt một", "forms": "40", "good": "40", "dissatisfied": "0"}
    assert "forms=40&amp;good=40&amp;dissatisfied=0" in page
    assert 'value="40"' in client.page("tthc:survey_add", **query).content.decode()
    assert client.send("tthc:survey_add", **query).status_code == 302
    with in_agency(agency):
        summary = SurveySummary.objects.get()
        assert (summary.forms, summary.good) == (40, 40)
    assert (
        f"hai-long/{summary.pk}/sua/?" in client.page("tthc:survey_round_detail", found.pk).content.decode()
    )


def test_pages_ask_a_fixed_number_of_queries(as_role, agency):
    client = as_role("secretary")

    def asked(*page):
        client.page(*page)
        with CaptureQueriesContext(connection) as caught:
            assert client.page(*page).status_code == 200
        return len(caught)

    with in_agency(agency):
        found = entered(agency)
    pages = [("tthc:survey_list",), ("tthc:survey_round_detail", found.pk), ("tthc:survey_grid", found.pk)]
    before = [asked(*page) for page in pages]
    with in_agency(agency):
        rows = [RowInput(f"Lĩnh vực {n}", 20, counts(found, JUSTICE)) for n in range(30)]
        grid_save(found=found, rows=rows, printed={}, actor=secretary(agency))
        for n in range(5):
            SurveyRound.objects.create(year=2024, name=f"Đợt khác {n}", template=found.template)
    assert [asked(*page) for page in pages] == before


# the sheet


def test_the_sheet_has_the_papers_merged_cells(scope):
    book = load_workbook(BytesIO(survey_sheet.write("Đợt", matrix_of(loaded(entered(scope))))))
    sheet = book.active
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:B4", "C3:C4", "D3:F3", "P3:Q3", "R3:T3"} <= merged
    assert [sheet.cell(7, column).value for column in (2, 3, 4, 5, 18)] == ["Tổng số", 40, 2, 38, 32]
    assert sheet.cell(5, 4).number_format == "00"


def upload(client, found, content: bytes, name: str = "bang.xlsx"):
    return client.send("tthc:survey_grid_import", found.pk, file=SimpleUploadedFile(name, content))


def test_an_exported_sheet_comes_back_unchanged(as_role, agency):
    with in_agency(agency):
        found = entered(agency)
        before = matrix_of(loaded(found)).lines
    client = as_role("secretary")
    content = client.page("tthc:survey_sheet", found.pk).content
    response = upload(client, found, content)
    assert response.status_code == 200
    assert "Đã đọc 2 dòng từ tệp, chưa lưu." in response.content.decode()
    form = response.context["formset"]
    data = dict(form.data.items()) | {"version": str(found.version)}
    assert client.send("tthc:survey_grid", found.pk, **data).status_code == 302
    with in_agency(agency):
        fresh = loaded(found)
        assert matrix_of(fresh).lines == before
        assert fresh.version == found.version


def test_a_total_row_that_is_wrong_is_kept_to_be_compared(scope):
    found = loaded(entered(scope))
    book = load_workbook(BytesIO(survey_sheet.write("Đợt", matrix_of(found))))
    book.active.cell(7, 18).value = 42
    stream = BytesIO()
    book.save(stream)
    read = survey_sheet.read(stream.getvalue(), matrix_of(found).groups)
    assert read.printed[f"option_{options(found)[14].pk}"] == "42"
    assert "khác tổng các dòng" in read.notes[0]


def sheet_of(*lines) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"khong phai zip", "không phải là bảng tính Excel"),
        (b"PK\x03\x04 hong", "Tệp bị hỏng, không mở được."),
        (sheet_of(["Tên", "Số"]), "Không thấy bảng nào có cột “Lĩnh vực”."),
        (sheet_of(["TT", "Lĩnh vực", "Tổng số ý kiến"], []), "Bảng chưa có dòng nào ghi tên lĩnh vực."),
        (b"x" * (2 * 1024 * 1024 + 1), "quá giới hạn 2 MB"),
        (sheet_of(["TT", "Lĩnh vực", "Tổng số ý kiến"], [], [1, "Tư pháp", "=1+1"]), "Ô C3 có công thức"),
    ],
    ids=["text", "broken", "other", "empty", "large", "formula"],
)
def test_a_wrong_file_is_refused_with_a_sentence(as_role, agency, content, sentence):
    with in_agency(agency):
        found = SurveyRound.objects.create(year=2024, name="Đợt một", template=template(agency))
    response = upload(as_role("secretary"), found, content)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)


def test_a_wrong_cell_of_a_file_is_shown_as_it_stands(as_role, agency):
    with in_agency(agency):
        found = SurveyRound.objects.create(year=2024, name="Đợt một", template=template(agency))
    content = sheet_of(
        ["TT", "Lĩnh vực", "Tổng số ý kiến", "Lạ"], ["", "", "", "cột"], [1, "Tư pháp", "x1", 3]
    )
    response = upload(as_role("secretary"), found, content)
    body = response.content.decode()
    assert (response.status_code, 'value="x1"' in body) == (422, True)
    assert "không có trong mẫu phiếu nên không được đọc" in body
    assert "Tệp thiếu 17 cột" in body


def test_other_agencys_rounds_are_not_there(as_role, agency, other_agency):
    with in_agency(agency):
        found = entered(agency)
    client = as_role("secretary", of=other_agency)
    for name in ("survey_round_detail", "survey_grid", "survey_sheet", "survey_grid_import"):
        assert client.page(f"tthc:{name}", found.pk).status_code == 404
    with in_agency(other_agency):
        assert template(other_agency) != found.template


def test_a_sheet_that_points_nowhere_has_a_sentence(scope, agency):
    found = entered(agency)
    content = survey_sheet.write("Đợt", matrix_of(loaded(found)))
    broken = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(broken, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b' t="n"', b' t="s"'))
    with pytest.raises(ValidationError, match="Không đọc được trang"):
        survey_sheet.read(broken.getvalue(), groups_of(found.template))


def test_typed_totals_are_not_dropped_by_opening_to_the_public(scope, agency):
    found = entered(agency, period_from=datetime.date(2024, 1, 1), period_to=datetime.date(2024, 1, 31))
    found.way = "public"
    found = round_save(found, actor=secretary(agency))
    with pytest.raises(TransitionRefused, match="số liệu đã nhập"):
        step(found, "open", secretary(agency))


def test_closed_rounds_tell_the_years_satisfaction_where_no_summary_is_entered(scope):
    actor = secretary(scope)
    found = step(entered(scope), "open", actor)
    assert "tthc.survey.forms" not in figures.collect(scope, 2024)
    step(found, "close", actor)
    given = figures.collect(scope, 2024)
    names = ("forms", "good", "dissatisfied", "good_rate", "dissatisfied_rate")
    assert [given.value(f"tthc.survey.{name}") for name in names] == [
        40, 40, 0, Decimal("100.00"), Decimal("0.00"),
    ]  # fmt: skip
    assert "tthc.survey.received" not in given
    SurveySummary(year=2024, channel="Phần mềm đánh giá", forms=90, good=80).save()
    given = figures.collect(scope, 2024)
    assert [given.value(f"tthc.survey.{name}") for name in ("forms", "good")] == [90, 80]


def test_a_closed_round_that_asks_no_general_question_tells_only_its_opinions(scope):
    SurveyCriterion.objects.filter(template=template(scope)).update(overall=False)
    actor = secretary(scope)
    step(step(entered(scope), "open", actor), "close", actor)
    given = figures.collect(scope, 2024)
    assert given.value("tthc.survey.forms") == 40
    assert "tthc.survey.good" not in given


@pytest.mark.parametrize(
    ("forms", "good", "dissatisfied", "told"),
    [
        (40, 40, 0, []),
        (90, 80, 10, []),
        (90, 80, None, []),
        (39, 39, 0, ["39 phiếu thu được", "39 phiếu rất tốt và tốt"]),
        (40, 38, 0, ["38 phiếu rất tốt và tốt"]),
        (40, 40, 1, ["1 phiếu không hài lòng"]),
        (50, 52, 0, ["52 phiếu rất tốt và tốt"]),
    ],
)
def test_a_summary_that_cannot_hold_the_closed_rounds_is_told(scope, forms, good, dissatisfied, told):
    actor = secretary(scope)
    step(step(entered(scope), "open", actor), "close", actor)
    summary = SurveySummary(year=2024, channel="Một cửa", forms=forms, good=good, dissatisfied=dissatisfied)
    summary.save()
    found = list(summary_and_rounds(scope, 2024, figures.collect(scope, 2024)))
    assert [one.message.split(" ghi ")[1].split(",")[0] for one in found] == told
    assert all(one.severity == "warning" and one.url == summary.get_absolute_url() for one in found)


@pytest.mark.iso("9.1.2")
def test_a_closed_round_fulfils_the_years_duty_to_measure(scope):
    actor = secretary(scope)

    def done():
        return next(one.done for one in yearly_obligations(scope, 2024) if one.code == "9.1.2")

    found = step(entered(scope), "open", actor)
    assert done() == ""
    step(found, "close", actor)
    assert done() == "40 phiếu đánh giá"

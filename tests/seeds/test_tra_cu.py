"""Trà Cú 2021: the whole audit from its year file, and the seed's errors told by the checks."""

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from audits.models import (
    AuditNote,
    AuditSlot,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    NoteLine,
)
from qms import checks, figures
from qms.checks import Severity
from qms.exchange import dump_year, load_year
from qms.models import Person
from qms.paper import text
from qms.papers import kind
from qms.scope import in_agency
from tests.clients import client_as
from tests.seeds.conftest import SAMPLES
from tests.seeds.words import compare
from tthc.models import SurveyPrinted, SurveyRound

pytestmark = pytest.mark.django_db
AUDIT = "Đánh giá nội bộ lần 01/2021"
LAND, CULTURE = "Phòng Tài nguyên và Môi trường", "Phòng Văn hóa và Thông tin"
UNDONE = "“Kiểm soát đầu ra không phù hợp: Chưa thực hiện” nhưng không có phát hiện."
EARLY = "thời hạn 01/01/2021 trước ngày mở 22/11/2021."
SURVEY = "Lấy ý kiến tại Bộ phận tiếp nhận và trả kết quả năm 2021"
VERY_SATISFIED = (
    f"{SURVEY}: “Sự hài lòng đối với kết quả giải quyết thủ tục hành chính”: Rất hài lòng cộng các lĩnh vực được 82, "
    "báo cáo giấy in 92; dòng tổng in ra 92 + 18 + 0 = 110, khác 100 ý kiến."
)
ERRORS = [
    ("R4", VERY_SATISFIED),
    ("R5", f"Phiếu khắc phục 01/2021, {LAND}: {EARLY}"),
    ("R5", f"Phiếu khắc phục 02/2021, {CULTURE}: {EARLY}"),
    ("R6", f"Hai phiếu khắc phục cùng ghi số 01 ({LAND}, {CULTURE})."),
]
WARNINGS = [
    (
        "R6",
        f"Phát hiện 02, {AUDIT}: giấy ghi số “QT 12”, là mã quy trình QT-12, không phải số của báo cáo.",
    ),
    ("R8", f"{AUDIT}: diễn ra ngày 22/11/2021, chương trình ghi 18/11/2021."),
    (
        "R9",
        f"{AUDIT}: văn bản ghi “Trầm Thị Bích Phương”, danh sách cán bộ ghi “Trần Thị Bích Phương”; kiểm tra tên đúng.",
    ),
    ("R9", f"“Kim Ngọc Truyền” và “Kim Văn Truyền” cùng ở {LAND}: kiểm tra có phải là một người."),
    ("R11", f"Phiếu ghi chép: {LAND}, {AUDIT}: {UNDONE}"),
    ("R11", f"Phiếu ghi chép: {CULTURE}, {AUDIT}: {UNDONE}"),
]
UNKNOWN = [
    # not in the seed: what its papers leave out
    ("R10", "Không có Ban Chỉ đạo nào còn hoạt động đến cuối năm 2021."),
    (
        "R16",
        f"{AUDIT}: 11 thành viên đoàn chưa có trong lớp đào tạo đánh giá viên nào: Tăng Thị Thắm, Trần Văn Rừng, "
        "Trần Kim Hiếu, Trần Thị Lan Phương (Thanh tra huyện), Nguyễn Quang Sơn, Trương Công Tuấn, "
        "Trần Thị Lan Phương (Phòng Kinh tế và Hạ tầng), Trần Đỗ Anh Quân, Trần Thị Bích Phương, Phan Thị Thúy, "
        "Kim Ngọc Truyền.",
    ),
]


def test_checks_report_the_seeds_errors_and_nothing_else(tra_cu, capsys):
    call_command("check_figures", "tra-cu", 2021, "--format", "json")
    found = json.loads(capsys.readouterr().out)
    told = {
        name: [(r["rule"], r["message"]) for r in found if r["severity"] == name]
        for name in ("error", "warning")
    }
    assert told["error"] == ERRORS
    assert sorted(told["warning"]) == sorted([*WARNINGS, *UNKNOWN])
    assert all(row["record"].startswith("/tra-cu/2021/") for row in found)


def test_the_survey_papers_page_tells_the_wrong_total_before_it_is_printed(tra_cu):
    found = SurveyRound.objects.get()
    client = client_as("secretary", tra_cu, 2021)
    page = client.page("qms:paper", "tthc.survey", found.pk).content.decode()
    told = page.split("Xem lại trước khi in")[1].split("</section>")[0]
    assert VERY_SATISFIED in told
    assert f'<a href="{client.path("tthc:survey_round_detail", found.pk)}">Tới chỗ sửa' in told


def test_each_result_leads_to_its_record(tra_cu):
    results = checks.run_all(tra_cu, 2021, figures.collect(tra_cu, 2021))
    pages = {(row.rule, row.url) for row in results if row.severity is not Severity.OK}
    second = CorrectiveActionRequest.objects.get(number=2).get_absolute_url()
    assert {("R5", second), ("R6", second)} <= pages
    assert {("R11", note.get_absolute_url()) for note in AuditNote.objects.all()} <= pages
    assert ("R9", Person.objects.get(key="kim-van-truyen").get_absolute_url()) in pages


def test_two_people_of_one_name_are_two(tra_cu):
    same = Person.objects.filter(name="Trần Thị Lan Phương")
    assert {str(person.unit) for person in same} == {"Thanh tra huyện", "Phòng Kinh tế và Hạ tầng"}
    found = checks.run_all(tra_cu, 2021, figures.collect(tra_cu, 2021))
    assert "2 người cùng tên Trần Thị Lan Phương: Thanh tra huyện; Phòng Kinh tế và Hạ tầng." in {
        row.message for row in found if row.severity is Severity.OK
    }
    slots = {slot.pk: slot for slot in AuditSlot.objects.for_list()}
    visited = {
        str(row.member.person.unit): {str(unit.unit) for unit in slot.units.all()}
        for slot in slots.values()
        for row in slot.auditors.all()
        if row.member.person in same
    }
    assert visited == {
        "Thanh tra huyện": {LAND, "Phòng Lao động - Thương binh và Xã hội"},
        "Phòng Kinh tế và Hạ tầng": {CULTURE, "Cơ quan Tổ chức - Nội vụ"},
    }


def test_the_dossier_is_whole(tra_cu):
    audit = InternalAudit.objects.get()
    assert (audit.team.count(), audit.audited_units.count(), audit.slots.count()) == (11, 10, 5)
    for slot in AuditSlot.objects.for_list():
        assert (slot.units.count(), slot.auditors.count(), len(slot.topics.splitlines())) == (2, 2, 7)
        assert (slot.starts_at, slot.ends_at) == (datetime.time(14), datetime.time(17))
    assert audit.starts_at == datetime.time(14)
    assert list(Finding.objects.values_list("number", "stated_number", "grade", "state")) == [
        (1, "", "minor", "answered"),
        (2, "QT 12", "minor", "answered"),
    ]
    assert [note.lines.count() for note in AuditNote.objects.all()] == [6, 6]
    assert NoteLine.objects.filter(findings__isnull=False, clause="5.2").count() == 2
    review = ManagementReview.objects.get()
    assert [row.letter for row in review.sections.all()] == ["A", "B", "C", "D", "E", "G"]
    assert (review.attendees.count(), review.conclusions.filter(standing=True).count()) == (12, 3)


EXPECTED = {
    "findings.major": 0, "findings.minor": 2, "findings.observation": 0, "findings.strength": 0,
    "findings.nonconformities": 2, "findings.closed": 0, "findings.open": 2, "audit.units_count": 10,
    "audit.rounds": 1, "audit.team_symbol": "2245/QĐ-UBND", "cars.opened": 2, "cars.closed": 0, "cars.open": 2,
    "conclusions.total": 3, "conclusions.open": 3, "review.held_on": datetime.date(2021, 11, 23),
}  # fmt: skip
SURVEYED = {"count": 1, "opinions": 100, "good": 100, "not_good": 0, "good_rate": Decimal(100)}


def test_figures_are_the_papers(tra_cu):
    found = figures.collect(tra_cu, 2021)
    assert {name: found.value(f"audits.{name}") for name in EXPECTED} == EXPECTED
    assert {name: found.value(f"tthc.survey_rounds.{name}") for name in SURVEYED} == SURVEYED


def test_a_corrected_survey_has_nothing_to_report(tra_cu):
    SurveyPrinted.objects.filter(count=92).update(count=82)
    found = checks.run_all(tra_cu, 2021, figures.collect(tra_cu, 2021))
    told = [(row.severity, row.message) for row in found if row.rule == "R4"]
    assert told == [(Severity.OK, f"{SURVEY}: 6 nhóm của 5 lĩnh vực khớp 100 ý kiến.")]


REPORT_DIFFERENCES = [
    ("", "Trà Vinh"),  # which province
    ("0", "00"),
    ("", "10 10"),  # the cells its scan lost, in the row of Lao động
    ("00", ""),
    ("", "00"),
    ("", "00"),
    ("92", "82"),  # computed
    ("mm", ""),
]


def test_the_survey_report_reads_as_the_seed(tra_cu):
    """The total is computed (82, not 92); of the row that lost a cell the whole stands there."""
    seed = (Path(__file__).parent / "tra-cu-survey.txt").read_text(encoding="utf-8")
    sheet = kind("tthc.survey").build(SurveyRound.objects.with_counts().get())
    ours = text.render(sheet)
    share, differences = compare(seed, ours)
    assert share > 0.99
    assert differences == REPORT_DIFFERENCES


def test_load_dump_load_changes_nothing(tra_cu, tmp_path):
    _, _, summary = load_year(SAMPLES / "tra-cu-2021.yaml")
    assert (summary.added, summary.changed) == (0, 0)
    text = dump_year(tra_cu, 2021)
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    assert dump_year(tra_cu, 2021) == text


def test_dump_alone_holds_the_whole_year(tra_cu, tmp_path):
    text = dump_year(tra_cu, 2021).replace("code: tra-cu", "code: ban-sao")
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    copy, _, summary = load_year(path)
    assert summary.unchanged == 0
    assert dump_year(copy, 2021) == text
    with in_agency(copy):
        found = checks.run_all(copy, 2021, figures.collect(copy, 2021))
        assert [(row.rule, row.message) for row in found if row.severity is Severity.ERROR] == ERRORS

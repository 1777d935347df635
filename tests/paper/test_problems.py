import datetime
from dataclasses import replace

import pytest

from qms.paper.build import p
from qms.paper.problems import Severity, problems
from qms.paper.tree import Annex, Letterhead, Recipients, SignatureBlock, Title
from tests.paper.papers import letter, minutes, nc_sheet, report


def codes(paper):
    return {problem.code for problem in problems(paper)}


@pytest.mark.parametrize("make", [report, minutes, nc_sheet, letter])
def test_papers_that_keep_the_rules_have_no_problems(make):
    assert problems(make()) == []


def head(**changes):
    return replace(report().letterhead, **changes)


def signed(*authority, name="Nguyễn Thị Ước"):
    return (SignatureBlock(authority, name),)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": Title("Báo cáo", "V/v kết quả duy trì")}, "title.v/v"),
        ({"title": Title()}, "title.blank"),
        ({"title": Title("Báo cáo")}, "title.subject"),
        ({"title": Title("Phiếu trình", "kết quả")}, "title.kind"),
        ({"letterhead": head(motto="Độc lập – Tự do – Hạnh phúc")}, "motto"),
        ({"letterhead": head(nation="CỘNG HÒA")}, "nation"),
        ({"letterhead": head(organ="")}, "organ.blank"),
        ({"letterhead": head(notation="")}, "notation.blank"),
        ({"letterhead": head(notation="BC UBND")}, "notation.form"),
        ({"letterhead": head(notation="CV-UBND")}, "notation.cv"),
        ({"letterhead": head(notation="KH-UBND")}, "notation.kind"),
        ({"letterhead": head(place="")}, "place.blank"),
        ({"body": ()}, "body.blank"),
        ({"body": (p("Không có dấu kết thúc."),)}, "body.end"),
        ({"addressees": None}, "addressees"),
        ({"signatures": ()}, "signature.blank"),
        ({"signatures": signed("CHỦ TỊCH")}, "signature.tm"),
        ({"signatures": signed("TM. UBND", "KT CHỦ TỊCH")}, "signature.stop"),
        ({"signatures": signed("TM. UBND", "CHỦ TỊCH", name="")}, "signature.name"),
        ({"signatures": signed("TM. UBND", "CHỦ TỊCH", name="ThS. Lê Văn Ngọc")}, "signature.degree"),
        ({"recipients": None}, "recipients.blank"),
        ({"recipients": Recipients(("Sở KH&CN", "Lưu: VT"))}, "recipients.above"),
        ({"recipients": Recipients(("Như trên", "VT"))}, "recipients.archive"),
        ({"recipients": Recipients(("Như trên", "Lưu: BCĐ"))}, "recipients.vt"),
        ({"annexes": (Annex("A", ()), Annex("B", ()))}, "annex.number"),
        ({"annexes": (Annex("A", (), "01"), Annex("B", (), "02"))}, "annex.roman"),
        ({"body": (p("Hết./."),)}, "annex.unquoted"),
    ],
)
def test_each_rule_is_found_when_broken(changes, code):
    assert code in codes(report(**changes))


def test_only_a_draft_may_lack_its_number_and_day():
    blank = head(number=None, day=(2026, 12))
    assert not codes(report(letterhead=blank)) & {"number.blank", "day.blank"}
    assert {"number.blank", "day.blank"} <= codes(report(letterhead=blank, draft=False))
    whole = head(day=datetime.date(2026, 12, 9))
    assert problems(report(letterhead=whole, draft=False)) == []


def test_ubnd_without_tm_is_a_warning_not_an_error():
    found = problems(report(signatures=signed("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")))
    assert [(x.code, x.severity, x.box) for x in found] == [("signature.tm", Severity.WARNING, "7a")]


def test_an_office_of_the_committee_signs_without_tm():
    office = Letterhead("Văn phòng Ủy ban nhân dân tỉnh", notation="BC-VP", place="Hà Tĩnh")
    assert "signature.tm" not in codes(report(letterhead=office, signatures=signed("CHÁNH VĂN PHÒNG")))


def test_minutes_carry_no_dateline():
    paper = minutes()
    shown = replace(paper.letterhead, show_dateline=True, place="Đông Sơn")
    assert "dateline.minutes" in codes(replace(paper, letterhead=shown))


def test_errors_come_before_warnings():
    found = problems(report(addressees=None, signatures=()))
    assert [x.severity for x in found] == sorted((x.severity for x in found), key="error warning".index)


def test_every_sentence_is_vietnamese_prose():
    for problem in problems(
        report(title=Title("Báo cáo", "V/v"), signatures=(), recipients=None, addressees=None)
    ):
        assert problem.sentence.endswith((".", "”."))

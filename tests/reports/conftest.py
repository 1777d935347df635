"""An outline, a report and figures that tests change at will."""

import datetime
from decimal import Decimal

import pytest

from qms import figures as registry
from qms.figures import Figure, Figures, FigureTable

COUNTS = {"received": 4529, "resolved": 4506, "late": 30, "zero": 0}


def make_figures(**changed):
    counts = COUNTS | changed
    rows = tuple({"risk": f"Rủi ro {n}", "action": f"đã *xử lý* {n}"} for n in range(1, 4))
    return Figures(
        [
            *(
                Figure(f"tthc.dossiers.huyen.{name}", f"Hồ sơ {name}", value, "hồ sơ", url=f"/nguon/{name}")
                for name, value in counts.items()
            ),
            Figure(
                "tthc.dossiers.huyen.late_rate",
                "Tỷ lệ quá hạn",
                Decimal("0.67"),
                "%",
                formula="30 / 4506 hồ sơ đã giải quyết",
                numerator=30,
                denominator=4506,
            ),
            Figure("tthc.survey.forms_rate", "Tỷ lệ phiếu", Decimal("98.01"), "%", numerator=4439),
            Figure("documents.document_set.issued_on", "Ngày", datetime.date(2022, 12, 30)),
            Figure("documents.document_set.symbol", "Số", "4584/QĐ-UBND"),
            FigureTable("planning.risk_results", "Rủi ro", (("risk", "Rủi ro"), ("action", "Kết quả")), rows),
            FigureTable(
                "tthc.dossier_table",
                "Kết quả giải quyết",
                (("level", "Cấp"), ("received", "Tiếp nhận")),
                ({"level": "Cấp huyện", "received": counts["received"]},),
            ),
        ]
    )


@pytest.fixture
def figures(monkeypatch):
    """figures(received=4530) puts other numbers under the pages from then on."""
    current = {"value": {}}
    monkeypatch.setattr(registry, "collect", lambda agency, year: make_figures(**current["value"]))

    def change(**changed):
        current["value"] = changed
        return make_figures(**changed)

    return change


@pytest.fixture
def only_report_rules(monkeypatch):
    """The checks of this app alone: other apps' rules read their own records."""
    from qms import checks

    kept = {
        name: [rule for rule in rules if rule.run.__module__.startswith("reports.")]
        for name, rules in checks.rules().items()
    }
    monkeypatch.setattr(checks, "_rules", {name: rules for name, rules in kept.items() if rules})


BODY = "Tiếp nhận {{ tthc.dossiers.huyen.received|so_cham }} hồ sơ, xem Phụ lục."


@pytest.fixture
def outline(scope):
    from reports.models import OutlineSection, ReportOutline

    outline = ReportOutline.objects.create(
        name="Đề cương mẫu",
        subject="Kết quả duy trì năm {{ nam }} của {{ dia_ban }}",
        recipients="Như trên\nLưu: VT",
        addressees="Sở KH&CN",
    )
    rows = (
        ("mo-dau", "opening", "", 1, "Thực hiện kế hoạch năm {{ nam }}."),
        ("muc-1", "section", "1. Kết quả", 1, BODY),
        ("muc-2", "section", "2. Phương hướng, nhiệm vụ", 1, "- Tiếp tục duy trì."),
        ("ket-thuc", "closing", "", 1, "Trên đây là báo cáo./."),
        ("pl", "annex", "Bảng số liệu", 1, "[[bang:tthc.dossier_table]]"),
    )
    for position, (key, kind, heading, level, body) in enumerate(rows, start=1):
        OutlineSection.objects.create(
            outline=outline, position=position, key=key, kind=kind, heading=heading, level=level, body=body
        )
    return outline


@pytest.fixture
def secretary(user_as):
    return user_as("secretary")


@pytest.fixture
def leader(user_as):
    return user_as("leader")


@pytest.fixture
def report(outline, figures, only_report_rules, secretary):
    from reports.services import report_create
    from tests.factories import PersonFactory

    report = report_create(outline=outline, year=2024, actor=secretary)
    report.signer = PersonFactory(name="Phạm Viết Tuấn")
    report.save()
    return report


@pytest.fixture
def run(report):
    """run("submit", actor) → the fresh report."""
    from reports.models import AnnualReport
    from reports.transitions import workflow

    def step(name, actor, **data):
        return workflow.transitions[name].run(AnnualReport.objects.get(pk=report.pk), actor=actor, **data)

    return step


@pytest.fixture
def issued(run, secretary, leader):
    run("submit", secretary)
    run("approve", leader)
    return run("issue", secretary, number=247, issued_on=datetime.date(2024, 12, 16))

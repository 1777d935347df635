"""Figures of planning: which papers set the year up, how many there were, what became of the risks."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Value as Constant
from django.urls import reverse

from documents.models import OfficialDocument
from documents.querysets import CITED, cited
from planning.enums import GuidanceKind, ObjectiveResult
from planning.models import (
    GuidanceDocument,
    ObjectivePlan,
    QualityObjective,
    RiskOpportunity,
    RiskPlan,
    SteeringCommittee,
    TrainingCourse,
    YearPlan,
)
from qms.figures import Figure, FigureTable, Value, provider
from qms.models import Agency

PLANS: dict[str, type[YearPlan | ObjectivePlan | RiskPlan]] = {
    "year_plan": YearPlan,
    "objective_plan": ObjectivePlan,
    "risk_plan": RiskPlan,
}
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def paper(key: str, label: str, document: OfficialDocument, url: str) -> Iterator[Figure]:
    """The two figures of a văn bản: its symbol and its day."""
    yield Figure(f"planning.{key}.symbol", f"{label}: số, ký hiệu", document.symbol, url=url)
    yield Figure(f"planning.{key}.issued_on", f"{label}: ngày ban hành", document.issued_on, url=url)


@provider("planning.year_plan", "planning.objective_plan", "planning.risk_plan")
def plans(agency: Agency, year: int) -> Iterator[Figure]:
    """Those with a văn bản; one query for the three."""
    first, *others = (_cited(key, model, year) for key, model in PLANS.items())
    found = {key: rest for key, *rest in first.union(*others, all=True)}
    for key, model in PLANS.items():
        pk, document, *about = found.get(key, (None, None))
        if document is not None:
            cites = OfficialDocument(pk=document, **dict(zip(CITED, about, strict=True)))
            yield from paper(key, model.name, cites, reverse(model.url_name, args=[pk]))


def _cited(key: str, model: type[YearPlan | ObjectivePlan | RiskPlan], year: int) -> Any:
    rows = model.objects.filter(year=year)
    return rows.values_list(Constant(key), "pk", "document", *cited("document"))


@provider("planning.committee")
def committee(agency: Agency, year: int) -> Iterator[Figure]:
    """The composition in force at the end of the year."""
    found = SteeringCommittee.objects.only(*cited("decision")).in_force(datetime.date(year, 12, 31))
    if found is not None:
        yield from paper("committee", "Ban Chỉ đạo", found.decision, found.get_absolute_url())


@provider("planning.guidance")
def guidance(agency: Agency, year: int) -> Iterator[Figure]:
    """Counted by kind from the rows (R12); none when no row was entered, for that is not a zero."""
    read = ("kind", "issued_on", "quarter_stated", "document__issued_on")
    rows = list(GuidanceDocument.objects.of_year(year).only(*read))
    if not rows:
        return
    url, counts = reverse("planning:guidance_list"), Counter(row.kind for row in rows)
    parts = {"plans": GuidanceKind.PLAN, "letters": GuidanceKind.LETTER, "others": GuidanceKind.OTHER}
    told = " + ".join(f"{counts[kind]} {kind.label.lower()}" for kind in parts.values() if counts[kind])
    yield Figure("planning.guidance.total", "Văn bản chỉ đạo, hướng dẫn", len(rows), "văn bản", told, url)
    for name, kind in parts.items():
        label = f"{kind.label} chỉ đạo, hướng dẫn"
        yield Figure(f"planning.guidance.{name}", label, counts[kind], "văn bản", "đếm từ danh sách", url)
    quarters = [row.quarter for row in rows if row.quarter]
    if quarters:
        first, last = ROMAN[min(quarters)], ROMAN[max(quarters)]
        period = f"Quý {first}" if first == last else f"Quý {first} đến Quý {last}"
        yield Figure("planning.guidance.period", "Thời gian ban hành văn bản chỉ đạo", period, url=url)


@provider("planning.training")
def training(agency: Agency, year: int) -> Iterator[Figure]:
    rows = list(TrainingCourse.objects.filter(year=year).order_by("held_on", "pk"))
    if not rows:
        return
    url = rows[0].get_absolute_url() if len(rows) == 1 else reverse("planning:training_list")
    yield Figure("planning.training.courses", "Lớp tập huấn", len(rows), "lớp", "đếm từ danh sách", url)
    given = [row.participants for row in rows if row.participants is not None]
    if given:
        told = " + ".join(str(number) for number in given)
        yield Figure("planning.training.participants", "Người dự tập huấn", sum(given), "người", told, url)
    partners = list(dict.fromkeys(row.partner for row in rows if row.partner))
    if partners:
        yield Figure("planning.training.partner", "Cơ quan phối hợp tập huấn", ", ".join(partners), url=url)


@provider("planning.objectives", "planning.objective_results")
def objectives(agency: Agency, year: int) -> Iterator[Figure | FigureTable]:
    rows = list(QualityObjective.objects.of_year(year).select_related("unit").order_by("position", "pk"))
    if not rows:
        return
    url = rows[0].get_absolute_url()
    met = sum(row.result == ObjectiveResult.MET for row in rows)
    assessed = sum(bool(row.result) for row in rows)
    unit = "mục tiêu"
    yield Figure("planning.objectives.total", "Mục tiêu chất lượng", len(rows), unit, url=url)
    yield Figure("planning.objectives.assessed", "Mục tiêu đã đánh giá", assessed, unit, url=url)
    yield Figure(
        "planning.objectives.met", "Mục tiêu đạt", met, unit, f"{met} trên {assessed} đã đánh giá", url
    )
    columns = (
        ("objective", "Mục tiêu"),
        ("unit", "Đơn vị"),
        ("target", "Chỉ tiêu"),
        ("actual", "Kết quả"),
        ("result", "Đánh giá"),
    )
    yield FigureTable(
        "planning.objective_results",
        "Kết quả thực hiện mục tiêu chất lượng",
        columns,
        tuple(_objective(row) for row in rows),
        url,
    )


def _objective(row: QualityObjective) -> dict[str, Value]:
    return {
        "objective": row.text,
        "unit": row.unit.name if row.unit else "",
        "target": row.target,
        "actual": row.actual,
        "result": row.get_result_display(),
    }


@provider("planning.risks", "planning.risk_results")
def risks(agency: Agency, year: int) -> Iterator[Figure | FigureTable]:
    found = RiskOpportunity.objects.filter(plan__year=year).only("plan", "text", "result")
    rows = list(found.order_by("position", "pk"))
    if not rows:
        return
    url = rows[0].get_absolute_url()
    solved = [row for row in rows if row.result]
    yield Figure("planning.risks.total", "Rủi ro và cơ hội", len(rows), "dòng", "đếm từ kế hoạch", url)
    yield FigureTable(
        "planning.risk_results",
        "Kết quả giải quyết rủi ro và cơ hội",
        (("risk", "Rủi ro, cơ hội"), ("action", "Kết quả giải quyết"), ("sentence", "Câu trong báo cáo")),
        tuple({"risk": row.text, "action": row.result, "sentence": sentence(row)} for row in solved),
        url,
    )


def sentence(row: RiskOpportunity) -> str:
    """“rủi ro: kết quả”, or the result alone when the paper names no risk; without the final stop."""
    told = f"{row.text}: {row.result}" if row.text else row.result
    return told.rstrip(" .;")

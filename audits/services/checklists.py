"""Writes of checklist templates: the built-in one, lines pasted from Excel or Word."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audits.models import ChecklistLine, ChecklistTemplate
from qms.models import User
from qms.records import record_delete, record_save
from qms.text import nfc, storable

SAMPLE_NAME = "Danh mục kiểm tra chung"
# (clause, topic, sub-item): the sheets of Trà Cú 2021; a clause only where the standard names it
SAMPLE = (
    ("5.2; 6.2", "Chính sách và MTCL", False),
    ("7.5", "Kiểm soát thông tin dạng văn bản", False),
    ("7.5.3", "Lập danh mục tài liệu bên ngoài", True),
    ("7.5.3", "Lập danh mục hồ sơ", True),
    ("8.5.1", "Giải quyết TTHC", False),
    ("8.7", "Kiểm soát đầu ra không phù hợp", False),
)
DASHES = "-–—•+"
MOST_LINES = 300


def checklist_sample(*, actor: User) -> ChecklistTemplate:
    """The built-in template, made once; asked for again it is the one there is."""
    with transaction.atomic():
        if found := ChecklistTemplate.objects.filter(name=SAMPLE_NAME).first():
            return found
        template = record_save(ChecklistTemplate(name=SAMPLE_NAME), actor=actor)
        _add(template, [ChecklistLine(clause=c, topic=t, indented=i) for c, t, i in SAMPLE], actor)
        return template


def lines_of_text(text: str) -> list[ChecklistLine]:
    """“7.5.3⇥– Lập danh mục hồ sơ” → clause, topic, sub-item. Raises ValidationError naming the line.

    Without a tab a line is all topic; further cells of a table follow the topic.
    """
    lines = []
    for number, raw in enumerate(nfc(storable(text)).splitlines(), start=1):
        if not raw.strip():
            continue
        clause, tab, rest = raw.partition("\t")
        clause, topic = (clause.strip(), rest) if tab else ("", raw)
        topic = " – ".join(cell.strip() for cell in topic.split("\t") if cell.strip())
        indented = topic[:1] in DASHES or (not tab and raw[:1] == " ")
        line = ChecklistLine(clause=clause, topic=topic.lstrip(DASHES + " ").strip(), indented=indented)
        if len(line.clause) > 40:
            raise ValidationError(f"Dòng {number}: điều khoản dài quá 40 chữ; cột đầu phải là điều khoản.")
        if len(line.topic) > 500:
            raise ValidationError(f"Dòng {number} dài {len(line.topic)} chữ, quá 500; tách thành nhiều dòng.")
        if line.clause or line.topic:
            lines.append(line)
    return lines


def checklist_lines_add(*, template: ChecklistTemplate, text: str, actor: User) -> int:
    """Append pasted lines; the number of new ones. Raises ValidationError and adds none."""
    lines = lines_of_text(text)
    if not lines:
        raise ValidationError("Chưa có dòng nào. Dán hoặc gõ mỗi nội dung một dòng.")
    with transaction.atomic():
        ChecklistTemplate.objects.select_for_update(of=("self",), no_key=True).get(pk=template.pk)
        if template.lines.count() + len(lines) > MOST_LINES:
            raise ValidationError(f"Một danh mục có nhiều nhất {MOST_LINES} dòng.")
        _add(template, lines, actor)
    return len(lines)


def _add(template: ChecklistTemplate, lines: list[ChecklistLine], actor: User) -> None:
    last = template.lines.aggregate(last=Max("position"))["last"] or 0
    for position, line in enumerate(lines, start=last + 1):
        line.template, line.position = template, position
        record_save(line, actor=actor)


def checklist_delete(*, template: ChecklistTemplate, actor: User) -> None:
    """Drop a template and its lines; sheets keep their copies."""
    with transaction.atomic():
        stored = ChecklistTemplate.objects.select_for_update(of=("self",), no_key=True).get(pk=template.pk)
        for line in stored.lines.all():
            record_delete(line, actor=actor)
        record_delete(stored, actor=actor)

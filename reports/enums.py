"""Choices of the reports app."""

from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    SUBMITTED = "submitted", "Đã trình"
    RETURNED = "returned", "Trả lại để sửa"
    APPROVED = "approved", "Đã duyệt"
    ISSUED = "issued", "Đã ban hành"
    SENT = "sent", "Đã gửi"


EDITABLE = (ReportState.DRAFT.value, ReportState.RETURNED.value)
FROZEN = (ReportState.ISSUED.value, ReportState.SENT.value)


class SectionKind(models.TextChoices):
    OPENING = "opening", "Mở đầu"
    SECTION = "section", "Mục"
    CLOSING = "closing", "Kết thúc"
    ANNEX = "annex", "Phụ lục"


class NumberStyle(models.TextChoices):
    PLAIN = "plain", "4529"
    GROUPED = "grouped", "4.529"


class DecimalMark(models.TextChoices):
    COMMA = "comma", "91,23%"
    POINT = "point", "91.23%"


class ReleaseFormat(models.TextChoices):
    """`preview`: the sheet the report's page shows, frozen with the files so that all stay the same paper."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    HTML = "html", "HTML"
    TEXT = "text", "Văn bản thường"
    PREVIEW = "preview", "Bản xem"

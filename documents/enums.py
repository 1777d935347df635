"""Kinds of documents."""

from django.db import models


class OfficialKind(models.TextChoices):
    """Types of administrative documents with their abbreviations (NĐ 30 PL III); công văn has none."""

    RESOLUTION = "NQ", "Nghị quyết"
    DECISION = "QĐ", "Quyết định"
    DIRECTIVE = "CT", "Chỉ thị"
    REGULATION = "QC", "Quy chế"
    ANNOUNCEMENT = "TB", "Thông báo"
    GUIDELINE = "HD", "Hướng dẫn"
    PROGRAMME = "CTr", "Chương trình"
    PLAN = "KH", "Kế hoạch"
    REPORT = "BC", "Báo cáo"
    MINUTES = "BB", "Biên bản"
    SUBMISSION = "TTr", "Tờ trình"
    LETTER = "CV", "Công văn"
    LAW = "LUAT", "Luật"
    DECREE = "NĐ", "Nghị định"
    CIRCULAR = "TT", "Thông tư"
    PM_DECISION = "QĐ-TTg", "Quyết định của Thủ tướng Chính phủ"

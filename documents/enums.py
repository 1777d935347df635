"""Kinds and states of documents."""

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


class DocumentKind(models.TextChoices):
    """Levels of the document system (domain.md §3): manual, policy, procedures, instructions, forms."""

    MANUAL = "manual", "Sổ tay chất lượng"
    POLICY = "policy", "Chính sách chất lượng"
    OBJECTIVES = "objectives", "Mục tiêu chất lượng"
    SYSTEM = "system", "Quy trình hệ thống"
    INTERNAL = "internal", "Quy trình nội bộ"
    OPERATING = "operating", "Quy trình tác nghiệp"
    INSTRUCTION = "instruction", "Hướng dẫn"
    FORM = "form", "Biểu mẫu"


PROCEDURES = (DocumentKind.SYSTEM, DocumentKind.INTERNAL, DocumentKind.OPERATING)


class RevisionState(models.TextChoices):
    DRAFT = "draft", "Đang soạn thảo"
    IN_REVIEW = "in_review", "Chờ soát xét, phê duyệt"
    CHANGES_REQUESTED = "changes_requested", "Yêu cầu sửa lại"
    APPROVED = "approved", "Đã phê duyệt"
    EFFECTIVE = "effective", "Đang hiệu lực"
    SUPERSEDED = "superseded", "Đã thay thế"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


EDITABLE_STATES = (RevisionState.DRAFT, RevisionState.CHANGES_REQUESTED)
OPEN_STATES = (*EDITABLE_STATES, RevisionState.IN_REVIEW, RevisionState.APPROVED)
ENDED_STATES = (RevisionState.SUPERSEDED, RevisionState.WITHDRAWN)


NATIONAL_KINDS = (OfficialKind.LAW, OfficialKind.DECREE, OfficialKind.CIRCULAR, OfficialKind.PM_DECISION)
LEGAL_KINDS = (*NATIONAL_KINDS, OfficialKind.RESOLUTION, OfficialKind.DECISION)
"""What may be a legal act (văn bản quy phạm pháp luật): a new one of these touches procedures (O7)."""


class UpdateState(models.TextChoices):
    """A controlled document that a new legal document touches (QĐ 19/2014 Đ4.4a)."""

    OPEN = "open", "Chờ cập nhật"
    DONE = "done", "Đã cập nhật"
    NOT_NEEDED = "not_needed", "Không phải sửa"

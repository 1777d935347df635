"""Choices of planning."""

from django.db import models


class ObjectiveLevel(models.TextChoices):
    AGENCY = "agency", "Cơ quan"
    UNIT = "unit", "Đơn vị"


class ObjectiveResult(models.TextChoices):
    MET = "met", "Đạt"
    NOT_MET = "not_met", "Không đạt"


class RiskKind(models.TextChoices):
    RISK = "risk", "Rủi ro"
    OPPORTUNITY = "opportunity", "Cơ hội"


class GuidanceKind(models.TextChoices):
    PLAN = "plan", "Kế hoạch"
    LETTER = "letter", "Công văn"
    OTHER = "other", "Văn bản khác"


class CommitteeRole(models.TextChoices):
    HEAD = "head", "Trưởng ban"
    DEPUTY = "deputy", "Phó Trưởng ban"
    MEMBER = "member", "Thành viên"
    SECRETARY = "secretary", "Thư ký"

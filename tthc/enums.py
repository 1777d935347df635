"""Choices of the tthc app."""

from django.db import models


class Level(models.TextChoices):
    """Whose dossiers a row counts, from the top downwards; the value is part of the figures' keys."""

    PROVINCE = "tinh", "Cấp tỉnh"
    AGENCY = "don_vi", "Cơ quan, đơn vị"
    DISTRICT = "huyen", "Cấp huyện"
    COMMUNE = "xa", "Cấp xã"


def in_sentence(label: str) -> str:
    """“Cấp huyện” → “cấp huyện”."""
    return label[:1].lower() + label[1:]


def rank(choices: type[models.TextChoices], value: str) -> int:
    """Where a value stands among its choices; a value that is none stands last."""
    return choices.values.index(value) if value in choices.values else len(choices)


class ProposalKind(models.TextChoices):
    AMEND = "amend", "Sửa đổi"
    ADD = "add", "Bổ sung"
    ABOLISH = "abolish", "Bãi bỏ"

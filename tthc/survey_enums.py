"""Choices of the surveys."""

from django.db import models


class SurveyWay(models.TextChoices):
    """How the opinions of a round come in."""

    ENTERED = "entered", "Nhập số tổng hợp từ phiếu giấy hoặc phần mềm khác"
    PUBLIC = "public", "Người dân tự trả lời trên điện thoại (mã QR)"


class SurveyState(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đang lấy ý kiến"
    CLOSED = "closed", "Đã kết thúc"

"""Procedures in the agency's authority, proposals to change them, and communes that apply the system."""

from django.db import models

from qms import dates
from tthc.enums import ProposalKind, rank
from tthc.models.base import YearRecord, count, count_if_given


class ProcedureCount(YearRecord):
    """How many procedures the agency settles; a counted catalogue replaces the number later."""

    url_name = "tthc:procedure_count_detail"

    in_authority = count("số TTHC thuộc thẩm quyền")
    in_system = count_if_given(
        "số TTHC đã đưa vào HTQLCL", help_text="Đếm TTHC, không đếm quy trình. Để trống khi có danh mục."
    )
    as_of = models.DateField("tính đến ngày", null=True, blank=True)
    source = models.ForeignKey(
        "documents.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="văn bản công bố",
    )

    class Meta(YearRecord.Meta):
        verbose_name = "số thủ tục hành chính"
        verbose_name_plural = "số thủ tục hành chính"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="procedure_count_once",
                violation_error_message="Năm này đã có số thủ tục hành chính; hãy sửa bản đã có.",
            ),
        )

    @property
    def title(self) -> str:
        return f"Thủ tục hành chính thuộc thẩm quyền năm {self.year}"


class ProcedureChangeProposal(YearRecord):
    """What the review of procedures proposed: 0 is an answer ("không"), no row is none."""

    url_name = "tthc:proposal_detail"

    kind = models.CharField("loại đề nghị", max_length=10, choices=ProposalKind)
    count = count("số TTHC")

    class Meta(YearRecord.Meta):
        verbose_name = "đề nghị thay đổi TTHC"
        verbose_name_plural = "đề nghị thay đổi TTHC"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "kind"],
                name="procedure_proposal_once",
                violation_error_message="Loại đề nghị này đã có trong năm; hãy sửa dòng đã có.",
            ),
        )

    @property
    def title(self) -> str:
        return f"Đề nghị {self.get_kind_display().lower()} TTHC năm {self.year}"

    def sort_source(self) -> str:
        return f"{self.year} {rank(ProposalKind, self.kind)}"


class CommuneCoverage(YearRecord):
    """Communes of the district that apply the system, of all its communes."""

    url_name = "tthc:coverage_detail"

    as_of = models.DateField("tính đến ngày")
    applying = count("số xã, thị trấn đang áp dụng")
    total = count("tổng số xã, thị trấn")

    class Meta(YearRecord.Meta):
        verbose_name = "cấp xã áp dụng HTQLCL"
        verbose_name_plural = "cấp xã áp dụng HTQLCL"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "as_of"],
                name="commune_coverage_once",
                violation_error_message="Đã có số liệu của ngày này; hãy sửa dòng đã có.",
            ),
        )

    @property
    def title(self) -> str:
        day = dates.slashed(self.as_of) if self.as_of else ""
        return f"Cấp xã áp dụng HTQLCL đến {day}"

    @property
    def ratio(self) -> str:
        """“18/18”."""
        return f"{self.applying}/{self.total}"

    def sort_source(self) -> str:
        return str(self.as_of or "")

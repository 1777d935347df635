"""The catalogue of administrative procedures (TTHC), what serves them and how they changed."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from qms import dates
from qms.models import Record
from qms.scope import ScopedManager
from tthc.enums import ChangeKind, Level, OnlineLevel, TimeUnit
from tthc.models.base import YearRecord
from tthc.models.fields import Field
from tthc.querysets.catalogue import ProcedureQuerySet

BASE_CODE = RegexValidator(
    r"^[1-3]\.\d{6}$", "Mã TTHC gồm một chữ số 1–3, dấu chấm và sáu chữ số, ví dụ 1.004873."
)
SUFFIX = RegexValidator(r"^(000\.00\.00\.)?H\d{2}$", "Phần đuôi mã là mã tỉnh, ví dụ H50 hoặc 000.00.00.H50.")


class AdministrativeProcedure(Record):
    """One TTHC. `code` is the key; the province's suffix changes with mergers and is kept apart."""

    url_name = "tthc:procedure_detail"
    edit_permission = "tthc.edit"
    search_fields = ("code", "name", "competent_agency")
    choice_related = ("field",)

    code = models.CharField("mã TTHC", max_length=10, validators=[BASE_CODE], help_text="Ví dụ 1.004873.")
    code_suffix = models.CharField("đuôi mã của tỉnh", max_length=16, blank=True, validators=[SUFFIX])
    name = models.CharField("tên thủ tục", max_length=1000)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="procedures", verbose_name="lĩnh vực"
    )
    level = models.CharField("cấp thực hiện", max_length=10, choices=Level)
    competent_agency = models.CharField("cơ quan có thẩm quyền", max_length=300, blank=True)
    receiving_unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nơi tiếp nhận"
    )
    resolving_unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị giải quyết"
    )
    time_limit = models.PositiveSmallIntegerField("thời hạn giải quyết", null=True, blank=True)
    time_unit = models.CharField("đơn vị thời hạn", max_length=8, choices=TimeUnit, default=TimeUnit.WORKING)
    time_note = models.CharField(
        "thời hạn ghi trong quyết định",
        max_length=1000,
        blank=True,
        help_text="Khi thời hạn chia trường hợp.",
    )
    online_level = models.CharField("mức dịch vụ công", max_length=8, choices=OnlineLevel, blank=True)
    non_territorial = models.BooleanField("tiếp nhận phi địa giới", default=False)
    fee = models.CharField("phí, lệ phí", max_length=1000, blank=True)
    decision = models.ForeignKey(
        "documents.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quyết định công bố",
    )
    in_force_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    in_force_to = models.DateField("hết hiệu lực sau ngày", null=True, blank=True)
    in_scope = models.BooleanField("thuộc phạm vi HTQLCL", default=True)
    scope_reason = models.CharField("lý do không thuộc phạm vi", max_length=500, blank=True)
    documents = models.ManyToManyField(
        "documents.ControlledDocument", through="ProcedureService", related_name="served_procedures"
    )

    objects = ScopedManager.from_queryset(ProcedureQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "thủ tục hành chính"
        verbose_name_plural = "thủ tục hành chính"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "code"],
                name="procedure_code_once",
                violation_error_message="Mã TTHC này đã có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_to__gte=models.F("in_force_from")),
                name="procedure_force_order",
                violation_error_message="Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(in_scope=True) | ~Q(scope_reason=""),
                name="procedure_scope_reason",
                violation_error_message="Ghi lý do thủ tục không thuộc phạm vi HTQLCL.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def sort_source(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def full_code(self) -> str:
        """“1.004873.000.00.00.H50”, as the province writes it."""
        return f"{self.code}.{self.code_suffix}" if self.code_suffix else self.code

    @property
    def time_label(self) -> str:
        """“15 ngày làm việc”; the decision's own words when the limit depends on the case."""
        if self.time_limit is None:
            return self.time_note
        return f"{self.time_limit} {self.get_time_unit_display()}"

    @property
    def standing(self) -> str:
        """“từ 01/7/2025”, “đến hết 30/06/2025”; empty when no day is entered."""
        since = f"từ {dates.slashed(self.in_force_from)}" if self.in_force_from else ""
        until = f"đến hết {dates.slashed(self.in_force_to)}" if self.in_force_to else ""
        return f"{since} {until}".strip()


class ProcedureService(Record):
    """A controlled document (operating procedure) that serves a TTHC; n:m."""

    edit_permission = "tthc.edit"

    procedure = models.ForeignKey(
        AdministrativeProcedure, models.CASCADE, related_name="services", verbose_name="thủ tục hành chính"
    )
    document = models.ForeignKey(
        "documents.ControlledDocument", models.PROTECT, related_name="services", verbose_name="quy trình"
    )

    class Meta(Record.Meta):
        verbose_name = "quy trình giải quyết"
        verbose_name_plural = "quy trình giải quyết"
        constraints = (
            models.UniqueConstraint(
                fields=["procedure", "document"],
                name="procedure_service_once",
                violation_error_message="Quy trình này đã gắn với thủ tục.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure} – {self.document}"

    def sort_source(self) -> str:
        return f"{self.procedure_id} {self.document_id}"  # asked before the other one is chosen

    def get_absolute_url(self) -> str:
        return self.procedure.get_absolute_url()


class ProcedureChange(YearRecord):
    """New, amended, replaced or abolished in the year, by decision; `count` where the source names none."""

    url_name = "tthc:change_detail"
    search_fields = ("title", "note")

    kind = models.CharField("loại thay đổi", max_length=10, choices=ChangeKind)
    procedure = models.ForeignKey(
        AdministrativeProcedure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name="thủ tục hành chính",
        help_text="Để trống khi nguồn chỉ ghi số lượng.",
    )
    successor = models.ForeignKey(
        AdministrativeProcedure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thay bằng thủ tục",
    )
    count = models.PositiveIntegerField("số TTHC", default=1)
    decision = models.ForeignKey(
        "documents.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="theo quyết định",
    )
    changed_on = models.DateField("từ ngày", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta(YearRecord.Meta):
        verbose_name = "thay đổi TTHC"
        verbose_name_plural = "thay đổi TTHC"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "kind", "procedure"],
                name="procedure_change_once",
                violation_error_message="Thay đổi này của thủ tục đã ghi trong năm.",
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "kind"],
                condition=Q(procedure__isnull=True),
                name="procedure_change_counted_once",
                violation_error_message="Đã có dòng chỉ ghi số lượng của loại này; hãy sửa dòng đã có.",
            ),
            models.CheckConstraint(
                condition=Q(procedure__isnull=True) | Q(count=1),
                name="procedure_change_one",
                violation_error_message="Thay đổi của một thủ tục thì số lượng là 1.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(kind=ChangeKind.REPLACED),
                name="procedure_change_successor",
                violation_error_message="Chỉ thay đổi “Thay thế” có thủ tục thay bằng.",
            ),
        )

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()}: {self.told}"

    @property
    def told(self) -> str:
        """The procedure, or how many where the source names none."""
        return str(self.procedure) if self.procedure else f"{self.count} TTHC"

    def sort_source(self) -> str:
        return f"{self.year} {self.kind} {self.procedure.code if self.procedure else ''}"

"""Dossiers (hồ sơ TTHC) as the one-stop system exports them, without personal data."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from qms.models import Record
from qms.scope import ScopedManager, ScopedModel
from tthc.enums import Channel, Components, DossierState, ImportState, Level, Timing
from tthc.models.catalogue import AdministrativeProcedure
from tthc.querysets.dossiers import DossierQuerySet

WORKING = frozenset({"file", "rejected_file", "scan", "preview", "job"})


def stored_name(record: "DossierImport", filename: str) -> str:
    return f"imports/{record.agency_id}/{uuid.uuid4().hex}"


class CalendarDay(Record):
    """A day that differs from the week's rule and the public holidays by law: a day off, or a Saturday worked."""

    url_name = "tthc:calendar_detail"
    edit_permission = "tthc.edit"
    search_fields = ("name",)

    day = models.DateField("ngày")
    is_working = models.BooleanField("ngày làm việc", default=False)
    name = models.CharField("lý do", max_length=200, help_text="Ví dụ: nghỉ bù Tết, làm bù ngày 29/4.")

    class Meta(Record.Meta):
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "day"],
                name="calendar_day_once",
                violation_error_message="Ngày này đã ghi trong lịch.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}" if self.day else self.name

    def sort_source(self) -> str:
        return str(self.day)


class DossierSource(Record):
    """A system that exports dossiers, with how its columns and words were matched last time."""

    url_name = "tthc:source_detail"
    edit_permission = "tthc.edit"
    search_fields = ("name",)

    name = models.CharField("nguồn", max_length=120, help_text="Ví dụ: Một cửa điện tử cấp xã.")
    level = models.CharField("cấp", max_length=10, choices=Level)
    columns = models.JSONField("cột", default=dict, blank=True)
    """Our field → the header in the file, as last chosen on the mapping page."""
    words = models.JSONField("trạng thái trong nguồn", default=dict, blank=True)
    """{"state": {folded word: code}, "channel": {…}, "unit": {folded name: unit pk} …}, as last chosen."""

    class Meta(Record.Meta):
        verbose_name = "nguồn hồ sơ"
        verbose_name_plural = "nguồn hồ sơ"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="dossier_source_once",
                violation_error_message="Nguồn này đã có.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class DossierImport(Record):
    """One file of a source: what it held and what became of its rows. The file itself is not kept once it is in."""

    url_name = "tthc:import_detail"
    edit_permission = "tthc.edit"
    search_fields = ("file_name",)

    source = models.ForeignKey(DossierSource, models.PROTECT, related_name="imports", verbose_name="nguồn")
    year = models.PositiveSmallIntegerField("năm", editable=False)
    file_name = models.CharField("tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ImportState, default=ImportState.UPLOADED, editable=False
    )
    all_or_nothing = models.BooleanField("chỉ nhận khi mọi dòng đều đúng", default=False)
    add_procedures = models.BooleanField("thêm TTHC chưa có vào danh mục", default=False)
    rows = models.PositiveIntegerField("số dòng", default=0)
    added = models.PositiveIntegerField("hồ sơ mới", default=0)
    changed = models.PositiveIntegerField("hồ sơ cập nhật", default=0)
    unchanged = models.PositiveIntegerField("hồ sơ không đổi", default=0)
    outdated = models.PositiveIntegerField("hồ sơ giữ bản mới hơn", default=0)
    rejected = models.PositiveIntegerField("dòng không nhận", default=0)
    new_procedures = models.PositiveIntegerField("TTHC thêm vào danh mục", default=0)
    newest_on = models.DateField("ngày mới nhất trong tệp", null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    file = models.FileField(upload_to=stored_name, blank=True, max_length=200, editable=False)
    """The upload, until its rows are in."""
    rejected_file = models.FileField(upload_to=stored_name, blank=True, max_length=200, editable=False)
    """The rows not taken, until the source's next import."""
    scan = models.JSONField(default=dict, blank=True, editable=False)
    """{"sheet", "headers", "rows", "samples": {column: [text]}, "words": {column: {word: rows}}}"""
    preview = models.JSONField(default=dict, blank=True, editable=False)
    """What a reading without writing found (tthc.imports.outcome.Outcome.as_json)."""
    job = models.ForeignKey(
        "qms.Job", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta(Record.Meta):
        verbose_name = "lần nhập hồ sơ"
        verbose_name_plural = "các lần nhập hồ sơ"

    def __str__(self) -> str:
        return f"{self.file_name} ({self.source})"

    def sort_source(self) -> str:
        return self.file_name

    def snapshot(self) -> dict[str, Any]:
        """Without what only the work on the file needs."""
        told = super().snapshot()
        return {name: value for name, value in told.items() if name not in WORKING}


class Dossier(ScopedModel):
    """One dossier: only what statistics need. Lean on purpose: an agency may have a million."""

    url_name = "tthc:dossier_detail"

    code = models.CharField("mã hồ sơ", max_length=60)
    source = models.ForeignKey(DossierSource, models.PROTECT, related_name="dossiers", verbose_name="nguồn")
    last_import = models.ForeignKey(
        DossierImport, models.PROTECT, related_name="+", verbose_name="lần nhập gần nhất"
    )
    procedure = models.ForeignKey(
        AdministrativeProcedure,
        models.PROTECT,
        null=True,
        related_name="dossiers",
        verbose_name="thủ tục hành chính",
    )
    level = models.CharField("cấp", max_length=10, choices=Level)
    receiving_unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, related_name="+", verbose_name="nơi tiếp nhận"
    )
    resolving_unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, related_name="+", verbose_name="đơn vị giải quyết"
    )
    channel = models.CharField("cách nộp", max_length=10, choices=Channel, blank=True)
    received_on = models.DateField("ngày tiếp nhận")
    due_on = models.DateField("ngày hẹn trả", null=True)
    finished_on = models.DateField("ngày kết thúc", null=True)
    """When it was settled, returned, withdrawn or stopped."""
    state = models.PositiveSmallIntegerField("trạng thái", choices=DossierState)
    timing = models.CharField("thời hạn", max_length=8, choices=Timing, blank=True)
    """Of a settled dossier: as the source says, else by working days (tthc.calendar)."""
    timing_counted = models.BooleanField("thời hạn tính theo lịch", default=False, db_default=False)
    """The source does not say: the timing follows the agency's calendar (tthc.services.timings)."""
    components = models.PositiveSmallIntegerField("số hóa thành phần", choices=Components, null=True)
    result_digitised = models.BooleanField("số hóa kết quả", null=True)

    objects = ScopedManager.from_queryset(DossierQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = "hồ sơ"
        verbose_name_plural = "hồ sơ"
        constraints = (
            models.UniqueConstraint(fields=["agency", "code"], name="dossier_code_once"),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=models.F("received_on")),
                name="dossier_finished_after",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "received_on", "id"], name="dossier_received"),
            models.Index(fields=["agency", "state", "received_on", "id"], name="dossier_state"),
            models.Index(
                fields=["agency", "received_on", "id"],
                condition=Q(timing=Timing.LATE),
                name="dossier_late",
            ),
            models.Index(fields=["agency", "procedure", "received_on", "id"], name="dossier_procedure"),
            models.Index(fields=["agency", "level", "received_on", "id"], name="dossier_level"),
            models.Index(
                fields=["agency", "received_on", "id"],
                condition=Q(channel=Channel.BY_POST),
                name="dossier_by_post",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse(self.url_name, args=[self.pk])


class LateDossier(Record):
    """Why a dossier is or was late, and the letter of apology with its new day (NĐ 118/2025; TT 03/2025 Mẫu 04)."""

    url_name = "tthc:late_detail"
    edit_permission = "tthc.edit"
    search_fields = ("dossier_code", "reason", "letter")

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="late", verbose_name="hồ sơ")
    reason = models.TextField("nguyên nhân quá hạn")
    letter = models.CharField("số, ký hiệu văn bản xin lỗi", max_length=60, blank=True)
    letter_on = models.DateField("ngày văn bản xin lỗi", null=True, blank=True)
    promised_on = models.DateField("ngày hẹn trả lại", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = "hồ sơ quá hạn"
        verbose_name_plural = "hồ sơ quá hạn"
        constraints = (
            models.CheckConstraint(
                condition=Q(letter="", letter_on__isnull=True) | (~Q(letter="") & Q(letter_on__isnull=False)),
                name="late_letter_dated",
                violation_error_message="Văn bản xin lỗi phải có cả số, ký hiệu và ngày.",
            ),
            models.CheckConstraint(
                condition=Q(promised_on__isnull=True)
                | Q(letter_on__isnull=True)
                | Q(promised_on__gte=models.F("letter_on")),
                name="late_promise_after",
                violation_error_message="Ngày hẹn trả lại phải từ ngày văn bản xin lỗi trở đi.",
            ),
        )

    def __str__(self) -> str:
        return f"Hồ sơ quá hạn {self.dossier_code}"

    @property
    def dossier_code(self) -> str:
        return self.dossier.code

"""Input shapes of the team and the schedule."""

from typing import Any

from django import forms

from audits.forms.internal import clock_field
from audits.models import AuditSlot, AuditTeamMember, InternalAudit
from audits.usual import SLOT_TOPICS
from documents.enums import PROCEDURES
from documents.models import ControlledDocument
from qms.forms import DateField, RecordForm
from qms.models import Person
from qms.picking import PickField

MOST = 8
"""Units in one meeting: more cannot be heard in half a day."""


class MemberForm(RecordForm):
    class Meta:
        model = AuditTeamMember
        fields = ("person", "role", "title", "position", "stated_name")


class PickPeopleForm(forms.Form):
    """The officials who are not in the team yet."""

    def __init__(self, *args: Any, audit: InternalAudit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = Person.objects.exclude(pk__in=audit.team.values("person")).select_related("unit")
        errors = {"required": "Chọn ít nhất một người."}
        self.fields["rows"] = PickField(
            left.order_by("sort_key", "pk"), label="Cán bộ", error_messages=errors
        )


def told_member(member: AuditTeamMember) -> str:
    """Name and unit, so that two of the same name are told apart and nobody is set on his own unit."""
    unit = member.person.unit
    return f"{member.named} – {unit.name}" if unit else member.named


class SlotForm(RecordForm):
    starts_at = clock_field("Từ giờ")
    ends_at = clock_field("Đến giờ")

    class Meta:
        model = AuditSlot
        fields = ("day", "starts_at", "ends_at", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audit = self.instance.audit
        self.fields["units"] = PickField(
            audit.audited_units.select_related("unit").order_by("position", "pk"),
            label="Đơn vị được đánh giá",
            told=lambda row: row.display_name,
            error_messages={"required": "Chọn ít nhất một đơn vị."},
        )
        self.fields["auditors"] = PickField(
            audit.team.select_related("person__unit").order_by("position", "pk"),
            label="Đánh giá viên",
            told=told_member,
            required=False,
        )
        self.fields["procedures"] = PickField(
            ControlledDocument.objects.filter(kind__in=PROCEDURES).order_by("sort_key", "pk"),
            label="Quy trình liên quan",
            told=str,
            required=False,
        )
        for name in ("day", "starts_at", "ends_at", "topics"):  # drawn without crispy
            self.fields[name].widget.attrs["class"] = "form-control"
        if self.instance.pk:
            self.initial.update(stored_rows(self.instance))

    def shown(self, name: str, value: Any) -> str:
        if name in ("starts_at", "ends_at") and value is not None:
            return f"{value:%H:%M}"
        field = self.fields[name]
        if isinstance(field, PickField):
            return "; ".join(field.told(row) for row in value)
        return super().shown(name, value)


def stored_rows(slot: AuditSlot) -> dict[str, list[int]]:
    """The chosen rows of a stored slot, by the form's names, in their order."""
    return {
        "units": [row.unit_id for row in slot.units.all()],
        "auditors": [row.member_id for row in slot.auditors.all()],
        "procedures": [row.document_id for row in slot.procedures.all()],
    }


class FillForm(forms.Form):
    """What the meetings made at once have in common."""

    day = DateField(label="Ngày")
    starts_at = clock_field("Từ giờ")
    ends_at = clock_field("Đến giờ")
    per_slot = forms.IntegerField(
        label="Số đơn vị mỗi buổi",
        min_value=1,
        max_value=MOST,
        initial=2,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST}),
        error_messages={
            "required": f"Ghi từ 1 đến {MOST} đơn vị.",
            "min_value": f"Ghi từ 1 đến {MOST} đơn vị.",
            "max_value": f"Ghi từ 1 đến {MOST} đơn vị.",
        },
    )
    topics = forms.CharField(
        label="Nội dung đánh giá",
        required=False,
        initial="\n".join(SLOT_TOPICS),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "Giờ kết thúc phải sau giờ bắt đầu.")
        return cleaned

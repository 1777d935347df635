"""The schedule: one table edited in place. A row's form is a page of its own when there are no scripts."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from audits import permissions
from audits.forms.team import FillForm, SlotForm, stored_rows
from audits.models import AuditSlot, InternalAudit
from audits.schedule import remarks
from audits.services.team import audit_row_delete, slot_save, slots_fill
from audits.usual import SLOT_TOPICS
from qms.http import AgencyRequest
from qms.records import StaleRecord
from qms.views.base import QmsView
from qms.views.generic import parse_version
from qms.views.rows import RowDelete

ROWS = ("units", "auditors", "procedures")


def load_audit(pk: int) -> InternalAudit:
    audit: InternalAudit = get_object_or_404(InternalAudit.objects.all(), pk=pk)
    return audit


def url_of(audit_pk: int) -> str:
    return reverse("audits:schedule", args=[audit_pk])


class Schedule(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        audit: InternalAudit = get_object_or_404(InternalAudit.objects.with_plan(), pk=pk)
        slots = list(AuditSlot.objects.for_list().filter(audit=audit))
        planned = {row.unit_id for slot in slots for row in slot.units.all()}
        writes = request.user.can(permissions.EDIT, audit)
        context = {
            "title": f"Lịch đánh giá – lần {audit.round_label}",
            "breadcrumbs": crumbs(audit)[:-1],
            "audit": audit,
            "slots": slots,
            "warnings": list(remarks(audit, slots)),
            "schedule_url": url_of(audit.pk),
            "may_edit": writes and not audit.change_refusal,
            "refusal": audit.change_refusal if writes else "",
            "unplanned": len({row.pk for row in audit.audited_units.all()} - planned),
        }
        return render(request, "audits/audit_schedule.html", context)


def crumbs(audit: InternalAudit) -> list[dict[str, str]]:
    return [
        {"label": "Đánh giá nội bộ", "url": reverse("audits:audit_list")},
        {"label": str(audit), "url": audit.get_absolute_url()},
        {"label": "Lịch đánh giá", "url": url_of(audit.pk)},
    ]


class SlotEdit(QmsView):
    """GET: the row's form; POST: saves it. By htmx the row alone, without scripts the whole page."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        return self._answer(SlotForm(instance=self._slot(pk, parent)))

    def post(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        slot = self._slot(pk, parent)
        slot.prepare_save()
        form = SlotForm(self._chosen(slot), instance=slot)
        if not form.is_valid():
            return self._answer(form, status=422)
        try:
            saved = self._save(form, slot)
        except StaleRecord as stale:
            return self._conflict(form, stale.current)
        except ValidationError as error:
            slot.pk, slot._state.adding = pk, pk is None  # the number of what was rolled back
            form.add_error(None, error)
            return self._answer(form, status=422)
        return self._done(saved)

    def _slot(self, pk: int | None, parent: int | None) -> AuditSlot:
        if pk is not None:
            slot: AuditSlot = get_object_or_404(AuditSlot.objects.for_list(), pk=pk)
            return slot
        return next_slot(load_audit(parent or 0))

    def _chosen(self, slot: AuditSlot) -> Any:
        """What was typed, except the fields for which the stored value was chosen after a conflict."""
        data = self.request.POST.copy()
        stored = SlotForm(instance=slot)
        for name in stored.fields:
            if slot.pk and data.get(f"keep_{name}") == "theirs":
                value = stored[name].value()
                data.setlist(name, [str(one) for one in value] if name in ROWS else [str(value)])
        return data

    def _save(self, form: SlotForm, slot: AuditSlot) -> AuditSlot:
        given = {name: form.cleaned_data[name] for name in ROWS}
        seen = None
        if slot.pk is not None:
            seen = parse_version(self.request.POST.get("version", ""))
            if seen is None:
                raise StaleRecord(AuditSlot.objects.for_list().get(pk=slot.pk))
        return slot_save(slot=form.instance, **given, actor=self.request.user, expected_version=seen)

    def _answer(self, form: SlotForm, *, status: int = 200, conflict: Any = None) -> HttpResponse:
        context = self._context(form, conflict)
        alone = self.request.htmx and not self.request.htmx.boosted
        template = "audits/_partials/slot_form.html" if alone else "audits/audit_slot.html"
        return render(self.request, template, context, status=status)

    def _context(self, form: SlotForm, conflict: Any) -> dict[str, Any]:
        slot = form.instance
        name, pk = ("slot_edit", slot.pk) if slot.pk else ("slot_add", slot.audit_id)
        return {
            "title": "Sửa buổi đánh giá" if slot.pk else "Thêm buổi đánh giá",
            "breadcrumbs": crumbs(slot.audit),
            "form": form,
            "slot": slot,
            "action_url": reverse(f"audits:{name}", args=[pk]),
            "schedule_url": url_of(slot.audit_id),
            "conflict": conflict,
            "usual_topics": "\n".join(SLOT_TOPICS),
        }

    def _conflict(self, form: SlotForm, current: Any) -> HttpResponse:
        """Fields that differ between what was typed and what is stored now; the choice comes back as keep_<field>."""
        current = AuditSlot.objects.for_list().get(pk=current.pk)
        stored = SlotForm(instance=current)
        theirs = {name: getattr(current, name) for name in ("day", "starts_at", "ends_at", "topics")}
        theirs |= {
            name: stored.fields[name].clean([str(pk) for pk in pks]) if pks else []
            for name, pks in stored_rows(current).items()
        }
        rows = [
            {
                "name": name,
                "label": str(form.fields[name].label),
                "mine": form.shown(name, form.cleaned_data[name]),
                "theirs": form.shown(name, theirs[name]),
            }
            for name in theirs
            if name in form.cleaned_data and form.cleaned_data[name] != theirs[name]
        ]
        data: Any = form.data
        data["version"] = str(current.version)
        return self._answer(form, status=409, conflict=rows)

    def _done(self, slot: AuditSlot) -> HttpResponse:
        if not self.request.htmx or self.request.htmx.boosted:
            self.request.session["saved_draft_key"] = self.request.path
            messages.success(self.request, f"Đã lưu: {slot}.")
            return redirect(f"{url_of(slot.audit_id)}#slot-{slot.pk}")
        fresh = AuditSlot.objects.for_list().get(pk=slot.pk)
        context = {"slot": fresh, "may_edit": True, "focus": True, "schedule_url": url_of(slot.audit_id)}
        response = render(self.request, "audits/_partials/slot_row.html", context)
        events = {
            "qms:draft-saved": {"key": self.request.path},
            "qms:schedule": {},
            "qms:say": f"Đã lưu: {slot}.",
        }
        response.headers["HX-Trigger"] = json.dumps(events)
        return response


def next_slot(audit: InternalAudit) -> AuditSlot:
    """A new slot that begins as the last one: the same day, hours and topics."""
    last = AuditSlot.objects.filter(audit=audit).order_by("-day", "-starts_at", "-position", "-pk").first()
    if last is None:
        first = AuditSlot(audit=audit, topics="\n".join(SLOT_TOPICS))
        if audit.planned_from is not None:
            first.day = audit.planned_from
        return first
    return AuditSlot(
        audit=audit,
        day=last.day,
        starts_at=last.starts_at,
        ends_at=last.ends_at,
        topics=last.topics,
        position=last.position + 1,
    )


class SlotFill(QmsView):
    """A meeting for every unit that has none yet, without auditors; those are set in the table."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, parent: int) -> HttpResponse:
        audit = load_audit(parent)
        form = FillForm(initial={"day": audit.planned_from, "starts_at": "14:00", "ends_at": "17:00"})
        return self._page(audit, form)

    def post(self, request: AgencyRequest, parent: int) -> HttpResponse:
        audit, form = load_audit(parent), FillForm(request.POST)
        if not form.is_valid():
            return self._page(audit, form, status=422)
        try:
            made = slots_fill(audit=audit, **form.cleaned_data, actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(audit, form, status=422)
        told = (
            f"Đã xếp {made} buổi; chọn đánh giá viên cho từng buổi."
            if made
            else "Đơn vị nào cũng đã có buổi."
        )
        messages.success(request, told)
        return redirect(url_of(audit.pk))

    def _page(self, audit: InternalAudit, form: FillForm, status: int = 200) -> HttpResponse:
        left = (
            audit.audited_units.filter(slots__isnull=True).select_related("unit").order_by("position", "pk")
        )
        context = {
            "title": "Xếp nhanh lịch đánh giá",
            "breadcrumbs": [{"label": str(audit), "url": audit.get_absolute_url()}],
            "form": form,
            "left": [row.display_name for row in left],
            "cancel_url": url_of(audit.pk),
            "submit_label": "Xếp",
        }
        return render(self.request, "audits/audit_fill.html", context, status=status)


class SlotDelete(RowDelete):
    permission = permissions.EDIT
    model = AuditSlot

    def remove(self, obj: AuditSlot) -> None:
        audit_row_delete(row=obj, actor=self.request.user)

    def success_url(self, obj: Any) -> str:
        return url_of(obj.audit_id)

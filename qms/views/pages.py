"""The front door, the year's page, my work, search, figures and history."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qms import checks, figures, inbox, menu, notices, numbers, obligations, permissions, search
from qms.access import agencies_of
from qms.confidential import may_read, readable_entries
from qms.http import AgencyRequest, QmsRequest
from qms.models import Agency, HistoryEntry, Record, User, Versioned
from qms.scope import current_agency, in_agency
from qms.views.base import Action, QmsView
from qms.views.entries import history_entries
from qms.workflow import workflow_of
from qms.years import latest_year

HISTORY_PAGE = 50


class Front(QmsView):
    """/ → the agency's latest year, or the choice between agencies."""

    permission = permissions.SIGNED_IN

    def get(self, request: QmsRequest) -> HttpResponse:
        if request.agency is not None:
            return redirect("qms:year")
        choices = []
        for agency in agencies_of(request.user):
            with in_agency(agency):
                choices.append(
                    {
                        "label": str(agency),
                        "url": f"{reverse('qms:front')}{agency.code}/{latest_year(agency)}/",
                    }
                )
        if len(choices) == 1:
            return redirect(choices[0]["url"])
        return render(request, "generic/agency_choice.html", {"title": "Chọn cơ quan", "choices": choices})


class Year(QmsView):
    """How far is the year, what next?"""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        duties = obligations.collect(request.agency, request.year)
        done = sum(bool(duty.done) for duty in duties)
        following = next((duty for duty in duties if not duty.done), None)
        context = {
            "title": f"Năm {request.year}",
            "obligations": [self._bar(duty) for duty in duties],
            "done": done,
            "total": len(duties),
            "next": following,
            "my_work": [_inbox_item(item, request) for item in menu.waiting_for(request).items(5)[:5]],
            "actions": [Action(label, url, "primary") for label, url in menu.shortcuts(request.user)],
        }
        return render(request, "generic/home.html", context)

    def _bar(self, duty: obligations.Obligation) -> dict[str, Any]:
        css, state_label = duty.state(self.request.today)
        start = self._month(duty.since) if duty.since else None
        end = self._month(duty.until or duty.since) if duty.since else None
        return {
            "title": duty.title,
            "label": duty.done,
            "css": css,
            "state_label": state_label,
            "url": duty.url,
            "start_month": start,
            "end_month": end,
            "legal_basis": duty.legal_basis,
            "needs_review": duty.needs_review,
        }

    def _month(self, day: Any) -> float:
        """Where the day lies on the year's map, 1.0–13.0."""
        year = self.request.year
        if day.year != year:
            return 1.0 if day.year < year else 13.0
        return round(day.month + (day.day - 1) / 31, 1)


def _inbox_item(item: inbox.InboxItem, request: AgencyRequest) -> dict[str, Any]:
    today = request.today
    return {
        "group": item.group,
        "tag": item.tag,
        "tag_css": item.tag_css,
        "due_text": item.due_text(today),
        "late": item.is_late(today),
        "title": item.title,
        "sentence": item.sentence,
        "details": item.details,
        "url": item.url,
    }


def _inbox_steps(item: inbox.InboxItem, user: Any) -> list[dict[str, Any]]:
    """(the app gives the address of a step as the record's address + the step's name)."""
    workflow = workflow_of(type(item.record)) if item.record is not None else None
    if workflow is None:
        return []
    offered = [
        {
            "name": step.name,
            "label": step.label,
            "url": f"{item.record.get_absolute_url()}{step.name}/",
            "refusal": refusal,
            "asks_reason": bool(step.fields),
            "style": step.style,
            "version": item.record.version,
        }
        for step, refusal in workflow.available(item.record, user, cheap=True)
        if step.name in item.steps
    ]
    return sorted(
        offered, key=lambda step: step["name"] == "approve"
    )  # to send back is left, to approve right


class Inbox(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        groups: dict[str, list[dict[str, Any]]] = {}
        told = notices.read(request.user)
        for item in menu.waiting_for(request).items():
            more = {"steps": _inbox_steps(item, request.user), "new": notices.is_new(item, told)}
            groups.setdefault(item.group, []).append(_inbox_item(item, request) | more)
        context = {
            "title": "Việc của tôi",
            "groups": [{"title": title, "items": items} for title, items in groups.items()],
        }
        return render(request, "generic/inbox.html", context)


class Search(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()[:200]
        groups = search.search(query, request.user) if query else []
        context = {
            "title": "Tìm kiếm",
            "query": query,
            "groups": [{"title": title, "hits": hits} for title, hits in groups],
        }
        return render(request, "generic/search.html", context)


class FiguresPage(QmsView):
    """Every figure of the year with its formula and source, and what the checks say."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        found = figures.collect(request.agency, request.year)
        results = checks.run_all(request.agency, request.year, found)
        groups: dict[str, list[dict[str, Any]]] = {}
        for figure in found.figures.values():
            app = apps.get_app_config(figure.key.split(".")[0])
            groups.setdefault(str(app.verbose_name), []).append(
                {
                    "label": figure.label,
                    "value_text": figure.text(),
                    "formula": numbers.group_terms(figure.formula),
                    "url": figure.url,
                    "unit": "" if figure.unit == "%" else figure.unit,
                    "period": figure.period,
                    "key": figure.key,
                }
            )
        context = {
            "title": "Số liệu, kiểm tra",
            "groups": [{"title": title, "figures": rows} for title, rows in groups.items()],
            "findings": results,
        }
        return render(request, "generic/figures.html", context)


def history_page(rows: Any, request: AgencyRequest) -> dict[str, Any]:
    """One page of entries, the newest first; one row more than is shown tells whether another page follows."""
    wish = request.GET.get("page", "1")
    number = max(int(wish), 1) if wish.isascii() and wish.isdigit() and len(wish) < 7 else 1
    start = (number - 1) * HISTORY_PAGE
    found = list(rows[start : start + HISTORY_PAGE + 1])
    page = {
        "number": str(number),
        "has_previous": number > 1,
        "has_next": len(found) > HISTORY_PAGE,
        "previous_number": str(number - 1),
        "next_number": str(number + 1),
    }
    return {"entries": history_entries(found[:HISTORY_PAGE]), "page": page}


class History(QmsView):
    permission = permissions.VIEW_HISTORY

    def get(self, request: AgencyRequest) -> HttpResponse:
        rows = HistoryEntry.objects.select_related("actor")
        context = {
            "title": "Lịch sử thay đổi",
            **history_page(readable_entries(rows, request.user), request),
            "back_url": reverse("qms:year"),
        }
        return render(request, "generic/history.html", context)


class HistoryOf(QmsView):
    permission = permissions.VIEW_HISTORY

    def get(self, request: AgencyRequest, label: str, pk: int) -> HttpResponse:
        obj = find_readable(label, pk, request.user)
        context = {
            "title": f"Lịch sử: {obj}",
            **history_page(HistoryEntry.objects.of(obj), request),
            "back_url": obj.get_absolute_url(),
        }
        return render(request, "generic/history.html", context)


def find_record(label: str, pk: int) -> Versioned:
    """A record of the entered agency, or itself, by 'app.model' and number; 404 for anything else."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404(label) from error
    if model is Agency:
        return get_object_or_404(Agency.objects.filter(pk=current_agency().pk), pk=pk)
    if not issubclass(model, Record):
        raise Http404(label)
    return get_object_or_404(model.objects.all(), pk=pk)


def find_readable(label: str, pk: int, user: User) -> Versioned:
    """The same, and 404 for one whose files and history are not his to read."""
    record = find_record(label, pk)
    if not may_read(user, record):
        raise Http404(label)
    return record


def may_edit(user: User, record: Versioned) -> str:
    """Why this record's files may not change now. Raises PermissionDenied for who may never (`edit_permission`)."""
    refusal = record.attachment_refusal(user)
    if refusal and not record.edit_permission:  # a record that has gone on: say so, with or without the right
        return refusal
    if not record.edit_permission or not user.can(record.edit_permission, record):
        raise PermissionDenied(record.edit_permission)
    return refusal


class Health(QmsView):
    permission = permissions.PUBLIC

    def get(self, request: AgencyRequest) -> HttpResponse:
        return JsonResponse({"status": "ok", "users": User.objects.exists()})

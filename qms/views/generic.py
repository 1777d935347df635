"""Detail, form, delete and step pages of any record; an app subclasses and names its fields."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qms import attachments, papers, permissions
from qms.choices import suggestions
from qms.forms import RecordForm
from qms.http import AgencyRequest
from qms.models import Record, Versioned
from qms.records import StaleRecord, deletion_refusal, record_delete, record_save
from qms.text import as_label
from qms.views.base import Action, Panel, QmsView
from qms.views.panels import panels_of
from qms.views.tables import field_value, shown, verbose
from qms.workflow import Transition, TransitionRefused, workflow_of


class RecordDetail(QmsView, abstract=True):
    """`groups`: (title, field names or attributes)."""

    model: ClassVar[type[Versioned]]
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]]
    edit_url_name: ClassVar[str] = ""
    delete_url_name: ClassVar[str] = ""
    step_url_name: ClassVar[str] = ""
    attachable: ClassVar[bool] = True
    template: ClassVar[str] = "generic/detail.html"
    state_css: ClassVar[dict[str, str]] = {}

    def get_queryset(self) -> Any:
        return self.model.objects.all()

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        obj = get_object_or_404(self.get_queryset(), pk=pk)
        return render(request, self.template, self.get_context(obj))

    def get_context(self, obj: Any) -> dict[str, Any]:
        can_write = self.may_write(obj)
        may_attach = self.attachable and can_write and not obj.attachment_refusal(self.request.user)
        return {
            "object": obj,
            "title": str(obj),
            "subtitle": as_label(str(self.model._meta.verbose_name)),
            "state": self._state(obj),
            "field_groups": [
                {"title": title, "fields": [(self._label(name), self._value(obj, name)) for name in names]}
                for title, names in self.groups
            ],
            "steps": steps_for(obj, self.request.user, self.step_url_name),
            "panels": [*self.get_panels(obj), *panels_of(obj, self.request.user)],
            "attachments": attachments.shown_for(obj) if self.attachable else None,
            "attachments_add_url": attachments.add_url(obj) if may_attach else "",
            "actions": self.get_actions(obj) if can_write else [],
            "papers": self._papers(obj),
            "history_url": self._history_url(obj),
        }

    def may_write(self, obj: Any) -> bool:
        return bool(self.write_permission) and self.request.user.can(self.write_permission, obj)

    def get_panels(self, obj: Any) -> list[Panel]:
        return []

    def get_actions(self, obj: Any) -> list[Action]:
        actions = []
        if self.edit_url_name:
            actions.append(Action("Sửa", reverse(self.edit_url_name, args=[obj.pk]), "primary"))
        if self.delete_url_name:
            actions.append(Action("Xóa", reverse(self.delete_url_name, args=[obj.pk])))
        return actions

    def _papers(self, obj: Any) -> list[dict[str, str]]:
        sheets = [(kind.label, kind.url_of(obj)) for kind in papers.papers_of(obj, self.request.user)]
        files = [(bundle.label, bundle.url_of(obj)) for bundle in papers.bundles_of(obj, self.request.user)]
        return [{"label": label, "url": url} for label, url in sheets + files]

    def _history_url(self, obj: Any) -> str:
        if not self.request.user.can(permissions.VIEW_HISTORY):
            return ""
        return reverse("qms:history_of", args=[obj._meta.label_lower, obj.pk])

    def _state(self, obj: Any) -> dict[str, str] | None:
        if (workflow := workflow_of(self.model)) is None:
            return None
        return {"label": workflow.label_of(obj), "css": self.state_css.get(workflow.state_of(obj), "info")}

    def _label(self, name: str) -> str:
        return verbose(self.model, name)

    def _value(self, obj: Any, name: str) -> str:
        return shown(field_value(obj, name))


def steps_for(obj: Any, user: Any, url_name: str) -> list[dict[str, Any]]:
    """The transitions offered on a page; a refused one carries its reason."""
    workflow = workflow_of(type(obj))
    if workflow is None or not url_name:
        return []
    return [
        {
            "name": step.name,
            "label": step.label,
            "url": reverse(url_name, args=[obj.pk, step.name]),
            "refusal": refusal,
            "asks_reason": bool(step.fields),
            "style": step.style,
            "version": obj.version,
        }
        for step, refusal in workflow.available(obj, user)
    ]


class RecordEdit(QmsView, abstract=True):
    """Create (no pk) or change one record. What was typed comes back with every refusal."""

    model: ClassVar[type[Versioned]]
    form_class: ClassVar[type[RecordForm]]
    list_url_name: ClassVar[str]
    template: ClassVar[str] = "generic/form.html"
    add_title: str = ""
    edit_title: str = "Sửa"

    def get_queryset(self) -> Any:
        return self.model.objects.all()

    def get_object(self, pk: int | None, parent: int | None) -> Any:
        return get_object_or_404(self.get_queryset(), pk=pk) if pk else self.new_object(parent)

    def new_object(self, parent: int | None) -> Any:
        """A new record; subclasses bind it to the year or the parent."""
        obj: Any = self.model()
        if "year" in {field.name for field in self.model._meta.concrete_fields}:
            obj.year = self.request.year
        return obj

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        obj = self.get_object(pk, parent)
        form = self.make_form(instance=obj, initial=self.get_initial())
        return suggestions(form, request) or self.page(obj, form)

    def make_form(self, *args: Any, **kwargs: Any) -> RecordForm:
        """Subclasses narrow the choices to what this user may name."""
        return self.form_class(*args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Fields that the address already names (?unit=3)."""
        return {
            name: self.request.GET[name] for name in self.request.GET if name in self.form_class.base_fields
        }

    def post(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        obj = self.get_object(pk, parent)
        obj.prepare_save()  # stamps the agency, so that uniqueness is checked in the form
        form = self.make_form(self._chosen(obj, request), request.FILES, instance=obj)
        if not form.is_valid():
            return self.page(obj, form, status=422)
        new = obj.pk is None
        try:
            saved = self.save(form, self._expected_version(obj, form))
        except StaleRecord as stale:
            return self.page(obj, form, status=409, conflict=self._conflict(form, stale.current))
        except ValidationError as error:
            if new:  # a service that saved and then refused was rolled back, number and all
                obj.pk, obj._state.adding = None, True
            form.add_error(None, error)
            return self.page(obj, form, status=422)
        request.session["saved_draft_key"] = self.draft_key(pk)
        messages.success(request, f"Đã lưu: {saved}.")
        return redirect(self.success_url(saved))

    def _chosen(self, obj: Any, request: AgencyRequest) -> Any:
        """What was typed, except the fields for which the stored value was chosen after a conflict."""
        typed = request.POST
        kept = [
            key.removeprefix("keep_") for key in typed if key.startswith("keep_") and typed[key] == "theirs"
        ]
        if not (obj.pk and kept):
            return typed
        data = typed.copy()
        unbound = self.make_form(instance=self.model.objects.get(pk=obj.pk))
        for name in set(kept) & set(unbound.fields):
            data[name] = unbound[name].value() if unbound[name].value() is not None else ""
            data.pop(f"{name}_pk", None)  # the choice is a number now, no typed text
        return data

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        """Through the service; subclasses whose record has a richer one call that."""
        return record_save(form.instance, actor=self.request.user, expected_version=expected_version)

    def success_url(self, obj: Any) -> str:
        return obj.get_absolute_url()

    def page(self, obj: Any, form: RecordForm, *, status: int = 200, conflict: Any = None) -> HttpResponse:
        exists = obj.pk is not None
        context = {
            "object": obj,
            "title": f"{self.edit_title}: {self.model.objects.get(pk=obj.pk)}"
            if exists
            else (self.add_title or f"Thêm {self.model._meta.verbose_name}"),
            "form": form,
            "draft_key": self.draft_key(obj.pk),
            "cancel_url": obj.get_absolute_url() if exists else self.cancel_url(),
            "conflict": conflict,
            "submit_label": "Lưu",
            **self.get_extra(obj),
        }
        return render(self.request, self.template, context, status=status)

    def get_extra(self, obj: Any) -> dict[str, Any]:
        """What a template of its own needs besides."""
        return {}

    def cancel_url(self) -> str:
        return reverse(self.list_url_name)

    def draft_key(self, pk: int | None) -> str:
        return self.request.path

    def _expected_version(self, obj: Any, form: RecordForm) -> int | None:
        if not obj.pk:
            return None
        seen = form.cleaned_data.get("version")
        if seen is None:
            raise StaleRecord(self.model.objects.get(pk=obj.pk))
        return seen

    def _conflict(self, form: RecordForm, current: Any) -> list[dict[str, str]]:
        """Fields that differ between what was typed and what is stored now; the choice comes back as keep_<field>."""
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(current.version)
        form.data = data
        theirs = forms.model_to_dict(current)
        differing = []
        for name, mine in form.cleaned_data.items():
            stored = getattr(current, name, None)
            if name == "version" or name not in theirs or mine == stored:
                continue
            differing.append(
                {
                    "name": name,
                    "label": str(form.fields[name].label or name),
                    "mine": form.shown(name, mine),
                    "theirs": form.shown(name, stored),
                }
            )
        return differing


class RecordDelete(QmsView, abstract=True):
    model: ClassVar[type[Versioned]]
    list_url_name: ClassVar[str]

    def get_queryset(self) -> Any:
        return self.model.objects.all()

    def get(self, request: AgencyRequest, pk: int, error: str = "") -> HttpResponse:
        obj = get_object_or_404(self.get_queryset(), pk=pk)
        context = {
            "object": obj,
            "title": f"Xóa {obj}?",
            "cancel_url": obj.get_absolute_url(),
            "refusal": self.refusal(obj),
            "error": error,
        }
        return render(request, "generic/delete.html", context, status=422 if error else 200)

    def refusal(self, obj: Any) -> str:
        """Why it stays, said before the click; subclasses with a stricter `remove` say theirs first."""
        return deletion_refusal(obj)

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        obj = get_object_or_404(self.get_queryset(), pk=pk)
        label, after = str(obj), self.success_url(obj)
        try:
            self.remove(obj)
        except ValidationError as error:
            return self.get(request, pk, error=" ".join(error.messages))
        messages.success(request, f"Đã xóa: {label}. Nội dung cũ còn trong lịch sử.")
        return redirect(after)

    def remove(self, obj: Any) -> None:
        """Through the service; subclasses whose record has a stricter one call that."""
        record_delete(obj, actor=self.request.user)

    def success_url(self, obj: Any) -> str:
        return reverse(self.list_url_name)


def parse_version(text: str) -> int | None:
    """The version a page showed; None when it names none, as for a record that is still to be made."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def version_seen(text: str) -> int:
    """The same for a record that exists: a page that names none has seen nothing, and no record has version -1."""
    version = parse_version(text)
    return -1 if version is None else version


def step_form(step: Transition) -> type[forms.Form]:
    return type("StepForm", (forms.Form,), {name: make() for name, make in step.fields})


class RecordStep(QmsView, abstract=True):
    """POST runs a transition; GET, or a refused POST of one that asks for something, is the page that asks.

    What is stored comes first; what was typed comes back with every refusal.
    """

    model: ClassVar[type[Record]]
    once: ClassVar[frozenset[str]] = frozenset({"reason"})
    """Asked anew each time: an older sentence is no start."""

    def get_queryset(self) -> Any:
        """With what the guards read."""
        return self.model.objects.all()

    def facts(self, obj: Any) -> list[tuple[str, str]]:
        """What the person reads before he writes: (label, text)."""
        return []

    def _load(self, pk: int, name: str) -> tuple[Any, Transition]:
        obj = get_object_or_404(self.get_queryset(), pk=pk)
        workflow = workflow_of(self.model)
        if workflow is None or name not in workflow.transitions or not workflow.transitions[name].offered:
            raise PermissionDenied(name)
        step = workflow.transitions[name]
        if not self.request.user.can(step.permission, obj):
            raise PermissionDenied(step.permission)
        return obj, step

    def get(self, request: AgencyRequest, pk: int, step: str) -> HttpResponse:
        obj, transition = self._load(pk, step)
        form = step_form(transition)(initial=self._initial(obj, transition))
        return suggestions(form, request) or self._page(obj, transition, form)

    def post(self, request: AgencyRequest, pk: int, step: str) -> HttpResponse:
        obj, transition = self._load(pk, step)
        form = step_form(transition)(request.POST)
        if not form.is_valid():
            return self._page(obj, transition, form, status=422)
        try:
            seen = version_seen(request.POST.get("version", ""))
            obj = transition.run(obj, actor=request.user, expected_version=seen, **form.cleaned_data)
        except TransitionRefused as refused:
            if transition.fields:  # a long answer is not lost to a step that came too late
                form.add_error(None, str(refused))
                fresh, transition = self._load(
                    pk, step
                )  # what the page shows now is what is read before the next try
                return self._page(fresh, transition, form, status=409, version=fresh.version)
            messages.error(request, str(refused))
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(obj, transition, form, status=422)
        else:
            request.session["saved_draft_key"] = request.path
            messages.success(request, f"{transition.past or transition.label}: {obj}.")
        return redirect(self.success_url(obj))

    def success_url(self, obj: Any) -> str:
        if self.request.POST.get("next") == "inbox":
            return reverse("qms:inbox")
        return obj.get_absolute_url()

    def _page(
        self, obj: Any, step: Transition, form: forms.Form, status: int = 200, version: int | None = None
    ) -> HttpResponse:
        told = form.is_bound and form.non_field_errors()
        context = {
            "object": obj,
            "title": step.label,
            "subtitle": str(obj),
            "facts": [(label, text) for label, text in self.facts(obj) if text],
            "sentence": "" if told else step.refusal(obj, self.request.user),
            "form": form,
            "submit_label": step.label,
            "cancel_url": obj.get_absolute_url(),
            "draft_key": self.request.path,
            "next": self.request.POST.get("next") or self.request.GET.get("next", ""),
            "version": version if version is not None else self.request.POST.get("version") or obj.version,
        }
        return render(self.request, "generic/step.html", context, status=status)

    def _initial(self, obj: Any, step: Transition) -> dict[str, Any]:
        asked = [name for name, _ in step.fields if name not in self.once]
        return {name: value for name in asked if (value := getattr(obj, name, None)) not in (None, "")}

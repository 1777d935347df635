"""The transition engine: lock, permission, state, guards, effect, save, history, in one transaction (design.md).

A workflow is written once in its app's transitions.py; views, tasks and imports call the same `run()`.
Guards return a Vietnamese sentence (refused) or an empty one; they do not raise.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import Field

from qms import history, notices

Guard = Callable[[Any, Any], str]
Effect = Callable[..., None]


def costly(guard: Guard) -> Guard:
    """Mark a guard that reads much: a list of many records leaves it to the step itself."""
    guard.costly = True  # type: ignore[attr-defined]
    return guard


class TransitionRefused(Exception):
    """Carries the sentence that the guard gave."""


@dataclass(frozen=True)
class Transition:
    """One allowed step. `fields`: what the actor is asked for, by name; they reach the effect as keywords."""

    workflow: "Workflow"
    name: str
    label: str
    sources: frozenset[str]
    target: str
    permission: str
    effect: Effect
    guards: tuple[Guard, ...] = ()
    fields: tuple[tuple[str, Callable[[], Field]], ...] = ()
    style: str = "secondary"
    past: str = ""
    offered: bool = True

    def refusal(self, obj: Any, actor: Any, *, cheap: bool = False) -> str:
        """Why the step may not be done now; empty when it may. cheap: costly guards are left to run()."""
        if self.workflow.state_of(obj) not in self.sources:
            return f"Không thể {self.label.lower()} khi đang ở trạng thái “{self.workflow.label_of(obj)}”."
        asked = (guard for guard in self.guards if not (cheap and getattr(guard, "costly", False)))
        return next((reason for guard in asked if (reason := guard(obj, actor))), "")

    def run(self, obj: Any, *, actor: Any, expected_version: int | None = None, **data: Any) -> Any:
        """Do the step and return the fresh object. Raises PermissionDenied or TransitionRefused.

        actor None: the system itself (a command, a job by itself), as in the history; no page can be nobody.
        expected_version: what the actor read; another one is refused, so nobody approves what he has not seen.
        """
        with transaction.atomic():
            locked = type(obj).objects.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
            if actor is not None and not actor.can(self.permission, locked):
                raise PermissionDenied(self.permission)
            if reason := self.refusal(locked, actor):
                raise TransitionRefused(reason)
            if expected_version not in (None, locked.version):
                raise TransitionRefused("Nội dung vừa được người khác sửa. Xem lại rồi làm lại bước này.")
            before = locked.snapshot()
            self.effect(locked, actor=actor, **data)
            setattr(locked, self.workflow.field, self.target)
            locked.version += 1
            locked.save()
            changes = history.diff(locked, before, locked.snapshot())
            entry = history.record(
                locked,
                action=self.name,
                label=self.past or self.label,
                actor=actor,
                changes=changes,
                data=data,
            )
            notices.announce(entry, locked, changed_state=self.workflow.field in changes)
        return locked


class Workflow:
    """The steps of one model's state field."""

    def __init__(self, model: type[models.Model], field: str = "state") -> None:
        self.model, self.field = model, field
        self.transitions: dict[str, Transition] = {}
        if _workflows.setdefault(model, self) is not self:
            raise ValueError(f"{model.__name__} has a workflow already")

    def transition(
        self,
        name: str,
        *,
        label: str,
        source: Iterable[str],
        target: str,
        permission: str,
        guards: Iterable[Guard] = (),
        fields: dict[str, Callable[[], Field]] | None = None,
        style: str = "secondary",
        past: str = "",
        offered: bool = True,
    ) -> Callable[[Effect], Transition]:
        """Decorate the effect: `effect(obj, *, actor, **fields)` changes the object, the engine sets the state.

        offered=False: a step that only another step runs; no page shows or takes it.
        """

        def register(effect: Effect) -> Transition:
            asked = tuple((fields or {}).items())
            step = Transition(
                self,
                name,
                label,
                frozenset(source),
                target,
                permission,
                effect,
                tuple(guards),
                asked,
                style,
                past,
                offered,
            )
            self.transitions[name] = step
            return step

        return register

    def state_of(self, obj: Any) -> str:
        return getattr(obj, self.field)

    def label_of(self, obj: Any) -> str:
        return getattr(obj, f"get_{self.field}_display")()

    def available(self, obj: Any, actor: Any, *, cheap: bool = False) -> list[tuple[Transition, str]]:
        """Steps from this state that the actor's role allows, each with its refusal ('' = may run)."""
        return [
            (step, step.refusal(obj, actor, cheap=cheap))
            for step in self.transitions.values()
            if step.offered and self.state_of(obj) in step.sources and actor.can(step.permission, obj)
        ]


_workflows: dict[type[models.Model], Workflow] = {}


def workflow_of(model: type[models.Model]) -> Workflow | None:
    return _workflows.get(model)


def workflows() -> dict[type[models.Model], Workflow]:
    return dict(_workflows)

"""The scope: which agency's rows a query may see, decided when its SQL is compiled (design.md, lock 2).

A query on a scoped model without a scope raises ScopeNotSet; a write of another agency's row raises ScopeMismatch.
A parent agency may read its descendants (`reading=`), and never write them.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models.sql import Query

if TYPE_CHECKING:
    from qms.models import Agency

logger = logging.getLogger(__name__)

RowT = TypeVar("RowT", bound="ScopedModel")


class ScopeNotSet(RuntimeError):
    """A scoped query ran outside any agency's scope."""


class ScopeMismatch(RuntimeError):
    """A row of one agency was to be written in another's scope, or in a scope that only reads."""


@dataclass(frozen=True)
class Scope:
    """agency: the one that is entered (None = every agency); readable: ids of the agencies its queries see."""

    agency: "Agency | None"
    readable: tuple[int, ...] = ()
    read_only: bool = False


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


@contextmanager
def in_agency(
    agency: "Agency", *, reading: Iterable["Agency"] = (), read_only: bool = False
) -> Iterator["Agency"]:
    """Enter an agency. `reading`: descendants whose rows are seen too, never written."""
    with in_scope(Scope(agency, (agency.pk, *(child.pk for child in reading)), read_only)):
        yield agency


@contextmanager
def across_agencies(*, reason: str) -> Iterator[None]:
    """The only door between agencies; the reason goes to the log."""
    logger.info("across agencies: %s", reason)
    with in_scope(Scope(None)):
        yield


@contextmanager
def in_scope(scope: Scope) -> Iterator[None]:
    """Enter a scope again that was the current one: for what is read later than it was asked for."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


def current_scope() -> Scope:
    if (scope := _current.get()) is None:
        raise ScopeNotSet("Chưa vào phạm vi của cơ quan nào.")
    return scope


def current_agency() -> "Agency":
    """The entered agency; raises ScopeNotSet outside one (the door across agencies included)."""
    if (agency := current_scope().agency) is None:
        raise ScopeNotSet("Đang ở ngoài phạm vi của một cơ quan.")
    return agency


class InScope(models.Func):
    """WHERE on the agency column, bound when the SQL is compiled, so a queryset built at import is safe."""

    output_field = models.BooleanField()

    def as_sql(
        self, compiler: Any, connection: Any, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        scope = current_scope()
        if scope.agency is None:
            return "1 = 1", ()
        column, params = compiler.compile(self.source_expressions[0])
        marks = ", ".join(["%s"] * len(scope.readable))
        return f"{column} IN ({marks})", (*params, *scope.readable)


def _require_writable() -> None:
    scope = current_scope()
    if scope.read_only or (scope.agency is not None and len(scope.readable) > 1):
        raise ScopeMismatch("Phạm vi này chỉ được đọc.")


class ScopedQuerySet(models.QuerySet[RowT]):
    def bulk_create(self, objs: Iterable[RowT], *args: Any, **kwargs: Any) -> list[RowT]:
        objs = list(objs)
        for obj in objs:
            obj.prepare_save()
        check_targets(objs)
        if kwargs.get("update_conflicts") and (agency := current_scope().agency) is not None:
            # an upsert finds its row by key alone, whose ever it is
            held = self.model._base_manager.filter(pk__in=[obj.pk for obj in objs if obj.pk is not None])
            if (other := held.exclude(agency=agency).first()) is not None:
                raise ScopeMismatch(f"{self.model._meta.label} {other.pk}")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[RowT], *args: Any, **kwargs: Any) -> int:
        objs = list(objs)
        for obj in objs:
            obj.prepare_save()
        check_targets(objs)
        return super().bulk_update(objs, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        _require_writable()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        _require_writable()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ScopedQuerySet:
        rows = super().get_queryset()
        rows.query = _query_in_scope(self.model).chain()
        return rows


@cache
def _query_in_scope(model: type[models.Model]) -> Query:
    """The condition put together once a model; whose rows it lets through is asked each time it is compiled."""
    return models.QuerySet(model).filter(InScope("agency_id")).query


def check_targets(objs: Iterable["ScopedModel"]) -> None:
    """Raise ScopeMismatch when a foreign key points at another agency's row (a join is not scoped by itself)."""
    wanted: dict[type[ScopedModel], dict[int, int]] = {}
    for obj in objs:
        for field in obj._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey):
                continue
            target = field.related_model
            if not (isinstance(target, type) and issubclass(target, ScopedModel)):
                continue
            if (pk := getattr(obj, field.attname)) is None:
                continue
            if field.is_cached(obj):
                if getattr(obj, field.name).agency_id != obj.agency_id:
                    raise ScopeMismatch(f"{obj._meta.label}.{field.name} → {target._meta.label} {pk}")
            elif wanted.setdefault(target, {}).setdefault(pk, obj.agency_id) != obj.agency_id:
                raise ScopeMismatch(f"{obj._meta.label}.{field.name} → {target._meta.label} {pk}")
    for target, owners in wanted.items():
        rows = target.unscoped.filter(pk__in=owners).values_list("pk", "agency_id")
        for pk, agency_id in rows:
            if owners[pk] != agency_id:
                raise ScopeMismatch(f"{target._meta.label} {pk}")


class ScopedModel(models.Model):
    """A row that belongs to one agency."""

    agency = models.ForeignKey(
        "qms.Agency", models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan"
    )
    objects = ScopedManager()
    unscoped = models.Manager()  # noqa: DJ012 - a manager, which ruff takes for a field

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare_save()
        check_targets([self])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.prepare_save()
        return super().delete(*args, **kwargs)

    def prepare_save(self) -> None:
        """Stamp the agency; refuse another one."""
        scope = current_scope()
        if scope.read_only:
            raise ScopeMismatch(f"Phạm vi này chỉ được đọc: {self._meta.verbose_name}.")
        if scope.agency is None:
            return
        if self.agency_id is None:
            self.agency = scope.agency
        elif self.agency_id != scope.agency.pk:
            raise ScopeMismatch(f"{self._meta.label} {self.pk}")

"""Imports and foreign keys run downwards only (design.md, Rooms)."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

from qms.scope import ScopedModel

FLOOR = {"qms": 0, "documents": 1, "planning": 2, "tthc": 2, "audits": 3, "reports": 4}
ROOT = Path(__file__).resolve().parents[2]


def own_models():
    return [model for label in FLOOR for model in apps.get_app_config(label).get_models()]


def test_imports_run_downwards():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_foreign_keys_run_downwards():
    wrong = []
    for model in own_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if target is None or target._meta.app_label not in FLOOR:
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here != there and FLOOR[there] >= FLOOR[here]:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not wrong


def test_every_record_belongs_to_an_agency():
    shared = {
        "qms.Agency",
        "qms.AgencyFormerName",
        "qms.AgencyPredecessor",
        "qms.User",
        "qms.RoleAssignment",
        "qms.HistoryHead",
    }
    unscoped = {
        m._meta.label for m in own_models() if not issubclass(m, ScopedModel) and not m._meta.auto_created
    }
    assert unscoped == shared


def test_scoped_models_have_no_hidden_join_table():
    hidden = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        if issubclass(model, ScopedModel)
        for field in model._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    ]
    assert not hidden, "a join table made by Django is not scoped"


def test_foundation_names_apps_only_as_strings():
    wrong = [
        f"{path}:{number}"
        for path in (ROOT / "qms").rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.lstrip().startswith(("import ", "from "))
        and line.split()[1].split(".")[0] in {"documents", "planning", "tthc", "audits", "reports"}
    ]
    assert not wrong


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)

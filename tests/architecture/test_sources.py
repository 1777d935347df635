"""What the sources may not contain."""

import re
import subprocess
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from qms import permissions
from qms.views.base import PermissionNotDeclared, QmsView

ROOT = Path(__file__).resolve().parents[2]
APPS = ("qms", "documents", "planning", "tthc", "audits", "reports")


def sources(*suffixes, under=APPS):
    for folder in under:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in suffixes and "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")


def patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry


def test_state_is_set_by_the_engine_alone():
    naked = re.compile(r"\.state\s*=[^=]|update\([^)]*\bstate=")
    allowed = {"qms/jobs.py"}  # a job's own life, no record's workflow
    wrong = [
        str(path.relative_to(ROOT))
        for path, text in sources(".py")
        if "transitions" not in (path.stem, path.parent.name)
        and str(path.relative_to(ROOT)) not in allowed
        and naked.search(text)
    ]
    assert not wrong


def test_views_do_not_save_or_judge_states():
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path, text in sources(".py")
        if path.parent.name == "views" or path.name == "views.py"
        for line in text.splitlines()
        if re.search(r"\bif .*\.state ==|(?<!super\(\))\b(obj|instance|form)\.save\(", line)
    ]
    assert not wrong


def test_every_view_declares_a_known_permission():
    known = {*permissions.declared(), permissions.PUBLIC, permissions.SIGNED_IN}
    wrong = []
    for name, entry in patterns():
        view = getattr(entry.callback, "view_class", None)
        if view is None or not issubclass(view, QmsView) or view.permission not in known:
            wrong.append(name)
    assert not wrong


def test_view_without_permission_fails_at_import():
    with pytest.raises(PermissionNotDeclared):
        type("Undeclared", (QmsView,), {})


def test_no_template_is_unused():
    texts = "\n".join(text for _, text in sources(".py", ".html", under=(*APPS, "templates")))
    by_django = {"403.html", "404.html", "500.html", "400.html", "403_csrf.html"}
    unused = [
        name
        for path in (ROOT / "templates").rglob("*.html")
        if (name := str(path.relative_to(ROOT / "templates"))) not in by_django and f'"{name}"' not in texts
    ]
    assert not unused


def test_pages_name_no_external_host():
    host = re.compile(
        r"""(?:src|href|url|fetch|import|@import)\s*[=(]\s*["']?(?:https?:)?//(?!www\.w3\.org)"""
    )
    wrong = [
        str(p)
        for p, text in sources(".html", ".css", ".js", under=("templates", "static"))
        if host.search(text)
    ]
    assert not wrong


def test_templates_have_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*(?:src=|application/json))[^>]*>|<style|\sstyle=|\son[a-z]+=")
    wrong = [str(path) for path, text in sources(".html", under=("templates",)) if inline.search(text)]
    assert not wrong


def test_no_registry_address_or_secret_is_committed():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    bad = re.compile(
        r"index-url|extra-index|find-links|registry\.npmjs|files\.pythonhosted"
        r"|\"resolved\": \"http|BEGIN [A-Z ]*PRIVATE KEY"
    )
    allowed = {"tests/architecture/test_sources.py"}
    wrong = [
        f
        for f in files
        if f not in allowed
        and not f.endswith((".png", ".svg"))
        and (ROOT / f).is_file()
        and bad.search((ROOT / f).read_text(errors="ignore"))
    ]
    assert not wrong

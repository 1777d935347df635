"""The suite's own tools: rows that a module shares, directories that go with their process."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import transaction

from qms.models import Agency
from tests.factories import AgencyFactory
from tests.kept import kept_rows
from tests.scratch import PREFIX, scratch

ROOT = Path(__file__).resolve().parents[2]


def test_kept_rows_are_whole_for_each_test_and_go_with_the_module(db, django_db_blocker):
    module = kept_rows(django_db_blocker, AgencyFactory)
    kept = Agency.objects.filter(pk=next(module).pk)
    with transaction.atomic():  # as a test's own
        kept.delete()
        transaction.set_rollback(True)
    assert kept.exists()
    assert next(module, None) is None
    assert not kept.exists()


def test_rows_that_could_not_be_made_leave_none_behind(db, django_db_blocker):
    def fail():
        AgencyFactory(code="do-dang")
        raise LookupError

    with pytest.raises(LookupError):
        next(kept_rows(django_db_blocker, fail))
    assert not Agency.objects.filter(code="do-dang").exists()


def test_a_dead_processs_directory_goes_a_living_ones_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    dead, living = tmp_path / f"{PREFIX}{ended.pid}-x", tmp_path / f"{PREFIX}1-x"
    dead.mkdir()
    living.mkdir()
    own = scratch()
    assert sorted(tmp_path.iterdir()) == sorted([living, own])


def test_a_process_takes_its_directory_along(tmp_path):
    code = "from tests.scratch import scratch; print(scratch())"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"TMPDIR": str(tmp_path)}, capture_output=True, check=True
    )
    assert told.stdout.decode().startswith(str(tmp_path))
    assert not list(tmp_path.iterdir())

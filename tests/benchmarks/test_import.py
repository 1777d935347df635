"""Kim Thành's 45,624 dossiers of 2024 from XLSX into PostgreSQL, beside reading the file and COPY alone.

Each run is a process of its own over the test's database, for its own peak of memory.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024  # ru_maxrss counts kB
COLUMNS = (
    "agency_id, source_id, level, last_import_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, "
    "received_on, due_on, finished_on, state, timing, components, result_digitised"
)
OUT = f"COPY (SELECT {COLUMNS} FROM tthc_dossier ORDER BY id) TO STDOUT"  # noqa: S608


def ours(given: dict[str, Any]) -> dict[str, Any]:
    """The job's own function: read, check, stage, merge, the statistics that are registered.

    In a worker that is connected and has its libraries loaded, as the run beside it.
    """
    from django.db import connection
    from python_calamine import CalamineWorkbook  # noqa: F401

    from qms import jobs
    from qms.models import Job
    from qms.scope import across_agencies
    from tthc.calendar import law_of

    tell = jobs.Context.progress

    def progress(self: Any, done: int, total: int, message: str = "") -> None:
        ticks.append(time.perf_counter())
        tell(self, done, total, message)

    jobs.Context.progress = progress  # type: ignore[method-assign]
    law_of(2024)  # loads the package of holidays
    connection.ensure_connection()
    ticks = [start := time.perf_counter()]
    jobs.run(given["job"])
    ticks.append(time.perf_counter())
    with across_agencies(reason="benchmark"):
        row = Job.objects.get(pk=given["job"])
    silent = max(later - earlier for earlier, later in pairwise(ticks))
    return {
        "seconds": ticks[-1] - start,
        "state": row.state,
        "message": row.message,
        "silent": silent,
        "told": len(ticks),
    }


def alone(given: dict[str, Any]) -> dict[str, Any]:
    """calamine over every row, then COPY of the finished rows into the same table."""
    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    connection.ensure_connection()
    start = time.perf_counter()
    rows = sum(1 for _ in CalamineWorkbook.from_path(given["path"]).get_sheet_by_index(0).iter_rows())
    read = time.perf_counter() - start
    with Path(given["lines"]).open() as lines, transaction.atomic(), connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY tthc_dossier ({COLUMNS}) FROM STDIN", lines)
    return {"seconds": time.perf_counter() - start, "read": read, "rows": rows}


def run(what: str, given: dict[str, Any]) -> dict[str, Any]:
    import django

    django.setup()
    found = (ours if what == "ours" else alone)(given)
    return found | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE}


def in_a_process(what: str, given: dict[str, Any], name: str) -> dict[str, Any]:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.worker_settings", "QMS_TEST_DATABASE": name, "REDIS_URL": ""}
    environment = {**os.environ, **settings}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.test_import", what, json.dumps(given)],
        cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def place(agency, user_as, tmp_path):
    """The catalogue filled, the export made, its source's columns and words matched."""
    from django.core.management import call_command

    from qms.scope import in_agency
    from tests.tthc.conftest import COMMUNE, digitisation, dossier
    from tthc.models import DossierImport

    with in_agency(agency):
        dossier("xa", **COMMUNE).save()
        digitisation("xa").save()
    path, few = tmp_path / "xa.xlsx", tmp_path / "few.xlsx"
    call_command("make_dossiers", "kim-thanh", "2024", output=path, stdout=StringIO())
    call_command("make_dossiers", "kim-thanh", "2024", rows=500, output=few, stdout=StringIO())
    call_command(
        "import_dossiers", few, agency="kim-thanh", source="Một cửa", level="xa", year=2024,
        add_procedures=True, stdout=StringIO(),
    )  # fmt: skip
    with in_agency(agency):
        return {"path": path, "source": DossierImport.objects.get().source, "user": user_as("secretary")}


def waiting_job(place: dict[str, Any]) -> int:
    """An import at the point where the person presses “Nhập”."""
    from django.core.files import File

    from qms.models import Job
    from tthc.imports.jobs import look
    from tthc.services import imports

    with place["path"].open("rb") as stream:
        record = imports.import_upload(
            source=place["source"], file=File(stream), name="xa.xlsx", year=2024, actor=place["user"]
        )
    assert look(record, lambda *told: None).state == "mapped"
    params = {"record": record.pk}
    return Job.objects.create(
        kind=imports.RUN, title="Nhập", year=2024, started_by=place["user"], params=params
    ).pk


def emptied() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tthc_dossier")
        cursor.execute("VACUUM FULL ANALYZE tthc_dossier")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_import(place, agency, told, tmp_path):
    from django.db import connection

    from qms.scope import in_agency
    from tthc.models import Dossier

    name, lines = connection.settings_dict["NAME"], tmp_path / "lines"
    first, again, theirs = [], [], []
    with in_agency(agency):
        for _ in range(3):
            emptied()
            first.append(in_a_process("ours", {"job": waiting_job(place)}, name))
            assert first[-1]["state"] == "done", first[-1]["message"]
            assert Dossier.objects.count() == 45_624
            again.append(in_a_process("ours", {"job": waiting_job(place)}, name))
            with lines.open("w") as out, connection.cursor() as cursor:
                cursor.cursor.copy_expert(OUT, out)
            emptied()
            theirs.append(in_a_process("alone", {"path": str(place["path"]), "lines": str(lines)}, name))
    middle = [statistics.median(run["seconds"] for run in runs) for runs in (first, again, theirs)]
    peak = max(run["peak"] for run in (*first, *again))
    silent = max(run["silent"] for run in (*first, *again))
    told(
        f"import of 45,624 rows × 20 columns: {middle[0]:.2f} s = {middle[0] / middle[2]:.2f} × reading and COPY "
        f"({middle[2]:.2f} s, of it reading {theirs[1]['read']:.2f} s); again {middle[1]:.2f} s; "
        f"peak {peak:.0f} MB (alone {theirs[0]['peak']:.0f} MB); longest silence {silent:.2f} s, "
        f"told {first[0]['told']} times"
    )
    assert middle[0] <= 1.6 * middle[2]
    assert middle[1] <= middle[0]
    assert peak <= 350
    assert silent <= 1


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], json.loads(sys.argv[2]))))

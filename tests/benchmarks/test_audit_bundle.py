"""The dossier of the largest audit, as its background job makes it, beside WeasyPrint alone on the same HTML.

60 note sheets, 150 nonconformity reports, 40 requests, the audit's own papers. Each run is a process of its own, for
its own peak of memory, over one SQLite file. CPU time: what else the machine does is not ours.
"""

import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024  # ru_maxrss counts kB
YEAR = 2024


def prepare() -> dict[str, Any]:
    """The database with the large audit, and the job waiting."""
    from django.core.management import call_command

    from qms.models import Job
    from qms.scope import in_agency
    from tests.audits.large import large_audit
    from tests.factories import AgencyFactory, user_with_role

    call_command("migrate", verbosity=0)
    agency = AgencyFactory(code="kim-thanh", short_name="UBND huyện Kim Thành")
    user = user_with_role("secretary", agency)
    with in_agency(agency):
        audit = large_audit(state="reported").audit
        params = {"bundle": "audits.dossier", "pk": audit.pk, "format": "pdf"}
        job = Job.objects.create(
            kind="papers.bundle", title="In hồ sơ", year=YEAR, started_by=user, params=params
        )
    return {"job": job.pk, "audit": audit.pk}


def job(given: dict[str, Any]) -> dict[str, Any]:
    """Seconds of CPU from the waiting row to the finished one, with what it told on the way."""
    from qms import jobs
    from qms.models import Job
    from qms.scope import across_agencies

    ticks: list[tuple[int, int]] = []
    tell = jobs.Context.progress

    def progress(self: Any, done: int, total: int, message: str = "") -> None:
        ticks.append((done, total))
        tell(self, done, total, message)

    jobs.Context.progress = progress  # type: ignore[method-assign]
    start = time.process_time()
    jobs.run(given["job"])
    seconds = time.process_time() - start
    with across_agencies(reason="benchmark"):
        row = Job.objects.get(pk=given["job"])
        size, state = row.result.size, row.state
    return {"seconds": seconds, "state": state, "size": size, "ticks": ticks}


def alone(given: dict[str, Any]) -> dict[str, Any]:
    """WeasyPrint on the HTML of all these papers in one go; making the HTML is not counted."""
    import weasyprint  # the yardstick itself

    from qms import papers
    from qms.jobs import at_address
    from qms.models import Agency
    from qms.paper import html
    from qms.paper.pdf import VARIANT, _fetcher

    with at_address(Agency.objects.get(), YEAR):
        bundle = papers.find_bundle("audits.dossier")
        members = papers.of_bundle(bundle, bundle.load(given["audit"]))
        page = html.render([piece.tree() for piece in papers.pieces(members)])
    start = time.process_time()
    out = io.BytesIO()
    weasyprint.HTML(string=page, url_fetcher=_fetcher()).write_pdf(out, pdf_variant=VARIANT)
    return {"seconds": time.process_time() - start, "size": len(out.getvalue())}


def run(what: str, given: dict[str, Any]) -> dict[str, Any]:
    import django

    django.setup()
    if what == "prepare":
        return prepare()
    from qms.paper import html, pdf, tree

    pdf.from_html(html.render([tree.Paper(tree.Title("Phiếu"), ())]))  # imports and fonts cost both the same
    found = (job if what == "job" else alone)(given)
    return found | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE}


def in_a_process(what: str, given: dict[str, Any], place: Path) -> dict[str, Any]:
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "qms.settings",
        "DATABASE_URL": f"sqlite:///{place}/qms.sqlite3",
        "MEDIA_ROOT": str(place / "media"),
    }
    environment.pop("REDIS_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.test_audit_bundle", what, json.dumps(given)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_dossier_of_a_large_audit(told, tmp_path):
    given = in_a_process("prepare", {}, tmp_path)
    theirs = in_a_process("alone", given, tmp_path)
    ours = in_a_process("job", given, tmp_path)
    ticks = ours["ticks"]
    told(
        f"dossier of {ticks[-1][1]} papers: the job {ours['seconds']:.1f} s = "
        f"{ours['seconds'] / theirs['seconds']:.2f} × WeasyPrint alone ({theirs['seconds']:.1f} s), "
        f"peak {ours['peak']:.0f} MB (alone {theirs['peak']:.0f} MB), {ours['size'] / 1e6:.1f} MB, "
        f"progress told {len(ticks)} times"
    )
    assert ours["state"] == "done"
    assert ours["seconds"] <= 1.25 * theirs["seconds"]
    assert ours["peak"] <= 400
    assert ticks[0][0] == 0
    assert ticks[-1][0] == ticks[-1][1] == 4 + 150 + 60 + 40
    assert len(ticks) > 10
    assert ticks == sorted(ticks)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], json.loads(sys.argv[2]))))

"""Fifty auditors at one audit, each saving a row every two seconds, on PostgreSQL with the two workers of compose.

Nothing may be lost, no save may fail, and the slow ones stay within six times what one auditor alone waits.
"""

import http.client
import json
import os
import random
import resource
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from audits.models import NoteLine
from qms import history
from qms.history import HistoryEntry
from qms.models import Agency
from qms.scope import in_agency
from tests.audits.build import held_audit
from tests.audits.rows import audited_unit, sheet, slot
from tests.factories import UnitFactory, user_with_role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

ROOT = Path(__file__).resolve().parents[2]
AUDITORS, SHEETS, ROWS = 50, 25, 5
EVERY, ALONE, TOGETHER = 2.0, 20.0, 60.0  # seconds
TEXT = (
    "Xem hồ sơ số 17 ngày 07/10/2024, cán bộ thụ lý nêu đúng trình tự; có phiếu kiểm soát quá trình – lần {}"
)


@dataclass
class Auditor:
    """A browser: its session, its connection, its rows with what was stored last."""

    address: str
    port: int
    user: int
    cookie: str
    token: str = ""
    line: http.client.HTTPConnection = None  # type: ignore[assignment]
    rows: list[uuid.UUID] = field(default_factory=lambda: [uuid.uuid4() for _ in range(ROWS)])
    versions: dict[uuid.UUID, int] = field(default_factory=dict)
    said: dict[uuid.UUID, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    again: int = 0
    saves: int = 0

    def open(self) -> None:
        """What the page does first: who is signed in, and the CSRF cookie."""
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.line.request("GET", self.address, headers={"Cookie": self.cookie})
        answer = self.line.getresponse()
        told = answer.read()
        assert answer.status == 200, told
        self.token = answer.headers["Set-Cookie"].split("csrftoken=")[1].split(";")[0]
        self.cookie += f"; csrftoken={self.token}"

    def save(self) -> None:
        """The next of its rows with new words, as the script sends it."""
        key = self.rows[self.saves % ROWS]
        self.saves += 1
        note = TEXT.format(self.saves)
        body = json.dumps(
            {
                "user": self.user,
                "key": str(key),
                "version": self.versions.get(key),
                "topic": "Giải quyết hồ sơ",
                "note": note,
            }
        )
        start = time.perf_counter()
        try:
            status, told = self._send(body)
        except OSError as error:
            status, told = 0, repr(error).encode()
        self.waits.append(time.perf_counter() - start)
        if status != 200:
            self.failures.append(f"{status} {told[:200]!r}")
            return
        self.versions[key], self.said[key] = json.loads(told)["version"], note

    def _send(self, body: str) -> tuple[int, bytes]:
        """A kept connection that the server has closed is opened again, as a browser does."""
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Content-Type": "application/json"}
        for last in (False, True):
            try:
                self.line.request("POST", self.address, body, headers)
                answer = self.line.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                if last:
                    raise
                self.again += 1
                self.line.close()
        raise AssertionError

    def work(self, begin: float, seconds: float) -> None:
        """A save every two seconds from `begin` on; a late answer puts nothing off."""
        for turn in range(int(seconds / EVERY)):
            time.sleep(max(0.0, begin + turn * EVERY - time.perf_counter()))
            self.save()


class Server:
    """gunicorn as the Dockerfile starts it, over the test's database with commits that wait for the disk."""

    def __init__(self) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        db = connection.settings_dict
        url = f"postgres://{db['USER']}:{db['PASSWORD']}@{db['HOST']}:{db['PORT']}/{db['NAME']}"
        environment = {
            **os.environ,
            "DEBUG": "0",
            "HTTPS": "0",
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "qms.settings",
            "DATABASE_URL": f"{url}?options=-c%20synchronous_commit%3Don",
        }
        environment.pop("REDIS_URL", None)
        command = ["--bind", f"127.0.0.1:{self.port}", "--no-control-socket", "--worker-class", "gthread"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *command, "--workers", "2", "--threads", "4", "qms.wsgi"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> "Server":
        for _ in range(600):
            assert self.process.poll() is None, "gunicorn stopped"
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError("gunicorn did not listen")

    def __exit__(self, *args: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def auditors_of(agency: Agency, port: int) -> list[Auditor]:
    """An audit under way whose sheets two auditors share each; their accounts are signed in."""
    users = [user_with_role("auditor", agency) for _ in range(AUDITORS)]
    with in_agency(agency):
        audit = held_audit(*users)
        visited = [audited_unit(audit, UnitFactory()) for _ in range(SHEETS)]
        sheets = [sheet(slot(audit, [unit]), unit) for unit in visited]
        paths = [reverse("audits:note_line_save", args=[one.pk]) for one in sheets]
    found = []
    for n, user in enumerate(users):
        client = Client()
        client.force_login(user)
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        found.append(Auditor(f"/{agency.code}/2024{paths[n % SHEETS]}", port, user.pk, cookie))
    return found


def all_work(auditors: list[Auditor], seconds: float) -> None:
    """Each begins somewhere in the first two seconds."""
    chance = random.Random(17)
    begin = time.perf_counter() + 0.5
    threads = [
        threading.Thread(target=one.work, args=(begin + chance.uniform(0, EVERY), seconds))
        for one in auditors
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def milliseconds(waits: list[float]) -> dict[int, float]:
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return {percent: cuts[percent - 1] * 1000 for percent in (50, 95, 99)}


def require_nothing_lost(agency: Agency, auditors: list[Auditor]) -> None:
    """Every row holds the words sent last, and the history has one entry a save, unbroken."""
    with in_agency(agency):
        stored = dict(NoteLine.objects.values_list("key", "note"))
        entries = HistoryEntry.objects.filter(object_type="audits.noteline").count()
        broken = list(history.verify(agency))
    sent = {key: note for one in auditors for key, note in one.said.items()}
    assert stored == sent
    assert entries == sum(one.saves for one in auditors)
    assert broken == []


def test_fifty_auditors_save_rows_every_two_seconds(agency: Agency, told: Any) -> None:
    load, used = os.getloadavg()[0], resource.getrusage(resource.RUSAGE_CHILDREN)
    with Server() as server:
        auditors = auditors_of(agency, server.port)
        for one in auditors:  # both workers have answered before anything is measured
            one.open()
            one.save()
            one.waits.clear()
        first = auditors[0]
        first.work(time.perf_counter() + 0.5, ALONE)
        alone, first.waits = statistics.median(first.waits) * 1000, []
        begun = time.perf_counter()
        all_work(auditors, TOGETHER)
        lasted = time.perf_counter() - begun
        for one in auditors:
            one.line.close()
    waits = [wait for one in auditors for wait in one.waits]
    shown, after = milliseconds(waits), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    connections.close_all()
    told(
        f"one auditor alone: median {alone:.0f} ms; {AUDITORS} auditors: p50 {shown[50]:.0f} ms, "
        f"p95 {shown[95]:.0f} ms = {shown[95] / alone:.1f} × alone, p99 {shown[99]:.0f} ms, "
        f"max {max(waits) * 1000:.0f} ms, {len(waits) / lasted:.1f} saves/s, "
        f"{sum(one.again for one in auditors)} connections opened again; "
        f"web CPU {cpu * 1000 / sum(one.saves for one in auditors):.0f} ms a save; load before {load:.1f}"
    )
    assert [failure for one in auditors for failure in one.failures] == []
    require_nothing_lost(agency, auditors)
    assert shown[95] <= 6 * alone

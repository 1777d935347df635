"""bin/run on a prepared machine to the first page, beside `manage.py check` on it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def first_page(environment, port):
    """Seconds from bin/run to the login page."""
    start = time.perf_counter()
    server = subprocess.Popen(
        ["bin/run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap/", timeout=60) as page:
                    assert page.status == 200
                return time.perf_counter() - start
            except urllib.error.URLError:
                assert server.poll() is None, "bin/run stopped"
                time.sleep(0.02)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def check(environment):
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    return time.perf_counter() - start


def test_start(told, tmp_path):
    if connection.vendor != "sqlite":
        told("bin/run is measured in its embedded form, on SQLite")
        return
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/qms.sqlite3",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    prepared = first_page(environment, port)
    starts, checks = [], []
    for _ in range(3):
        starts.append(first_page(environment, port))
        checks.append(check(environment))
    start, yardstick = sorted(starts)[1], sorted(checks)[1]
    told(
        f"bin/run: first start with the demo {prepared:.1f} s, then {start:.2f} s "
        f"= {start / yardstick:.2f} × manage.py check ({yardstick:.2f} s)"
    )
    assert start <= 3 * yardstick

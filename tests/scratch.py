"""Directories of one test process, gone when it ends; what a killed one left goes when the next one starts."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "qms-test-"


def scratch() -> Path:
    """A new directory, named by its process."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not _runs(int(left.name.split("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    owner = os.getpid()
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{owner}-"))

    def remove() -> None:
        if os.getpid() == owner:  # a forked child that ends leaves its parent's files alone
            shutil.rmtree(made, ignore_errors=True)

    atexit.register(remove)
    return made


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

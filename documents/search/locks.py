"""One writer at a time on each machine, and none inside a transaction."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection

from documents.search.position import root

PAUSE = 0.02


@contextmanager
def locked(name: str, wait: bool, at: Path | None = None, patience: float | None = None) -> Iterator[bool]:
    """Holds a lock of this machine; gives whether it is held. It goes with the process that holds it.

    `at` is the folder of the index, by default the readers'. Who waits does so for `patience` seconds at
    most, or for as long as it takes.
    """
    at = at or root()
    at.mkdir(parents=True, exist_ok=True)
    with (at / f"{name}.lock").open("w") as file:
        if wait and patience is None:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield True
        else:
            yield _is_taken(file, patience or 0.0)


def _is_taken(file: IO[str], patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(PAUSE)
        else:
            return True


def refuse_in_transaction() -> None:
    """What is not committed must not reach the index; a test's own transaction is let through."""
    blocks = connection.atomic_blocks if connection.in_atomic_block else []
    if not all(getattr(block, "_from_testcase", False) for block in blocks):
        raise RuntimeError("The index is not written inside a transaction.")

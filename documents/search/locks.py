"""One writer at a time on each machine, and none inside a transaction."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from documents.search.position import root


@contextmanager
def locked(name: str, wait: bool, at: Path | None = None) -> Iterator[bool]:
    """Holds a lock of this machine; gives whether it is held. It goes with the process that holds it.

    `at` is the folder of the index, by default the readers'.
    """
    at = at or root()
    at.mkdir(parents=True, exist_ok=True)
    with (at / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def refuse_in_transaction() -> None:
    """What is not committed must not reach the index; a test's own transaction is let through."""
    blocks = connection.atomic_blocks if connection.in_atomic_block else []
    if not all(getattr(block, "_from_testcase", False) for block in blocks):
        raise RuntimeError("The index is not written inside a transaction.")

"""How much runs at once on this machine: never so much that nobody is left to show a page.

Readers' searches, their exports and the desk's searches have places of their own, so that none of them can
keep the others out. A place is kept by a lock that goes with its process.
"""

import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import BoundedSemaphore
from typing import IO

from django.conf import settings

from documents.search.position import root

SEARCH, EXPORT, DESK = "search", "export", "desk"
PATIENCE = 2.0
PAUSE = 0.02
# In one process: whoever waits holds a thread that could show a page, so all others are told at once.
WAITING = 2
_waiting = BoundedSemaphore(WAITING)


class Busy(Exception):
    """As many as are allowed are running, and none has ended in time."""


@contextmanager
def slot(patience: float = PATIENCE, *, of: str = SEARCH) -> Iterator[None]:
    """One of the places for searches, or for what else `of` names.

    Raises Busy if none is free within so many seconds, or if too many wait already.
    """
    root().mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        places = [
            stack.enter_context((root() / f"{of}-{number}.lock").open("w"))
            for number in range(settings.SEARCHES)
        ]
        if not _is_taken(places):
            _wait_for_one(places, patience)
        yield


def _is_taken(places: Sequence[IO[str]]) -> bool:
    """Whether one of the places was free and is ours now."""
    for place in places:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True
    return False


def _wait_for_one(places: Sequence[IO[str]], patience: float) -> None:
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        until = time.monotonic() + patience
        while not _is_taken(places):
            if time.monotonic() > until:
                raise Busy
            time.sleep(PAUSE)
    finally:
        _waiting.release()


class Held:
    """The pieces of an export; its place is held until the last one, or until the reader has gone."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._stack = ExitStack()
        self._stack.enter_context(slot(of=EXPORT))
        self._pieces = pieces

    def __iter__(self) -> Iterator[str]:
        with self._stack:
            yield from self._pieces

    def close(self) -> None:
        """Gives the place back."""
        self._stack.close()

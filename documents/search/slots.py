"""How many searches run at once on this machine: never so many that nobody is left to show a page."""

import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO

from django.conf import settings

from documents.search.position import root

PATIENCE = 2.0
PAUSE = 0.02


class Busy(Exception):
    """As many searches as are allowed are running, and none has ended in time."""


@contextmanager
def slot(patience: float = PATIENCE) -> Iterator[None]:
    """One of the places for searches, kept by a lock that goes with its process.

    Raises Busy if none is free within so many seconds.
    """
    root().mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        places = [
            stack.enter_context((root() / f"search-{number}.lock").open("w"))
            for number in range(settings.SEARCHES)
        ]
        _take_one(places, patience)
        yield


def _take_one(places: Sequence[IO[str]], patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        for place in places:
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return
        if time.monotonic() > until:
            raise Busy
        time.sleep(PAUSE)

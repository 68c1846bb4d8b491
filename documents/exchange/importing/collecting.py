"""How often Python looks for garbage that refers to itself in a circle, while very much is made."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 500_000
"""New objects after which it looks. Of the documents of a file none is garbage, and hardly anything is in
circles: to look after every 700, as Python does by itself, takes a seventh of the time of an import."""


_lock = threading.Lock()
_rarely: list[tuple[int, int, int]] = []
"""What each of those that run in this process found; the first of them found what Python does by itself."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Inside, garbage in circles is looked for rarely; all other garbage goes at once, as ever.

    Of several that run at once in a process the last one to end brings back how it was.
    """
    with _lock:
        _rarely.append(_rarely[0] if _rarely else gc.get_threshold())
        gc.set_threshold(RARELY, *_rarely[0][1:])
    try:
        yield
    finally:
        with _lock:
            before = _rarely.pop()
            if not _rarely:
                gc.set_threshold(*before)

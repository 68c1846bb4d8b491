"""How often Python looks for garbage that refers to itself in a circle, while very much is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 50_000
"""New objects after which it looks. Of the documents of a file none is garbage, and hardly anything is in
circles: to look after every 700, as Python does by itself, takes a seventh of the time of an import."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Inside, garbage in circles is looked for rarely; all other garbage goes at once, as ever."""
    before = gc.get_threshold()
    gc.set_threshold(RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

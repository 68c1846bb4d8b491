"""What was read of a text, remembered for a while: for those who ask for a few texts again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Read = TypeVar("Read")

_memory: ContextVar[dict[tuple[Any, str], Any] | None] = ContextVar("markup_memory", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Inside, each text is read once however often it is asked for. All is kept: for some hundred documents.

    One inside another shares its memory.
    """
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def once(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """The same function, which remembers its answers inside `remembered()`. Nobody may change them."""

    @wraps(read)
    def reading(text: str) -> Read:
        memory = _memory.get()
        if memory is None:
            return read(text)
        if (read, text) not in memory:
            memory[read, text] = read(text)
        return memory[read, text]

    return reading

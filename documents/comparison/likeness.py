"""Which rows of two documents are the same, where no key can tell it: those that read alike, then in turn."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from documents.comparison.comparing import State, titled
from documents.comparison.shape import Rows, Shape

Likeness = Callable[[dict[str, Any]], Hashable]


def with_keys_of(one: State, other: State, shape: Shape) -> State:
    """The other state with the keys of the rows of `one` that its rows are like; the rest keep their own."""
    data = dict(other.data)
    for section in shape:
        if part := section.rows:
            data[part.name] = _matched(part, one, other)
    return State(data, other.names)


def _matched(part: Rows, one: State, other: State) -> list[dict[str, Any]]:
    free = list(one.data.get(part.name, ()))
    rows = [dict(row, key=f"{row['key']}-other") for row in other.data.get(part.name, ())]
    waiting = rows
    for like in (_wholly, lambda row: titled(part, row, {}) or None):
        waiting = _match(waiting, free, like)
    if len(waiting) == len(free) == 1 and any(field.name == "content" for field in part.fields):
        # The one text left here and the one left there: what else should they be compared with?
        waiting[0]["key"] = free[0]["key"]
    return rows


def _match(waiting: list[dict[str, Any]], free: list[dict[str, Any]], like: Likeness) -> list[dict[str, Any]]:
    """Gives rows the key of a free row that they are like; those left over are returned."""
    found: dict[Hashable, list[dict[str, Any]]] = {}
    for row in reversed(free):
        if (sign := like(row)) is not None:
            found.setdefault(sign, []).append(row)
    left = []
    for row in waiting:
        if same := found.get(like(row)):
            taken = same.pop()
            row["key"] = taken["key"]
            free.remove(taken)
        else:
            left.append(row)
    return left


def _wholly(row: dict[str, Any]) -> Hashable:
    return repr(sorted((name, value) for name, value in row.items() if name not in ("key", "owner")))

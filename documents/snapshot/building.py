"""Plain data → rows: what is left out takes its default, what does not fit is refused with its place."""

import re
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

# What JSON could say and not every reader of it, nor every database, would keep.
LARGEST = 2**53 - 1
IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")


class SnapshotError(ValueError):
    """The data is not a snapshot; the message says where and why."""


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def build(kind: type, data: Any, where: str) -> Any:
    """The data as a row of this kind; `where` begins the place of a fault. Raises SnapshotError."""
    hints = _types(kind)
    for name in an_object(data, where):
        if name not in hints:
            raise SnapshotError(f"{where} has no field “{name}”.")
    return kind(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in data.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise SnapshotError(f"{where} should be a list.")
        row = get_args(hint)[0]
        return tuple(build(row, each, f"{where}[{n}]") for n, each in enumerate(value))
    allowed = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if type(value) not in allowed:
        raise SnapshotError(f"{where} should be {' or '.join(a.__name__ for a in allowed)}.")
    if isinstance(value, int) and abs(value) > LARGEST:
        raise SnapshotError(f"{where} is too large a number.")
    if isinstance(value, str) and (found := IMPOSSIBLE.search(value)):
        raise SnapshotError(f"{where} holds the character U+{ord(found[0]):04X}, which no text can hold.")
    return value


def an_object(data: Any, where: str) -> dict[str, Any]:
    """The data if it is an object. Raises SnapshotError."""
    if not isinstance(data, dict):
        raise SnapshotError(f"{where} should be an object.")
    return data


def name_of(key: Any) -> str:
    """The key if it can be that of a name. Raises SnapshotError."""
    # RFC 8785 sorts by UTF-16; of ASCII every way of sorting is the same.
    if not isinstance(key, str) or not key.isascii() or IMPOSSIBLE.search(key):
        raise SnapshotError(f"names has the key {key!r}, which is neither an id nor the code of a term.")
    return key

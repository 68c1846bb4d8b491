"""Plain data → rows: what is left out takes its default, what does not fit is refused with its place."""

import re
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

# What JSON could say and not every reader of it, nor every database, would keep.
LARGEST = 2**53 - 1
IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")


class SnapshotError(ValueError):
    """The data is not a snapshot; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What fits a field: rows of a kind, or a value of one of these types."""

    row: type | None
    types: tuple[type, ...]


@cache
def fits(kind: type) -> dict[str, Fit]:
    """For each field of a row what fits it, as its annotation says."""
    return {name: _fit(hint) for name, hint in get_type_hints(kind).items()}


def _fit(hint: Any) -> Fit:
    if get_origin(hint) is tuple:
        return Fit(get_args(hint)[0], ())
    return Fit(None, get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,))


@cache
def names_of_words(kind: type) -> frozenset[str]:
    """The fields of a row that words fit."""
    return frozenset(name for name, fit in fits(kind).items() if str in fit.types)


@cache
def may_be_empty(kind: type) -> frozenset[str]:
    """The fields of a row that null fits."""
    return frozenset(name for name, fit in fits(kind).items() if NoneType in fit.types)


def build(kind: type, data: Any, where: str) -> Any:
    """The data as a row of this kind; `where` begins the place of a fault. Raises SnapshotError."""
    known, words, empty = fits(kind), names_of_words(kind), may_be_empty(kind)
    others = {}
    for name, value in an_object(data, where).items():
        # Most values are words that print; those of a large archive are read by the million.
        if (value is None and name in empty) or (
            type(value) is str and name in words and value.isprintable()
        ):
            continue
        if name not in known:
            raise SnapshotError(f"{where} has no field “{name}”.")
        others[name] = _value(known[name], value, where, name)
    return kind(**{**data, **others}) if others else kind(**data)


def _value(fit: Fit, value: Any, where: str, name: str) -> Any:
    if fit.row:
        if not isinstance(value, list | tuple):
            raise SnapshotError(f"{where}.{name} should be a list.")
        return tuple(build(fit.row, each, f"{where}.{name}[{n}]") for n, each in enumerate(value))
    if type(value) not in fit.types:
        raise SnapshotError(f"{where}.{name} should be {' or '.join(t.__name__ for t in fit.types)}.")
    if isinstance(value, str):
        if not can_be_kept(value) and (found := IMPOSSIBLE.search(value)):
            raise SnapshotError(
                f"{where}.{name} holds the character U+{ord(found[0]):04X}, which no text can hold."
            )
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise SnapshotError(f"{where}.{name} is too large a number.")
    return value


def can_be_kept(words: str) -> bool:
    """Whether nothing in them is IMPOSSIBLE. UTF-8 has no surrogates; to try is quicker than to look."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in words


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

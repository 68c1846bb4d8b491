"""Canonical JSON and its digest: the same data gives the same bytes, for ever."""

from hashlib import sha256
from typing import Any

import orjson

# Rows and moments are refused, and not written in some way of the library's.
_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def canonical(data: Any) -> str:
    """RFC 8785 for data without floats whose keys are ASCII: sorted, no blanks, characters as they are.

    Data are dicts with plain keys, lists, tuples, words, integers of 64 bits, true, false and null. Raises
    TypeError for a set, a row, a moment, and for words with half a surrogate.
    """
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS | _PLAIN).decode()


def digest(content: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return sha256(content.encode()).hexdigest()

"""Canonical JSON and its digest: the same data gives the same bytes, for ever."""

from hashlib import sha256
from typing import Any

import orjson

# What is no plain data is refused, and not written in some way of the library's.
_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def canonical(data: Any) -> str:
    """RFC 8785 for data without floats whose keys are ASCII: sorted, no blanks, characters as they are."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS | _PLAIN).decode()


def digest(content: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return sha256(content.encode()).hexdigest()

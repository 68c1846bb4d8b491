"""Canonical JSON and its digest: the same data gives the same bytes, for ever."""

import json
from hashlib import sha256
from typing import Any


def canonical(data: Any) -> str:
    """RFC 8785 for data without floats whose keys are ASCII: sorted, no blanks, characters as they are."""
    return _encoder.encode(data)


_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(content: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return sha256(content.encode()).hexdigest()

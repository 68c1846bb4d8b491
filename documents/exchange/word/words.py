"""The words of an element of Word, as they are told where it is left out."""

from typing import Any

MOST_WORDS = 200


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def words_of(element: Any) -> str:
    """All that is written in it, in one line; at most 200 characters, then “…”."""
    words = " ".join("".join(text.text or "" for text in element.iter("{*}t")).split())
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…"

"""Where the marks of mentions stand in a text: for those who compare texts and must tell marks from words."""

from __future__ import annotations

import re
from typing import NamedTuple

from .inlines import pairs, tokens

_PASSAGE = re.compile(r"(?:[^\n]+\n?)+")


class MentionSpan(NamedTuple):
    """The marks around one mention, by their places in the text: `[[person:ID|` and `]]`, and the words
    between them."""

    mark: str
    opens: int
    begins: int
    ends: int
    closes: int


def mention_spans(text: str) -> list[MentionSpan]:
    """Return the mentions of a text in their order; marks that are not closed are no mentions."""
    return [span for passage in _PASSAGE.finditer(text) for span in _spans(passage[0], passage.start())]


def _spans(text: str, start: int) -> list[MentionSpan]:
    if "[[" not in text:
        return []
    found = tokens(text)
    return [
        MentionSpan(
            mark=found[opening].words.strip("[|"),
            opens=start + found[opening].at,
            begins=start + found[opening].at + len(found[opening].words),
            ends=start + found[closing].at,
            closes=start + found[closing].at + 2,
        )
        for opening, closing in sorted(pairs(found).items())
        if found[opening].sign == "mention"
    ]

"""People and places that a pasted text mentions: marked where one record has exactly this name.

A person and a place of one name are two records, so neither is marked; within brackets nothing is marked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from documents.desk.pasting import matching
from documents.desk.pasting.matching import Found
from documents.exchange.pasting import Proposed, Wanted

KINDS = ("person", "place")
MOST_WORDS = 4
# Different names looked for in one text.
MOST_NAMES = 5000

_CAPITAL = "[A-ZÀ-ÞЀ-ЯҐӘҮԱ-Ֆ]"
_NAME_WORD = rf"{_CAPITAL}[\w-]*(?:[’'](?!s(?!\w))[\w-]+)*"
_CAPITALISED = re.compile(rf"(?<!\w){_NAME_WORD}(?: {_NAME_WORD})*")
_BRACKETS = re.compile(r"(\[[^\[\]\n]*\]|\\.)")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A name that stands in the text, and the one record that bears it."""

    words: str
    found: Found


def mentioned(proposed: Proposed) -> list[Mentioned]:
    """The people and places whose exact names stand in the texts, longer names first."""
    names = sorted({name for text in proposed.content.texts for name in _names_in(text.content)})[:MOST_NAMES]
    wanted = tuple(Wanted(field="texts-0-content", kind=kind, words=name) for name in names for kind in KINDS)
    found = matching.found(replace(proposed, wanted=wanted))
    those = []
    for words, each in groupby(found, key=lambda one: one.wanted.words):
        borne = [one for one in each if one.many]
        if len(borne) == 1 and borne[0].record is not None:
            those.append(Mentioned(words, borne[0]))
    return sorted(those, key=lambda one: (-len(one.words), one.words))


def _names_in(text: str) -> Iterator[str]:
    """Every run of capitalised words, and every part of one."""
    for run in _CAPITALISED.finditer(text):
        words = run[0].split(" ")[:50]
        for first in range(len(words)):
            for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1):
                yield " ".join(words[first:last])


def marked(content: str, those: list[Mentioned]) -> str:
    """The text with its mentions: “Riverside” → “[[place:…|Riverside]]”, wherever it stands as a word."""
    if not those:
        return content
    ids = {one.words: f"{one.found.wanted.kind}:{one.found.record.pk}" for one in those}
    names = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one.words) for one in those)})(?!\w)")
    parts = _BRACKETS.split(content)
    parts[::2] = [names.sub(lambda hit: f"[[{ids[hit[0]]}|{hit[0]}]]", part) for part in parts[::2]]
    return "".join(parts)

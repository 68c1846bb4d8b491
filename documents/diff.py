"""Two texts → what was deleted, inserted, and stayed, by whole words. Pure Python.

The search itself is Google's diff-match-patch, which minds a time limit: words stand in it as single
characters, so that none is split. Blanks behind a word do not make it another word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from time import time

from diff_match_patch import diff_match_patch

SAME, DELETED, INSERTED = "same", "deleted", "inserted"
# Words that only got, lost or changed a mark for a person, body, place or document (see comparison/prose.py).
MARKED = "marked"
# Unchanged words that a page need not show at once.
FOLDED = "folded"

SECONDS = 0.4
# From this length on, paragraphs are compared first, and words within those that differ.
LONG = 100_000
# Up to this number of words in one edit, edits are tidied so that they read well.
TIDIED = 2_000
_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")
# A note's anchor or a mark in brackets is one word; so are a line end and every sign. Blanks follow them.
_WORD = re.compile(
    r"(?:\[\^[^\[\]\n]{1,25}\]|\[\[[a-z]+:[^\[\]|\n]{1,40}(?:\||\]\])|\w[\w\u0300-\u036f\u0483-\u0489"
    r"\u0591-\u05c7\u064b-\u065f\u0670]*|\n|[^\w\s])[^\S\n]*|[^\S\n]+"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that were treated alike: `kind` is SAME, DELETED, INSERTED, MARKED or FOLDED.

    `note` says of MARKED words which mark they got or lost.
    """

    kind: str
    text: str
    note: str = ""


def words(old: str, new: str, seconds: float = SECONDS) -> tuple[Segment, ...]:
    """What became of the old text: SAME and DELETED segments together are it, SAME and INSERTED the new one.

    After `seconds` the search ends; what is left then is deleted and inserted as a whole, still exactly.
    """
    if old == new:
        return (Segment(SAME, old),) if old else ()
    until = time() + seconds
    compare = _by_words if max(len(old), len(new)) < LONG else _by_paragraphs
    return joined(compare(old, new, until))


def joined(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Neighbours of one kind as one segment; of what was exchanged, the deleted words come first."""
    told = _exchanges_first(each for each in segments if each.text)
    return tuple(
        Segment(kind, "".join(each.text for each in run), note)
        for (kind, note), run in groupby(told, key=lambda each: (each.kind, each.note))
    )


def _exchanges_first(segments: Iterable[Segment]) -> Iterator[Segment]:
    for is_exchange, run in groupby(segments, key=lambda each: each.kind in (DELETED, INSERTED)):
        if not is_exchange:
            yield from run
            continue
        parts = list(run)
        deleted, inserted = (
            "".join(each.text for each in parts if each.kind == kind) for kind in (DELETED, INSERTED)
        )
        yield from _exchanged(deleted, inserted)


def _exchanged(deleted: str, inserted: str) -> Iterator[Segment]:
    """What was deleted and inserted in one place; the blanks at the end of both stayed."""
    kept = _common(_blanks_behind(deleted)[::-1], _blanks_behind(inserted)[::-1])
    for kind, text in ((DELETED, deleted), (INSERTED, inserted)):
        if len(text) > kept:
            yield Segment(kind, text[: len(text) - kept])
    if kept:
        yield Segment(SAME, deleted[len(deleted) - kept :])


def _blanks_behind(text: str) -> str:
    return text[len(text.rstrip()) :]


def _common(one: str, other: str) -> int:
    """With how many characters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _by_paragraphs(old: str, new: str, until: float) -> Iterator[Segment]:
    """Words are compared only within the paragraphs that are not found again."""
    before, after = _PARAGRAPH.findall(old), _PARAGRAPH.findall(new)
    for kind, was, now in _runs(before, after, before, after, until):
        if kind == SAME:
            yield Segment(SAME, "".join(was))
        else:
            yield from _by_words("".join(was), "".join(now), until)


def _by_words(old: str, new: str, until: float) -> Iterator[Segment]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    for kind, was, now in _runs(before, after, _bare(before), _bare(after), until):
        if kind == SAME:
            yield from _with_blanks(was, now, until)
        else:
            yield Segment(DELETED, "".join(was))
            yield Segment(INSERTED, "".join(now))


def _bare(words: list[str]) -> list[str]:
    """The words without the blanks behind them; a line end is a word."""
    return [word.rstrip() or word[0] for word in words]


def _with_blanks(was: list[str], now: list[str], until: float) -> Iterator[Segment]:
    """The same words, with whatever became of the blanks behind them."""
    if was == now:
        yield Segment(SAME, "".join(was))
        return
    for at, (old, new) in enumerate(zip(was, now, strict=True)):
        if time() > until:
            yield Segment(DELETED, "".join(was[at:]))
            yield Segment(INSERTED, "".join(now[at:]))
            return
        kept = _common(old, new)
        yield Segment(SAME, old[:kept])
        yield Segment(DELETED, old[kept:])
        yield Segment(INSERTED, new[kept:])


def _runs(
    before: list[str], after: list[str], left: list[str], right: list[str], until: float
) -> Iterator[tuple[str, list[str], list[str]]]:
    """(SAME, before, after) and ("changed", before, after), in turn; compared are `left` and `right`."""
    signs: dict[str, str] = {}
    search = diff_match_patch()
    # Its own limit would switch on a shortcut that minds no time; the deadline is given instead.
    search.Diff_Timeout = 0
    found = search.diff_main(_as_signs(left, signs), _as_signs(right, signs), False, until)
    # Tidying takes time by the square of an edit's length.
    if all(len(run) <= TIDIED for operation, run in found if operation):
        search.diff_cleanupSemantic(found)
    at = to = 0
    for kind, (was, now) in _alternating(found):
        yield kind, before[at : at + was], after[to : to + now]
        at, to = at + was, to + now


def _alternating(found: list[tuple[int, str]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Runs by their lengths before and after; deletions and insertions in a row are one change."""
    deleted = inserted = 0
    for operation, run in (*found, (0, "")):
        if operation < 0:
            deleted += len(run)
        elif operation > 0:
            inserted += len(run)
        else:
            if deleted or inserted:
                yield "changed", (deleted, inserted)
                deleted = inserted = 0
            if run:
                yield SAME, (len(run), len(run))


def _as_signs(texts: list[str], signs: dict[str, str]) -> str:
    """One character for each text, the same for the same."""
    return "".join(signs.setdefault(text, chr(0x10000 + len(signs))) for text in texts)

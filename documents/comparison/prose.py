"""Prose compared by words. A mark for a person, body, place or document is no word: words that only got,
lost or changed one are MARKED, not exchanged."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents import diff
from documents.comparison.changes import Aligned
from documents.diff import DELETED, FOLDED, INSERTED, MARKED, SAME, Segment
from documents.markup.spans import mention_spans

# From this length on marks are compared like words: reading them would take too long.
LONGEST_MARKED = 200_000
# A passage is folded only if at least so many words of it can be.
LEAST_FOLDED = 20
KINDS = {"person": "a person", "place": "a place", "body": "a body", "document": "a document"}
Marks = tuple[tuple[int, int, str], ...]
_WORD = re.compile(r"\s*\S+(?:\s+\Z)?|\s+")
_PARAGRAPHS = re.compile(r"(?:(?!\n\n).)*\n{2,}|.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Marked:
    """The words of a text without the marks of its mentions, and where those stood: (begin, end, mark)."""

    words: str
    marks: Marks


def compared(old: str, new: str, seconds: float = diff.SECONDS) -> tuple[Segment, ...]:
    """The difference of two passages by words; of equal passages one SAME segment.

    Where no time is left, the whole is told as exchanged.
    """
    if seconds <= 0 and old != new:
        return tuple(Segment(kind, text) for kind, text in ((DELETED, old), (INSERTED, new)) if text)
    before, after = _marked(old), _marked(new)
    if not before.marks and not after.marks:
        return diff.words(old, new, seconds)
    found = diff.words(before.words, after.words, seconds)
    return diff.joined(_with_marks(found, before.marks, after.marks))


def _marked(text: str) -> Marked:
    spans = mention_spans(text) if "[[" in text and len(text) <= LONGEST_MARKED else []
    words: list[str] = []
    marks, at, length = [], 0, 0
    for span in spans:
        begin = length + span.opens - at
        words += text[at : span.opens], text[span.begins : span.ends]
        length = begin + span.ends - span.begins
        marks.append((begin, length, span.mark))
        at = span.closes
    return Marked("".join((*words, text[at:])), tuple(marks))


def _with_marks(found: Iterable[Segment], before: Marks, after: Marks) -> Iterator[Segment]:
    old = new = 0
    for segment in found:
        length = len(segment.text)
        if segment.kind == SAME:
            was, now = _within(before, old, old + length), _within(after, new, new + length)
            yield from _pieces(segment.text, was, now)
        else:
            yield segment
        old += length if segment.kind != INSERTED else 0
        new += length if segment.kind != DELETED else 0


def _within(marks: Marks, begin: int, end: int) -> Marks:
    """The marks on these characters, counted from the first of them."""
    first = max(0, bisect_right(marks, (begin,)) - 1)
    last = bisect_left(marks, (end,))
    cut = ((max(a, begin) - begin, min(b, end) - begin, mark) for a, b, mark in marks[first:last])
    return tuple(each for each in cut if each[0] < each[1])


def _pieces(text: str, was: Marks, now: Marks) -> Iterator[Segment]:
    borders = sorted({0, len(text), *(place for a, b, _ in (*was, *now) for place in (a, b))})
    then, today = _mark_by_border(was, borders), _mark_by_border(now, borders)
    for begin, end in pairwise(borders):
        old, new = then[begin], today[begin]
        if old == new:
            yield Segment(SAME, text[begin:end])
        else:
            yield Segment(MARKED, text[begin:end], _told(old, new))


def _mark_by_border(marks: Marks, borders: list[int]) -> dict[int, str]:
    begins = {begin: mark for begin, _, mark in marks}
    ends = {end for _, end, _ in marks}
    found, current = {}, ""
    for border in borders:
        current = begins.get(border, "" if border in ends else current)
        found[border] = current
    return found


def _told(old: str, new: str) -> str:
    was, now = (KINDS.get(mark.partition(":")[0], "") for mark in (old, new))
    if was and now:
        return f"marked as another one: {now}" if was == now else f"marked as {now}, no longer as {was}"
    return f"marked as {now}" if now else f"no longer marked as {was}"


def folded(segments: Sequence[Segment], keep: int = 25) -> tuple[Segment, ...]:
    """Long unchanged passages with their middle as a FOLDED segment; `keep` words stay on both sides."""
    found: list[Segment] = []
    for number, segment in enumerate(segments):
        if segment.kind == SAME:
            found += _fold(segment, keep if number else 0, keep if number < len(segments) - 1 else 0)
        else:
            found.append(segment)
    return tuple(found)


def _fold(segment: Segment, before: int, after: int) -> list[Segment]:
    words = _WORD.findall(segment.text)
    if len(words) <= before + after + LEAST_FOLDED:
        return [segment]
    end = len(words) - after
    parts = [(SAME, words[:before]), (FOLDED, words[before:end]), (SAME, words[end:])]
    return [Segment(kind, "".join(part)) for kind, part in parts if part]


def aligned(segments: Iterable[Segment]) -> tuple[Aligned, ...]:
    """The difference side by side, a paragraph in each line: what stood there, and what stands there now."""
    lines: list[Aligned] = []
    before: list[Segment] = []
    after: list[Segment] = []
    for segment in segments:
        pieces = _PARAGRAPHS.findall(segment.text) if segment.kind == SAME else [segment.text]
        for piece in pieces:
            part = Segment(segment.kind, piece, segment.note)
            before += [part] if segment.kind != INSERTED else []
            after += [part] if segment.kind != DELETED else []
            if segment.kind == SAME and piece.endswith("\n\n"):
                lines.append(Aligned(tuple(before), tuple(after)))
                before, after = [], []
    return (*lines, Aligned(tuple(before), tuple(after))) if before or after else tuple(lines)

"""A text in turns: the words of each `Text` cut where the words begin and end that somebody looks for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from .blocks import Block, Emphasis, Inline, Item, LineBreak, Mention, Quote, Supplied, Table, Text

Sought = Callable[[str], Iterable[tuple[int, int]]]
"""Given a text as it reads, with its brackets, tells which stretches of it (begin, end) are looked for."""

Turns = list[tuple[str, bool]]
"""Words, and whether they are looked for; together they are the words that were cut."""

_Said = tuple[str, bool, str]
"""Words, whether they are a `Text`, and the public id of what they mention."""


class Standing(NamedTuple):
    """Where in a text as it reads a mention stands, and the public id of what it names."""

    id: str
    start: int
    end: int


def reading(blocks: Iterable[Block]) -> tuple[str, list[Standing]]:
    """Return the text as `Sought` is given it, and where in it the mentions stand, in reading order."""
    said = tuple(_blocks(blocks))
    found, at = [], 0
    for ident, parts in groupby(said, key=lambda part: part[2]):
        start, at = at, at + sum(len(words) for words, _, _ in parts)
        if ident:
            found.append(Standing(ident, start, at))
    return "".join(words for words, _, _ in said), found


def turns(blocks: Iterable[Block], sought: Sought) -> Iterator[Turns]:
    """Give the turns of each `Text` of the blocks in reading order.

    The text is looked through as a whole, so that a stretch may run across brackets, mentions and lines.
    """
    said = tuple(_blocks(blocks))
    stretches = deque(sorted(sought("".join(words for words, _, _ in said))))
    at = 0
    for words, is_text, _ in said:
        if is_text:
            yield list(_cut(words, at, stretches))
        at += len(words)


def _cut(words: str, start: int, stretches: deque[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut the words that begin at `start`; what lies wholly behind is taken from the stretches."""
    at, end = start, start + len(words)
    while stretches and stretches[0][0] < end:
        first, last = max(stretches[0][0], at), min(stretches[0][1], end)
        if first < last:
            yield words[at - start : first - start], False
            yield words[first - start : last - start], True
            at = last
        if stretches[0][1] > end:
            break
        stretches.popleft()
    yield words[at - start :], False


def _blocks(blocks: Iterable[Block]) -> Iterator[_Said]:
    """Give all that reads as words: the blocks apart, as in `plain`."""
    for block in blocks:
        match block:
            case Quote(inner):
                yield from _blocks(inner)
            case Table(rows):
                for row in rows:
                    for cell in row:
                        yield from _inlines(cell)
                        yield "\t", False, ""
            case Item(label, inlines):
                yield f"{label} ", False, ""
                yield from _inlines(inlines)
            case _:
                yield from _inlines(block.inlines)
        yield "\n\n", False, ""


def _inlines(inlines: Iterable[Inline], mention: str = "") -> Iterator[_Said]:
    """Note anchors and page breaks read as nothing: a word may have one in its midst."""
    for inline in inlines:
        match inline:
            case Text(words):
                yield words, True, mention
            case LineBreak():
                yield "\n", False, mention
            case Supplied(inner):
                yield "[", False, mention
                yield from _inlines(inner, mention)
                yield "]", False, mention
            case Emphasis(inner):
                yield from _inlines(inner, mention)
            case Mention(_, ident, inner):
                yield from _inlines(inner, ident)

"""A piece of a passage around what matched in it, for the list of what was found."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.search.finding import Piece
from documents.search.spots import Spot, is_supplied

AROUND = 80


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a passage around what matched: words in turns, with whether they matched."""

    piece: Piece
    turns: tuple[tuple[str, bool], ...]
    is_supplied: bool
    cut_before: bool
    cut_after: bool


def snippet(piece: Piece, spots: list[Spot]) -> Snippet:
    """The words around the first match of a passage, cut between words, with all that matched there."""
    text = piece.text
    start = _cut(text, max(spots[0].start - AROUND, 0), forward=True, limit=spots[0].start)
    end = _cut(text, min(spots[0].end + 2 * AROUND, len(text)), forward=False, limit=spots[0].end)
    within = [spot for spot in spots if spot.end <= end]
    return Snippet(
        piece=piece,
        turns=tuple(_turns(text, start, end, within)),
        is_supplied=all(is_supplied(text, spot) for spot in within),
        cut_before=start > 0,
        cut_after=end < len(text),
    )


def _cut(text: str, at: int, *, forward: bool, limit: int) -> int:
    """The nearest end of a word, towards what matched."""
    if at in (0, len(text)):
        return at
    if forward:
        space = text.find(" ", at, limit)
        return at if space < 0 else space + 1
    space = text.rfind(" ", limit, at)
    return at if space < 0 else space


def _turns(text: str, start: int, end: int, spots: list[Spot]) -> Iterator[tuple[str, bool]]:
    at = start
    for spot in spots:
        yield text[at : spot.start], False
        yield text[spot.start : spot.end], True
        at = spot.end
    yield text[at:end], False

"""Where a hit matched: which words of which passage, and why, if they are not those that were typed."""

from dataclasses import dataclass

from documents.search.finding import Hit, Piece
from documents.search.folding import fold
from documents.search.snippets import Snippet, snippet
from documents.search.spots import Leaf, Spot, respelled_in, spots_in

MOST_SNIPPETS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """The document has `found` where the reader typed `typed`: one name in two spellings."""

    typed: str
    found: str


@dataclass(frozen=True, slots=True)
class OtherName:
    """The reader typed a name of a record: its record has it as `matched`, and is called `name`."""

    typed: str
    matched: str
    name: str

    @property
    def is_respelled(self) -> bool:
        """Whether the record has the name in another spelling than the reader's."""
        return fold(self.matched).casefold() != fold(self.typed).casefold()


@dataclass(frozen=True, slots=True)
class Matched:
    """What matched in one hit."""

    snippets: tuple[Snippet, ...]
    reasons: tuple[Reason, ...]
    title: tuple[Spot, ...]
    other_names: tuple[OtherName, ...] = ()


def matched(hit: Hit, wanted: list[tuple[Leaf, str]]) -> Matched:
    """Where the words were found in a hit."""
    found = [(piece, spots) for piece in hit.pieces if (spots := spots_in(piece, wanted))]
    if not found:
        found = [(piece, s) for piece in hit.pieces if (s := respelled_in(piece, wanted))]
    reasons = dict.fromkeys(
        Reason(spot.typed, piece.text[spot.start : spot.end])
        for piece, spots in found
        for spot in spots
        if spot.typed
    )
    shown = [(piece, spots) for piece, spots in found if piece.where != "title"]
    title = next((tuple(spots) for piece, spots in found if piece.where == "title"), ())
    snippets = tuple(snippet(piece, spots) for piece, spots in _best(shown))
    return Matched(snippets, tuple(reasons)[:MOST_SNIPPETS], title)


def _best(found: list[tuple[Piece, list[Spot]]]) -> list[tuple[Piece, list[Spot]]]:
    """The passages to show: names only where nothing else says it."""
    texts = [each for each in found if each[0].voice not in ("names", "references")]
    return (texts or found)[:MOST_SNIPPETS]

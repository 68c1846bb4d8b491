"""A printed signature line: “Chairman A. Weber, members of the Council Lind, Stein”, also in Russian.

A capacity holds for the name that follows it; one in the plural, or before a colon, for all names up to the
next capacity. The line as printed is kept, whatever is made of it.
"""

import re
from dataclasses import dataclass, field

from documents.exchange import names
from documents.exchange.pasting import terms
from documents.exchange.pasting.accounting import Span, filled_up
from documents.exchange.pasting.capacities import Capacity, capacity_at
from documents.exchange.pasting.proposal import Proposed, Wanted, proposed
from documents.exchange.pasting.signed_bodies import conclude_bodies, in_one_line, wanted_body
from documents.exchange.pasting.signed_pieces import MARKER, pieces_of, skipped, without_aside, words_in
from documents.exchange.pasting.wording import literal
from documents.snapshot import Signatory

LONGEST = 5000
MOST = 200

_WORD = re.compile(r"\S+")
_ILLEGIBLE = re.compile(
    r"[(\[]?(?:(?:signature|name)s? (?:is )?(?:illegible|unreadable)|illegible(?: signature)?"
    r"|подпис[ьи] неразборчив[аыо]|неразборчив(?:о|ая подпись)|нрзб\.?)[)\]]?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Reading:
    """What was read of a line so far."""

    text: str
    rows: list[Signatory] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    capacity: Capacity | None = None
    is_used: bool = False  # whether a name has taken the capacity already


def read_signatures(text: str, context: str = "") -> Proposed:
    """The signatories in the line. `context` is where a noun left out, as in “of the 11th”, may be named."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if not start < end or end - start > LONGEST:
        return proposed(text, ())
    reading = _Reading(text)
    pieces = pieces_of(text, start, end)
    taken: set[int] = set()
    for at, piece in enumerate(pieces):
        if at not in taken and len(reading.rows) < MOST:
            taken |= _read_piece(reading, pieces, at, piece)
    conclude_bodies(reading.rows, reading.wanted, context)
    spans = filled_up(start, end, reading.spans, "signature_line")
    return proposed(
        text,
        spans,
        reading.wanted,
        signature_line=literal(text[start:end]),
        signatories=tuple(reading.rows),
    )


def _read_piece(
    reading: _Reading, pieces: list[tuple[int, int]], at: int, piece: tuple[int, int]
) -> set[int]:
    """Reads one piece; gives the numbers of further pieces that belong to it."""
    text, (start, end) = reading.text, piece
    if marker := MARKER.match(text, start, end):
        start = skipped(text, marker.end(), end)
    start, end, manner = without_aside(text, start, end)
    if start >= end:
        return set()
    if illegible := _ILLEGIBLE.search(text, start, end):
        before = start + len(text[start : illegible.start()].rstrip(" :,"))
        capacity = capacity_at(text, start, before)
        words = words_in(text, capacity.end if capacity else start, before)
        if names.name_begins(words) == len(words):
            _illegible(reading, start, before, illegible)
            return set()
        end, manner = before, "illegible"
    if capacity := capacity_at(text, start, end):
        _read_capacity(reading, capacity, end, manner, text[end : end + 1] == ":")
        return set()
    if names.is_name(words_in(text, start, end)):
        return _read_name(reading, pieces, at, (start, end), manner)
    _go_on(reading, start, end, manner, text[piece[1] : piece[1] + 1] == ":")
    return set()


def _read_capacity(reading: _Reading, capacity: Capacity, end: int, manner: str, colon: bool) -> None:
    text = reading.text
    words = list(_WORD.finditer(text, capacity.end, end))
    begins = names.name_begins([word[0] for word in words])
    capacity.holds_on = capacity.holds_on or colon
    reading.capacity, reading.is_used = capacity, False
    if begins == len(words):
        capacity.end = end
        return
    capacity.end = words[begins - 1].end() if begins else capacity.end
    _sign(reading, words[begins].start(), end, manner)


def _read_name(
    reading: _Reading, pieces: list[tuple[int, int]], at: int, piece: tuple[int, int], manner: str
) -> set[int]:
    """A name by itself: of the capacity before it, or of the one after it: “A. Weber, Chairman”."""
    holds = reading.capacity and (reading.capacity.holds_on or not reading.is_used)
    if not holds and at + 1 < len(pieces) and reading.text[piece[1] : pieces[at + 1][0]].strip(" –—-") == ",":
        start, end = pieces[at + 1]
        after = capacity_at(reading.text, start, end)
        rest = [word[0] for word in _WORD.finditer(reading.text, after.end, end)] if after else []
        if after and names.name_begins(rest) == len(rest) and _ends_entry(reading.text, end):
            after.end = end
            reading.capacity, reading.is_used = after, False
            _sign(reading, *piece, manner)
            reading.capacity = None
            return {at + 1}
    if not holds:
        reading.capacity = None
    _sign(reading, *piece, manner)
    return set()


def _ends_entry(text: str, end: int) -> bool:
    rest = text[end:].lstrip(" .")
    return not rest or rest[0] in ";\n"


def _go_on(reading: _Reading, start: int, end: int, manner: str, colon: bool) -> None:
    """More words of a capacity that has no name yet: “Commissar of Labour, Trade and War K. Stein”.

    Whatever stands before a colon is the capacity of those after it; other words end the one before.
    """
    if not reading.capacity or reading.is_used:
        reading.capacity = Capacity(start, end, "", True) if colon else None
        reading.is_used = False
        return
    words = list(_WORD.finditer(reading.text, start, end))
    begins = names.name_begins([word[0] for word in words])
    reading.capacity.end = words[begins - 1].end() if begins else reading.capacity.end
    if begins < len(words):
        _sign(reading, words[begins].start(), end, manner)


def _illegible(reading: _Reading, start: int, end: int, found: re.Match[str]) -> None:
    """No name at all: what is printed in its place stands for it."""
    if capacity := capacity_at(reading.text, start, end):
        capacity.end = end
        reading.capacity, reading.is_used = capacity, False
    _sign(reading, *found.span(), "illegible")


def _sign(reading: _Reading, start: int, end: int, manner: str) -> None:
    """A signatory whose name stands from `start` up to `end`, in the capacity that was read."""
    text, capacity, number = reading.text, reading.capacity, len(reading.rows)
    name = f"signatories-{number}"
    if capacity and not reading.is_used:
        reading.spans.append(Span(capacity.start, capacity.end, f"{name}-capacity_as_signed"))
    reading.spans.append(Span(start, end, f"{name}-name_as_signed"))
    row = Signatory(
        key=name,
        name_as_signed=in_one_line(text[start:end]),
        capacity_as_signed=in_one_line(text[capacity.start : capacity.end]) if capacity else "",
        capacity=terms.CAPACITIES.get(capacity.head) if capacity else None,
        manner=manner or (capacity.manner if capacity else "signed"),
    )
    reading.rows.append(row)
    if row.manner != "illegible":
        reading.wanted.append(Wanted(field=f"{name}-person", kind="person", words=row.name_as_signed))
    if capacity:
        reading.wanted += wanted_body(text, capacity, name)
        reading.is_used = True
        if not capacity.holds_on:
            reading.capacity = None

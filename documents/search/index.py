"""The index of this machine: one folder made from the current versions, kept up with the chain.

A search reads the position first, then opens the index, then reads the entries after the position, and leaves
their documents out: what it finds is what the database holds, less what the index has yet to learn. The order
is what keeps a withdrawn text from being found; docs/adr/0015 tells why.
"""

import time
from dataclasses import dataclass

import tantivy

from documents.search import folders, schema
from documents.search import position as positions
from documents.search.catching_up import BATCH, quietly
from documents.search.folders import Exchanged, changes, index_in
from documents.search.making import Behind, make
from documents.search.position import Position

__all__ = ["Behind", "Opened", "opened"]

MOST_PENDING = 20_000
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """What one search sees: the index as it stood at a moment, and the documents it must leave out."""

    searcher: tantivy.Searcher
    position: Position
    pending: tuple[int, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether the answer is that of the database at the position, nothing left out."""
        return not self.pending


def opened() -> Opened:
    """The index to search in. What is pending is applied first, if nobody else is at it.

    Raises Behind if there is no index and it would take too long to make it now.
    """
    found = _opened_now()
    if found.pending and quietly(limit=BATCH, rounds=1):
        found = _opened_now()
    return found


def _opened_now() -> Opened:
    for attempt in range(ATTEMPTS):
        position = positions.read()  # first
        if position is None or position.edition != schema.edition():
            make()
            continue
        try:
            index = index_in(position.folder)
            index.reload()  # second: it holds at least what the position says
            searcher = index.searcher()
        except (ValueError, OSError):
            folders.forget()
            if attempt == ATTEMPTS - 2:  # not swapped under us, but damaged
                make()
            time.sleep(0.02)
            continue
        try:
            return Opened(searcher, position, _pending(position))  # last
        except Exchanged:
            make()
    raise Behind("The search cannot be opened.")


def _pending(position: Position) -> tuple[int, ...]:
    found = changes(position, MOST_PENDING)
    if len(found) == MOST_PENDING:
        raise Behind("The index is too far behind. `manage.py index` makes it anew.")
    return tuple({schema.number_of(change.document) for change in found if change.document})

"""The index of this machine: one folder made from the current versions, kept up with the chain.

A search reads the position first, then opens the index, then reads the entries after the position, and leaves
their documents out: what it finds is what the database holds, less what the index has yet to learn. The order
is what keeps a withdrawn text from being found; docs/adr/0015 tells why.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import tantivy

from documents.search import folders, schema
from documents.search import position as positions
from documents.search.catching_up import BATCH, MANY, quietly
from documents.search.folders import Exchanged, changes, searcher_at
from documents.search.making import Behind, forget_purged, make
from documents.search.position import Position

__all__ = ["Behind", "Opened", "follow", "held_back", "opened"]

MOST_PENDING = 20_000
MOST_HELD_BACK = BATCH
ATTEMPTS = 5
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """What one search sees: the index as it stood at a moment, and the documents it must leave out.

    `digest` is that of the last entry of the chain that it has seen: names are kept as long as that is one.
    """

    searcher: tantivy.Searcher
    position: Position
    digest: str
    pending: tuple[int, ...] = ()
    behind: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the answer is that of the database: nothing is left out, and no merge yet to be learned."""
        return not self.behind


def opened() -> Opened:
    """The index to search in. What is pending is applied first, if nobody else is at it.

    Raises Behind if there is no index and it would take too long to make it now.
    """
    found = _opened_now()
    if found.behind and quietly(limit=BATCH, rounds=1):
        found = _opened_now()
    if found.position.purged:
        _forget_purged()
    return found


@dataclass(slots=True)
class Gathered:
    """How many entries the index was not told of while it was held back."""

    entries: int = 0


_held_back: ContextVar[Gathered | None] = ContextVar("index_held_back", default=None)


@contextmanager
def held_back() -> Iterator[None]:
    """Inside, a commit does not bring the index up to date: it learns at the end, or when much has gathered.

    Searches of other processes do not wait for that: what is pending is applied by themselves.
    """
    token = _held_back.set(Gathered())
    try:
        yield
    finally:
        _held_back.reset(token)
        follow()


def follow(entries: int = 1) -> None:
    """What happens after a commit that entered so many in the chain."""
    if gathered := _held_back.get():
        gathered.entries += entries
        if gathered.entries < MOST_HELD_BACK:
            return
        gathered.entries = 0
    if positions.read() is not None:
        quietly(limit=MANY)
        _forget_purged()


def _forget_purged() -> None:
    try:
        forget_purged(positions.read())
    except Exception:
        log.exception("What was purged may still lie in the files of the index. The next search tries again.")


def _opened_now() -> Opened:
    for attempt in range(ATTEMPTS):
        position = positions.read()  # first
        try:
            return _opened_at(position)
        except Exchanged:
            make(position)
        except (ValueError, OSError):
            folders.forget()
            if attempt == ATTEMPTS - 2:  # not swapped under us, but damaged
                make(position)
            time.sleep(0.02)
    raise Behind("The search cannot be opened.")


def _opened_at(position: Position | None) -> Opened:
    """Raises Exchanged if the index at this position is of no use for this database."""
    if position is None or position.edition != schema.edition():
        raise Exchanged
    searcher = searcher_at(position)  # second: it holds at least what the position says
    found = changes(position, MOST_PENDING)  # last
    if len(found) == MOST_PENDING:
        raise Exchanged("To make it anew is quicker.")
    pending = {schema.number_of(change.document) for change in found if change.document}
    digest = found[-1].digest if found else position.digest
    return Opened(searcher, position, digest, tuple(pending), bool(found))

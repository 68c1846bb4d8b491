"""Making the index anew: beside the one in use, which serves until it is exchanged."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import tantivy
from django.db import connection

from documents.models.entry import Head
from documents.models.listing import Listing
from documents.search import folders, schema
from documents.search import position as positions
from documents.search.catching_up import BATCH, all_merges, catch_up, current
from documents.search.keys import keys_of
from documents.search.locks import locked, refuse_in_transaction
from documents.search.position import Position, root

AT_ONCE = 3_000
# Bytes and threads of the writer.
FEW, MANY = (20_000_000, 1), (200_000_000, 2)
log = logging.getLogger(__name__)


class Behind(Exception):
    """The index cannot answer yet: it is being made, or too far behind the chain."""


def rebuild(told: Callable[[int], None] | None = None) -> int:
    """Makes the index anew beside the one in use, then exchanges them; gives how many documents it holds.

    `told`, if given, is called with the number of documents done, again and again.
    """
    refuse_in_transaction()
    with locked("rebuilding", wait=True):
        return _rebuild(told)


def _rebuild(told: Callable[[int], None] | None = None) -> int:
    head = Head.objects.filter(pk=1).first() or Head()  # first: what changes from now on is applied again
    position = Position(schema.edition(), f"{time.time_ns():x}", head.number, head.digest, all_merges())
    held = _build(root() / position.folder, position.merged, told, *(FEW if _is_small() else MANY))
    keys_of.cache_clear()  # filled where cards had to be made
    with locked("writing", wait=True):
        positions.write(position)
        folders.forget()
        folders.remove_all_but(position.folder)
    catch_up()
    return held


def _build(
    folder: Path, merged: dict[str, str], told: Callable[[int], None] | None, memory: int, threads: int
) -> int:
    folder.mkdir(parents=True)
    index = schema.with_analysers(tantivy.Index(schema.schema(), str(folder)))
    writer = index.writer(memory, threads)
    held = 0
    for document in _everything(merged):
        writer.add_document(document)
        held += 1
        if told:
            told(held)
    writer.commit()
    writer.wait_merging_threads()
    return held


def _everything(merged: dict[str, str]) -> Iterator[tantivy.Document]:
    idents = Listing.objects.sources().order_by("pk").values_list("pk", flat=True)
    batch: list[str] = []
    for ident in idents.iterator(chunk_size=10_000):
        batch.append(ident)
        if len(batch) == BATCH:
            yield from current(batch, merged)
            batch = []
    yield from current(batch, merged)


# --- When it is made ---


def make(wrong: Position | None) -> None:
    """Makes the index that is missing, damaged or of another database: now if that is quick.

    Else in the background; then raises Behind. `wrong` is the position that was of no use: if somebody else
    has exchanged it meanwhile, nothing is done.
    """
    if not _is_small():
        _in_background(wrong)
        raise Behind("The search is being prepared; this takes some minutes. Please come back then.")
    _unless_made(wrong, wait=True)


def forget_purged(position: Position | None) -> None:
    """Makes the index anew if purged words may still lie in its files; the old one serves meanwhile.

    The engine takes a deleted document out of its files only when it happens to merge them.
    """
    if position is None or not position.purged:
        return
    if _is_small():
        _unless_made(position, wait=False)
    else:
        _in_background(position)


def _is_small() -> bool:
    return (Head.objects.filter(pk=1).values_list("published", flat=True).first() or 0) <= AT_ONCE


def _unless_made(wrong: Position | None, wait: bool) -> None:
    refuse_in_transaction()
    with locked("rebuilding", wait) as mine:
        if mine and _folder(positions.read()) == _folder(wrong):
            _rebuild()


def _folder(position: Position | None) -> str:
    return position.folder if position else ""


def _in_background(wrong: Position | None) -> None:
    with locked("rebuilding", wait=False) as free:
        pass
    if free:  # else somebody is at it
        threading.Thread(target=_quietly, args=[wrong], name="index", daemon=True).start()


def _quietly(wrong: Position | None) -> None:
    try:
        _unless_made(wrong, wait=False)
    except Exception:
        log.exception("The index could not be made anew.")
    finally:
        connection.close()

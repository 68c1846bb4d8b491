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
        head = Head.objects.filter(pk=1).first() or Head()
        position = Position(schema.edition(), f"{time.time_ns():x}", head.number, head.digest, all_merges())
        few = head.published <= AT_ONCE
        held = _build(root() / position.folder, position.merged, told, *(FEW if few else MANY))
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


def make() -> None:
    """Makes the index that is missing, damaged or of another database: now if that is quick.

    Else in the background; then, and while somebody else is at it, raises Behind.
    """
    if (Head.objects.filter(pk=1).values_list("published", flat=True).first() or 0) <= AT_ONCE:
        rebuild()
        return
    renew()
    raise Behind("The search is being prepared; this takes some minutes. Please come back then.")


def renew() -> None:
    """Makes the index anew in the background, unless somebody is at it; the one in use serves on."""
    with locked("rebuilding", wait=False) as free:
        pass
    if free:
        threading.Thread(target=_in_background, name="index", daemon=True).start()


def _in_background() -> None:
    try:
        rebuild()
    except Exception:
        log.exception("The index could not be made anew.")
    finally:
        connection.close()

"""Catching up: the documents of the next entries of the chain are replaced by their current versions.

To apply an entry twice, or a version that is newer than the entry, does no harm.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import tantivy

from documents.merges import MODELS, merges
from documents.models.entry import Entry, EntryKind, Head
from documents.models.listing import METHOD, Listing, ListingName
from documents.search import position as positions
from documents.search import schema
from documents.search.folders import Change, Exchanged, changes, index_in
from documents.search.locks import locked, refuse_in_transaction
from documents.search.position import Position
from documents.search.prepared import cards

BATCH, MANY = 500, 5_000
"""Documents that are read together, and entries that are applied together where there are very many."""
MEMORY, MUCH = 30_000_000, 60_000_000
"""Bytes of the writer for a batch, and for more."""
log = logging.getLogger(__name__)


def catch_up(*, wait: bool = True, limit: int = BATCH, rounds: int | None = None) -> int:
    """Applies the entries after the position, `limit` at a time; gives how many.

    Any process may call it at any moment outside a transaction. Without `wait` it does nothing while another
    one is at it.
    """
    refuse_in_transaction()
    with locked("writing", wait) as mine:
        position = positions.read() if mine else None
        if position is None or position.edition != schema.edition():
            return 0
        try:
            return _catch_up(position, limit, rounds)
        except (Exchanged, ValueError, OSError):
            # A writer that cannot commit (ValueError is the engine's) never can again.
            log.exception("The index cannot be brought up to date and is made anew.")
            positions.root().joinpath("position.json").unlink(missing_ok=True)
            return 0


def _catch_up(position: Position, limit: int, rounds: int | None) -> int:
    applied = 0
    writer: tantivy.IndexWriter | None = None
    while rounds is None or rounds > 0:
        found = changes(position, limit)
        if not found:
            break
        if writer is None:
            memory = MEMORY if len(found) <= BATCH else MUCH
            writer = index_in(position.folder).writer(memory, 1)
            # What a killed writer left would keep every later one from committing.
            writer.garbage_collect_files()
        position = _apply(writer, position, found)
        applied += len(found)
        rounds = None if rounds is None else rounds - 1
    if writer is not None:
        # A writer that is dropped while segments are merged can lose a deletion later.
        writer.wait_merging_threads()
        _refuse_unsound(position)
    return applied


def _apply(writer: tantivy.IndexWriter, position: Position, found: list[Change]) -> Position:
    # Read each time: a merge that no reader could see has no entry, and counts when its record is seen.
    merged = all_merges()
    documents = {change.document for change in found if change.document}
    documents |= _concerned(position.merged, merged)
    numbers = [schema.number_of(ident) for ident in documents]
    writer.delete_documents_by_query(tantivy.Query.term_set_query(schema.schema(), "id", numbers))
    wanted = sorted(documents)
    for begin in range(0, len(wanted), BATCH):
        for document in current(wanted[begin : begin + BATCH], merged):
            writer.add_document(document)
    writer.commit()
    position = replace(
        position,
        number=found[-1].number,
        digest=found[-1].digest,
        merged=merged,
        purged=position.purged or any(change.kind == EntryKind.PURGED for change in found),
    )
    positions.write(position)
    return position


def _concerned(before: dict[str, str], now: dict[str, str]) -> set[str]:
    """The documents that name a record which was merged, or which is so no more."""
    other = {ident for ident in {*before, *now} if before.get(ident) != now.get(ident)}
    if not other:
        return set()
    return {*ListingName.objects.filter(ident__in=other).order_by().values_list("listing", flat=True)}


def all_merges() -> dict[str, str]:
    """The merged records of every kind, each with the one in which it ended."""
    return {old: end for kind in MODELS for old, end in merges(kind).items()}


def _refuse_unsound(position: Position) -> None:
    """Raises Exchanged if the index holds more documents than readers can see, or fewer."""
    index = index_in(position.folder)
    index.reload()
    head = Head.objects.filter(pk=1).first()
    if head and head.number == position.number:
        held = index.searcher().num_docs
        if held != head.published - Listing.objects.of_type(METHOD).count():
            raise Exchanged("The index and the database differ.")


def quietly(**how: Any) -> int:
    """Catches up if nobody else does; whatever goes wrong is logged and tried again by the next search."""
    try:
        return catch_up(wait=False, **how)
    except Exception:
        log.exception("The index was not brought up to date.")
        return 0


def current(documents: list[str], merged: dict[str, str]) -> Iterator[tantivy.Document]:
    """The index's documents of those among these that readers can see now."""
    entered = _entered(documents)
    for card in cards(documents):
        yield schema.document_of(card, entered.get(card.document, 0), merged)


def _entered(documents: Iterable[str]) -> dict[str, int]:
    """The last entry that made a version of each document readable."""
    kinds = (EntryKind.PUBLISHED, EntryKind.REINSTATED)
    entries = Entry.objects.filter(document__in=documents, kind__in=kinds).order_by("number")
    return dict(entries.values_list("document", "number"))

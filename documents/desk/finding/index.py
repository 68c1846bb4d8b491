"""The index of the desk's copies: made from today's tables, kept up with their revisions at each search.

On PostgreSQL a revision may come to be seen after one with a higher number. So at each search the saves of
the last ten minutes are looked through besides those after the position; what is in it already is noted.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from documents import audit, history
from documents.chain import last_digest
from documents.desk.usage import documents_naming
from documents.models import Document, Entry
from documents.models.entry import EntryKind
from documents.search import position as positions
from documents.search import schema
from documents.search.cards import card_of
from documents.search.catching_up import BATCH, MEMORY, all_merges
from documents.search.folders import remove_all_but
from documents.search.index import Behind, Opened
from documents.search.locks import locked, refuse_in_transaction
from documents.search.making import AT_ONCE
from documents.search.position import Position
from places.revisions import Revision

LATE = timedelta(minutes=10)
PATIENCE = 5.0  # seconds for which a search waits while another one learns what was saved
OTHERS_AT_IT = (
    "Much was saved just now, and the search of the desk is still learning it. Please try again in a moment."
)
log = logging.getLogger(__name__)


def root() -> Path:
    """The folder of the desk's index. It lies beside the readers'; no public code knows it."""
    return Path(settings.DATA_DIR) / "index-desk"


def there() -> QuerySet[Document]:
    """The documents that can be found: all on the desk but those of which a purge left only the number."""
    purged = Q(pk__in=Entry.objects.filter(kind=EntryKind.PURGED).values("document"))
    purged |= Q(pk__in=audit.records(audit.Act.PURGED, Document.kind))
    return Document.objects.exclude(purged).order_by()


def opened(stale: Iterable[str] = ()) -> Opened:
    """The index as the desk is now; `stale` are documents to be read again whatever the index says.

    Raises Behind if there is no index and it would take too long to make it now, or if others are at it.
    """
    with locked("writing", wait=True, at=root(), patience=PATIENCE) as mine:
        if not mine:
            raise Behind(OTHERS_AT_IT)
        position = positions.read(root())
        if position is None or not _is_of_use(position):
            position = _anew(serving=False)
        elif _purges() != _purges_known(position):
            position = _anew(serving=True) or position
        try:
            return _caught_up(position, {*stale})
        except (ValueError, OSError):
            log.exception("The index of the desk is damaged and is made anew.")
            return _caught_up(_anew(serving=False), set())


def numbers_of(documents: Iterable[str]) -> dict[str, int]:
    """The number of the last revision of each document."""
    revisions = Revision.objects.filter(kind=Document.kind, record__in=documents).order_by()
    return dict(revisions.values("record").annotate(last=Max("number")).values_list("record", "last"))


def _saves_of(documents: Iterable[str]) -> dict[str, int]:
    """The last revision of each document among all revisions: what was saved last has the highest."""
    revisions = Revision.objects.filter(kind=Document.kind, record__in=documents).order_by()
    return dict(revisions.values("record").annotate(last=Max("pk")).values_list("record", "last"))


# --- Catching up ---


def _caught_up(position: Position, stale: set[str]) -> Opened:
    index = schema.with_analysers(tantivy.Index.open(str(root() / position.folder)))
    for reached in learning(index, position, stale):
        position = reached
    if index.searcher().num_docs != there().count():
        _apply(index, _differing(index.searcher()))
    return Opened(index.searcher(), replace(position, merged=all_merges()), last_digest())


def learning(
    index: tantivy.Index, position: Position, stale: Iterable[str] = (), *, step: int = BATCH
) -> Iterator[Position]:
    """Applies what was saved since, `step` saves at a time, and gives the position after each, written.

    Whoever is stopped in between leaves the steps done to the next one. `stale` go with the first step.
    """
    since = timezone.now() - LATE
    known = {*position.recent}
    rows = _saved_since(position, since)
    fresh = [row for row in rows if row.pk not in known]
    concerned = {*stale}
    for some in (fresh[start : start + step] for start in range(0, len(fresh), step)):
        if concerned := concerned | _concerned((row.kind, row.record, row.number) for row in some):
            _apply(index, concerned)
        known |= {row.pk for row in some}
        position = _reached(
            position, some[-1].pk, [row.pk for row in rows if row.moment >= since and row.pk in known]
        )
        positions.write(position, root())
        concerned = set()
        yield position
    if concerned:
        _apply(index, concerned)


def _saved_since(position: Position, since: datetime) -> list[Any]:
    """The saves after the position and those of late, in their order."""
    late = Revision.objects.filter(Q(pk__gt=position.number) | Q(moment__gte=since)).order_by("pk")
    return list(late.values_list("pk", "kind", "record", "number", "moment", named=True))


def _reached(position: Position, last: int, recent: list[int]) -> Position:
    number = max(position.number, last)
    return replace(position, number=number, digest=_digest(number, _purges_known(position)), recent=recent)


def _concerned(fresh: Iterable[tuple[str, str, int]]) -> set[str]:
    """The documents that these saves change: their own, and those that name a record saved again."""
    found: set[str] = set()
    for kind, record, number in {*fresh}:
        if kind == Document.kind:
            found.add(record)
        elif kind in history.NAMES and number > 1:
            naming = documents_naming(history.NAMES[kind][0], record)
            found |= {*naming.order_by().values_list("pk", flat=True)}
    return found


def _apply(index: tantivy.Index, documents: set[str]) -> None:
    refuse_in_transaction()
    writer = index.writer(MEMORY, 1)
    writer.garbage_collect_files()
    idents = sorted(documents)
    for some in (idents[start : start + BATCH] for start in range(0, len(idents), BATCH)):
        numbers = [schema.number_of(ident) for ident in some]
        writer.delete_documents_by_query(tantivy.Query.term_set_query(schema.schema(), "id", numbers))
        for document in _current(some):
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _current(documents: Iterable[str]) -> Iterator[tantivy.Document]:
    """The desk's copies as the engine takes them. The number is read first: at worst it lags behind."""
    numbers, saves, merged = numbers_of(documents), _saves_of(documents), all_merges()
    here = there().filter(pk__in=documents).values_list("pk", flat=True)
    for ident, snapshot in history.snapshots(here).items():
        number = numbers.get(ident, 0)
        yield schema.document_of(card_of(snapshot, number), saves.get(ident, 0), merged)


def _differing(searcher: tantivy.Searcher) -> set[str]:
    """The documents that are in the index alone, or on the desk alone."""
    every = max(searcher.num_docs, 1)
    addresses = [found for _, found in searcher.search(tantivy.Query.all_query(), limit=every).hits]
    numbers = searcher.fast_field_values("id", addresses) if addresses else []
    held = {schema.public_id_of(int(number or 0)) for number in numbers}
    return held ^ {*there().values_list("pk", flat=True)}


# --- Making it anew ---


def _is_of_use(position: Position) -> bool:
    """Whether it is an index of this database, in a state no later than today's."""
    ours = position.digest == _digest(position.number, _purges_known(position))
    return ours and position.edition == schema.edition()


def _digest(number: int, purges: str) -> str:
    batch = Revision.objects.filter(pk=number).values_list("batch", flat=True).first()
    return f"{batch or ''} {purges}"


def _purges() -> str:
    """How many purges there were: after each the index is made anew, for its files may keep the words."""
    return str(audit.records(audit.Act.PURGED, Document.kind).count())


def _purges_known(position: Position) -> str:
    return position.digest.partition(" ")[2]


def _anew(serving: bool) -> Position:
    """Makes it at once if that is quick, else in the background; raises Behind unless one is `serving`."""
    if there().count() <= AT_ONCE:
        return _exchange(_built())
    threading.Thread(target=_in_background, name="index of the desk", daemon=True).start()
    if serving and (position := positions.read(root())):
        return position
    raise Behind("The search of the desk is being prepared; this takes some minutes. Please come back then.")


def _in_background() -> None:
    try:
        with locked("rebuilding", wait=False, at=root()) as mine:
            if mine:
                position = _built()
                with locked("writing", wait=True, at=root()):
                    _exchange(position)
    except Exception:
        log.exception("The index of the desk could not be made.")
    finally:
        connection.close()


def _built() -> Position:
    purges = _purges()
    number = Revision.objects.aggregate(last=Max("pk"))["last"] or 0  # first: later saves are applied again
    folder = root() / f"{time.time_ns():x}"
    folder.mkdir(parents=True)
    index = schema.with_analysers(tantivy.Index(schema.schema(), str(folder)))
    _apply(index, {*there().values_list("pk", flat=True)})
    return Position(schema.edition(), folder.name, number, _digest(number, purges))


def _exchange(position: Position) -> Position:
    positions.write(position, root())
    remove_all_but(position.folder, root())
    return position

"""Undoing an import, as long as nobody has worked on what it brought.

What it made and readers never saw is deleted, what readers see is withdrawn; what it changed is what it was
before. People, places and the rest are set aside, since the history of documents names them. All of it is
revisions, so nothing is lost. Each record is a transaction, in which it is asked once more whether somebody
has worked on it. Interrupted, it goes on when it is asked for again. docs/adr/0016 tells why.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError, Q
from django.utils import timezone

from documents import audit, history, publishing
from documents.audit import Act
from documents.decisions import Refused, require
from documents.exchange.importing import incoming
from documents.exchange.importing.running import PUBLISHING, RIGHT
from documents.merges import MODELS
from documents.models.document import Document
from documents.models.entry import Entry
from documents.models.importing import Awaited, ImportBatch, Imported, ImportState
from documents.models.listing import Listing, ListingName
from documents.models.reference import Reference
from documents.models.relation import Relation
from documents.models.version import Version
from documents.search.locks import locked
from places import records, writing
from places.revisions import Revision, lock

SHOWN = 20
LINKS = {"references", "relations"}


RUNNING = "An import is running, or being undone. Please wait for its end."
UNSEEN = "It is what it was before at the desk; readers still see what the import made of it: "


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one record: "deleted", "withdrawn", "restored", "set aside" or "left".

    `told`, where there is more to say, is a sentence.
    """

    kind: str
    record: str
    what: str
    told: str = ""


def touched(batch: ImportBatch) -> list[Revision]:
    """The revisions made by others, after the import, of records that it made or changed.

    Of a later import that was undone nothing is left, so its revisions do not count.
    """
    found: list[Revision] = []
    for kind in _ours(batch).values_list("kind", flat=True).distinct():
        found += _since(batch, kind, _ours(batch).filter(kind=kind).values("record"))
    return found


def _ours(batch: ImportBatch) -> Any:
    return Revision.objects.filter(batch=batch.batch).order_by()


def _since(batch: ImportBatch, kind: str, records_of_kind: Any) -> list[Revision]:
    """The revisions made by others of these records, after the import's last one of each."""
    undone = ImportBatch.objects.filter(state=ImportState.UNDONE).values_list("batch", "undone_by")
    passed_over = {batch.batch, batch.undone_by, *(each for pair in undone for each in pair)}
    ours = _ours(batch).filter(kind=kind, record__in=records_of_kind)
    last = dict(ours.values("record").annotate(last=Max("number")).values_list("record", "last"))
    since = Revision.objects.filter(kind=kind, record__in=records_of_kind).exclude(batch__in=passed_over)
    return [each for each in since.order_by("record", "number") if each.number > last[each.record]]


def published_since(batch: ImportBatch) -> int:
    """How many documents that came as drafts were published by somebody since."""
    if batch.publishes:
        return 0
    ours = _ours(batch).filter(kind=Document.kind, number=1).values("record")
    return Version.objects.filter(document__in=ours).values("document").distinct().count()


def refuse_touched(batch: ImportBatch) -> None:
    """Raises Refused, naming the first of them, if somebody has worked on what the import brought."""
    if batch.trial or batch.state in (ImportState.UNDONE, ImportState.RUNNING):
        raise Refused("There is nothing to undo: it was a dry run, or still runs, or is undone already.")
    if found := touched(batch):
        named = ", ".join(dict.fromkeys(f"{each.kind} {each.record}" for each in found[:SHOWN]))
        raise Refused(
            f"This import cannot be undone as a whole: since then, {len(found)} changes were made to what it "
            f"brought: {named}."
        )
    if number := published_since(batch):
        raise Refused(f"This import cannot be undone: since then, {number} of its documents were published.")


def refuse_undoing(batch: ImportBatch, user: Any) -> None:
    """Raises PermissionDenied for who may not undo this import; Refused where nobody can."""
    require(user, RIGHT)
    require(user, "documents.delete_document")
    if Version.objects.filter(document__in=_ours(batch).filter(kind=Document.kind).values("record")).exists():
        require(user, PUBLISHING)
    refuse_touched(batch)


def size_of(batch: ImportBatch) -> int:
    """How many records the import made or changed."""
    return _ours(batch).values("kind", "record").distinct().count()


def undo(batch: ImportBatch, user: Any) -> Iterator[Undone]:
    """Undoes an import, a record in a transaction. Raises Refused or PermissionDenied before the first."""
    with locked("importing", wait=False) as mine:
        if not mine:
            raise Refused(RUNNING)
        refuse_undoing(batch, user)
        yield from _undo(batch, user)


def _undo(batch: ImportBatch, user: Any) -> Iterator[Undone]:
    with transaction.atomic():
        _state(batch, ImportState.UNDOING)
        audit.note(Act.IMPORT_UNDONE, user=user, kind="import", record=str(batch.pk))
    incoming.take_back(Imported.objects.filter(incoming__batch=batch))
    done = set(Revision.objects.filter(batch=batch.undone_by).values_list("kind", "record"))
    bases = {kind: _bases(batch, kind) for kind in (Document.kind, *MODELS)}
    fresh = [record for record, base in bases[Document.kind].items() if not base]
    order, ring = _in_order(batch, fresh)
    for record in ring:
        _loosen(batch, user, record)
    for record in order:
        yield _taken_away(batch, user, record)
    for kind, records_of_kind in bases.items():
        for record, base in records_of_kind.items():
            if (kind, record) in done or (kind == Document.kind and not base):
                continue
            if kind == Document.kind:
                yield _restored(batch, user, record, base)
            else:
                yield _authority(batch, user, kind, record, base)
    _state(batch, ImportState.UNDONE)


def _bases(batch: ImportBatch, kind: str) -> dict[str, int]:
    """Record → the revision on which the import's first one stands, 0 for a record that the import made."""
    pairs = _ours(batch).filter(kind=kind).order_by("record", "-number").values_list("record", "base")
    return {record: base or 0 for record, base in pairs}


def _state(batch: ImportBatch, state: str) -> None:
    batch.state, batch.heard = state, timezone.now()
    batch.save(update_fields=["state", "heard"])


def _reason(batch: ImportBatch) -> str:
    return f"The import of {timezone.localtime(batch.begun):%d.%m.%Y} was undone"


def _holds(batch: ImportBatch, model: Any, record: str) -> bool:
    """Holds a record until the transaction ends; False if it is gone, or somebody has worked on it."""
    return lock(model, record) and not _since(batch, model.kind, [record])


def _forget(batch: ImportBatch, kind: str, record: str, revision: int, **how: Any) -> None:
    """Lets the record be imported anew, if it was this import that last wrote it; nothing is waited for."""
    rows = Imported.objects.filter(kind=kind, record=record).exclude(revision=0)
    rows = rows.filter(Q(batch=batch) | Q(digest=""))
    Awaited.objects.filter(by__in=rows).delete()
    rows.update(digest="", source="", revision=revision, **how)


def _in_order(batch: ImportBatch, fresh: list[str]) -> tuple[list[str], list[str]]:
    """These documents, so that one comes before those to which it refers; and those that do so in a ring."""
    ours = _ours(batch).filter(kind=Document.kind, number=1).values("record")
    sorter = TopologicalSorter[str](dict.fromkeys(fresh, ()))
    for table in (Reference, Relation):
        between = table.objects.filter(document__in=ours, target__in=ours).exclude(document=F("target"))
        for document, target in between.order_by().values_list("document", "target"):
            sorter.add(target, document)
    with suppress(CycleError):  # then all are given that stand in no ring
        sorter.prepare()
    order: list[str] = []
    while ready := sorted(sorter.get_ready()):
        order += ready
        sorter.done(*ready)
    ring = sorted(set(fresh).difference(order))
    return order + ring, ring


def _loosen(batch: ImportBatch, user: Any, record: str) -> None:
    """Takes from a draft its references to other documents: what is referred to cannot be deleted."""
    with transaction.atomic():
        found = history.snapshot(record) if _holds(batch, Document, record) else None
        if found is None or Entry.objects.filter(document=record).exists():
            return
        document = found.document
        loose = replace(
            document,
            references=tuple(replace(row, target=None) for row in document.references),
            relations=tuple(replace(row, target=None) for row in document.relations),
        )
        last = history.latest(Document.kind, record)
        if loose != document and last is not None:
            with history.revision(user, _reason(batch), batch.undone_by):
                history.write(replace(found, document=loose), last.number, {*Document.parts} - LINKS)


@transaction.atomic
def _taken_away(batch: ImportBatch, user: Any, record: str) -> Undone:
    if not _holds(batch, Document, record) or (not batch.publishes and _is_published(record)):
        return Undone(Document.kind, record, "left")
    last = history.latest(Document.kind, record)
    if Entry.objects.filter(document=record).exists():
        withdrawal = None
        if Listing.objects.filter(document=record).exists():
            withdrawal = publishing.withdraw(record, user=user, reason=_reason(batch)).number
        number = last.number if last else 0
        _forget(batch, Document.kind, record, number, withdrawal=withdrawal)
        return Undone(Document.kind, record, "withdrawn")
    try:
        with history.revision(user, _reason(batch), batch.undone_by):
            Imported.objects.filter(kind=Document.kind, record=record).delete()
            writing.delete(Document, record)
    except ProtectedError:  # another document refers to it by now
        return Undone(Document.kind, record, "left")
    return Undone(Document.kind, record, "deleted")


def _is_published(record: str) -> bool:
    return Version.objects.filter(document=record).exists()


@transaction.atomic
def _restored(batch: ImportBatch, user: Any, record: str, base: int) -> Undone:
    """The document as it was before the import; if readers saw what the import made, they see this again."""
    before = history.snapshot(record, at=base) if _holds(batch, Document, record) else None
    last = history.latest(Document.kind, record)
    if last is None or before is None:
        return Undone(Document.kind, record, "left")
    state = publishing.state_of(record)
    seen = Version.objects.filter(document=record, number=state.current or 0, revision__gt=base).exists()
    with history.revision(user, _reason(batch), batch.undone_by):
        number = history.write(before, last.number)
    _forget_or_follow(batch, Document.kind, record, base, number)
    return Undone(Document.kind, record, "restored", _shown(batch, user, record) if seen else "")


def _shown(batch: ImportBatch, user: Any, record: str) -> str:
    """Publishes what a document was before; why not, where that is refused."""
    try:
        publishing.publish(record, user=user, note=_reason(batch))
    except Refused as why:
        return f"{UNSEEN}{why}"
    return ""


def _forget_or_follow(batch: ImportBatch, kind: str, record: str, base: int, number: int) -> None:
    """What another import left, and is so again, is its work still: no editor's."""
    _forget(batch, kind, record, number)
    if base:
        Imported.objects.filter(kind=kind, record=record, revision=base).update(revision=number)


@transaction.atomic
def _authority(batch: ImportBatch, user: Any, kind: str, record: str, base: int) -> Undone:
    """Set aside, unless others name it by now; a record that was there before is what it was before."""
    model = MODELS[kind]
    data = None
    if _holds(batch, model, record):
        data = records.read(model, record, base) if base else _set_aside(model, record)
    if data is None:
        return Undone(kind, record, "left")
    with history.revision(user, _reason(batch), batch.undone_by) as block:
        writing.write(model, data)
    made = block.opened.get((model, record))
    if made:
        _forget_or_follow(batch, kind, record, base, made.number)
    return Undone(kind, record, "restored" if base else "set aside")


def _set_aside(model: Any, record: str) -> dict[str, Any] | None:
    if ListingName.objects.of(model.kind, [record]).exists():
        return None
    data = records.read(model, record)
    return {**data, "set_aside": True} if data else None

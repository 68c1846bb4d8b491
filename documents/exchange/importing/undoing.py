"""Undoing an import, as long as nobody has worked on what it brought.

What it made and readers never saw is deleted, what readers see is withdrawn; what it changed is what it was
before. People, places and the rest are set aside, since the history of documents names them. All of it is
revisions, so nothing is lost. Interrupted, it goes on when it is asked for again. docs/adr/0016 tells why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, ProtectedError
from django.utils import timezone

from documents import history, publishing
from documents.decisions import Refused, require
from documents.exchange.importing import incoming
from documents.exchange.importing.running import PUBLISHING, RIGHT
from documents.merges import MODELS
from documents.models.document import Document
from documents.models.entry import Entry
from documents.models.importing import ImportBatch, Imported, ImportState
from documents.models.listing import Listing, ListingName
from documents.models.version import Version
from places import records, writing
from places.revisions import Revision

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one record: "deleted", "withdrawn", "restored", "set aside" or "left"."""

    kind: str
    record: str
    what: str


def touched(batch: ImportBatch) -> list[Revision]:
    """The revisions made by others, after the import, of records that it made or changed.

    Of a later import that was undone nothing is left, so its revisions do not count.
    """
    undone = ImportBatch.objects.filter(state=ImportState.UNDONE).values_list("batch", "undone_by")
    passed_over = {batch.batch, batch.undone_by, *(each for pair in undone for each in pair)}
    ours = Revision.objects.filter(batch=batch.batch).order_by()
    found: list[Revision] = []
    for kind in ours.values_list("kind", flat=True).distinct():
        last = dict(
            ours.filter(kind=kind).values("record").annotate(last=Max("number")).values_list("record", "last")
        )
        since = Revision.objects.filter(kind=kind, record__in=ours.filter(kind=kind).values("record"))
        since = since.exclude(batch__in=passed_over)
        found += [each for each in since.order_by("record", "number") if each.number > last[each.record]]
    return found


def published_since(batch: ImportBatch) -> int:
    """How many documents that came as drafts were published by somebody since."""
    if batch.publishes:
        return 0
    ours = Revision.objects.filter(batch=batch.batch, kind=Document.kind, number=1).values("record")
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


def undo(batch: ImportBatch, user: Any) -> Iterator[Undone]:
    """Undoes an import, a record in a transaction. Raises Refused or PermissionDenied before the first."""
    require(user, RIGHT)
    require(user, "documents.delete_document")
    made = Revision.objects.filter(batch=batch.batch).order_by()
    if Version.objects.filter(document__in=made.filter(kind=Document.kind).values("record")).exists():
        require(user, PUBLISHING)
    refuse_touched(batch)
    _state(batch, ImportState.UNDOING)
    incoming.take_back(Imported.objects.filter(incoming__batch=batch))
    done = set(Revision.objects.filter(batch=batch.undone_by).values_list("kind", "record"))
    bases = {kind: _bases(made, kind) for kind in (Document.kind, *MODELS)}
    fresh = [record for record, base in bases[Document.kind].items() if not base]
    for record in fresh:
        _loosen(batch, user, record)
    for record in fresh:
        yield Undone(Document.kind, record, _taken_away(batch, user, record))
    for kind, records_of_kind in bases.items():
        for record, base in records_of_kind.items():
            if (kind, record) in done or (kind == Document.kind and not base):
                continue
            what = (
                _restored(batch, user, record, base)
                if kind == Document.kind
                else _authority(batch, user, kind, record, base)
            )
            yield Undone(kind, record, what)
    _state(batch, ImportState.UNDONE)


def _bases(made: Any, kind: str) -> dict[str, int]:
    """Record → the revision on which the import's first one stands, 0 for a record that the import made."""
    pairs = made.filter(kind=kind).order_by("record", "-number").values_list("record", "base")
    return {record: base or 0 for record, base in pairs}


def _state(batch: ImportBatch, state: str) -> None:
    batch.state, batch.heard = state, timezone.now()
    batch.save(update_fields=["state", "heard"])


def _reason(batch: ImportBatch) -> str:
    return f"The import of {timezone.localtime(batch.begun):%d.%m.%Y} was undone"


def _loosen(batch: ImportBatch, user: Any, record: str) -> None:
    """Takes from a draft its references to other documents: what is referred to cannot be deleted."""
    found = history.snapshot(record)
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
            history.write(replace(found, document=loose), last.number)


def _taken_away(batch: ImportBatch, user: Any, record: str) -> str:
    if Listing.objects.filter(document=record).exists():
        publishing.withdraw(record, user=user, reason=_reason(batch))
    row = Document.objects.filter(pk=record).first()
    imported = Imported.objects.filter(kind=Document.kind, record=record)
    if row is None:
        return "left"
    if Entry.objects.filter(document=record).exists():
        imported.update(digest="")
        return "withdrawn"
    try:
        with history.revision(user, _reason(batch), batch.undone_by):
            imported.delete()
            row.delete()
    except ProtectedError:  # another document refers to it by now
        return "left"
    return "deleted"


def _restored(batch: ImportBatch, user: Any, record: str, base: int) -> str:
    """The document as it was before the import; if readers saw what the import made, they see this again."""
    last = history.latest(Document.kind, record)
    before = history.snapshot(record, at=base)
    if last is None or before is None:
        return "left"
    state = publishing.state_of(record)
    seen = Version.objects.filter(document=record, number=state.current or 0, revision__gt=base).exists()
    with history.revision(user, _reason(batch), batch.undone_by):
        number = history.write(before, last.number)
        Imported.objects.filter(kind=Document.kind, record=record).update(digest="", revision=number)
    if seen:
        publishing.publish(record, user=user, note=_reason(batch))
    return "restored"


def _authority(batch: ImportBatch, user: Any, kind: str, record: str, base: int) -> str:
    """Set aside, unless others name it by now; a record that was there before is what it was before."""
    model = MODELS[kind]
    imported = Imported.objects.filter(kind=kind, record=record)
    if base:
        data = records.read(model, record, base)
    elif ListingName.objects.of(kind, [record]).exists():
        return "left"
    else:
        data = records.read(model, record)
        if data is not None:
            data["set_aside"] = True
    if data is None:
        return "left"
    with history.revision(user, _reason(batch), batch.undone_by) as block:
        writing.write(model, data)
        made = block.opened.get((model, record))
        if made:
            imported.update(digest="", revision=made.number)
    return "restored" if base else "set aside"

"""Undoing an import, as long as nobody has worked on what it brought.

What it made and readers never saw is deleted, what readers see is withdrawn; what it changed is what it was
before. People, places, terms and the rest are set aside, since the history of documents names them. All of
it is revisions, so nothing is lost. Each record is a transaction, in which it is asked once more whether
somebody has worked on it. Interrupted, it goes on when it is asked for again. docs/adr/0016 tells why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.formats import date_format

from documents import audit, history, publishing
from documents.audit import Act
from documents.decisions import Refused
from documents.exchange.importing import incoming
from documents.exchange.importing.alone import alone
from documents.exchange.importing.authorities import TERMS
from documents.exchange.importing.before_undoing import (
    RECORDS,
    bases,
    in_order,
    is_used_elsewhere,
    ours,
    refuse_undoing,
    since,
    undone_before,
)
from documents.exchange.importing.reports import DELETED, LEFT, RESTORED, SET_ASIDE, WITHDRAWN
from documents.models.document import Document
from documents.models.entry import Entry
from documents.models.importing import Awaited, ImportBatch, Imported, ImportState
from documents.models.listing import Listing, ListingName
from documents.models.version import Version
from places import records, writing
from places.revisions import Revision, lock

LINKS = {"references", "relations"}

RUNNING = "An import is running, or being undone. Please wait for its end."
UNSEEN = "It is what it was before at the desk; readers still see what the import made of it: "
WORKED_ON = "Somebody has worked on it meanwhile, so it stays."
REFERRED_TO = "Another document refers to it, so it stays."
NAMED = "Published documents name it, so it stays."
USED = "Other records use this term, so it stays."


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one record: "deleted", "withdrawn", "restored", "set aside" or "left".

    `told`, where there is more to say, is a sentence; `title` is what the record is called.
    """

    kind: str
    record: str
    what: str
    told: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Undoing:
    """One act of undoing: what, by whom, why; `done` are the records with which it was done before."""

    batch: ImportBatch
    user: Any
    reason: str
    done: set[tuple[str, str]]

    def told_again(self, kind: str, record: str, what: str) -> Undone | None:
        """What became of a record before an interruption; None if it is still to be done."""
        return Undone(kind, record, what) if (kind, record) in self.done else None

    def revision(self) -> Any:
        """The block in which a record is written."""
        return history.revision(self.user, self.reason, self.batch.undone_by)

    def holds(self, model: Any, record: str) -> bool:
        """Holds a record until the transaction ends; False if it is gone, or somebody has worked on it."""
        return lock(model, record) and not since(self.batch, model.kind, [record])


def undo(batch: ImportBatch, user: Any, reason: str = "") -> Iterator[Undone]:
    """Undoes an import, a record in a transaction. Raises Refused or PermissionDenied before the first.

    `reason` is what readers see of what they saw. Of what was done before an interruption it is told again.
    """
    with alone() as mine:
        if not mine:
            raise Refused(RUNNING)
        refuse_undoing(batch, user)
        yield from _undo(batch, user, reason or reason_for(batch))


def _undo(batch: ImportBatch, user: Any, reason: str) -> Iterator[Undone]:
    with transaction.atomic():
        _state(batch, ImportState.UNDOING)
        _note(batch, user)
    incoming.take_back(Imported.objects.filter(incoming__batch=batch))
    act = Undoing(batch, user, reason, undone_before(batch))
    titles = _titles(batch, Document, "title")
    for undone in _documents(act):
        yield replace(undone, title=titles.get(undone.record, ""))
    for kind, model in RECORDS.items():
        titles = _titles(batch, model, "label" if kind in TERMS else "name")
        for undone in _records(act, kind):
            yield replace(undone, title=titles.get(undone.record, ""))
    _state(batch, ImportState.UNDONE)


def _note(batch: ImportBatch, user: Any) -> None:
    """Notes once that it is undone, and then each time that it is gone on with after an interruption."""
    told = {"kind": "import", "record": str(batch.pk)}
    act = Act.UNDOING_GONE_ON if audit.was_noted(Act.IMPORT_UNDONE, **told) else Act.IMPORT_UNDONE
    audit.note(act, user=user, **told)


def _titles(batch: ImportBatch, model: Any, column: str) -> dict[str, str]:
    of_ours = ours(batch).filter(kind=model.kind).values("record")
    return dict(model.objects.filter(pk__in=of_ours).values_list("pk", column))


def _documents(act: Undoing) -> Iterator[Undone]:
    """What was changed comes first: it may refer to what the import made, which then could not be deleted."""
    found = bases(act.batch, Document.kind)
    for record, base in found.items():
        if base:
            yield act.told_again(Document.kind, record, RESTORED) or _restored(act, record, base)
    order, ring = in_order(act.batch, [record for record, base in found.items() if not base])
    for record in ring:
        _loosen(act, record)
    for record in order:
        yield _taken_away(act, record)


def _records(act: Undoing, kind: str) -> Iterator[Undone]:
    for record, base in bases(act.batch, kind).items():
        what = RESTORED if base else SET_ASIDE
        yield act.told_again(kind, record, what) or _record(act, kind, record, base)


def _state(batch: ImportBatch, state: str) -> None:
    batch.state, batch.heard = state, timezone.now()
    batch.save(update_fields=["state", "heard"])


def reason_for(batch: ImportBatch) -> str:
    """What is offered as the reason that readers see; the one that was given, if it was interrupted."""
    before = Revision.objects.filter(batch=batch.undone_by).order_by("pk").first()
    day = date_format(timezone.localtime(batch.begun), "j F Y")
    return before.reason if before else f"The import of {day} was undone"


def _forget(batch: ImportBatch, kind: str, record: str, revision: int, **how: Any) -> None:
    """Lets the record be imported anew, if it was this import that last wrote it; nothing is waited for."""
    rows = Imported.objects.filter(kind=kind, record=record).exclude(revision=0)
    rows = rows.filter(Q(batch=batch) | Q(digest=""))
    Awaited.objects.filter(by__in=rows).delete()
    rows.update(digest="", source="", revision=revision, **how)


def _loosen(act: Undoing, record: str) -> None:
    """Takes from a draft its references to other documents: what is referred to cannot be deleted."""
    with transaction.atomic():
        found = history.snapshot(record) if act.holds(Document, record) else None
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
            with act.revision():
                history.write(replace(found, document=loose), last.number, {*Document.parts} - LINKS)


@transaction.atomic
def _taken_away(act: Undoing, record: str) -> Undone:
    if (Document.kind, record) in act.done and not Document.objects.filter(pk=record).exists():
        return Undone(Document.kind, record, DELETED)
    if not act.holds(Document, record) or (not act.batch.publishes and _is_published(record)):
        return Undone(Document.kind, record, LEFT, WORKED_ON)
    last = history.latest(Document.kind, record)
    if Entry.objects.filter(document=record).exists():
        withdrawal = None
        if Listing.objects.filter(document=record).exists():
            withdrawal = publishing.withdraw(record, user=act.user, reason=act.reason).number
        number = last.number if last else 0
        _forget(act.batch, Document.kind, record, number, withdrawal=withdrawal)
        return Undone(Document.kind, record, WITHDRAWN)
    try:
        with act.revision():
            Imported.objects.filter(kind=Document.kind, record=record).delete()
            writing.delete(Document, record)
    except ProtectedError:  # as a document does that came since
        return Undone(Document.kind, record, LEFT, REFERRED_TO)
    return Undone(Document.kind, record, DELETED)


def _is_published(record: str) -> bool:
    return Version.objects.filter(document=record).exists()


@transaction.atomic
def _restored(act: Undoing, record: str, base: int) -> Undone:
    """The document as it was before the import; if readers saw what the import made, they see this again."""
    before = history.snapshot(record, at=base) if act.holds(Document, record) else None
    last = history.latest(Document.kind, record)
    if last is None or before is None:
        return Undone(Document.kind, record, LEFT, WORKED_ON)
    state = publishing.state_of(record)
    seen = Version.objects.filter(document=record, number=state.current or 0, revision__gt=base).exists()
    with act.revision():
        number = history.write(before, last.number)
    _forget_or_follow(act.batch, Document.kind, record, base, number)
    return Undone(Document.kind, record, RESTORED, _shown(act, record) if seen else "")


def _shown(act: Undoing, record: str) -> str:
    """Publishes what a document was before; why not, where that is refused."""
    try:
        publishing.publish(record, user=act.user, note=act.reason)
    except Refused as why:
        return f"{UNSEEN}{why}"
    return ""


def _forget_or_follow(batch: ImportBatch, kind: str, record: str, base: int, number: int) -> None:
    """What another import left, and is so again, is its work still: no editor's."""
    _forget(batch, kind, record, number)
    if base:
        Imported.objects.filter(kind=kind, record=record, revision=base).update(revision=number)


@transaction.atomic
def _record(act: Undoing, kind: str, record: str, base: int) -> Undone:
    """Set aside, unless others name it by now; a record that was there before is what it was before."""
    model = RECORDS[kind]
    if not act.holds(model, record):
        return Undone(kind, record, LEFT, WORKED_ON)
    if not base and (why := _why_it_stays(act.batch, kind, record)):
        return Undone(kind, record, LEFT, why)
    data = records.read(model, record, base or None)
    if data is None:
        return Undone(kind, record, LEFT)
    with act.revision() as block:
        writing.write(model, data if base else {**data, "set_aside": True})
    made = block.opened.get((model, record))
    if made:
        _forget_or_follow(act.batch, kind, record, base, made.number)
    return Undone(kind, record, RESTORED if base else SET_ASIDE)


def _why_it_stays(batch: ImportBatch, kind: str, record: str) -> str:
    if kind in TERMS:
        return USED if is_used_elsewhere(batch, kind, record) else ""
    return NAMED if ListingName.objects.of(kind, [record]).exists() else ""

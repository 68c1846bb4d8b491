"""Documents that an earlier import brought, and of which a file says something else now: written anew."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from documents import history, rights
from documents.exchange.importing import incoming, trying
from documents.exchange.importing.desk import Desk, One, data_of, digest_of, source_of
from documents.exchange.importing.reports import CHANGED, CONFLICT, FAULTY, LEFT, Outcome
from documents.exchange.importing.sources import Source, SourceDocument
from documents.models.document import Document
from documents.models.importing import Imported
from places import entering, records

EDITED = (
    "Editors have changed it here since it was imported, and the file says something else now. Nothing was "
    "overwritten: please compare the two at the desk, and take over what is wanted."
)
DELETED = "It was deleted here since it was imported, so the file's new state was not taken over."
PURGED = "It was purged here, so it is not imported again."

Told = dict[int, tuple[SourceDocument, Imported]]
"""Place in a block → what the file says, and what is known of it here."""


def enter_again(desk: Desk, source: Source, block: Told) -> dict[int, Outcome]:
    """What became of each: left where the file says what it said, else changed, or told why not."""
    same = {place for place, (told, row) in block.items() if digest_of(told.content) == row.digest}
    found = {place: _left(desk, source, *block[place]) for place in same}
    found |= _enter_changed(desk, source, {place: pair for place, pair in block.items() if place not in same})
    if not desk.trial:
        incoming.say_again([block[place][1] for place, each in found.items() if each.what == LEFT])
    return found


def why_not(rows: Iterable[Imported]) -> dict[str, str]:
    """Public id → why a source's new state must not be written over the desk's; only where it must not."""
    found = {}
    by_record = {row.record: row for row in rows}
    there = set(Document.objects.filter(pk__in=by_record).values_list("pk", flat=True))
    last = history.last_revisions(there)
    for ident, row in by_record.items():
        if ident not in there:
            found[ident] = PURGED if rights.was_purged(ident) else DELETED
        elif ident not in last or last[ident].number != row.revision:
            found[ident] = EDITED
    return found


def say_the_same(ones: Iterable[One]) -> set[str]:
    """The public ids of those of whom the desk says already what their source says."""
    fresh = {one.ident: entering.prepare(Document, data_of(one.resolved.content)) for one in ones}
    now = records.read_many(Document, fresh)
    return {ident for ident, each in fresh.items() if not each.faults and each.data == now.get(ident)}


def write_anew(desk: Desk, ones: Sequence[One], file: str) -> dict[str, list[str]]:
    """Writes the new state of documents, a revision each, in one transaction.

    Gives what is wrong, by public id, of those that could not be written. If one is wrong, each is written
    by itself.
    """
    if not ones:
        return {}
    try:
        _write(desk, ones, file)
    except (ValidationError, history.Stale, IntegrityError, DataError) as error:
        if len(ones) == 1:
            return {ones[0].ident: _sentences(error)}
    else:
        return {}
    return {ident: said for one in ones for ident, said in write_anew(desk, [one], file).items()}


def _left(desk: Desk, source: Source, told: SourceDocument, row: Imported) -> Outcome:
    if desk.publish and row.revision:
        desk.unpublished[row.record] = told.identity
    return desk.outcome(LEFT, source, told, row.record)


def _enter_changed(desk: Desk, source: Source, block: Told) -> dict[int, Outcome]:
    why = why_not(row for _, row in block.values())
    found: dict[int, Outcome] = {}
    ones: dict[int, One] = {}
    for place, (told, row) in block.items():
        if not row.digest:  # its import was undone
            desk.returning.add(row.record)
        if why.get(row.record, EDITED) != EDITED:
            found[place] = desk.outcome(CONFLICT, source, told, row.record, why[row.record])
            continue
        one = desk.one(source.identity, told, row, row.record)
        if row.record in why:
            found[place] = _conflict(desk, source, one)
        else:
            ones[place] = one
    return found | _write_changed(desk, source, ones)


def _conflict(desk: Desk, source: Source, one: One) -> Outcome:
    """Nothing is written over an editor's work; what the file says waits at the desk."""
    assert one.row is not None  # noqa: S101
    if not desk.trial:
        with transaction.atomic():
            if incoming.offer(one.row, one.resolved.content, one.digest, source.file, desk.batch):
                one.row.source = source_of(one)
                one.row.save(update_fields=["source"])
                desk.wait_for([(one.row, one)])
    return desk.outcome(CONFLICT, source, one.told, one.ident, EDITED)


def _write_changed(desk: Desk, source: Source, ones: dict[int, One]) -> dict[int, Outcome]:
    same = say_the_same(ones.values())
    faults: dict[str, list[str]] = {}
    if not desk.trial:
        with transaction.atomic():
            desk.remember([(one, one.row.revision) for one in ones.values() if one.row and one.ident in same])
        faults = write_anew(desk, [one for one in ones.values() if one.ident not in same], source.file)
    return {
        place: desk.outcome(FAULTY, source, one.told, one.ident, *faults[one.ident])
        if one.ident in faults
        else _changed(desk, source, one, LEFT if one.ident in same else CHANGED)
        for place, one in ones.items()
    }


def _changed(desk: Desk, source: Source, one: One, what: str) -> Outcome:
    desk.awaited.update(one.resolved.awaited)
    if desk.publish:
        desk.unpublished[one.ident] = one.told.identity
    outcome = desk.outcome(what, source, one.told, one.ident, *one.unresolved)
    seen = desk.trial and what == CHANGED and desk.publish and trying.is_seen(one.ident)
    return replace(outcome, published=seen)


def _write(desk: Desk, ones: Sequence[One], file: str) -> None:
    contents = [one.resolved.content for one in ones]
    bases = {one.ident: one.row.revision for one in ones if one.row}
    with history.revision(desk.batch.user, f"Imported from {file}", desk.batch.batch):
        numbers = history.write_many(contents, bases)
        desk.remember([(one, numbers[one.ident]) for one in ones])
        desk.batch.save(update_fields=["share", "counts", "heard"])


def _sentences(error: Exception) -> list[str]:
    if isinstance(error, ValidationError):
        return [f"{where}: {' '.join(said)}" for where, said in error.message_dict.items()]
    if isinstance(error, history.Stale):
        return [EDITED]
    return [f"The database refused it: {str(error).splitlines()[0]}"]

"""Documents that an earlier import brought, and of which a file says something else now: written anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Max

from documents import history, rights
from documents.exchange.importing import incoming, trying
from documents.exchange.importing.intake import Intake, One, data_of, digest_of, here, source_of
from documents.exchange.importing.reports import CHANGED, CONFLICT, FAULTY, LEFT, Outcome, not_published
from documents.exchange.importing.sources import Source, SourceDocument
from documents.models.document import Document
from documents.models.entry import Entry
from documents.models.importing import Imported
from places import entering, records

EDITED = (
    "Editors have changed it here since it was imported, and the file says something else now. Nothing was "
    "overwritten: please compare the two at the desk, and take over what is wanted."
)
DELETED = "It was deleted here since it was imported, so the file's new state was not taken over."
PURGED = "It was purged here, so it is not imported again."

Block = dict[int, tuple[SourceDocument, Imported]]
"""Place in a block → what the file says, and what is known of it here."""


def enter_again(intake: Intake, source: Source, block: Block) -> dict[int, Outcome]:
    """What became of each: left where the file says what it said, else changed, or told why not."""
    if not block:
        return {}
    same = {place: pair for place, pair in block.items() if digest_of(pair[0].content) == pair[1].digest}
    if not intake.trial:
        _take_back(intake, source, same)
    found = {place: _left(intake, source, *pair) for place, pair in same.items()}
    return found | _enter_changed(intake, source, {n: pair for n, pair in block.items() if n not in same})


def why_not(rows: Iterable[Imported]) -> dict[str, str]:
    """Public id → why a source's new state must not be written over the desk's; only where it must not."""
    by_record = {row.record: row for row in rows}
    there, last = here(by_record), history.last_revisions(by_record)
    found = {}
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


def write_anew(intake: Intake, ones: Sequence[One], reason: str) -> dict[str, list[str]]:
    """Writes the new state of documents, a revision each, in one transaction; in a dry run nothing.

    Gives what is wrong, by public id, of those that could not be written: EDITED alone where an editor was
    quicker. If one is wrong, each is written by itself.
    """
    if intake.trial:
        return _foretold(intake, ones)
    if not ones:
        return {}
    try:
        _write(intake, ones, reason)
    except (ValidationError, history.Stale, IntegrityError, DataError) as error:
        if len(ones) == 1:
            return {ones[0].ident: _sentences(error)}
    else:
        return {}
    return {ident: said for one in ones for ident, said in write_anew(intake, [one], reason).items()}


def _write(intake: Intake, ones: Sequence[One], reason: str) -> None:
    contents = [one.resolved.content for one in ones]
    bases = {one.ident: one.row.revision for one in ones if one.row}
    with history.revision(intake.batch.user, reason, intake.batch.batch):
        numbers = history.write_many(contents, bases)
        intake.remember([(one, numbers[one.ident]) for one in ones])
        intake.batch.save(update_fields=["share", "counts", "heard"])


def _foretold(intake: Intake, ones: Sequence[One]) -> dict[str, list[str]]:
    fresh = history.prepare([one.resolved.content for one in ones], intake.coming, rules=True)
    return {each.row.pk: _in_sentences(each.faults) for each in fresh if each.faults}


def _sentences(error: Exception) -> list[str]:
    if isinstance(error, ValidationError):
        return _in_sentences(error.message_dict)
    if isinstance(error, history.Stale):
        return [EDITED]
    return [f"The database refused it: {str(error).splitlines()[0]}"]


def _in_sentences(faults: Mapping[str, list[str]]) -> list[str]:
    return [f"{where}: {' '.join(said)}" for where, said in faults.items()]


# --- What says what it said ---


def _take_back(intake: Intake, source: Source, same: Block) -> None:
    """Of a file that has gone back, what it said meanwhile waits no more; it waits for what it waited for."""
    for row in incoming.say_again([row for _, row in same.values()]):
        told = next(told for told, each in same.values() if each.pk == row.pk)
        _wait(intake, intake.one(source.identity, told, row, row.record))


def _wait(intake: Intake, one: One) -> None:
    if one.row:
        Imported.objects.filter(pk=one.row.pk).update(source=source_of(one))
        intake.wait_for([(one.row, one)])


def _left(intake: Intake, source: Source, told: SourceDocument, row: Imported) -> Outcome:
    if intake.publish and row.revision:
        intake.unpublished[row.record] = told.identity
    return intake.outcome(LEFT, source, told, row.record)


# --- What says something else ---


def _enter_changed(intake: Intake, source: Source, block: Block) -> dict[int, Outcome]:
    if not block:
        return {}
    why = why_not(row for _, row in block.values())
    # Before the contents: what is saved between the two is taken for an editor's work, not for the file's.
    last = history.last_revisions(row.record for _, row in block.values())
    intake.returning |= _withdrawn_by_undoing(row for _, row in block.values())
    found: dict[int, Outcome] = {}
    ones: dict[int, One] = {}
    for place, (told, row) in block.items():
        if why.get(row.record, EDITED) != EDITED:
            found[place] = intake.outcome(CONFLICT, source, told, row.record, why[row.record])
        else:
            ones[place] = intake.one(source.identity, told, row, row.record)
    same = say_the_same(ones.values())
    if not intake.trial:
        _agree(intake, [(one, last[one.ident].number) for one in ones.values() if one.ident in same])
    fit = [one for one in ones.values() if one.ident not in same and one.ident not in why]
    faults = write_anew(intake, fit, f"Imported from {source.file}")
    edited = {one.ident: [EDITED] for one in ones.values() if one.ident in why and one.ident not in same}
    return found | {place: _came(intake, source, one, same, faults | edited) for place, one in ones.items()}


def _withdrawn_by_undoing(rows: Iterable[Imported]) -> set[str]:
    """Those that readers do not see only because an import was undone: nobody has decided since."""
    withdrawals = {row.record: row.withdrawal for row in rows if not row.digest and row.withdrawal}
    last = Entry.objects.filter(document__in=withdrawals).order_by().values_list("document_id")
    return {ident for ident, number in last.annotate(Max("number")) if withdrawals[ident] == number}


def _agree(intake: Intake, ones: Sequence[tuple[One, int]]) -> None:
    """The desk says what the file says, whoever wrote it: from now on it is what was imported."""
    with transaction.atomic():
        incoming.take_back([one.row for one, _ in ones if one.row])
        intake.remember(list(ones))


def _came(intake: Intake, source: Source, one: One, same: set[str], faults: dict[str, list[str]]) -> Outcome:
    told = faults.get(one.ident, [])
    if told == [EDITED]:
        return _conflict(intake, source, one)
    if told:
        return intake.outcome(FAULTY, source, one.told, one.ident, *told)
    return _changed(intake, source, one, LEFT if one.ident in same else CHANGED)


def _conflict(intake: Intake, source: Source, one: One) -> Outcome:
    """Nothing is written over an editor's work; what the file says waits at the desk."""
    if not intake.trial and one.row:
        with transaction.atomic():
            if incoming.offer(one.row, one.resolved.content, one.digest, source.file, intake.batch):
                _wait(intake, one)
    return intake.outcome(CONFLICT, source, one.told, one.ident, EDITED)


def _changed(intake: Intake, source: Source, one: One, what: str) -> Outcome:
    intake.awaited.update(one.resolved.awaited)
    if intake.publish:
        intake.unpublished[one.ident] = one.told.identity
    outcome = intake.outcome(what, source, one.told, one.ident, *one.unresolved)
    return foretell_seen(intake, one, outcome) if what == CHANGED else outcome


def foretell_seen(intake: Intake, one: One, outcome: Outcome) -> Outcome:
    """In a dry run with publishing: with whether readers would see the change, or why not."""
    if not intake.trial or not intake.publish or not trying.is_seen(one.ident):
        return outcome
    fresh = history.prepare([one.resolved.content], intake.coming)
    if refused := trying.refused(fresh, intake.coming).get(one.ident, ""):
        return replace(outcome, told=(*outcome.told, not_published(refused)))
    return replace(outcome, published=True)

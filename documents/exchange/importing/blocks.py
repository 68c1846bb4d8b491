"""Documents of a file, at most fifty in a transaction: what is new is entered, and published if so asked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Length

from documents import history, markup, publishing
from documents.exchange.importing import rewriting, trying
from documents.exchange.importing.intake import Intake, One, here
from documents.exchange.importing.reports import (
    CONFLICT,
    CREATED,
    FAULTY,
    LEFT,
    Outcome,
    faults_in_words,
    not_published,
)
from documents.exchange.importing.sources import IDENTITY, TOO_LONG, Source, SourceDocument
from documents.models.document import Document
from documents.models.editorial import EditorialText
from documents.models.footnote import Footnote
from documents.models.importing import Imported
from documents.models.text import Text
from documents.snapshot import Document as Content
from places import entering
from places.register import PublicId, candidate, is_well_formed

DOCUMENTS, CHARACTERS = 50, 500_000

NOT_OURS = "A document with this id is here already, with other contents, and it did not come by an import."
TWICE = "Another document of these files has the same identity, so this one was left out."


Some = TypeVar("Some")


def blocks(documents: Iterable[Some], length_in: Callable[[Some], int]) -> Iterator[list[Some]]:
    """The documents in their order, as many at a time as a transaction holds for less than a second.

    `length_in` tells how many characters one has.
    """
    block: list[Some] = []
    size = 0
    for document in documents:
        length = length_in(document)
        if block and (len(block) == DOCUMENTS or size + length > CHARACTERS):
            yield block
            block, size = [], 0
        block.append(document)
        size += length
    if block:
        yield block


def length_of(content: Content) -> int:
    """About how many characters a document has."""
    rows: tuple[Any, ...] = (*content.texts, *content.footnotes, *content.editorial_texts)
    return sum(len(row.content) + 200 for row in rows)


def lengths_of(idents: Iterable[str]) -> dict[str, int]:
    """The same of documents at the desk, by id."""
    found = dict.fromkeys(idents, 0)
    for part in (Text, Footnote, EditorialText):
        rows = part.objects.filter(document__in=found).order_by().values("document")
        for ident, length in rows.annotate(length=Sum(Length("content"))).values_list("document", "length"):
            found[ident] += length
    return found


def enter(intake: Intake, source: Source, block: list[SourceDocument]) -> list[Outcome]:
    """What became of each document of a block, in their order."""
    with markup.remembered():
        return _enter(intake, source, block)


def _enter(intake: Intake, source: Source, block: list[SourceDocument]) -> list[Outcome]:
    known = intake.imported([each.identity for each in block])
    there = here(row.record for row in known.values())
    intake.look_up(each.content for each in block)
    found: dict[int, Outcome] = {}
    fresh: list[tuple[int, SourceDocument]] = []
    again: dict[int, tuple[SourceDocument, Imported]] = {}
    for place, told in enumerate(block):
        row = known.get(told.identity)
        if told.identity in intake.seen:
            found[place] = intake.outcome(FAULTY, source, told, "", TWICE)
        elif len(told.identity) > IDENTITY:
            found[place] = intake.outcome(FAULTY, source, told, "", TOO_LONG)
        elif row is None:
            fresh.append((place, told))
        else:
            again[place] = told, row
            if row.record in there:
                intake.documents[told.identity] = row.record
        intake.seen.add(told.identity)
    found |= _enter_fresh(intake, source, fresh)
    found |= rewriting.enter_again(intake, source, again)
    return [found[place] for place in range(len(block))]


def _enter_fresh(
    intake: Intake, source: Source, fresh: list[tuple[int, SourceDocument]]
) -> dict[int, Outcome]:
    if not fresh:
        return {}
    idents = _draw(intake, [told.content.public_id for _, told in fresh])
    there = set(
        Document.objects.filter(pk__in=[t.content.public_id for _, t in fresh]).values_list("pk", flat=True)
    )
    found, ones = {}, {}
    for (place, told), ident in zip(fresh, idents, strict=True):
        if told.content.public_id in there:
            found[place] = _already_here(intake, source, told)
        else:
            intake.documents[told.identity] = ident
            ones[place] = told, ident
    made = {place: intake.one(source.identity, told, None, ident) for place, (told, ident) in ones.items()}
    return found | _commit(intake, source, made)


def _draw(intake: Intake, wanted: list[str]) -> list[str]:
    """An id for each document: the one that it had, where it is free; else a new one."""
    drawn = [each if is_well_formed(each) else candidate() for each in wanted]
    while True:
        taken = set(PublicId.objects.filter(pk__in=drawn).values_list("pk", flat=True))
        taken |= intake.authorities.drawn & set(drawn)
        if not taken and len(set(drawn)) == len(drawn):
            return drawn
        before: set[str] = set()
        for place, each in enumerate(drawn):
            if each in taken or each in before:
                drawn[place] = candidate()
            before.add(drawn[place])


def _already_here(intake: Intake, source: Source, told: SourceDocument) -> Outcome:
    """A document that was exported from here and comes back: if it says the same, it is known now."""
    ident = told.content.public_id
    intake.documents[told.identity] = ident
    one = intake.one(source.identity, told, None, ident)
    if not rewriting.say_the_same([one]):
        return intake.outcome(CONFLICT, source, told, ident, NOT_OURS)
    if not intake.trial:
        last = history.latest(Document.kind, ident)
        with transaction.atomic():
            intake.remember([(one, last.number if last else 0)])
    return intake.outcome(LEFT, source, told, ident)


def _commit(intake: Intake, source: Source, made: dict[int, One]) -> dict[int, Outcome]:
    """The new documents of a block in one transaction. If the database refuses one, each by itself."""
    if not made:
        return {}
    try:
        return _commit_together(intake, source, made)
    except (IntegrityError, DataError) as error:
        if len(made) == 1:
            place, one = next(iter(made.items()))
            intake.documents.pop(one.told.identity, None)
            why = f"The database refused it: {str(error).splitlines()[0]}"
            return {place: intake.outcome(FAULTY, source, one.told, "", why)}
    for one in made.values():
        intake.documents.pop(one.told.identity, None)
    found: dict[int, Outcome] = {}
    for place, one in made.items():
        intake.documents[one.told.identity] = one.ident
        alone = intake.one(source.identity, one.told, None, one.ident)
        found |= _commit(intake, source, {place: alone})
    return found


def _commit_together(intake: Intake, source: Source, made: dict[int, One]) -> dict[int, Outcome]:
    contents = {one.ident: one.resolved.content for one in made.values()}
    coming = intake.coming
    fresh = history.prepare(contents.values(), coming, rules=intake.trial)
    faults = {each.row.pk: each.faults for each in fresh if each.faults}
    if faults:
        return _without_faulty(intake, source, made, faults)
    if intake.trial:
        refused = trying.refused(fresh, coming) if intake.publish else {}
    else:
        refused = _write(intake, source, made, fresh)
    return {place: _created(intake, source, one, refused.get(one.ident, "")) for place, one in made.items()}


def _write(
    intake: Intake, source: Source, made: dict[int, One], fresh: list[entering.Fresh]
) -> dict[str, str]:
    with history.revision(intake.batch.user, f"Imported from {source.file}", intake.batch.batch):
        snapshots = history.enter(fresh)
        intake.remember([(one, 1) for one in made.values()])
        ready = {one.ident: snapshots[one.ident] for one in made.values() if not one.resolved.awaited}
        refused = {}
        if intake.publish and ready:
            refused = publishing.publish_entered(ready, user=intake.batch.user)
        intake.batch.save(update_fields=["share", "counts", "heard"])
    return refused


def _without_faulty(
    intake: Intake, source: Source, made: dict[int, One], faults: dict[str, Any]
) -> dict[int, Outcome]:
    """The faulty ones are told and left out; the others are resolved anew without them and go in."""
    found, whole = {}, {}
    for one in made.values():
        if one.ident in faults:
            intake.documents.pop(one.told.identity, None)
    for place, one in made.items():
        if one.ident in faults:
            sentences = faults_in_words(faults[one.ident])
            found[place] = intake.outcome(FAULTY, source, one.told, "", *sentences)
        else:
            whole[place] = intake.one(source.identity, one.told, None, one.ident)
    return found | _commit(intake, source, whole)


def _created(intake: Intake, source: Source, one: One, refused: str) -> Outcome:
    intake.created.add(one.ident)
    intake.awaited.update(one.resolved.awaited)
    waits = bool(one.resolved.awaited)
    if intake.publish and waits and not intake.trial:
        intake.unpublished[one.ident] = one.told.identity
    published = intake.publish and not refused and (intake.trial or not waits)
    told = (*one.unresolved, *((not_published(refused),) if refused else ()))
    outcome = intake.outcome(CREATED, source, one.told, one.ident, *told)
    return replace(outcome, published=published)

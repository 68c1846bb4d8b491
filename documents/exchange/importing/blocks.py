"""Documents of a file, at most fifty in a transaction: what is new is entered, and published if so asked."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from django.db import DataError, IntegrityError, transaction

from documents import history, markup, publishing
from documents.exchange.importing import rewriting, trying
from documents.exchange.importing.desk import Desk, One
from documents.exchange.importing.reports import CONFLICT, CREATED, FAULTY, LEFT, Outcome
from documents.exchange.importing.sources import Source, SourceDocument
from documents.models.document import Document
from documents.models.importing import Imported
from documents.snapshot import Document as Content
from places import entering
from places.register import PublicId, candidate, is_well_formed

DOCUMENTS, CHARACTERS = 50, 500_000

NOT_OURS = "A document with this id is here already, with other contents, and it did not come by an import."
TWICE = "Another document of these files has the same identity, so this one was left out."


class HasContent(Protocol):
    """Whatever is made of one document."""

    @property
    def content(self) -> Content: ...


Some = TypeVar("Some", bound=HasContent)


def blocks(documents: Iterable[Some]) -> Iterator[list[Some]]:
    """The documents in their order, as many at a time as a transaction holds for less than a second."""
    block: list[Some] = []
    size = 0
    for document in documents:
        length = length_of(document.content)
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


def enter(desk: Desk, source: Source, block: list[SourceDocument]) -> list[Outcome]:
    """What became of each document of a block, in their order."""
    with markup.remembered():
        return _enter(desk, source, block)


def _enter(desk: Desk, source: Source, block: list[SourceDocument]) -> list[Outcome]:
    known = desk.imported([each.identity for each in block])
    desk.look_up(each.content for each in block)
    found: dict[int, Outcome] = {}
    fresh: list[tuple[int, SourceDocument]] = []
    again: dict[int, tuple[SourceDocument, Imported]] = {}
    for place, told in enumerate(block):
        row = known.get(told.identity)
        if told.identity in desk.seen:
            found[place] = desk.outcome(FAULTY, source, told, "", TWICE)
        elif row is None:
            fresh.append((place, told))
        else:
            desk.documents[told.identity] = row.record
            again[place] = told, row
        desk.seen.add(told.identity)
    found |= _enter_fresh(desk, source, fresh)
    found |= rewriting.enter_again(desk, source, again)
    return [found[place] for place in range(len(block))]


def _enter_fresh(desk: Desk, source: Source, fresh: list[tuple[int, SourceDocument]]) -> dict[int, Outcome]:
    if not fresh:
        return {}
    idents = _draw(desk, [told.content.public_id for _, told in fresh])
    there = set(
        Document.objects.filter(pk__in=[t.content.public_id for _, t in fresh]).values_list("pk", flat=True)
    )
    found, ones = {}, {}
    for (place, told), ident in zip(fresh, idents, strict=True):
        if told.content.public_id in there:
            found[place] = _already_here(desk, source, told)
        else:
            desk.documents[told.identity] = ident
            ones[place] = told, ident
    made = {place: desk.one(source.identity, told, None, ident) for place, (told, ident) in ones.items()}
    return found | _commit(desk, source, made)


def _draw(desk: Desk, wanted: list[str]) -> list[str]:
    """An id for each document: the one that it had, where it is free; else a new one."""
    drawn = [each if is_well_formed(each) else candidate() for each in wanted]
    while True:
        taken = set(PublicId.objects.filter(pk__in=drawn).values_list("pk", flat=True))
        taken |= desk.authorities.drawn & set(drawn)
        if not taken and len(set(drawn)) == len(drawn):
            return drawn
        before: set[str] = set()
        for place, each in enumerate(drawn):
            if each in taken or each in before:
                drawn[place] = candidate()
            before.add(drawn[place])


def _already_here(desk: Desk, source: Source, told: SourceDocument) -> Outcome:
    """A document that was exported from here and comes back: if it says the same, it is known now."""
    ident = told.content.public_id
    desk.documents[told.identity] = ident
    one = desk.one(source.identity, told, None, ident)
    if not rewriting.say_the_same([one]):
        return desk.outcome(CONFLICT, source, told, ident, NOT_OURS)
    if not desk.trial:
        last = history.latest(Document.kind, ident)
        with transaction.atomic():
            desk.remember([(one, last.number if last else 0)])
    return desk.outcome(LEFT, source, told, ident)


def _commit(desk: Desk, source: Source, made: dict[int, One]) -> dict[int, Outcome]:
    """The new documents of a block in one transaction. If the database refuses one, each by itself."""
    if not made:
        return {}
    try:
        return _commit_together(desk, source, made)
    except (IntegrityError, DataError) as error:
        if len(made) == 1:
            place, one = next(iter(made.items()))
            desk.documents.pop(one.told.identity, None)
            why = f"The database refused it: {str(error).splitlines()[0]}"
            return {place: desk.outcome(FAULTY, source, one.told, "", why)}
    for one in made.values():
        desk.documents.pop(one.told.identity, None)
    found: dict[int, Outcome] = {}
    for place, one in made.items():
        desk.documents[one.told.identity] = one.ident
        alone = desk.one(source.identity, one.told, None, one.ident)
        found |= _commit(desk, source, {place: alone})
    return found


def _commit_together(desk: Desk, source: Source, made: dict[int, One]) -> dict[int, Outcome]:
    contents = {one.ident: one.resolved.content for one in made.values()}
    # In a dry run a document may name what would be here by then.
    coming = {*desk.authorities.drawn, *desk.documents.values()} if desk.trial else set()
    fresh = history.prepare(contents.values(), coming)
    faults = {each.row.pk: each.faults for each in fresh if each.faults}
    if faults:
        return _without_faulty(desk, source, made, faults)
    if desk.trial:
        refused = trying.refused(fresh, coming) if desk.publish else {}
    else:
        refused = _write(desk, source, made, fresh)
    return {place: _created(desk, source, one, refused.get(one.ident, "")) for place, one in made.items()}


def _write(desk: Desk, source: Source, made: dict[int, One], fresh: list[entering.Fresh]) -> dict[str, str]:
    with history.revision(desk.batch.user, f"Imported from {source.file}", desk.batch.batch):
        snapshots = history.enter(fresh)
        desk.remember([(one, 1) for one in made.values()])
        ready = {one.ident: snapshots[one.ident] for one in made.values() if not one.resolved.awaited}
        refused = {}
        if desk.publish and ready:
            refused = publishing.publish_first(ready, user=desk.batch.user)
        desk.batch.save(update_fields=["share", "counts", "heard"])
    return refused


def _without_faulty(
    desk: Desk, source: Source, made: dict[int, One], faults: dict[str, Any]
) -> dict[int, Outcome]:
    """The faulty ones are told and left out; the others are resolved anew without them and go in."""
    found, whole = {}, {}
    for one in made.values():
        if one.ident in faults:
            desk.documents.pop(one.told.identity, None)
    for place, one in made.items():
        if one.ident in faults:
            sentences = [f"{where}: {' '.join(said)}" for where, said in faults[one.ident].items()]
            found[place] = desk.outcome(FAULTY, source, one.told, "", *sentences)
        else:
            whole[place] = desk.one(source.identity, one.told, None, one.ident)
    return found | _commit(desk, source, whole)


def _created(desk: Desk, source: Source, one: One, refused: str) -> Outcome:
    desk.created.add(one.ident)
    desk.awaited.update(one.resolved.awaited)
    waits = bool(one.resolved.awaited)
    if desk.publish and waits and not desk.trial:
        desk.unpublished[one.ident] = one.told.identity
    published = desk.publish and not refused and (desk.trial or not waits)
    told = (*one.unresolved, *((f"Not published: {refused}",) if refused else ()))
    outcome = desk.outcome(CREATED, source, one.told, one.ident, *told)
    return replace(outcome, published=published)

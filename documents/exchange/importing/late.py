"""What is done when all files are read: what documents waited for and has arrived, then what to publish."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from documents import history, markup, publishing, submissions
from documents.decisions import hold_all
from documents.exchange.importing import incoming, rewriting, trying
from documents.exchange.importing.blocks import blocks, length_of, lengths_of
from documents.exchange.importing.intake import Intake, One, read_source
from documents.exchange.importing.reports import (
    CHANGED,
    CONFLICT,
    FAULTY,
    LEFT,
    WAITING,
    Outcome,
    not_published,
)
from documents.exchange.importing.sources import SourceDocument
from documents.models.document import Document
from documents.models.entry import Entry
from documents.models.importing import Awaited, ImportBatch, Imported
from documents.snapshot import Document as Content

NOTE = "Imported anew from a changed file."
AT_ONCE = 500
ARRIVED = "What it refers to has arrived."
REASON = "What this document refers to was imported"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits for another one, with what its source says of it."""

    row: Imported
    source: str
    content: Content


def resolve_arrived(intake: Intake) -> Iterator[Outcome]:
    """Puts marks, targets and names into documents that waited for what is here now, a revision each."""
    for block in blocks(_waiting(intake), lambda each: length_of(each.content)):
        yield from _resolve(intake, block)


def _waiting(intake: Intake) -> Iterator[Waiting]:
    """Those for whom something came. What was undone waits for nothing."""
    awaited = Awaited.objects.exclude(by__digest="").order_by("by")
    if intake.trial:
        told = awaited.values_list("by", "kind", "identity")
        pks = list(dict.fromkeys(by for by, kind, identity in told if intake.knows(kind, identity)))
    else:
        pks = list(awaited.arrived().values_list("by", flat=True).distinct())
    for pk in pks:
        row = Imported.objects.filter(pk=pk).first()
        if row and row.source:
            source, content = read_source(row.source)
            yield Waiting(row, source, content)


def _resolve(intake: Intake, block: list[Waiting]) -> list[Outcome]:
    """Of a document that was deleted nothing is told: the files of this import do not tell of it."""
    with markup.remembered():
        ones = _changed(intake, block)
        why = {ident: [said] for ident, said in rewriting.why_not(each.row for each in block).items()}
        why |= rewriting.write_anew(intake, [one for one in ones if one.ident not in why], REASON)
        return [outcome for one in ones if (outcome := _came(intake, one, why.get(one.ident, [])))]


def _came(intake: Intake, one: One, told: list[str]) -> Outcome | None:
    if told == [rewriting.EDITED]:
        is_told = _is_new(intake, one)
        return _outcome(CONFLICT, one, f"{ARRIVED} {rewriting.EDITED}") if is_told else None
    if told:
        gone = told[0] in (rewriting.DELETED, rewriting.PURGED)
        return None if gone else _outcome(FAULTY, one, *told)
    if one.ident in intake.created:
        return None
    if intake.publish:
        intake.unpublished.setdefault(one.ident, one.told.identity)
    return rewriting.foretell_seen(intake, one, _outcome(CHANGED, one, ARRIVED))


def _is_new(intake: Intake, one: One) -> bool:
    """Offers the links to an editor; gives whether they were not offered yet."""
    if one.row is None:
        return False
    content = one.resolved.content
    if intake.trial:
        return not incoming.is_offered(one.row, content)
    return incoming.offer(one.row, content, one.digest, "", intake.batch)


def _changed(intake: Intake, block: list[Waiting]) -> list[One]:
    """Those that do not wait for the same any more: else what came is gone again."""
    awaited: dict[int, set[tuple[str, str]]] = {each.row.pk: set() for each in block}
    for by, kind, identity in Awaited.objects.filter(by__in=awaited).values_list("by", "kind", "identity"):
        awaited[by].add((kind, identity))
    intake.look_up(each.content for each in block)
    ones = [
        intake.one(
            each.source,
            SourceDocument(identity=each.row.identity, content=each.content),
            each.row,
            each.row.record,
        )
        for each in block
    ]
    return [one for one in ones if one.row and one.awaits != awaited[one.row.pk]]


def still_awaited(intake: Intake) -> Iterator[Outcome]:
    """The references of these files that stay unresolved, by the document that they wait for."""
    for identity, number in sorted(intake.awaited.items()):
        if identity not in intake.documents:
            words = f"{number} documents refer to it." if number > 1 else "One document refers to it."
            yield Outcome(what=WAITING, kind="reference", file="", identity=identity, told=(words,))


def publish_rest(intake: Intake) -> Iterator[Outcome]:
    """Publishes what was not when it was entered: it waited, was changed, or was there as a draft.

    Readers' view of a document that was withdrawn stays as it is; so does what editors have changed since.
    """
    rest = iter(list(intake.unpublished.items()))
    while some := dict(islice(rest, AT_ONCE)):
        lengths = lengths_of(some)
        for block in blocks(some, lengths.__getitem__):
            yield from _publish(intake, {ident: some[ident] for ident in block})


def foretell_rest(intake: Intake) -> Iterator[Outcome]:
    """In a dry run: what `publish_rest` would publish of what is here as a draft."""
    for ident in trying.publishable(intake.unpublished):
        yield _published(ident, intake.unpublished[ident])


def _publish(intake: Intake, some: dict[str, str]) -> Iterator[Outcome]:
    imported = dict(
        Imported.objects.filter(kind=Document.kind, identity__in=some.values()).values_list(
            "record", "revision"
        )
    )
    with markup.remembered(), transaction.atomic():
        there = hold_all(some)
        last = history.last_revisions(there)
        ours = {ident for ident in there if last[ident].number == imported.get(ident)}
        entered = set(Entry.objects.filter(document__in=ours).values_list("document_id", flat=True))
        refused = publishing.publish_first(history.snapshots(ours - entered), user=intake.batch.user)
    first = ours - entered - refused.keys()
    for ident in sorted(ours & entered):
        why = _publish_next(intake, ident, last[ident].number)
        if why:
            refused[ident] = why
        elif why is not None:
            first.add(ident)
    for ident in sorted(first | refused.keys()):
        yield _published(ident, some[ident], refused.get(ident, ""))


def _publish_next(intake: Intake, ident: str, number: int) -> str | None:
    """Why the next version was not published, "" if it was.

    None where readers see this state already, or are not to see the document any more.
    """
    state = publishing.state_of(ident)
    if state.purged or not (state.current or ident in intake.returning):
        return None
    if submissions.says_what_readers_see(ident):
        return None
    try:
        publishing.publish(ident, user=intake.batch.user, number=number, note=NOTE)
    except publishing.Refused as refused:
        return str(refused)
    return ""


def _published(ident: str, identity: str, refused: str = "") -> Outcome:
    return Outcome(
        what=LEFT,
        kind="publication",
        file="",
        identity=identity,
        record=ident,
        published=not refused,
        told=(not_published(refused),) if refused else (),
    )


def _outcome(what: str, one: One, *told: str) -> Outcome:
    identity = one.told.identity
    return Outcome(what=what, kind=Document.kind, file="", identity=identity, record=one.ident, told=told)


def close(batch: ImportBatch, state: str, why: str = "") -> None:
    """Ends a run."""
    batch.state, batch.why, batch.heard = state, why, timezone.now()
    batch.save(update_fields=["state", "why", "heard", "share", "counts"])

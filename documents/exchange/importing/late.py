"""What is done when all files are read: what documents waited for and has arrived, then what to publish."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from documents import history, markup, publishing, submissions
from documents.exchange.importing import incoming, rewriting, trying
from documents.exchange.importing.blocks import DOCUMENTS, blocks
from documents.exchange.importing.desk import Desk, One, read_source
from documents.exchange.importing.reports import CHANGED, CONFLICT, LEFT, WAITING, Outcome
from documents.exchange.importing.sources import SourceDocument
from documents.models.document import Document
from documents.models.entry import Entry
from documents.models.importing import Awaited, ImportBatch, Imported
from documents.snapshot import Document as Content

NOTE = "Imported anew from a changed file."
ARRIVED = "What it refers to has arrived."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits for another one, with what its source says of it."""

    row: Imported
    source: str
    content: Content


def resolve_arrived(desk: Desk) -> Iterator[Outcome]:
    """Puts marks, targets and names into documents that waited for what is here now, a revision each."""
    for block in blocks(_waiting()):
        yield from _resolve(desk, block)


def _waiting() -> Iterator[Waiting]:
    arrived = Awaited.objects.arrived().order_by("by").values_list("by", flat=True)
    for pk in list(arrived.distinct()):
        row = Imported.objects.get(pk=pk)
        source, content = read_source(row.source)
        yield Waiting(row, source, content)


def _resolve(desk: Desk, block: list[Waiting]) -> list[Outcome]:
    """Of a document that was deleted nothing is told: the files of this import do not tell of it."""
    with markup.remembered():
        ones = _changed(desk, block)
        why = rewriting.why_not(each.row for each in block)
        faults = rewriting.write_anew(desk, [one for one in ones if one.ident not in why], "the same file")
    found = []
    for one in ones:
        if why.get(one.ident) == rewriting.EDITED:
            if one.row and incoming.offer(one.row, one.resolved.content, one.digest, "", desk.batch):
                found.append(_outcome(CONFLICT, one, f"{ARRIVED} {rewriting.EDITED}"))
        elif one.ident in faults:
            found.append(_outcome(CONFLICT, one, *faults[one.ident]))
        elif one.ident not in why and one.ident not in desk.created:
            if desk.publish:
                desk.unpublished.setdefault(one.ident, one.told.identity)
            found.append(_outcome(CHANGED, one, ARRIVED))
    return found


def _changed(desk: Desk, block: list[Waiting]) -> list[One]:
    """Those that do not wait for the same any more: else what came is gone again."""
    awaited: dict[int, set[tuple[str, str]]] = {each.row.pk: set() for each in block}
    for by, kind, identity in Awaited.objects.filter(by__in=awaited).values_list("by", "kind", "identity"):
        awaited[by].add((kind, identity))
    desk.look_up(each.content for each in block)
    ones = [
        desk.one(
            each.source,
            SourceDocument(identity=each.row.identity, content=each.content),
            each.row,
            each.row.record,
        )
        for each in block
    ]
    return [one for one in ones if one.row and one.awaits != awaited[one.row.pk]]


def still_awaited(desk: Desk) -> Iterator[Outcome]:
    """The references of these files that stay unresolved, by the document that they wait for."""
    for identity, number in sorted(desk.awaited.items()):
        if identity not in desk.documents:
            words = f"{number} documents refer to it." if number > 1 else "One document refers to it."
            yield Outcome(what=WAITING, kind="reference", file="", identity=identity, told=(words,))


def publish_rest(desk: Desk) -> Iterator[Outcome]:
    """Publishes what was not when it was entered: it waited, was changed, or was there as a draft.

    Readers' view of a document that was withdrawn stays as it is; so does what editors have changed since.
    """
    rest = iter(list(desk.unpublished.items()))
    while some := dict(islice(rest, DOCUMENTS)):
        yield from _publish(desk, some)


def foretell_rest(desk: Desk) -> Iterator[Outcome]:
    """In a dry run: what `publish_rest` would publish of what is here as a draft."""
    for ident in trying.publishable(desk.unpublished):
        yield _published(ident, desk.unpublished[ident])


def _publish(desk: Desk, some: dict[str, str]) -> Iterator[Outcome]:
    imported = dict(
        Imported.objects.filter(kind=Document.kind, identity__in=some.values()).values_list(
            "record", "revision"
        )
    )
    with transaction.atomic():
        held = Document.objects.select_for_update().filter(pk__in=some).order_by("pk")
        there = set(held.values_list("pk", flat=True))
        last = history.last_revisions(there)
        ours = {ident for ident in there if last[ident].number == imported.get(ident)}
        entered = set(Entry.objects.filter(document__in=ours).values_list("document_id", flat=True))
        refused = publishing.publish_first(history.snapshots(ours - entered), user=desk.batch.user)
    first = ours - entered - refused.keys()
    for ident in sorted(ours & entered):
        why = _publish_next(desk, ident, last[ident].number)
        if why:
            refused[ident] = why
        elif why is not None:
            first.add(ident)
    for ident in sorted(first | refused.keys()):
        yield _published(ident, some[ident], refused.get(ident, ""))


def _publish_next(desk: Desk, ident: str, number: int) -> str | None:
    """Why the next version was not published, "" if it was.

    None where readers see this state already, or are not to see the document any more.
    """
    state = publishing.state_of(ident)
    if state.purged or not (state.current or ident in desk.returning):
        return None
    if submissions.says_what_readers_see(ident):
        return None
    try:
        publishing.publish(ident, user=desk.batch.user, number=number, note=NOTE)
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
        told=(f"Not published: {refused}",) if refused else (),
    )


def _outcome(what: str, one: One, *told: str) -> Outcome:
    identity = one.told.identity
    return Outcome(what=what, kind=Document.kind, file="", identity=identity, record=one.ident, told=told)


def close(batch: ImportBatch, state: str, why: str = "") -> None:
    """Ends a run."""
    batch.state, batch.why, batch.heard = state, why, timezone.now()
    batch.save(update_fields=["state", "why", "heard", "share", "counts"])

"""Documents of a file, at most fifty in a transaction: entered, changed or left; published if so asked."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from documents import history, markup, publishing, rights
from documents.exchange.importing import incoming, trying
from documents.exchange.importing.authorities import Authorities
from documents.exchange.importing.reports import CHANGED, CONFLICT, CREATED, FAULTY, LEFT, Outcome
from documents.exchange.importing.resolving import Resolved, resolve, targets_in
from documents.exchange.importing.sources import Source, SourceDocument
from documents.models.document import Document
from documents.models.importing import Awaited, ImportBatch, Imported
from documents.snapshot import Document as Content
from documents.snapshot import Snapshot, canonical, digest, from_data
from places import entering, records
from places.register import PublicId, candidate, is_well_formed

DOCUMENTS, CHARACTERS = 50, 500_000

EDITED = (
    "Editors have changed it here since it was imported, and the file says something else now. Nothing was "
    "overwritten: please compare the two at the desk, and take over what is wanted."
)
DELETED = "It was deleted here since it was imported, so the file's new state was not taken over."
PURGED = "It was purged here, so it is not imported again."
NOT_OURS = "A document with this id is here already, with other contents, and it did not come by an import."
TWICE = "Another document of these files has the same identity, so this one was left out."


@dataclass(slots=True)
class One:
    """A document on its way: what the source says, what is known of it here, what it becomes."""

    told: SourceDocument
    source: str
    digest: str
    row: Imported | None
    ident: str
    resolved: Resolved
    awaits: set[tuple[str, str]]
    unresolved: tuple[str, ...] = ()


def blocks(documents: Iterable[SourceDocument]) -> Iterator[list[SourceDocument]]:
    """The documents in their order, as many at a time as a transaction holds for less than a second."""
    block: list[SourceDocument] = []
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


def digest_of(content: Content) -> str:
    """Of all that a source says of a document."""
    return digest(canonical(_data(content)))


def kept_source(source: str, content: Content) -> str:
    """What a source says of a document, as it is kept while the document waits for another one."""
    return canonical({"source": source, "document": _data(content)})


def read_source(kept: str) -> tuple[str, Content]:
    """The reverse of `kept_source`: the identity of the source, and the content."""
    data = json.loads(kept)
    return data["source"], from_data({"document": data["document"]}).document


def _source_of(one: "One") -> str:
    return kept_source(one.source, one.told.content) if one.awaits else ""


def _data(content: Content) -> dict[str, Any]:
    return Snapshot(document=content).to_data()["document"]


@dataclass(slots=True)
class Desk:
    """Where blocks are entered. `documents` are identity → public id of those known to be here.

    `returning` are those whose import was undone.
    """

    batch: ImportBatch
    authorities: Authorities
    publish: bool
    trial: bool
    documents: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    unpublished: dict[str, str] = field(default_factory=dict)
    awaited: Counter[str] = field(default_factory=Counter)
    created: set[str] = field(default_factory=set)
    returning: set[str] = field(default_factory=set)

    def enter(self, source: Source, block: list[SourceDocument]) -> list[Outcome]:
        """What became of each document of a block, in their order."""
        with markup.remembered():
            return self._enter(source, block)

    def _enter(self, source: Source, block: list[SourceDocument]) -> list[Outcome]:
        found = {}
        fresh = []
        known = self._imported([each.identity for each in block])
        for place, told in enumerate(block):
            if told.identity in self.seen:
                found[place] = self._outcome(FAULTY, source, told, "", TWICE)
                continue
            self.seen.add(told.identity)
            row = known.get(told.identity)
            if row is not None:
                self.documents[told.identity] = row.record
                found[place] = self._again(source, told, row)
            else:
                fresh.append((place, told))
        found |= self._enter_fresh(source, fresh)
        if not self.trial:
            left = (each.identity for each in found.values() if each.what == LEFT)
            incoming.take_back([known[identity] for identity in left if identity in known])
        return [found[place] for place in range(len(block))]

    # --- What is new ---

    def _enter_fresh(self, source: Source, fresh: list[tuple[int, SourceDocument]]) -> dict[int, Outcome]:
        if not fresh:
            return {}
        idents = self._draw([told.content.public_id for _, told in fresh])
        there = set(
            Document.objects.filter(pk__in=[t.content.public_id for _, t in fresh]).values_list(
                "pk", flat=True
            )
        )
        found, ones = {}, {}
        for (place, told), ident in zip(fresh, idents, strict=True):
            if told.content.public_id in there:
                found[place] = self._already_here(source, told)
            else:
                self.documents[told.identity] = ident
                ones[place] = told, ident
        made = {place: self._one(source, told, None, ident) for place, (told, ident) in ones.items()}
        return found | self._commit(source, made)

    def _draw(self, wanted: list[str]) -> list[str]:
        """An id for each document: the one that it had, where it is free; else a new one."""
        drawn = [each if is_well_formed(each) else candidate() for each in wanted]
        while True:
            taken = set(PublicId.objects.filter(pk__in=drawn).values_list("pk", flat=True))
            taken |= self.authorities.drawn & set(drawn)
            if not taken and len(set(drawn)) == len(drawn):
                return drawn
            before: set[str] = set()
            for place, each in enumerate(drawn):
                if each in taken or each in before:
                    drawn[place] = candidate()
                before.add(drawn[place])

    def _already_here(self, source: Source, told: SourceDocument) -> Outcome:
        """A document that was exported from here and comes back: if it says the same, it is known now."""
        ident = told.content.public_id
        self.documents[told.identity] = ident
        one = self._one(source, told, None, ident)
        if not self._says_the_same(one):
            return self._outcome(CONFLICT, source, told, ident, NOT_OURS)
        if not self.trial:
            last = history.latest(Document.kind, ident)
            with transaction.atomic():
                self._remember([(one, last.number if last else 0)])
        return self._outcome(LEFT, source, told, ident)

    def _commit(self, source: Source, made: dict[int, One]) -> dict[int, Outcome]:
        """The new documents of a block in one transaction. If the database refuses one, each by itself."""
        if not made:
            return {}
        try:
            return self._commit_together(source, made)
        except (IntegrityError, DataError) as error:
            if len(made) == 1:
                place, one = next(iter(made.items()))
                self.documents.pop(one.told.identity, None)
                why = f"The database refused it: {str(error).splitlines()[0]}"
                return {place: self._outcome(FAULTY, source, one.told, "", why)}
        for one in made.values():
            self.documents.pop(one.told.identity, None)
        found: dict[int, Outcome] = {}
        for place, one in made.items():
            self.documents[one.told.identity] = one.ident
            alone = self._one(source, one.told, None, one.ident)
            found |= self._commit(source, {place: alone})
        return found

    def _commit_together(self, source: Source, made: dict[int, One]) -> dict[int, Outcome]:
        contents = {one.ident: one.resolved.content for one in made.values()}
        # In a dry run a document may name what would be here by then.
        coming = {*self.authorities.drawn, *self.documents.values()} if self.trial else set()
        fresh = history.prepare(contents.values(), coming)
        faults = {each.row.pk: each.faults for each in fresh if each.faults}
        if faults:
            return self._without_faulty(source, made, faults)
        if self.trial:
            refused = trying.refused(fresh, coming) if self.publish else {}
        else:
            refused = self._write(source, made, fresh)
        return {place: self._created(source, one, refused.get(one.ident, "")) for place, one in made.items()}

    def _write(self, source: Source, made: dict[int, One], fresh: list[entering.Fresh]) -> dict[str, str]:
        with history.revision(self.batch.user, f"Imported from {source.file}", self.batch.batch):
            snapshots = history.enter(fresh)
            self._remember([(one, 1) for one in made.values()])
            ready = {one.ident: snapshots[one.ident] for one in made.values() if not one.resolved.awaited}
            refused = {}
            if self.publish and ready:
                refused = publishing.publish_first(ready, user=self.batch.user)
            self.batch.save(update_fields=["share", "counts", "heard"])
        return refused

    def _without_faulty(
        self, source: Source, made: dict[int, One], faults: dict[str, Any]
    ) -> dict[int, Outcome]:
        """The faulty ones are told and left out; the others are resolved anew without them and go in."""
        found, whole = {}, {}
        for one in made.values():
            if one.ident in faults:
                self.documents.pop(one.told.identity, None)
        for place, one in made.items():
            if one.ident in faults:
                sentences = [f"{where}: {' '.join(said)}" for where, said in faults[one.ident].items()]
                found[place] = self._outcome(FAULTY, source, one.told, "", *sentences)
            else:
                whole[place] = self._one(source, one.told, None, one.ident)
        return found | self._commit(source, whole)

    def _created(self, source: Source, one: One, refused: str) -> Outcome:
        self.created.add(one.ident)
        self.awaited.update(one.resolved.awaited)
        waits = bool(one.resolved.awaited)
        if self.publish and waits and not self.trial:
            self.unpublished[one.ident] = one.told.identity
        published = self.publish and not refused and (self.trial or not waits)
        told = (*one.unresolved, *((f"Not published: {refused}",) if refused else ()))
        outcome = self._outcome(CREATED, source, one.told, one.ident, *told)
        return replace(outcome, published=published)

    # --- What was imported before ---

    def _again(self, source: Source, told: SourceDocument, row: Imported) -> Outcome:
        said = digest_of(told.content)
        if said == row.digest:
            if self.publish and row.revision:
                self.unpublished[row.record] = told.identity
            return self._outcome(LEFT, source, told, row.record)
        if not row.digest:  # its import was undone
            self.returning.add(row.record)
        why = self.why_not(row)
        if why and why != EDITED:
            return self._outcome(CONFLICT, source, told, row.record, why)
        one = self._one(source, told, row, row.record)
        if why:
            return self._conflict(source, one)
        if self._says_the_same(one):
            if not self.trial:
                with transaction.atomic():
                    self._remember([(one, row.revision)])
            what = LEFT
        else:
            what = CHANGED
            if not self.trial and (faults := self.write_again(one, source.file)):
                return self._outcome(FAULTY, source, told, row.record, *faults)
        self.awaited.update(one.resolved.awaited)
        if self.publish:
            self.unpublished[row.record] = told.identity
        outcome = self._outcome(what, source, told, row.record, *one.unresolved)
        seen = self.trial and what == CHANGED and self.publish and trying.is_seen(row.record)
        return replace(outcome, published=seen)

    def _conflict(self, source: Source, one: One) -> Outcome:
        """Nothing is written over an editor's work; what the file says waits at the desk."""
        assert one.row is not None  # noqa: S101
        if not self.trial:
            with transaction.atomic():
                if incoming.offer(one.row, one.resolved.content, one.digest, source.file, self.batch):
                    one.row.source = _source_of(one)
                    one.row.save(update_fields=["source"])
                    self._await([(one.row, one)])
        return self._outcome(CONFLICT, source, one.told, one.ident, EDITED)

    def why_not(self, row: Imported) -> str:
        """Why the source's new state must not be written over the desk's; "" if it may."""
        if rights.was_purged(row.record):
            return PURGED
        if not Document.objects.filter(pk=row.record).exists():
            return DELETED
        last = history.latest(Document.kind, row.record)
        return EDITED if last is None or last.number != row.revision else ""

    def write_again(self, one: One, file: str) -> list[str]:
        """Writes the new state of a document in one revision; gives what is wrong with it."""
        assert one.row is not None  # noqa: S101
        try:
            with history.revision(self.batch.user, f"Imported from {file}", self.batch.batch):
                number = history.write(Snapshot(document=one.resolved.content), one.row.revision)
                self._remember([(one, number)])
        except ValidationError as error:
            return [f"{where}: {' '.join(said)}" for where, said in error.message_dict.items()]
        except history.Stale:
            return [EDITED]
        return []

    def _says_the_same(self, one: One) -> bool:
        fresh = entering.prepare(Document, _data(one.resolved.content))
        return not fresh.faults and fresh.data == records.read(Document, one.ident)

    # --- Both ---

    def one(self, source: str, told: SourceDocument, row: Imported | None, ident: str) -> One:
        """The document as the desk takes it: local names are ids, what is not here waits or is told."""

        def known(kind: str, local: str) -> str:
            if kind == "document":
                return self.documents.get(local, "")
            return self.authorities.known(kind, f"{source}#{local}")

        resolved = resolve(replace(told.content, public_id=ident), told.identity, known)
        resolved.awaited.discard(told.identity)
        untold = {(kind, f"{source}#{local}") for kind, local in resolved.unknown}
        awaits = untold | {(Document.kind, identity) for identity in resolved.awaited}
        unresolved = [
            f"It names “{local}” ({kind}), of whom the file tells nothing."
            for kind, local in sorted(resolved.unknown)
        ]
        return One(told, source, digest_of(told.content), row, ident, resolved, awaits, tuple(unresolved))

    def _one(self, source: Source, told: SourceDocument, row: Imported | None, ident: str) -> One:
        self.look_up(told.content)
        return self.one(source.identity, told, row, ident)

    def look_up(self, content: Content) -> None:
        """Learns which of the documents that this one refers to are here."""
        wanted = {identity for identity in targets_in(content) if identity not in self.documents}
        if wanted:
            for identity, row in self._imported(wanted).items():
                self.documents[identity] = row.record

    def _imported(self, identities: Iterable[str]) -> dict[str, Imported]:
        found = Imported.objects.filter(kind=Document.kind, identity__in=list(identities))
        return {row.identity: row for row in found.defer("source")}

    def _remember(self, made: list[tuple[One, int]]) -> None:
        """Notes what was imported, as which revision, and for what it waits."""
        rows = []
        for one, number in made:
            row = one.row or Imported(kind=Document.kind, identity=one.told.identity)
            row.record, row.digest, row.revision, row.batch = one.ident, one.digest, number, self.batch
            row.source = _source_of(one)
            rows.append(row)
        fresh = [row for row in rows if row.pk is None]
        Imported.objects.bulk_create(fresh)
        for row in rows:
            if row not in fresh:
                row.save()
        self._await([(row, one) for row, (one, _) in zip(rows, made, strict=True)], {row.pk for row in fresh})

    def _await(self, pairs: list[tuple[Imported, One]], fresh: Collection[int] = ()) -> None:
        """Notes for what each document waits, in place of what was noted before; `fresh` had nothing."""
        if known := [row.pk for row, _ in pairs if row.pk not in fresh]:
            Awaited.objects.filter(by__in=known).delete()
        Awaited.objects.bulk_create(
            Awaited(by=row, kind=kind, identity=identity)
            for row, one in pairs
            for kind, identity in sorted(one.awaits)
        )

    def _outcome(self, what: str, source: Source, told: SourceDocument, record: str, *said: str) -> Outcome:
        return Outcome(
            what=what,
            kind=Document.kind,
            file=source.file,
            identity=told.identity,
            record="" if self.trial and what == CREATED else record,
            title=told.content.title,
            line=told.line,
            notes=told.notes,
            signatures=told.signatures,
            unknown=told.unknown,
            told=(*told.told, *said),
        )

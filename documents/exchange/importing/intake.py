"""What a run of an import has come to know of documents, and what it notes of each of them."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from documents.exchange.importing.authorities import Authorities
from documents.exchange.importing.reports import CREATED, Outcome
from documents.exchange.importing.resolving import Resolved, resolve, targets_in
from documents.exchange.importing.sources import IDENTITY, Source, SourceDocument
from documents.models.document import Document
from documents.models.importing import Awaited, ImportBatch, Imported
from documents.snapshot import Document as Content
from documents.snapshot import Snapshot, canonical, digest, from_data
from places.inserting import insert


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


def digest_of(content: Content) -> str:
    """Of all that a source says of a document."""
    return digest(canonical(data_of(content)))


def kept_source(source: str, content: Content) -> str:
    """What a source says of a document, as it is kept while the document waits for another one."""
    return canonical({"source": source, "document": data_of(content)})


def read_source(kept: str) -> tuple[str, Content]:
    """The reverse of `kept_source`: the identity of the source, and the content."""
    data = json.loads(kept)
    return data["source"], from_data({"document": data["document"]}).document


def source_of(one: One) -> str:
    """What is kept of its source: nothing, unless it waits for another one."""
    return kept_source(one.source, one.told.content) if one.awaits else ""


def here(idents: Iterable[str]) -> set[str]:
    """Those of these documents that the desk has: others were deleted or purged since they came."""
    return set(Document.objects.filter(pk__in=set(idents)).order_by().values_list("pk", flat=True))


def data_of(content: Content) -> dict[str, Any]:
    """The document as plain data."""
    return Snapshot(document=content).to_data()["document"]


@dataclass(slots=True)
class Intake:
    """What one run has come to know. `documents` are identity → public id of those known to be here.

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

    @property
    def coming(self) -> set[str]:
        """In a dry run the ids of what would be here by then, which a document may name; else nothing."""
        return {*self.authorities.drawn, *self.documents.values()} if self.trial else set()

    def one(self, source: str, told: SourceDocument, row: Imported | None, ident: str) -> One:
        """The document as the desk takes it: local names are ids, what is not here waits or is told."""

        def known(kind: str, local: str) -> str:
            if kind == "document":
                return self.documents.get(local, "")
            return self.authorities.known(kind, f"{source}#{local}")

        resolved = resolve(told.content, told.identity, ident, known)
        resolved.awaited.discard(told.identity)
        untold = {(kind, f"{source}#{local}") for kind, local in resolved.unknown}
        awaits = untold | {(Document.kind, identity) for identity in resolved.awaited}
        unresolved = [
            f"It names “{local}” ({kind}), of whom the file tells nothing."
            for kind, local in sorted(resolved.unknown)
        ]
        # No file can tell of what has too long a name.
        awaits = {(kind, identity) for kind, identity in awaits if len(identity) <= IDENTITY}
        return One(told, source, digest_of(told.content), row, ident, resolved, awaits, tuple(unresolved))

    def knows(self, kind: str, identity: str) -> bool:
        """Whether this run, or one before it, has brought what is so called in its source."""
        if kind == Document.kind:
            return identity in self.documents
        return bool(self.authorities.known(kind, identity))

    def look_up(self, contents: Iterable[Content]) -> None:
        """Learns which of the documents that these refer to are here."""
        wanted = {each for content in contents for each in targets_in(content)} - self.documents.keys()
        if wanted:
            rows = self.imported(wanted)
            there = here(row.record for row in rows.values())
            self.documents |= {each: row.record for each, row in rows.items() if row.record in there}

    def imported(self, identities: Iterable[str]) -> dict[str, Imported]:
        """What is known of these documents of files, by their identities."""
        found = Imported.objects.filter(kind=Document.kind, identity__in=list(identities))
        return {row.identity: row for row in found.defer("source")}

    def remember(self, made: list[tuple[One, int]]) -> None:
        """Notes what was imported, as which revision, and for what it waits."""
        rows = []
        for one, number in made:
            # A copy: if the transaction fails, what was known of it before is still known.
            row = copy(one.row) if one.row else Imported(kind=Document.kind, identity=one.told.identity)
            row.record, row.digest, row.revision, row.batch = one.ident, one.digest, number, self.batch
            row.source = source_of(one)
            rows.append(row)
        known = [row for row in rows if row.pk]
        pairs = [(row, one) for row, (one, _) in zip(rows, made, strict=True)]
        waiting = [row for row, one in pairs if row.pk is None and one.awaits]
        insert(Imported, [row for row, one in pairs if row.pk is None and not one.awaits])
        Imported.objects.bulk_create(waiting)
        Imported.objects.bulk_update(known, ["record", "digest", "revision", "batch", "source"])
        self.wait_for([pair for pair in pairs if pair[0].pk], {row.pk for row in waiting})

    def wait_for(self, pairs: list[tuple[Imported, One]], fresh: Collection[int] = ()) -> None:
        """Notes for what each document waits, in place of what was noted before; `fresh` had nothing."""
        if known := [row.pk for row, _ in pairs if row.pk not in fresh]:
            Awaited.objects.filter(by__in=known).delete()
        Awaited.objects.bulk_create(
            Awaited(by=row, kind=kind, identity=identity)
            for row, one in pairs
            for kind, identity in sorted(one.awaits)
        )

    def outcome(self, what: str, source: Source, told: SourceDocument, record: str, *said: str) -> Outcome:
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

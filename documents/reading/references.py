"""References to other documents, as links where readers can follow them, and else as they stand."""

from dataclasses import dataclass

from documents.dates import HistoricalDate
from documents.reading import addresses
from documents.reading.labels import RELATIONS, RELATIONS_FROM_THERE
from documents.reading.naming import UNKNOWN, Basis, Named, Naming, basis
from documents.reading.surroundings import ListedDocument
from documents.reading.wording import Phrase
from documents.snapshot import Reference, Relation

ELSEWHERE = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Link:
    """A document that readers can open."""

    path: str
    title: Phrase


@dataclass(frozen=True, slots=True)
class ReferenceFact:
    """One reference: its words, what it describes, and what it leads to.

    `links` are the documents of this archive that it means; more than one where several bear the number.
    `address` leads out of the archive. With neither, it waits for its document.
    """

    words: Phrase
    number: str = ""
    collection: Named | None = None
    collection_basis: Basis = UNKNOWN
    described: str = ""
    date: str = ""
    links: tuple[Link, ...] = ()
    address: str = ""

    @property
    def is_pending(self) -> bool:
        return not self.links and not self.address


@dataclass(frozen=True, slots=True)
class RelationFact:
    """How this document stands to another one, which may only be described."""

    relation: str
    described: Phrase
    link: Link | None = None


def references_of(owner: str, naming: Naming) -> tuple[ReferenceFact, ...]:
    """The references that stand in one part of the document; "document" for the whole."""
    return tuple(_reference(row, naming) for row in naming.references.get(owner, ()))


def _reference(row: Reference, naming: Naming) -> ReferenceFact:
    collection = naming.record("collection", row.collection)
    return ReferenceFact(
        words=naming.as_written(row.words),
        number=row.number,
        collection=collection,
        collection_basis=basis(row.collection_basis, row.collection_reason, of=collection),
        described=", ".join(part for part in (row.described_type, row.issuer) if part),
        date=HistoricalDate(edtf=row.described_date).in_words(),
        links=tuple(_link(document) for document in _resolved(row, naming)),
        address=row.address if row.address.startswith(ELSEWHERE) else "",
    )


def _resolved(row: Reference, naming: Naming) -> tuple[ListedDocument, ...]:
    """The documents meant: the one that editors named, else those printed under the number."""
    around = naming.surroundings
    if row.target:
        return (around.documents[row.target],) if row.target in around.documents else ()
    return around.printed.get((row.collection or "", row.number), ())


def relations(naming: Naming) -> tuple[RelationFact, ...]:
    """The relations to other documents: what this one says, then what only the others say of it.

    A document that readers cannot see is not named.
    """
    own = tuple(_relation(row, naming) for row in naming.snapshot.document.relations)
    told = {(fact.relation, fact.link) for fact in own}
    from_there = (
        RelationFact(RELATIONS_FROM_THERE.get(kind, kind), Phrase(""), _link(document))
        for kind, document in naming.surroundings.related
    )
    return own + tuple(fact for fact in from_there if (fact.relation, fact.link) not in told)


def _relation(row: Relation, naming: Naming) -> RelationFact:
    target = naming.surroundings.documents.get(row.target or "")
    return RelationFact(
        RELATIONS.get(row.relation_kind, row.relation_kind),
        naming.as_written(row.described),
        _link(target) if target else None,
    )


def _link(document: ListedDocument) -> Link:
    return Link(addresses.of_document(document.id), document.title)

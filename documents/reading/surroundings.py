"""What the archive holds around one document: the pages that it may link to, and its neighbours in print.

Read from the listing, so nothing that readers cannot see is ever named. The number of queries is fixed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Q, QuerySet, Subquery

from documents import markup
from documents.listings import order
from documents.models.listing import Listing, ListingName
from documents.reading.wording import Phrase, phrase
from documents.snapshot import Document, passages

# As many documents as a page names that say how they stand to it.
RELATED = 200


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document that readers can see."""

    id: str
    title: Phrase


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The documents before and after this one in a source collection, with their printed numbers."""

    collection: str
    number: str
    previous: tuple[str, ListedDocument] | None = None
    next: tuple[str, ListedDocument] | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`records`: (kind, id) of what has a page because this document names it. `documents` by id.
    `printed`: documents by (collection, number). `related`: (kind of relation, document) of those that
    say how they stand to this one."""

    records: frozenset[tuple[str, str]] = frozenset()
    documents: dict[str, ListedDocument] = field(default_factory=dict)
    printed: dict[tuple[str, str], tuple[ListedDocument, ...]] = field(default_factory=dict)
    neighbours: tuple[Neighbours, ...] = ()
    related: tuple[tuple[str, ListedDocument], ...] = ()


def around(document: Document) -> Surroundings:
    """The surroundings of a document, at most six queries however large it is."""
    names = ListingName.objects.filter(listing=document.public_id).exclude(kind__in=("topic", "document"))
    return Surroundings(
        records=frozenset(names.values_list("kind", "ident")),
        documents=_listed(_targets(document)),
        printed=_printed(document),
        neighbours=_neighbours(document.public_id),
        related=_related(document.public_id),
    )


def _targets(document: Document) -> set[str]:
    """The ids of other documents that this one names."""
    named = {row.target for row in document.references} | {row.target for row in document.relations}
    marking = (passage for passage in passages(document) if "[[document:" in passage)
    mentions = (mention for passage in marking for mention in markup.mentions(markup.parse(passage)))
    named.update(mention.id for mention in mentions if mention.kind == "document")
    return {ident for ident in named if ident}


def _listed(ids: Iterable[str]) -> dict[str, ListedDocument]:
    found = Listing.objects.filter(document__in=ids)
    return {row.document_id: _document(row) for row in found}


def _printed(document: Document) -> dict[tuple[str, str], tuple[ListedDocument, ...]]:
    """What is printed under the numbers that the references of the document give."""
    wanted = {
        (r.collection, r.number) for r in document.references if r.collection and r.number and not r.target
    }
    rows = _in_print().filter(
        ident__in={collection for collection, _ in wanted},
        number_order__in={order(number) for _, number in wanted},
    )
    found: dict[tuple[str, str], tuple[ListedDocument, ...]] = {}
    for row in rows.select_related("listing").order_by("listing") if wanted else ():
        if (place := (row.ident, row.number)) in wanted and row.listing_id != document.public_id:
            found[place] = (*found.get(place, ()), _document(row.listing))
    return found


def _neighbours(public_id: str) -> tuple[Neighbours, ...]:
    peers = _in_print().filter(ident=OuterRef("ident")).exclude(listing=OuterRef("listing"))
    here, same = OuterRef("number_order"), Q(number_order=OuterRef("number_order"))
    # Two documents may bear one number: then the id decides. The first condition is the one an index serves.
    earlier = peers.filter(Q(number_order__lte=here), ~same | Q(listing__lt=OuterRef("listing")))
    later = peers.filter(Q(number_order__gte=here), ~same | Q(listing__gt=OuterRef("listing")))
    own = _in_print().filter(listing=public_id).exclude(number="")
    rows = own.annotate(
        before=Subquery(earlier.order_by("-number_order", "-listing").values("pk")[:1]),
        after=Subquery(later.order_by("number_order", "listing").values("pk")[:1]),
    ).order_by("pk")
    places = list(rows.values_list("ident", "number", "before", "after"))
    wanted = {pk for _, _, *both in places for pk in both if pk}
    found = {row.pk: row for row in ListingName.objects.filter(pk__in=wanted).select_related("listing")}
    return tuple(
        Neighbours(collection, number, _numbered(found.get(before)), _numbered(found.get(after)))
        for collection, number, before, after in places
    )


def _related(public_id: str) -> tuple[tuple[str, ListedDocument], ...]:
    rows = ListingName.objects.of("document", [public_id]).exclude(role="referred").exclude(listing=public_id)
    ordered = rows.select_related("listing").order_by("role", "listing__earliest", "listing")[:RELATED]
    return tuple((row.role, _document(row.listing)) for row in ordered)


def _in_print() -> QuerySet[ListingName]:
    return ListingName.objects.filter(kind="collection", role="printed").exclude(number="")


def _numbered(row: ListingName | None) -> tuple[str, ListedDocument] | None:
    return (row.number, _document(row.listing)) if row else None


def _document(row: Listing) -> ListedDocument:
    return ListedDocument(row.document_id, phrase(row.title, row.title_language))

"""The listing: from a version's snapshot, the small rows that readers' lists are made of."""

import re
from collections.abc import Iterator

from documents import markup
from documents.dates import HistoricalDate
from documents.models.listing import Listing, ListingName
from documents.models.version import Version
from documents.snapshot import Document, Snapshot, load, mentioned

# What a part says of a record it names: (part, kind of record) → role.
ROLES = {
    ("signatories", "person"): "signatory",
    ("signatories", "body"): "signatory",
    ("printings", "collection"): "printed",
    ("archival_references", "repository"): "kept",
    ("topics", "topic"): "topic",
}


def list_version(version: Version) -> Listing:
    """Replaces the listing of a document by that of this version. Call it inside a transaction."""
    unlist(version.document_id)  # type: ignore[attr-defined]
    snapshot = load(version.content)
    listing = listing_of(snapshot, version)
    listing.save(force_insert=True)
    ListingName.objects.bulk_create(names_of(snapshot.document, listing))
    return listing


def unlist(document: str) -> bool:
    """Takes a document out of the listing; whether it stood there."""
    return bool(Listing.objects.filter(document=document).delete()[0])


def listing_of(snapshot: Snapshot, version: Version) -> Listing:
    """The row of one document."""
    document = snapshot.document
    date = date_of(document)
    titled = bool(document.title)
    return Listing(
        document_id=document.public_id,
        version=version,
        title=document.title or heading_in_one_line(document.heading),
        title_language=document.title_language if titled else document.wording_language,
        date_as_written=document.date_as_written,
        date_edtf=document.date_edtf,
        date_edtf_julian=document.date_edtf_julian,
        date_calendar=document.date_calendar,
        date_calendar_name=document.date_calendar_name,
        earliest=date.earliest,
        latest=date.latest,
        type=document.type or "",
        language=document.texts[0].language if document.texts else "",
    )


def heading_in_one_line(heading: str) -> str:
    """A heading of the source as lists show it: its words without marks, note anchors or line breaks."""
    return " ".join(markup.plain(markup.parse(heading)).split())


def date_of(document: Document) -> HistoricalDate:
    """The date of a document of a snapshot."""
    return HistoricalDate(
        as_written=document.date_as_written,
        edtf=document.date_edtf,
        calendar=document.date_calendar,
        calendar_name=document.date_calendar_name,
        edtf_julian=document.date_edtf_julian,
    )


def names_of(document: Document, listing: Listing) -> list[ListingName]:
    """One row for each record that the document names in each role, without repetition."""
    found = dict.fromkeys(_named(document))
    return [
        ListingName(
            listing=listing, kind=kind, role=role, ident=ident, number=number, number_order=order(number)
        )
        for kind, role, ident, number in found
    ]


def _named(document: Document) -> Iterator[tuple[str, str, str, str]]:
    for (part, kind), role in ROLES.items():
        for row in getattr(document, part):
            if ident := getattr(row, kind):
                yield kind, role, ident, getattr(row, "number", "")
    for row in document.correspondents:
        yield from ((kind, row.role, ident, "") for kind in ("person", "body") if (ident := getattr(row, kind)))
    if document.place:
        yield "place", "written", document.place, ""
    yield from ((kind, "mentioned", ident, "") for kind, ident in mentioned(document))
    for row in document.references:
        if row.collection:
            yield "collection", "referred", row.collection, row.number
    for row in (*document.references, *document.relations):
        if row.target:
            yield "document", "referred", row.target, ""


def order(number: str) -> str:
    """A sort key by which printed numbers stand as a reader counts: 9, 10, 10a, 11."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), number)[:80]

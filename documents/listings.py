"""The listing: from a version's snapshot, the small rows that readers' lists are made of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from documents import chain, markup
from documents.chain import Link
from documents.models.document import Document as OnDesk
from documents.models.entry import Entry, EntryKind
from documents.models.listing import Listing, ListingName
from documents.models.version import Version
from documents.snapshot import Document, Snapshot, SnapshotError, date_of, load, mentioned
from places.inserting import insert, insert_rows

# What a part says of a record it names: (part, kind of record) → role.
ROLES = {
    ("signatories", "person"): "signatory",
    ("signatories", "body"): "signatory",
    ("printings", "collection"): "printed",
    ("archival_references", "repository"): "kept",
    ("topics", "topic"): "topic",
}

NAME_COLUMNS = ("kind", "role", "ident", "number", "number_order")


def list_version(version: Version, snapshot: Snapshot) -> Listing:
    """Replaces the listing of a document by that of this version, whose content is the snapshot.

    Call it inside a transaction.
    """
    unlist(version.document_id)
    listing = listing_of(snapshot, version)
    listing.save(force_insert=True)
    ListingName.objects.bulk_create(names_of(snapshot.document, listing))
    return listing


def list_first(versions: Iterable[tuple[Version, Snapshot]]) -> None:
    """Lists the first versions of documents, each with its snapshot; call it inside a transaction."""
    listed = [(listing_of(snapshot, version), snapshot.document) for version, snapshot in versions]
    insert(Listing, [listing for listing, _ in listed])
    rows = [(listing.pk, *row) for listing, document in listed for row in _rows_of(document)]
    insert_rows(ListingName, ("listing", *NAME_COLUMNS), rows)


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
        title=document.title or in_one_line(document.heading),
        title_language=document.title_language if titled else document.wording_language,
        date_as_written=in_one_line(document.date_as_written),
        date_edtf=document.date_edtf,
        date_edtf_julian=document.date_edtf_julian,
        date_calendar=document.date_calendar,
        date_calendar_name=document.date_calendar_name,
        earliest=date.earliest,
        latest=date.latest,
        type=document.type or "",
        language=document.texts[0].language if document.texts else "",
    )


def in_one_line(passage: str) -> str:
    """Marked words as lists show them: without marks, note anchors or line breaks."""
    return " ".join(markup.plain(markup.parse(passage)).split())


def names_of(document: Document, listing: Listing) -> list[ListingName]:
    """One row for each record that the document names in each role, without repetition."""
    rows = (dict(zip(NAME_COLUMNS, row, strict=True)) for row in _rows_of(document))
    return [ListingName(listing=listing, **row) for row in rows]


def _rows_of(document: Document) -> list[tuple[str, ...]]:
    """The same, each as what stands in NAME_COLUMNS."""
    return [(*named, order(named[-1])) for named in dict.fromkeys(_named(document))]


def _named(document: Document) -> Iterator[tuple[str, str, str, str]]:
    for (part, kind), role in ROLES.items():
        for row in getattr(document, part):
            if ident := getattr(row, kind):
                yield kind, role, ident, getattr(row, "number", "")
    for row in document.correspondents:
        yield from (
            (kind, row.role, ident, "") for kind in ("person", "body") if (ident := getattr(row, kind))
        )
    if document.place:
        yield "place", "written", document.place, ""
    yield from ((kind, "mentioned", ident, "") for kind, ident in mentioned(document))
    for row in document.references:
        if row.collection:
            yield "collection", "referred", row.collection, row.number
    yield from (("document", role, target, "") for role, target in _documents(document) if target)


def _documents(document: Document) -> Iterator[tuple[str, str | None]]:
    """Other documents: those it refers to, and those to which it stands in a relation, by its kind."""
    yield from (("referred", row.target) for row in document.references)
    yield from ((row.relation_kind, row.target) for row in document.relations)


@dataclass(slots=True)
class Listed:
    """What stands in the listing of one document: its row, if there is one, and its names."""

    row: Listing | None = None
    names: list[tuple[Any, ...]] = field(default_factory=list)

    def differences(self, version: Version) -> list[str]:
        """The columns that do not say what the version says, and “names”; empty if all is well."""
        snapshot = load(version.content)
        wanted = listing_of(snapshot, version)
        columns = [f for f in Listing._meta.concrete_fields if self._value(f) != getattr(wanted, f.attname)]
        names = _rows_of(snapshot.document)
        return [f.name for f in columns] + ["names"] * (sorted(names) != sorted(self.names))

    def _value(self, column: Any) -> Any:
        return getattr(self.row, column.attname, None)


def listed(documents: Iterable[str]) -> dict[str, Listed]:
    """What stands in the listing of each of these documents."""
    found = {ident: Listed() for ident in documents}
    for row in Listing.objects.filter(document__in=found):
        found[row.pk].row = row
    names = ListingName.objects.filter(listing__in=found)
    for ident, *name in names.values_list("listing_id", *NAME_COLUMNS):
        found[ident].names.append(tuple(name))
    return found


def rebuild() -> int:
    """Makes the listing anew from the current versions; gives how many documents stood there wrongly.

    If there were any, lists that readers have seen change, so the chain says that the listing was touched.
    """
    entered = Entry.objects.exclude(document=None).order_by().values_list("document_id")
    known = entered.union(Listing.objects.order_by().values_list("document_id")).order_by("document_id")
    mended = sum(_mend(ident) for (ident,) in known)
    if mended:
        with transaction.atomic():
            chain.append([Link(EntryKind.TOUCHED, note="listing")])
    return mended


def _mend(document: str) -> bool:
    with transaction.atomic():
        list(OnDesk.objects.select_for_update().filter(pk=document).values_list("pk"))
        current = chain.current_version(document)
        standing = listed([document])[document]
        if current is None:
            return unlist(document)
        version = Version.objects.filter(document=document, number=current).first()
        try:
            if version is None or not standing.differences(version):
                return False
        except SnapshotError:  # `manage.py verify` names it
            return False
        list_version(version, load(version.content))
        return True


def order(number: str) -> str:
    """A sort key by which printed numbers stand as a reader counts: 9, 10, 10a, 11."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), number)[:80] if number else ""

"""Verification: versions, images, entries and listings are computed anew, and what does not fit is named.

It reads in small portions, so that memory does not grow with the archive, and of one moment, so that whoever
publishes meanwhile neither waits nor disturbs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from documents import chain, facsimiles, listings, markup
from documents.listings import Listed
from documents.models.document import Document
from documents.models.entry import Entry, EntryKind, Head
from documents.models.listing import Listing
from documents.models.version import Version
from documents.search import prepared
from documents.snapshot import SnapshotError, digest, load
from places.revisions import Revision

DOCUMENTS_AT_ONCE = 100
VERSIONS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit: where it is, and a sentence that says what."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


@dataclass(slots=True)
class Tally:
    """What has been looked at."""

    entries: int = 0
    versions: int = 0
    purged: int = 0
    open: int = 0
    head: str = ""


def verify(tally: Tally) -> Iterator[Fault]:
    """Every fault of chain, versions, listings and head as it is found; the tally counts what is read."""
    with one_moment():
        for where, faults in PASSES.items():
            try:
                yield from faults(tally)
            except ValueError as error:
                # SQLite keeps whatever is written into a column, and Django cannot make a moment of it.
                yield Fault(where, f"something cannot be read, so nothing more is checked here: {error}.")


def entry_with(kept: str) -> Entry | None:
    """The entry whose digest somebody kept."""
    return Entry.objects.filter(digest=kept).first() if kept else None


@contextmanager
def one_moment() -> Iterator[None]:
    """All reading inside sees the database as it was at the first; nobody has to wait for it."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN"  # in SQLite's WAL a reader keeps the state that it began with
    if connection.vendor == "postgresql":
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


# --- The chain: numbers without gaps, digests, links ---


def _faults_of_chain(tally: Tally) -> Iterator[Fault]:
    before = Entry(number=0, digest="")
    for entry in Entry.objects.order_by("number").iterator(chunk_size=500):
        here = f"entry {entry.number}"
        if entry.number != before.number + 1:
            yield Fault(here, f"{_missing(before.number + 1, entry.number - 1)} before it.")
        elif entry.previous != before.digest:
            yield Fault(here, f"it does not follow {_called(before)}, whose digest it should hold.")
        if not entry.moment or entry.digest != chain.entry_digest(entry):
            yield Fault(here, "its digest does not fit what it says, so it was altered.")
        before = entry
        tally.entries += 1
    tally.head = before.digest


def _missing(first: int, last: int) -> str:
    return f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"


def _called(entry: Entry) -> str:
    return f"entry {entry.number}" if entry.number else "the beginning, so"


def _faults_of_head(tally: Tally) -> Iterator[Fault]:
    head = Head.objects.filter(pk=1).first() or Head()
    last = Entry.objects.order_by("-number").first() or Entry(number=0, digest="")
    if head.number > last.number:
        yield Fault("head", f"{_missing(last.number + 1, head.number)} at the end of the chain.")
    elif head.number < last.number:
        yield Fault("head", f"it says that entry {head.number} is the last, but that is entry {last.number}.")
    elif head.digest != last.digest:
        yield Fault("head", f"its digest is not that of entry {last.number}.")
    if head.published != tally.open:
        yield Fault(
            "head", f"it counts {head.published} documents open to readers, but there are {tally.open}."
        )


# --- Documents: their entries, versions and listing ---


@dataclass(slots=True)
class Record:
    """What the archive has about one document: its listing, the card that is kept of it for the search, its
    entries, and the digest of each version that is there."""

    ident: str
    listed: Listed
    card: str = ""
    entries: list[Entry] = field(default_factory=list)
    digests: dict[int, str] = field(default_factory=dict)

    @property
    def current(self) -> int | None:
        return max(chain.readable_versions(self.entries), default=None)

    @property
    def is_purged(self) -> bool:
        return any(entry.kind == EntryKind.PURGED for entry in self.entries)


def _documents() -> Iterator[str]:
    """The id of every document that has an entry, a version or a listing."""
    of_entries = Entry.objects.exclude(document=None).order_by().values_list("document_id")
    of_versions = Version.objects.order_by().values_list("document_id")
    of_listings = Listing.objects.order_by().values_list("document_id")
    return (
        ident for (ident,) in of_entries.union(of_versions, of_listings).order_by("document_id").iterator()
    )


def _portions(items: Iterator[str], size: int) -> Iterator[list[str]]:
    while portion := list(islice(items, size)):
        yield portion


def _faults_of_documents(tally: Tally) -> Iterator[Fault]:
    for portion in _portions(_documents(), DOCUMENTS_AT_ONCE):
        yield from _faults_of_portion(portion, tally)


def _faults_of_portion(idents: list[str], tally: Tally) -> Iterator[Fault]:
    records = _records(idents)
    made_from = Revision.objects.filter(
        kind=Document.kind, record=OuterRef("document"), number=OuterRef("revision")
    )
    versions = Version.objects.filter(document__in=idents).order_by("document", "number")
    versions = versions.annotate(has_revision=Exists(made_from))
    for version in versions.iterator(chunk_size=VERSIONS_AT_ONCE):
        record = records[version.document_id]
        record.digests[version.number] = version.digest
        yield from _faults_of_version(version, record, tally)
    for record in records.values():
        yield from _faults_of_entries(record)
        if record.listed.row and not record.current:
            yield Fault(f"listing {record.ident}", "it is listed, although readers cannot see it.")
        tally.open += bool(record.current)


def _records(idents: list[str]) -> dict[str, Record]:
    cards = prepared.kept_among(idents)
    records = {
        ident: Record(ident, listed, cards.get(ident, ""))
        for ident, listed in listings.listed(idents).items()
    }
    for entry in Entry.objects.filter(document__in=idents).order_by("number"):
        records[entry.document_id or ""].entries.append(entry)
    return records


def _faults_of_version(version: Any, record: Record, tally: Tally) -> Iterator[Fault]:
    here = f"version {record.ident}/v{version.number}"
    tally.versions += 1
    if record.is_purged:
        tally.purged += 1
        if version.content:
            yield Fault(here, "it was purged, but its content is still there.")
        return
    if not version.has_revision:
        yield Fault(here, f"it was made from revision {version.revision}, which this document does not have.")
    if not version.content:
        yield Fault(here, "its content is missing, and no entry says that it was purged.")
    elif digest(version.content) != version.digest:
        yield Fault(here, "its content does not fit its digest, so it was altered.")
    else:
        with markup.remembered():
            yield from _faults_of_content(version, record)


def _faults_of_content(version: Version, record: Record) -> Iterator[Fault]:
    """The images that the version names; and the listing, if it is the version at the document's address."""
    here = f"version {record.ident}/v{version.number}"
    try:
        named = {row.image for row in load(version.content).document.facsimiles}
    except SnapshotError as error:
        yield Fault(here, f"its content cannot be read. {error}")
        return
    for image in sorted(named):
        try:
            facsimiles.read(image).close()
        except facsimiles.Unfit as unfit:
            yield Fault(here, f"the image {image} {unfit}.")
    if version.number == record.current:
        yield from _faults_of_listing(version, record)


def _faults_of_listing(version: Version, record: Record) -> Iterator[Fault]:
    here, differences = f"listing {record.ident}", record.listed.differences(version)
    if not record.listed.row:
        yield Fault(here, f"version {version.number} is not listed. Run `manage.py index`.")
    elif differences:
        told = ", ".join(differences)
        yield Fault(here, f"it differs from version {version.number} in {told}. Run `manage.py index`.")
    elif record.card and not prepared.is_of(version, record.card):
        yield Fault(
            here, f"its card for the search is not that of version {version.number}. Run `manage.py index`."
        )


def _faults_of_entries(record: Record) -> Iterator[Fault]:
    """Each entry names the one before of its document, and a version that has the digest it holds."""
    before = None
    for entry in record.entries:
        if entry.before != before:
            said, found = (f"entry {number}" if number else "none" for number in (entry.before, before))
            sentence = f"it names {said} as the one before of {record.ident}, but that is {found}."
            yield Fault(f"entry {entry.number}", sentence)
        before = entry.number
        if entry.version:
            yield from _faults_of_named_version(entry, record)
    yield from _faults_of_numbers(record)


def _faults_of_named_version(entry: Entry, record: Record) -> Iterator[Fault]:
    here, known = f"version {record.ident}/v{entry.version}", record.digests.get(entry.version or 0)
    if known is None:
        yield Fault(here, f"it is missing, but entry {entry.number} says: {entry.kind}.")
    elif known != entry.version_digest:
        yield Fault(here, f"its digest is not the one that entry {entry.number} holds.")


def _faults_of_numbers(record: Record) -> Iterator[Fault]:
    """The versions are numbered from 1 in the order in which they were published, each once."""
    published = [entry for entry in record.entries if entry.kind == EntryKind.PUBLISHED]
    for number, entry in enumerate(published, start=1):
        if entry.version != number:
            sentence = f"it publishes version {entry.version} of {record.ident} where {number} is due."
            yield Fault(f"entry {entry.number}", sentence)
    for number in sorted(record.digests.keys() - {entry.version for entry in published}):
        yield Fault(f"version {record.ident}/v{number}", "no entry publishes it.")


PASSES = {"entries": _faults_of_chain, "documents": _faults_of_documents, "head": _faults_of_head}

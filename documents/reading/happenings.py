"""The entries of the chain as a reader understands them: what happened to which document or record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from documents.merges import MODELS
from documents.models.entry import Entry, EntryKind
from documents.models.listing import Listing
from documents.reading import addresses
from documents.reading.authorities import Link, named
from documents.reading.standing import CLOSING, Standing, standings_of
from documents.reading.wording import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry in words. `title` is that of the document or record as it is called now.

    A document that readers cannot open has no title here, only its id; a version that they cannot open has no
    note and no address.
    """

    number: int
    digest: str
    moment: datetime
    kind: str
    what: str
    title: Phrase
    address: str
    note: str = ""
    version: str = ""
    comparison: str = ""
    compared_with: int | None = None


def happenings(entries: Iterable[Entry]) -> list[Happening]:
    """The entries in the order given, without those about what readers cannot see.

    The number of queries does not grow with that of the entries.
    """
    entries = list(entries)
    documents = {each.document_id for each in entries if each.document_id}
    standings, listings = standings_of(documents), Listing.objects.in_bulk(documents)
    records = _records(each.note for each in entries if each.kind == EntryKind.TOUCHED)

    def told(entry: Entry) -> Happening | None:
        if entry.document_id is None:
            return _of_record(entry, records.get(entry.note))
        return _of_document(entry, standings[entry.document_id], listings.get(entry.document_id))

    return [found for found in map(told, entries) if found]


def _records(notes: Iterable[str]) -> dict[str, Link]:
    """What the notes of touched entries speak of, such as "person b1234567"; only what has a public page."""
    by_kind: dict[str, set[str]] = {}
    for note in notes:
        kind, _, ident = note.partition(" ")
        by_kind.setdefault(kind, set()).add(ident)
    return {
        f"{kind} {ident}": link
        for kind, idents in by_kind.items()
        if kind in MODELS
        for ident, link in named(kind, idents).items()
    }


def _of_record(entry: Entry, link: Link | None) -> Happening | None:
    if link is None:
        return None
    return Happening(
        number=entry.number,
        digest=entry.digest,
        moment=entry.moment,
        kind=entry.kind,
        what=f"What is known of {ARTICLES[entry.note.partition(' ')[0]]} has changed",
        title=link.name,
        address=link.address,
    )


ARTICLES = {
    "person": "a person",
    "body": "a body",
    "place": "a place",
    "collection": "a collection",
    "repository": "a repository",
}

WORDS: dict[str, Callable[[Entry], str]] = {
    EntryKind.PUBLISHED: lambda entry: (
        "Published for the first time" if entry.version == 1 else f"Version {entry.version} published"
    ),
    EntryKind.WITHDRAWN: lambda entry: "Withdrawn",
    EntryKind.REINSTATED: lambda entry: f"Version {entry.version} can be read again",
    EntryKind.PURGED: lambda entry: "Removed for ever",
}


def note_of(entry: Entry, standing: Standing | None) -> str:
    """An entry's note, as far as readers see it: why something was closed, or of a version they can open."""
    version = standing.version(entry.version or 0) if standing else None
    if entry.document_id is None or entry.kind in CLOSING or (version and version.is_readable):
        return entry.note
    return ""


def _of_document(entry: Entry, standing: Standing, listing: Listing | None) -> Happening:
    ident = standing.document
    version = standing.version(entry.version or 0)
    is_readable = version is not None and version.is_readable
    is_closing = entry.kind in CLOSING
    before = standing.before(version.number) if version and is_readable else None
    is_new_text = entry.kind == EntryKind.PUBLISHED and before is not None
    return Happening(
        number=entry.number,
        digest=entry.digest,
        moment=entry.moment,
        kind=entry.kind,
        what=WORDS[entry.kind](entry),
        title=phrase(listing.title, listing.title_language) if listing else phrase(f"Document {ident}", "en"),
        address=addresses.of_document(ident),
        note=note_of(entry, standing),
        version=addresses.of_document(ident, entry.version) if is_readable and not is_closing else "",
        comparison=addresses.of_comparison(ident, before.number, version.number)
        if is_new_text and before and version
        else "",
        compared_with=before.number if is_new_text and before else None,
    )

"""The card of a document: all that the index holds of a current version, as plain data.

A card is a function of the version, of its place in the chain, and of which records were merged into which.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from documents import markup
from documents.search.faces import Face, face_of
from documents.snapshot import Document, Snapshot, date_of, mentioned

NOT_STATED = "none"

# Facets by the kind of what they count: authority records by public id, terms and languages by code.
RECORDS = {
    "signatory": "person",
    "person": "person",
    "body": "body",
    "sender": "",
    "recipient": "",
    "place": "place",
    "collection": "collection",
    "repository": "repository",
}
TERMS = ("type", "classification", "capacity", "topic", "exemplar", "language", "has")
FACETS = (*RECORDS, *TERMS)

Records = Mapping[str, str]
"""Merged record → the record in which it ended."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is searched as a whole.

    `voice` says whose words they are and names the field of the index; `where` says it to a reader; `text` is
    what is shown. `own` and `supplied` are the words of a text by voice, `mixed` those of its paragraphs that
    hold both.
    """

    voice: str
    where: str
    language: str
    text: str
    own: str = ""
    supplied: str = ""
    mixed: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What the index holds of one document. Days are Gregorian; `changed` is an entry's number."""

    document: str
    version: int
    changed: int
    earliest: date | None
    latest: date | None
    passages: tuple[Passage, ...]
    facets: dict[str, tuple[str, ...]]
    numbers: tuple[str, ...]
    face: Face


def card_of(snapshot: Snapshot, version: int, changed: int, merged: Records) -> Card:
    """The card of a version; `changed` is the entry that made it current."""
    with markup.remembered():
        return _card_of(snapshot, version, changed, merged)


def _card_of(snapshot: Snapshot, version: int, changed: int, merged: Records) -> Card:
    document = snapshot.document
    when, facets = date_of(document), facets_of(document, merged)
    return Card(
        document=document.public_id,
        version=version,
        changed=changed,
        earliest=when.earliest,
        latest=when.latest,
        passages=tuple(_passages(snapshot)),
        facets=facets,
        numbers=tuple(dict.fromkeys(row.number for row in document.printings if row.number)),
        face=face_of(snapshot, facets["has"]),
    )


# --- Passages, in the order in which a hit names where it matched ---


def _passages(snapshot: Snapshot) -> Iterator[Passage]:
    document = snapshot.document
    wording = document.wording_language
    yield from _plain("title", "title", document.title_language, [document.title])
    yield from _marked("title", "heading", wording, document.heading)
    for text in document.texts:
        yield _text(text.role, text.language, text.content)
    for passage, where in ((document.date_as_written, "date"), (document.signature_line, "signatures")):
        if passage:
            yield _text(where, wording, passage)
    yield from _plain(
        "own", "as written", wording, [document.place_as_written, document.classification_as_written]
    )
    for note in document.footnotes:
        where, language = f"{note.voice}:{note.label}", note.language or wording
        yield from _marked("notes", where, language, note.content)
    yield from _marked("editorial", "summary", document.title_language, document.summary)
    for written in document.editorial_texts:
        yield from _marked("editorial", written.editorial_kind, written.language, written.content)
    yield from _plain("signed", "signatory", wording, _signed(snapshot))
    yield from _plain("names", "name", wording, _names(snapshot))
    yield from _plain("references", "reference", wording, _references(snapshot))


def _plain(voice: str, where: str, language: str, words: Iterable[str]) -> Iterator[Passage]:
    if text := "\n".join(dict.fromkeys(each for each in words if each)):
        yield Passage(voice, where, language, text)


def _marked(voice: str, where: str, language: str, passage: str) -> Iterator[Passage]:
    if passage:
        said = markup.words(markup.parse(passage))
        yield Passage(voice, where, language, said.shown, mixed=said.mixed)


def _text(where: str, language: str, passage: str) -> Passage:
    return Passage("own", where, language, *markup.words(markup.parse(passage)))


def _signed(snapshot: Snapshot) -> Iterator[str]:
    for row in snapshot.document.signatories:
        yield from (row.name_as_signed, row.capacity_as_signed)
        yield from _labels(snapshot, row.person, row.body)


def _names(snapshot: Snapshot) -> Iterator[str]:
    for row in snapshot.document.correspondents:
        yield row.as_written
    yield from (name.label for name in snapshot.names.values() if name.kind in ("person", "body", "place"))


def _labels(snapshot: Snapshot, *idents: str | None) -> Iterator[str]:
    yield from (snapshot.names[ident].label for ident in idents if ident and ident in snapshot.names)


def _references(snapshot: Snapshot) -> Iterator[str]:
    document = snapshot.document
    for row in document.archival_references:
        yield row.as_printed
        yield " ".join([*_labels(snapshot, row.repository), *(part.value for part in row.parts), row.leaves])
    for printing in document.printings:
        yield printing.as_printed
        yield " ".join([*_labels(snapshot, printing.collection), printing.number, printing.pages])
    for reference in document.references:
        yield " ".join([reference.words, reference.number, *_labels(snapshot, reference.collection)])


# --- Facets ---


def facets_of(document: Document, merged: Records) -> dict[str, tuple[str, ...]]:
    """The values of a document in each facet; what it does not state is the value `none`."""
    signatories, letters = document.signatories, document.correspondents
    mentions = tuple(mentioned(document))
    people = [*(row.person for row in signatories), *(row.person for row in letters)]
    bodies = [*(row.body for row in signatories), *(row.body for row in letters)]
    found: dict[str, Iterable[str | None]] = {
        "signatory": [row.person for row in signatories],
        "person": [*people, *(ident for kind, ident in mentions if kind == "person")],
        "body": [*bodies, *(ident for kind, ident in mentions if kind == "body")],
        "capacity": [row.capacity for row in signatories],
        "sender": _correspondents(document, "sender"),
        "recipient": _correspondents(document, "recipient"),
        "place": [document.place, *(ident for kind, ident in mentions if kind == "place")],
        "type": [document.type],
        "classification": [document.classification],
        "collection": [row.collection for row in document.printings],
        "repository": [row.repository for row in document.archival_references],
        "exemplar": [row.exemplar for row in document.archival_references],
        "topic": [row.topic for row in document.topics],
        "language": [_language(text.language) for text in document.texts],
        "has": _has(document),
    }
    return {facet: _values(values, merged) for facet, values in found.items()}


def _values(values: Iterable[str | None], merged: Records) -> tuple[str, ...]:
    stated = dict.fromkeys(merged.get(value, value) for value in values if value)
    return tuple(stated) or (NOT_STATED,)


def _correspondents(document: Document, role: str) -> list[str | None]:
    rows = [row for row in document.correspondents if row.role == role]
    return [ident for row in rows for ident in (row.person, row.body)]


def _language(tag: str) -> str | None:
    return None if tag == "und" else tag.lower()


def _has(document: Document) -> list[str | None]:
    return [
        "translation" if any(text.role == "translation" for text in document.texts) else None,
        "facsimile" if document.facsimiles else None,
        "footnotes" if document.footnotes else None,
    ]

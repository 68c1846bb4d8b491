"""The card of a document: all that the index holds of a current version, as plain data.

A card is a function of the version alone. Where the version stands in the chain, and which records were
merged since, is told to the engine when it takes the card.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import orjson

from documents import markup
from documents.search.faces import Face, face_of
from documents.search.keys import spelled
from documents.snapshot import Document, Snapshot, date_of, mentioned

# Raise it whenever what a card holds or becomes changes, also by markup, dates, `spelling`, `sounds` or a new
# anyascii: cards and indexes are then made anew.
EDITION = 9
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

Values = tuple[str, ...]


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
    """What the index holds of one document. Days are Gregorian.

    Records stand in the facets as the version names them; `spelled` are the keys of names, by group.
    """

    document: str
    version: int
    earliest: date | None
    latest: date | None
    passages: tuple[Passage, ...]
    facets: Mapping[str, Values]
    numbers: Values
    face: Face
    spelled: Mapping[str, Values]

    def to_json(self) -> str:
        """The card in few characters: the words of a text once where they are all its own."""
        passages = [
            (p.voice, p.where, p.language, p.text, None if p.own == p.text else p.own, p.supplied, p.mixed)
            for p in self.passages
        ]
        stated = {facet: values for facet, values in self.facets.items() if values != (NOT_STATED,)}
        days = [day and day.isoformat() for day in (self.earliest, self.latest)]
        card = [self.version, *days, passages, stated, self.numbers, tuple(self.face), self.spelled]
        return orjson.dumps(card).decode()

    @classmethod
    def from_json(cls, document: str, content: str) -> "Card":
        """The card of a document that was kept as JSON, made by the same edition of this module."""
        version, earliest, latest, passages, stated, numbers, face, keys = orjson.loads(content)
        return cls(
            document=document,
            version=version,
            earliest=earliest and date.fromisoformat(earliest),
            latest=latest and date.fromisoformat(latest),
            passages=tuple(map(_kept_passage, passages)),
            facets={facet: tuple(stated.get(facet, (NOT_STATED,))) for facet in FACETS},
            numbers=tuple(numbers),
            face=Face.from_data(face),
            spelled={group: tuple(of_group) for group, of_group in keys.items()},
        )


def _kept_passage(kept: list[str | None]) -> Passage:
    voice, where, language, text, own, supplied, mixed = kept
    return Passage(voice, where, language, text, text if own is None else own, supplied, mixed)  # type: ignore[arg-type]  # only `own` can be None


def card_of(snapshot: Snapshot, version: int) -> Card:
    """The card of a version."""
    with markup.remembered():
        return _card_of(snapshot, version)


def _card_of(snapshot: Snapshot, version: int) -> Card:
    document = snapshot.document
    when, facets, passages = date_of(document), facets_of(document), tuple(_passages(snapshot))
    return Card(
        document=document.public_id,
        version=version,
        earliest=when.earliest,
        latest=when.latest,
        passages=passages,
        facets=facets,
        numbers=tuple(dict.fromkeys(row.number for row in document.printings if row.number)),
        face=face_of(snapshot, facets["has"]),
        spelled=spelled((passage.voice, passage.text) for passage in passages),
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


def facets_of(document: Document) -> dict[str, Values]:
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
    return {facet: _values(values) for facet, values in found.items()}


def _values(values: Iterable[str | None]) -> Values:
    return tuple(dict.fromkeys(value for value in values if value)) or (NOT_STATED,)


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

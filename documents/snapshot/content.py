"""What a document says: its own fields and the rows of its parts, in the order of a printed page.

Every row of a part has a `key`, unique in the document and kept for ever. docs/snapshot.md tells each field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents.dates import HistoricalDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text of the document: the original, a transcription or a translation."""

    key: str = ""
    role: str = "transcription"
    role_basis: str = "stated"
    role_reason: str = ""
    language: str = "und"
    direction: str = "ltr"
    translator: str = ""
    taken_from: str = ""
    extent: str = "full"
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """A sender or a recipient, as written and as identified."""

    key: str = ""
    role: str = "sender"
    as_written: str = ""
    by: str = ""
    person: str | None = None
    body: str | None = None
    basis: str = "stated"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """One name under the document. Rows that follow each other with one capacity and body are a group."""

    key: str = ""
    name_as_signed: str = ""
    capacity_as_signed: str = ""
    capacity: str | None = None
    body: str | None = None
    body_basis: str = "stated"
    body_reason: str = ""
    person: str | None = None
    certainty: str = "certain"
    manner: str = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherDate:
    """Another date of the document, by kind: received, adopted."""

    key: str = ""
    date_kind: str | None = None
    date_as_written: str = ""
    date_edtf: str = ""
    date_edtf_julian: str = ""
    date_calendar: str = "gregorian"
    date_calendar_name: str = ""
    date_basis: str = "stated"
    date_reason: str = ""
    date_calendar_basis: str = "stated"
    date_calendar_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note of one owner: the key of a text, an editorial text or a note, or heading, date, signatures."""

    key: str = ""
    owner: str = ""
    label: str = ""
    language: str = ""
    content: str = ""
    voice: str = "unknown"
    voice_basis: str = "stated"
    voice_reason: str = ""
    note_kind: str = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference to another document, from the key of a part or from "document" as a whole."""

    key: str = ""
    owner: str = "document"
    by: str = "description"
    words: str = ""
    number: str = ""
    collection: str | None = None
    collection_basis: str = "stated"
    collection_reason: str = ""
    described_type: str = ""
    issuer: str = ""
    described_date: str = ""
    address: str = ""
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivalPart:
    """One step of an archival reference, such as level "file", value "44-33-a" (ISAD(G) 3.1.1)."""

    level: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivalReference:
    """Where an exemplar lies, and what kind of exemplar it is."""

    key: str = ""
    repository: str | None = None
    parts: tuple[ArchivalPart, ...] = ()
    leaves: str = ""
    exemplar: str | None = None
    production: str | None = None
    as_printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """A printing of the document in a source collection."""

    key: str = ""
    collection: str | None = None
    number: str = ""
    pages: str = ""
    printing_relation: str | None = None
    basis: str = "stated"
    reason: str = ""
    as_printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialText:
    """Words of editors: an introduction, a commentary, a notice; credited and dated."""

    key: str = ""
    editorial_kind: str = "introduction"
    language: str = "und"
    direction: str = "ltr"
    credit: str = ""
    dated: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How this document stands to another one."""

    key: str = ""
    relation_kind: str = "same_as"
    target: str | None = None
    described: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facsimile:
    """A page image, named by the SHA-256 of its bytes."""

    key: str = ""
    label: str = ""
    image: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    description: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineCopy:
    """An address elsewhere at which the document was seen. Days are ISO 8601."""

    key: str = ""
    address: str = ""
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTopic:
    key: str = ""
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The document's own fields, then its parts in the order of a printed page."""

    public_id: str = ""
    title: str = ""
    title_language: str = "en"
    wording_language: str = "und"
    heading: str = ""
    heading_voice: str = "unknown"
    heading_voice_basis: str = "stated"
    heading_voice_reason: str = ""
    type: str | None = None
    type_basis: str = "stated"
    type_reason: str = ""
    classification_as_written: str = ""
    classification: str | None = None
    date_as_written: str = ""
    date_edtf: str = ""
    date_edtf_julian: str = ""
    date_calendar: str = "gregorian"
    date_calendar_name: str = ""
    date_basis: str = "stated"
    date_reason: str = ""
    date_calendar_basis: str = "stated"
    date_calendar_reason: str = ""
    place_as_written: str = ""
    place: str | None = None
    place_basis: str = "stated"
    place_reason: str = ""
    summary: str = ""
    original_language: str = ""
    signature_line: str = ""
    rights: str = ""
    remarks: str = ""
    suppressed_warnings: str = ""
    further_dates: tuple[FurtherDate, ...] = ()
    correspondents: tuple[Correspondent, ...] = ()
    texts: tuple[Text, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    references: tuple[Reference, ...] = ()
    archival_references: tuple[ArchivalReference, ...] = ()
    printings: tuple[Printing, ...] = ()
    editorial_texts: tuple[EditorialText, ...] = ()
    relations: tuple[Relation, ...] = ()
    topics: tuple[DocumentTopic, ...] = ()
    facsimiles: tuple[Facsimile, ...] = ()
    online_copies: tuple[OnlineCopy, ...] = ()


# Fields that came when documents had been frozen already: told only where they say something, so that
# all that was said before is the same still, byte for byte.
LATER: dict[type, frozenset[str]] = {Printing: frozenset({"as_printed"})}

PARTS = {
    "further_dates": FurtherDate,
    "correspondents": Correspondent,
    "texts": Text,
    "signatories": Signatory,
    "footnotes": Footnote,
    "references": Reference,
    "archival_references": ArchivalReference,
    "printings": Printing,
    "editorial_texts": EditorialText,
    "relations": Relation,
    "topics": DocumentTopic,
    "facsimiles": Facsimile,
    "online_copies": OnlineCopy,
}


def date_of(row: Document | FurtherDate) -> HistoricalDate:
    """The date of a document, or a further date of it."""
    return HistoricalDate(
        as_written=row.date_as_written,
        edtf=row.date_edtf,
        calendar=row.date_calendar,
        calendar_name=row.date_calendar_name,
        edtf_julian=row.date_edtf_julian,
    )


def rows(document: Document) -> Iterator[Any]:
    """Every row of every part, in the order of the fields."""
    for part in PARTS:
        yield from getattr(document, part)


def passages(document: Document) -> Iterator[str]:
    """Everything written in the markup: heading, summary, texts, notes, editorial texts."""
    yield from (document.heading, document.summary, document.date_as_written, document.signature_line)
    for text in document.texts:
        yield text.content
    for note in document.footnotes:
        yield note.content
    for editorial in document.editorial_texts:
        yield editorial.content

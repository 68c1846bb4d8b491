"""The snapshot: one document with every part, at one moment, as plain data.

It is the only form in which a document leaves the desk. Frozen dataclasses here, canonical JSON outside
(RFC 8785; no floats), documented field by field in docs/snapshot.md.

`document` names people, bodies, places, repositories, collections and terms by id; `names` holds what each of
them was called at that moment. Every row of a part has a `key`, unique in the document and kept for ever.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from documents import markup
from documents.dates import HistoricalDate

SCHEMA = 1

# What JSON could say and not every reader of it, nor every database, would keep.
LARGEST = 2**53 - 1
IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")

AUTHORITIES = ("person", "body", "place", "repository", "collection")
VOCABULARIES = (
    "type",
    "classification",
    "topic",
    "date_kind",
    "capacity",
    "level",
    "exemplar",
    "production",
    "printing_relation",
)


class SnapshotError(ValueError):
    """The data is not a snapshot; the message says where and why."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a person, body, place, repository, collection or term was called, and a detail to tell it by
    (a person's life dates, the imprint of a collection, a repository's town)."""

    kind: str = ""
    label: str = ""
    language: str = "und"
    detail: str = ""


# A field of the snapshot is public only if it stands here; a test fails for a field in neither list.
PRIVATE = {"remarks", "suppressed_warnings"}
PUBLIC = {
    Document: """public_id title title_language wording_language heading heading_voice
        heading_voice_basis heading_voice_reason type type_basis type_reason classification_as_written
        classification date_as_written date_edtf date_edtf_julian date_calendar date_calendar_name
        date_basis date_reason date_calendar_basis date_calendar_reason place_as_written place
        place_basis place_reason summary original_language signature_line rights further_dates
        correspondents texts signatories footnotes references archival_references printings
        editorial_texts relations topics facsimiles online_copies""",
    FurtherDate: """key date_kind date_as_written date_edtf date_edtf_julian date_calendar date_calendar_name
        date_basis date_reason date_calendar_basis date_calendar_reason""",
    Correspondent: "key role as_written by person body basis reason",
    Text: """key role role_basis role_reason language direction translator taken_from extent content""",
    Signatory: """key name_as_signed capacity_as_signed capacity body body_basis body_reason person certainty
        manner""",
    Footnote: "key owner label language content voice voice_basis voice_reason note_kind",
    Reference: """key owner by words number collection collection_basis collection_reason described_type
        issuer described_date address target""",
    ArchivalReference: "key repository parts leaves exemplar production as_printed",
    ArchivalPart: "level value",
    Printing: "key collection number pages printing_relation basis reason",
    EditorialText: "key editorial_kind language direction credit dated content",
    Relation: "key relation_kind target described",
    Facsimile: "key label image media_type width height description credit",
    OnlineCopy: "key address first_seen last_seen",
    DocumentTopic: "key topic",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A document at one moment, and the names of what it refers to: by id, terms by "type:letter"."""

    document: Document = field(default_factory=Document)
    names: dict[str, Name] = field(default_factory=dict)
    schema: int = SCHEMA

    def public(self) -> "Snapshot":
        """The snapshot without what readers never see: only the fields listed in PUBLIC are kept."""
        document = _public(self.document)
        wanted = named(document)
        return replace(self, document=document, names={i: n for i, n in self.names.items() if i in wanted})

    def name(self, kind: str, ident: str | None) -> Name | None:
        """What the record or term `ident` of `kind` was called, or None."""
        return self.names.get(name_key(kind, ident)) if ident else None

    def to_data(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and integers; private fields only where they say something."""
        names = {ident: _data(name) for ident, name in self.names.items()}
        return {"schema": self.schema, "document": _data(self.document), "names": names}

    def to_json(self) -> str:
        """Canonical JSON: the same snapshot gives the same characters, for ever (RFC 8785)."""
        return canonical(self.to_data())


def canonical(data: Any) -> str:
    """RFC 8785 for data without floats whose keys are ASCII: sorted, no blanks, characters as they are."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(content: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return sha256(content.encode()).hexdigest()


def load(content: str) -> Snapshot:
    """A frozen content, of this schema or an older one, as a snapshot. Raises SnapshotError."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(f"This is not JSON: {error}.") from error
    if not isinstance(data, dict):
        raise SnapshotError("A snapshot is a JSON object.")
    return from_data(upgrade(data))


# One pure function a step, from the schema number that is its key to the next; each has a golden file.
UPGRADES: dict[int, Any] = {}


def upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """Data of an older schema as data of this one. Raises SnapshotError for a schema nobody knows."""
    while (schema := data.get("schema")) != SCHEMA or type(schema) is not int:
        if type(schema) is not int or schema not in UPGRADES:
            raise SnapshotError(
                f"Schema {schema!r} is unknown; this software knows schema {SCHEMA} and older."
            )
        data = UPGRADES[schema](data)
    return data


def from_data(data: Any) -> Snapshot:
    """Plain data of this schema as a snapshot; what is left out takes its default. Raises SnapshotError."""
    given = {"schema": SCHEMA, "document": {}, "names": {}, **_object(data, "The snapshot")}
    if unknown := sorted(map(str, given.keys() - {"schema", "document", "names"})):
        raise SnapshotError(f"The snapshot has no field “{unknown[0]}”.")
    if type(given["schema"]) is not int or given["schema"] != SCHEMA:
        raise SnapshotError(f"Schema {given['schema']!r} is not the schema {SCHEMA} of this software.")
    document = _build(Document, given["document"], "document")
    names = {
        _ascii(key): _build(Name, name, f"names.{key}")
        for key, name in _object(given["names"], "names").items()
    }
    return Snapshot(document=document, names=names)


def name_key(kind: str, ident: str) -> str:
    """The key of a name: a public id stands alone, a term's code behind its vocabulary."""
    return f"{kind}:{ident}" if kind in VOCABULARIES else ident


def named(document: Document) -> dict[str, str]:
    """Every authority record and term that the document names: name key → kind. Documents are not among them,
    because the title of a draft must not leave the desk with another document."""
    return {name_key(kind, ident): kind for kind, ident in (*referred(document), *mentioned(document))}


def referred(document: Document) -> Iterator[tuple[str, str]]:
    """(kind, id) of every record and term that a field of the document or of a part holds."""
    for row in (document, *rows(document)):
        for kind in (*AUTHORITIES, *VOCABULARIES):
            if ident := getattr(row, kind, None):
                yield kind, ident
    for reference in document.archival_references:
        yield from (("level", part.level) for part in reference.parts if part.level)


def mentioned(document: Document) -> Iterator[tuple[str, str]]:
    """(kind, id) of every record that is marked in a passage, in reading order."""
    for passage in passages(document):
        for mention in markup.mentions(markup.parse(passage)):
            if mention.kind in AUTHORITIES:
                yield mention.kind, mention.id


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


def _public(row: Any) -> Any:
    kept = PUBLIC[type(row)].split()
    values = {name: getattr(row, name) for name in kept}
    return type(row)(
        **{n: tuple(_public(r) for r in v) if isinstance(v, tuple) else v for n, v in values.items()}
    )


def _data(row: Any) -> dict[str, Any]:
    data = {}
    for part in fields(row):
        value = getattr(row, part.name)
        if part.name in PRIVATE and not value:
            continue
        data[part.name] = [_data(each) for each in value] if isinstance(value, tuple) else value
    return data


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: type, data: Any, where: str) -> Any:
    hints = _types(kind)
    for name in _object(data, where):
        if name not in hints:
            raise SnapshotError(f"{where} has no field “{name}”.")
    return kind(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in data.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise SnapshotError(f"{where} should be a list.")
        row = get_args(hint)[0]
        return tuple(_build(row, each, f"{where}[{n}]") for n, each in enumerate(value))
    allowed = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if type(value) not in allowed:
        raise SnapshotError(f"{where} should be {' or '.join(a.__name__ for a in allowed)}.")
    if isinstance(value, int) and abs(value) > LARGEST:
        raise SnapshotError(f"{where} is too large a number.")
    if isinstance(value, str) and (found := IMPOSSIBLE.search(value)):
        raise SnapshotError(f"{where} holds the character U+{ord(found[0]):04X}, which no text can hold.")
    return value


def _object(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise SnapshotError(f"{where} should be an object.")
    return data


def _ascii(key: Any) -> str:
    # RFC 8785 sorts by UTF-16; of ASCII every way of sorting is the same.
    if not isinstance(key, str) or not key.isascii() or IMPOSSIBLE.search(key):
        raise SnapshotError(f"names has the key {key!r}, which is neither an id nor the code of a term.")
    return key


def default(kind: type, name: str) -> Any:
    """The default of a field of a snapshot's dataclass."""
    found = kind.__dataclass_fields__[name]  # type: ignore[attr-defined]
    return found.default if found.default is not MISSING else found.default_factory()

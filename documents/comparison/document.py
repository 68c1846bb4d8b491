"""The shape of a document: its sections in the order of the form, with their fields and rows."""

from __future__ import annotations

from dataclasses import MISSING, fields

from documents.comparison.shape import OWNER, PROSE, RECORD, STEPS, TARGET, VALUE, Field, Rows, Section, Shape
from documents.snapshot import AUTHORITIES, PARTS, VOCABULARIES, Document

LABELS = {
    "as_printed": "as printed",
    "by": "acting",
    "collection": "source collection",
    "content": "text",
    "date_as_written": "date as written",
    "date_calendar": "calendar",
    "date_calendar_name": "name of the calendar",
    "date_edtf": "date",
    "date_edtf_julian": "date in the old style",
    "date_kind": "kind of date",
    "described_date": "date described",
    "described_type": "type described",
    "direction": "direction of writing",
    "editorial_kind": "kind",
    "heading_voice": "whose heading it is",
    "media_type": "kind of image",
    "note_kind": "kind",
    "owner": "where it belongs",
    "parts": "steps of the reference",
    "place": "place of writing",
    "place_as_written": "place of writing as written",
    "printing_relation": "kind of printing",
    "relation_kind": "this document",
    "suppressed_warnings": "warnings looked at",
    "target": "document in this archive",
    "title_language": "language of the title",
    "type": "type of document",
    "voice": "whose note it is",
    "wording_language": "language of what is kept as written",
}

# Words long enough that single ones are looked for in them.
_PROSE = """title heading summary content signature_line rights remarks suppressed_warnings
    date_as_written place_as_written as_written as_printed taken_from words described description credit
    issuer"""
PROSE_FIELDS = frozenset(_PROSE.split())
# In whose language these words stand: the field that holds it.
_AS_WRITTEN = """heading signature_line date_as_written place_as_written classification_as_written
    as_written name_as_signed capacity_as_signed as_printed words described_type issuer described_date"""
LANGUAGES = {
    "title": "title_language",
    "content": "language",
    **dict.fromkeys(_AS_WRITTEN.split(), "wording_language"),
}
NOUNS = {
    "further_dates": ("further date", "further dates", "date_kind date_as_written date_edtf"),
    "correspondents": ("correspondent", "correspondents", "as_written person body"),
    "texts": ("text", "texts", "role language"),
    "signatories": ("signatory", "signatories", "name_as_signed person"),
    "footnotes": ("footnote", "footnotes", "label"),
    "references": ("reference", "references", "number words described_type address"),
    "archival_references": ("archival reference", "archival references", "parts as_printed repository"),
    "printings": ("printing", "printings", "collection number as_printed"),
    "editorial_texts": ("editorial text", "editorial texts", "editorial_kind credit"),
    "relations": ("relation", "relations", "relation_kind described target"),
    "topics": ("topic", "topics", "topic"),
    "facsimiles": ("facsimile", "facsimiles", "label description"),
    "online_copies": ("online copy", "online copies", "address"),
}
SECTIONS = (
    ("title", "Title", "title title_language", ""),
    ("editorial_texts", "Introductions and notices", "", "editorial_texts"),
    (
        "heading",
        "Heading in the source",
        "heading heading_voice heading_voice_basis heading_voice_reason wording_language",
        "",
    ),
    (
        "kind",
        "Type and classification",
        "type type_basis type_reason classification_as_written classification",
        "",
    ),
    (
        "date",
        "Date",
        "date_as_written date_edtf date_basis date_reason date_calendar date_calendar_basis"
        " date_calendar_reason date_edtf_julian date_calendar_name",
        "",
    ),
    ("further_dates", "Further dates", "", "further_dates"),
    ("place", "Place of writing", "place_as_written place place_basis place_reason", ""),
    ("correspondents", "Senders and recipients", "", "correspondents"),
    ("texts", "Texts", "", "texts"),
    ("signatures", "Signatures", "signature_line", "signatories"),
    ("footnotes", "Footnotes", "", "footnotes"),
    ("archival_references", "Archival references", "", "archival_references"),
    ("printings", "Printings", "", "printings"),
    ("references", "References to other documents", "", "references"),
    ("relations", "Relations", "", "relations"),
    ("topics", "Topics", "", "topics"),
    ("facsimiles", "Facsimiles", "", "facsimiles"),
    ("online_copies", "Online copies", "", "online_copies"),
    ("summary", "Summary, original language, rights", "summary original_language rights", ""),
    ("remarks", "Private remarks", "remarks suppressed_warnings", ""),
)


def _field(name: str, default: object) -> Field:
    label = LABELS.get(name) or name.replace("_", " ").replace(" basis", ", stated or inferred")
    form, kind = VALUE, ""
    if name in (*AUTHORITIES, *VOCABULARIES):
        form, kind = RECORD, name
    elif name == "target":
        form = TARGET
    elif name == "owner":
        form = OWNER
    elif name == "parts":
        form = STEPS
    elif name in PROSE_FIELDS:
        form = PROSE
    return Field(
        name, label, form, kind, LANGUAGES.get(name, ""), default if isinstance(default, str) else ""
    )


def _defaults(row: type) -> dict[str, object]:
    return {each.name: None if each.default is MISSING else each.default for each in fields(row)}


def _rows(part: str) -> Rows:
    noun, nouns, titled_by = NOUNS[part]
    found = tuple(_field(name, value) for name, value in _defaults(PARTS[part]).items() if name != "key")
    return Rows(part, noun, nouns, tuple(titled_by.split()), found)


def _sections() -> Shape:
    defaults = _defaults(Document)
    return tuple(
        Section(
            name,
            title,
            tuple(_field(each, defaults[each]) for each in own.split()),
            _rows(part) if part else None,
        )
        for name, title, own, part in SECTIONS
    )


SHAPE = _sections()

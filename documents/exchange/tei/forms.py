"""Where the plain fields of the document and of its rows stand: one table, read by the writer and the reader.

Passages, dates, correspondents, and basis and reason have rooms of their own.
"""

import re
from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from documents.exchange.tei.elements import Element, place
from documents.snapshot import (
    ArchivalReference,
    Document,
    DocumentTopic,
    EditorialText,
    Facsimile,
    Footnote,
    FurtherDate,
    OnlineCopy,
    Printing,
    Reference,
    Relation,
    Signatory,
    Text,
)

KEY = "k-"
HEADER = "teiHeader"
CREATION = f"{HEADER}/profileDesc/creation"
CLASSES = f"{HEADER}/profileDesc/textClass"

FORMS: dict[type, dict[str, str]] = {
    Document: {
        "title": f"{HEADER}/fileDesc/titleStmt/title",
        "title_language": f"{HEADER}/fileDesc/titleStmt/title/@xml:lang",
        "public_id": f"{HEADER}/fileDesc/publicationStmt/idno[@type=document]",
        "rights": f"{HEADER}/fileDesc/publicationStmt/availability/p",
        "place_as_written": f"{CREATION}/placeName",
        "place": f"{CREATION}/placeName/@ref=#",
        "original_language": f"{HEADER}/profileDesc/langUsage/language[@n=original]/@ident",
        "type": f"{CLASSES}/catRef[@scheme=#type]/@target=#type.",
        "classification": f"{CLASSES}/catRef[@scheme=#classification]/@target=#classification.",
        "classification_as_written": f"{CLASSES}/keywords[@scheme=#classification]/term",
        "wording_language": "text/@xml:lang",
        "heading_voice": "text/body/head/@resp=#",
    },
    FurtherDate: {"key": f"@xml:id={KEY}"},
    Text: {
        "key": f"@xml:id={KEY}",
        "role": "@type",
        "extent": "@subtype",
        "language": "@xml:lang",
        "direction": "@rend",
    },
    EditorialText: {
        "key": f"@xml:id={KEY}",
        "editorial_kind": "@type",
        "language": "@xml:lang",
        "direction": "@rend",
        "credit": "byline",
        "dated": "dateline/date/@when-custom",
    },
    Signatory: {
        "key": f"@xml:id={KEY}",
        "manner": "@rend",
        "name_as_signed": "persName",
        "person": "persName/@ref=#",
        "certainty": "persName/@cert",
        "capacity_as_signed": "roleName",
        "capacity": "roleName/@ref=#capacity.",
        "body": "orgName/@ref=#",
    },
    Footnote: {
        "key": f"@xml:id={KEY}",
        "owner": "@target=#",
        "label": "@n",
        "language": "@xml:lang",
        "voice": "@resp=#",
        "note_kind": "@type",
    },
    Reference: {
        "key": f"@xml:id={KEY}",
        "owner": "@corresp=#",
        "by": "@type",
        "words": "ref",
        "target": "ref/@target=document:",
        "collection": "title/@ref=#",
        "number": "biblScope[@unit=number]",
        "issuer": "author",
        "described_type": "term",
        "described_date": "date/@when-custom",
        "address": "idno[@type=URI]",
    },
    ArchivalReference: {
        "key": f"@xml:id={KEY}",
        "exemplar": "@type",
        "repository": "msIdentifier/repository/@ref=#",
        "leaves": "msContents/p/locus",
        "production": "physDesc/objectDesc/@form",
    },
    Printing: {
        "key": f"@xml:id={KEY}",
        "printing_relation": "@type",
        "collection": "monogr/title/@ref=#",
        "number": "monogr/imprint/biblScope[@unit=number]",
        "pages": "monogr/imprint/biblScope[@unit=page]",
        "as_printed": "note[@type=as-printed]",
    },
    Relation: {
        "key": f"@xml:id={KEY}",
        "relation_kind": "@name",
        "target": "@passive=document:",
        "described": "desc",
    },
    DocumentTopic: {
        "key": f"@xml:id={KEY}",
        "topic": "@target=#topic.",
    },
    Facsimile: {
        "key": f"@xml:id={KEY}",
        "label": "label",
        "image": "graphic/@url=facsimile:",
        "media_type": "graphic/@mimeType",
        "width": "graphic/@width",
        "height": "graphic/@height",
        "description": "desc",
        "credit": "note[@type=credit]",
    },
    OnlineCopy: {
        "key": f"@xml:id={KEY}",
        "address": "idno[@type=URI]",
        "first_seen": "date[@type=firstSeen]/@when",
        "last_seen": "date[@type=lastSeen]/@when",
    },
}
# These are written also where they hold what is usual: a reader of the TEI does not know what that is.
_ALWAYS = {"title", "title_language", "wording_language", "role", "editorial_kind", "relation_kind"}
_ALWAYS_IN = {Text: {"language"}, EditorialText: {"language"}, Footnote: {"note_kind"}, Reference: {"by"}}

_PIXELS = re.compile(r"([0-9]{1,9})px")

# Values that TEI writes otherwise.
VOICES = {"earlier compiler": "earlier-compiler"}
ACTING = {"members of": "members-of"}
_OTHERWISE = {
    "certainty": {"certain": "high", "probable": "medium", "possible": "low"},
    "voice": VOICES,
    "heading_voice": VOICES,
}
_BACK = {name: {tei: ours for ours, tei in values.items()} for name, values in _OTHERWISE.items()}
_WHOLE = {"document", "heading", "date", "signatures"}


@cache
def usual(kind: Any) -> dict[str, Any]:
    """The default of each field of a row."""
    return {f.name: f.default for f in fields(kind) if f.default is not MISSING}


@cache
def _plan(kind: Any) -> list[tuple[str, Any, Any, bool]]:
    always = _ALWAYS | _ALWAYS_IN.get(kind, set())
    return [(name, place(path), usual(kind)[name], name in always) for name, path in FORMS[kind].items()]


def write_fields(element: Element, row: Any) -> None:
    """Writes the plain fields of the row to their places, from the element that stands for it."""
    for name, where, default, always in _plan(row.__class__):
        value = getattr(row, name)
        if value is not None and (always or value != default):
            where.put(element, _written(name, value))


def read_fields(element: Element, kind: type) -> dict[str, Any]:
    """The plain fields of a row that its element holds; what is not there has its default."""
    found = {}
    for name, where, default, _ in _plan(kind):
        value = where.get(element)
        if value is not None:
            found[name] = _read(name, value, default)
    return found


def pointer(owner: str) -> str:
    """The xml:id of what a note or a reference belongs to, or of what a statement is about."""
    return owner if owner in _WHOLE else f"{KEY}{owner}"


def _written(name: str, value: Any) -> str:
    if name == "owner":
        return pointer(value)
    if isinstance(value, int):
        return f"{value}px"
    return _OTHERWISE[name].get(value, value) if name in _OTHERWISE else value


def _read(name: str, value: str, default: Any) -> Any:
    if name == "owner":
        return value.removeprefix(KEY)
    if isinstance(default, int):
        pixels = _PIXELS.fullmatch(value)
        return int(pixels[1]) if pixels else default
    return _BACK[name].get(value, value) if name in _BACK else value

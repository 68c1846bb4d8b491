"""The header: what the document is, where it lies, who wrote to whom ⇄ `teiHeader`."""

from collections.abc import Iterator
from typing import Any

from documents.exchange.tei.blocks import DOCUMENT, Notes
from documents.exchange.tei.characters import EXPLAINED, writable
from documents.exchange.tei.correspondents import write_correspondents
from documents.exchange.tei.dates import read_date, write_calendars, write_date
from documents.exchange.tei.elements import Element, add, child, children, get, put, words_of
from documents.exchange.tei.forms import VOICES, pointer, read_fields, write_fields
from documents.exchange.tei.imprint import IDENT, Imprint, write_imprint
from documents.exchange.tei.names import write_terms
from documents.exchange.tei.passages import write_line, write_passage
from documents.exchange.tei.spelling import line, passage
from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Document,
    DocumentTopic,
    FurtherDate,
    OnlineCopy,
    Printing,
    Snapshot,
)

FORM = "1"
STYLE = (
    "Where a passage was typed in another way than the elements tell, @style holds what was typed, in the "
    "markup of the archive."
)
WHOSE = {
    "author": "the author of the document",
    "earlier compiler": "an earlier compiler",
    "translator": "the translator",
    "editors": "the editors of the archive",
}


def write_header(header: Element, snapshot: Snapshot, imprint: Imprint) -> None:
    """Writes the parts of the header that do not stand in the table of fields."""
    document = snapshot.document
    title, publication, source = (
        child(header, "fileDesc", name) for name in ("titleStmt", "publicationStmt", "sourceDesc")
    )
    _write_responsible(title, document)
    write_imprint(publication, document.public_id, imprint)
    _write_source(source, snapshot)
    _write_encoding(child(header, "encodingDesc"), snapshot, imprint)


def _write_responsible(title: Element, document: Document) -> None:
    """Translators, and those whose words are told apart."""
    if not len(title):
        add(title, "title")
    for text in document.texts:
        if text.translator:
            add(title, "editor", text.translator, role="translator", corresp=f"#{pointer(text.key)}")
    voices = {document.heading_voice, *(note.voice for note in document.footnotes)}
    for voice, words in WHOSE.items():
        if voice in voices:
            made = add(title, "respStmt", xml_id=VOICES.get(voice, voice))
            add(made, "resp", "wording")
            add(made, "name", words)


def _write_encoding(encoding: Element, snapshot: Snapshot, imprint: Imprint) -> None:
    application = add(add(encoding, "appInfo"), "application", ident=IDENT, version=FORM)
    add(application, "label", "Fonds")
    prefixes = add(encoding, "listPrefixDef")
    leads_to = {
        DOCUMENT: f"{imprint.site}/documents/$1/",
        "facsimile:": f"{imprint.facsimiles(snapshot.document.public_id)}$1",
    }
    for prefix, address in leads_to.items():
        made = add(prefixes, "prefixDef", ident=prefix.rstrip(":"))
        put(made, "matchPattern", "([0-9a-z]+)")
        put(made, "replacementPattern", address)
    add(add(encoding, "styleDefDecl", scheme="other"), "p", STYLE)
    add(add(encoding, "editorialDecl"), "p", EXPLAINED)
    if any(":" in key for key in snapshot.names):
        write_terms(add(encoding, "classDecl"), snapshot.names)


def _write_source(source: Element, snapshot: Snapshot) -> None:
    document = snapshot.document
    for reference in document.archival_references:
        _write_archival(add(source, "msDesc"), reference, snapshot)
    if document.printings:
        holder = add(source, "listBibl", type_="printings")
        for printing in document.printings:
            _write_printing(add(holder, "biblStruct"), printing, snapshot)
    for text in document.texts:
        if text.taken_from:
            add(source, "bibl", text.taken_from, type_="takenFrom", corresp=f"#{pointer(text.key)}")
    if document.online_copies:
        holder = add(source, "listBibl", type_="onlineCopies")
        for copy in document.online_copies:
            write_fields(add(holder, "bibl"), copy)
    if not len(source):
        add(source, "p", "The source is not stated.")


def _write_archival(element: Element, reference: ArchivalReference, snapshot: Snapshot) -> None:
    identifier = add(element, "msIdentifier")
    write_fields(element, reference)
    label(child(identifier, "repository"), snapshot, "repository", reference.repository)
    for part in reference.parts:
        made = add(identifier, "idno", part.value)
        if part.level:
            put(made, "type", part.level)
    if reference.as_printed:
        add(add(identifier, "altIdentifier", type_="as-printed"), "idno", reference.as_printed)


def _write_printing(element: Element, printing: Printing, snapshot: Snapshot) -> None:
    monograph = add(element, "monogr")
    title, imprint = add(monograph, "title"), add(monograph, "imprint")
    write_fields(element, printing)
    label(title, snapshot, "collection", printing.collection)
    if not len(imprint):
        add(imprint, "date")


def label(element: Element | None, snapshot: Snapshot, kind: str, ident: str | None) -> None:
    """Gives an element that points to a record the name of it, for those who read the file."""
    name = snapshot.name(kind, ident)
    if name is not None and element is not None:
        element.text = writable(name.label)


def write_profile(profile: Element, document: Document, notes: dict[str, Notes]) -> None:
    """Languages, summary, place and dates, kind and topics, correspondents."""
    if document.summary:
        _write_summary(profile, document.summary)
    creation = child(profile, "creation")
    if document.further_dates or _is_dated(document):
        creation = add(profile, "creation") if creation is None else creation
        _write_dates(creation, document, notes)
    write_calendars(profile, document)
    _write_languages(profile, document)
    if document.topics:
        classes = child(profile, "textClass")
        classes = add(profile, "textClass") if classes is None else classes
        for topic in document.topics:
            write_fields(add(classes, "catRef", scheme="#topic"), topic)
    write_correspondents(profile, document.correspondents)


def _write_summary(profile: Element, summary: str) -> None:
    abstract = add(profile, "abstract")
    write_passage(abstract, summary, Notes())
    if not len(abstract):
        add(abstract, "p")


def _is_dated(document: Document) -> bool:
    usual = Document()
    fields = ("as_written", "edtf", "edtf_julian", "calendar", "calendar_name")
    return any(getattr(document, f"date_{f}") != getattr(usual, f"date_{f}") for f in fields)


def _write_dates(creation: Element, document: Document, notes: dict[str, Notes]) -> None:
    if _is_dated(document):
        made = add(creation, "date", xml_id="date")
        write_line(made, document.date_as_written, notes.get("date", Notes()))
        write_date(made, document)
    for row in document.further_dates:
        made = add(creation, "date", row.date_as_written, xml_id=pointer(row.key))
        if row.date_kind:
            put(made, "type", row.date_kind)
        write_date(made, row)


def _write_languages(profile: Element, document: Document) -> None:
    """The languages of the texts, derived; that of the original may stand there already."""
    languages = dict.fromkeys(text.language for text in document.texts if text.language)
    holder = child(profile, "langUsage")
    if holder is None and languages:
        holder = add(profile, "langUsage")
    for language in languages:
        add(holder, "language", ident=language)


def read_header(header: Element, root: Element) -> dict[str, Any]:
    """The fields of the document that stand in the header beside those of the table."""
    profile, source = child(header, "profileDesc"), child(header, "fileDesc", "sourceDesc")
    creation, abstract = child(profile, "creation"), child(profile, "abstract")
    found: dict[str, Any] = {"summary": "" if abstract is None else passage(abstract)}
    for each in children(creation, "date"):
        if get(each, "xml:id") == "date":
            found |= {"date_as_written": line(each), **read_date(each, root)}
    return {
        **found,
        "further_dates": [_read_date(each, root) for each in _further(creation)],
        "archival_references": [_read_archival(each) for each in children(source, "msDesc")],
        "printings": [_read_printing(each) for each in _listed(source, "printings", "biblStruct")],
        "online_copies": [read_fields(each, OnlineCopy) for each in _listed(source, "onlineCopies", "bibl")],
        "topics": [
            read_fields(each, DocumentTopic)
            for each in children(child(profile, "textClass"), "catRef")
            if get(each, "scheme") == "#topic"
        ],
    }


def translators(header: Element) -> dict[str, str]:
    """xml:id of a text → its translator."""
    title = child(header, "fileDesc", "titleStmt")
    return {(get(each, "corresp") or "")[1:]: words_of(each) for each in children(title, "editor")}


def taken_from(header: Element) -> dict[str, str]:
    """xml:id of a text → whence it was taken."""
    source = child(header, "fileDesc", "sourceDesc")
    return {(get(each, "corresp") or "")[1:]: words_of(each) for each in children(source, "bibl")}


def _further(creation: Element | None) -> Iterator[Element]:
    for each in children(creation, "date"):
        if get(each, "corresp") is None and get(each, "xml:id") != "date":
            yield each


def _read_date(element: Element, root: Element) -> dict[str, Any]:
    words = {"date_as_written": words_of(element), "date_kind": get(element, "type")}
    return {**read_fields(element, FurtherDate), **words, **read_date(element, root)}


def _read_archival(element: Element) -> dict[str, Any]:
    identifier = child(element, "msIdentifier")
    parts = tuple(
        ArchivalPart(level=get(each, "type") or "", value=words_of(each))
        for each in children(identifier, "idno")
    )
    printed = words_of(child(identifier, "altIdentifier", "idno"))
    return {**read_fields(element, ArchivalReference), "parts": parts, "as_printed": printed}


def _read_printing(element: Element) -> dict[str, Any]:
    """The words of a title that points to no record are kept as they stand."""
    found = read_fields(element, Printing)
    if not found.get("collection") and not found.get("as_printed"):
        found["as_printed"] = words_of(child(element, "monogr", "title"))
    return found


def _listed(source: Element | None, type_: str, name: str) -> Iterator[Element]:
    for holder in children(source, "listBibl"):
        if get(holder, "type") == type_:
            yield from children(holder, name)

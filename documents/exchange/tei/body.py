"""The text itself, the notes and the page images ⇄ `text` and `facsimile`."""

from typing import Any

from documents.exchange.tei.blocks import Notes
from documents.exchange.tei.elements import Element, add, child, children, get, put
from documents.exchange.tei.forms import pointer, read_fields, write_fields
from documents.exchange.tei.passages import write_line, write_passage
from documents.exchange.tei.spelling import line, passage
from documents.snapshot import Document, EditorialText, Facsimile, Footnote, Signatory, Text

SIGNATURES = "signatures"


def notes_by_owner(document: Document) -> dict[str, Notes]:
    """Owner → its notes, for the anchors."""
    found: dict[str, list[tuple[str, str]]] = {}
    for note in document.footnotes:
        found.setdefault(note.owner, []).append((note.label, pointer(note.key)))
    return {owner: Notes.of(notes) for owner, notes in found.items()}


def write_text(text: Element, document: Document, notes: dict[str, Notes]) -> None:
    """The editors' texts before, the document's own in the body, the notes behind."""
    body = child(text, "body")
    for editorial in document.editorial_texts:
        _write_division(child(text, "front"), editorial, notes)
    _write_heading(body, document, notes)
    for each in document.texts:
        _write_division(body, each, notes)
    if not document.texts:
        add(body, "p")
    _write_closer(body, document, notes)
    for note in document.footnotes:
        made = add(child(text, "back"), "note", place="bottom")
        write_fields(made, note)
        write_passage(made, note.content, notes.get(note.key, Notes()))


def _write_heading(body: Element, document: Document, notes: dict[str, Notes]) -> None:
    head = child(body, "head")
    if document.heading and head is None:
        head = add(body, "head")
    if head is not None:
        put(head, "xml:id", "heading")
        write_line(head, document.heading, notes.get("heading", Notes()))


def _write_division(parent: Element, row: Text | EditorialText, notes: dict[str, Notes]) -> None:
    made = add(parent, "div")
    write_fields(made, row)
    write_passage(made, row.content, notes.get(row.key, Notes()))


def _write_closer(body: Element, document: Document, notes: dict[str, Notes]) -> None:
    """The signatures as printed in one piece, then those who signed, one by one."""
    if not (document.signature_line or document.signatories):
        return
    closer = add(body, "closer")
    if document.signature_line:
        made = add(closer, "signed", xml_id=SIGNATURES)
        write_line(made, document.signature_line, notes.get(SIGNATURES, Notes()))
    for row in document.signatories:
        made = add(closer, "signed")
        write_fields(made, row)
        for part in made[:-1]:
            part.tail = " "


def write_facsimiles(holder: Element, document: Document) -> None:
    """The page images."""
    for row in document.facsimiles:
        write_fields(add(holder, "surface"), row)


def read_text(root: Element) -> dict[str, Any]:
    """The fields of the document that stand in its text, and its page images."""
    text = child(root, "text")
    body = child(text, "body")
    head, closer = child(body, "head"), child(body, "closer")
    signed = list(children(closer, "signed"))
    lines = [each for each in signed if get(each, "xml:id") == SIGNATURES]
    surfaces = children(child(root, "facsimile"), "surface")
    return {
        "heading": "" if head is None else line(head),
        "signature_line": line(lines[0]) if lines else "",
        "texts": [_read(each, Text) for each in children(body, "div")],
        "signatories": [read_fields(each, Signatory) for each in signed if each not in lines],
        "footnotes": [_read(each, Footnote) for each in children(child(text, "back"), "note")],
        "editorial_texts": [_read(each, EditorialText) for each in children(child(text, "front"), "div")],
        "facsimiles": [read_fields(each, Facsimile) for each in surfaces],
    }


def _read(element: Element, kind: type) -> dict[str, Any]:
    return {**read_fields(element, kind), "content": passage(element)}

"""TEI that this program wrote → the snapshot and the imprint: the exact inverse of writing.py."""

from typing import Any, NamedTuple

from lxml import etree

from documents.exchange.tei.body import read_text
from documents.exchange.tei.correspondents import read_correspondents
from documents.exchange.tei.elements import Element, child, children, get, tag
from documents.exchange.tei.forms import pointer, read_fields
from documents.exchange.tei.header import FORM, read_header, taken_from, translators
from documents.exchange.tei.imprint import IDENT, Imprint, read_imprint
from documents.exchange.tei.names import read_names
from documents.exchange.tei.statements import read_statements
from documents.snapshot import PARTS, Document, Reference, Relation, Snapshot


class NotOurs(ValueError):
    """The file is no TEI of this program, or of a later form of it; the message says so."""


class Read(NamedTuple):
    """What stands in a file."""

    snapshot: Snapshot
    imprint: Imprint


def read(data: bytes) -> Read:
    """The document and its imprint from the bytes that `writing.write` gave. Raises NotOurs."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return read_root(etree.fromstring(data, parser))
    except etree.XMLSyntaxError as error:
        raise NotOurs(f"This is no XML: {error}.") from error


def form_of(root: Element) -> str:
    """The number of the form that the program's mark tells; "" in a file that is not ours."""
    encoding = child(root, "teiHeader", "encodingDesc") if root.tag == tag("TEI") else None
    for each in children(child(encoding, "appInfo"), "application"):
        if get(each, "ident") == IDENT:
            return get(each, "version") or ""
    return ""


def read_root(root: Element) -> Read:
    """The document and its imprint from the root element. Raises NotOurs."""
    if form_of(root) != FORM:
        raise NotOurs(f"This is no TEI of Fonds in form {FORM}, the only one that can be read.")
    header, stand_off = child(root, "teiHeader"), child(root, "standOff")
    profile, encoding = child(header, "profileDesc"), child(header, "encodingDesc")
    found = {**read_fields(root, Document), **read_header(header, root), **read_text(root)}
    found["correspondents"] = read_correspondents(profile)
    found |= _stood_off(stand_off)
    _complete_texts(found["texts"], header)
    document = _built(found, read_statements(stand_off))
    names = read_names(stand_off, child(encoding, "classDecl"))
    publication = child(header, "fileDesc", "publicationStmt")
    return Read(Snapshot(document=document, names=names), read_imprint(publication))


def _stood_off(stand_off: Element | None) -> dict[str, Any]:
    references = [
        read_fields(each, Reference)
        for holder in children(stand_off, "listBibl")
        if get(holder, "type") == "references"
        for each in children(holder, "bibl")
    ]
    relations = children(child(stand_off, "listRelation"), "relation")
    return {"references": references, "relations": [read_fields(each, Relation) for each in relations]}


def _complete_texts(texts: list[dict[str, Any]], header: Element) -> None:
    """Adds what the header says of the texts."""
    translated, taken = translators(header), taken_from(header)
    for text in texts:
        ident = pointer(text.get("key", ""))
        text["translator"], text["taken_from"] = translated.get(ident, ""), taken.get(ident, "")


def _built(found: dict[str, Any], stated: dict[str, dict[str, str]]) -> Document:
    """The document of its fields and rows, each with what is said of its basis."""
    parts = {
        part: tuple(kind(**{**row, **stated.get(row.get("key", ""), {})}) for row in found[part])
        for part, kind in PARTS.items()
    }
    return Document(**{**found, **stated.get("document", {}), **parts})

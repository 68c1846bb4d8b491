"""A published document → TEI P5. Everything that the snapshot says is in it; docs/tei.md tells where."""

from lxml import etree

from documents.exchange.tei.body import notes_by_owner, write_facsimiles, write_text
from documents.exchange.tei.elements import TEI, Element, add, child, name_of, put, tag
from documents.exchange.tei.forms import write_fields
from documents.exchange.tei.header import label, write_header, write_profile
from documents.exchange.tei.imprint import Imprint
from documents.exchange.tei.names import write_records
from documents.exchange.tei.statements import write_statements
from documents.snapshot import Document, Snapshot

CONTENT_TYPE = "application/tei+xml"
# Elements that hold nothing but elements: only in them may white space be added.
_STRUCTURE = """TEI teiHeader fileDesc titleStmt publicationStmt availability sourceDesc encodingDesc
    profileDesc appInfo application listPrefixDef styleDefDecl editorialDecl classDecl taxonomy category
    respStmt langUsage textClass keywords calendarDesc calendar correspDesc correspAction creation
    msDesc msIdentifier altIdentifier msContents physDesc listBibl biblStruct monogr imprint
    standOff listPerson listOrg listPlace person org place listRelation relation certainty
    facsimile surface text front body back closer"""
_LAID_OUT = frozenset(_STRUCTURE.split())


def write(snapshot: Snapshot, imprint: Imprint) -> bytes:
    """The document in TEI P5, in UTF-8: the public form of a snapshot, and which version it is.

    The same snapshot and imprint give the same bytes. `reading.read` gives both back.
    """
    root = tree(snapshot, imprint)
    _lay_out(root, "\n")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def tree(snapshot: Snapshot, imprint: Imprint) -> Element:
    """The root element of what `write` writes."""
    root = _skeleton(snapshot.document)
    header, text = child(root, "teiHeader"), child(root, "text")
    document, notes = snapshot.document, notes_by_owner(snapshot.document)
    write_header(header, snapshot, imprint)
    write_fields(root, document)
    write_profile(child(header, "profileDesc"), document, notes)
    write_text(text, document, notes)
    _write_stand_off(root, snapshot)
    if document.facsimiles:
        holder = etree.Element(tag("facsimile"))
        root.insert(len(root) - 1, holder)
        write_facsimiles(holder, document)
    return root


def _skeleton(document: Document) -> Element:
    """The elements that every file has, in the order of the standard."""
    root = etree.Element(tag("TEI"), nsmap={None: TEI})
    put(root, "xml:id", "document")
    header = add(root, "teiHeader", xml_lang="en")
    file = add(header, "fileDesc")
    for name in ("titleStmt", "publicationStmt", "sourceDesc"):
        add(file, name)
    add(header, "encodingDesc")
    add(header, "profileDesc")
    text = add(root, "text")
    if document.editorial_texts:
        add(text, "front")
    add(text, "body")
    if document.footnotes:
        add(text, "back")
    return root


def _write_stand_off(root: Element, snapshot: Snapshot) -> None:
    """Who and what is named, the references, the relations, and what is inferred."""
    made, document = etree.Element(tag("standOff")), snapshot.document
    root.insert(1, made)
    write_records(made, snapshot.names)
    if document.references:
        holder = add(made, "listBibl", type_="references")
        for reference in document.references:
            entry = add(holder, "bibl")
            write_fields(entry, reference)
            label(child(entry, "title"), snapshot, "collection", reference.collection)
    if document.relations:
        holder = add(made, "listRelation")
        for relation in document.relations:
            write_fields(add(holder, "relation", active="#document"), relation)
    write_statements(made, document)
    if not len(made):
        root.remove(made)


def _lay_out(element: Element, indent: str) -> None:
    """Puts each element on a line of its own, where that adds nothing to any words."""
    if not len(element) or element.text or name_of(element) not in _LAID_OUT:
        return
    element.text = f"{indent}  "
    for each in element:
        _lay_out(each, f"{indent}  ")
        each.tail = f"{indent}  "
    element[-1].tail = indent

"""Editions with one document in a file, all of its facts in the header, and a register beside the files.

TEI P5 with `correspDesc` or `msDesc`; such as “Digitale Edition von Quellen zur habsburgisch-osmanischen
Diplomatie”. A register (`standOff`) gives records and no documents; a list of letters (CMIF) gives nothing.
Local names are those of the register, and hold in all files of the edition.
"""

from dataclasses import replace
from typing import Any

from lxml import etree

from documents.exchange.importing.dialects import qhod_header as facts
from documents.exchange.importing.dialects.body import TEI, local
from documents.exchange.importing.dialects.qhod_holdings import archival_references
from documents.exchange.importing.dialects.qhod_names import words
from documents.exchange.importing.dialects.qhod_register import named_in
from documents.exchange.importing.dialects.qhod_texts import (
    Editor,
    editor_of,
    signatories,
    signed_in,
    texts,
)
from documents.exchange.importing.sources import Source, SourceDocument, Unreadable
from documents.snapshot import Document, EditorialText

CMIF = "This is a list of {} letters (CMIF) without their texts: there is nothing in it to import."
NAMELESS = "The document has neither a title nor an idno of its own. Write one into its header."


class Qhod:
    """One letter, order or register entry a file; or the register of those whom they name."""

    name = "qhod"

    def recognises(self, root: Any) -> bool:
        """By its structure: a header that describes a letter or a manuscript, or a register off the text."""
        if root.tag != f"{TEI}TEI" or root.find("{*}teiHeader") is None:
            return False
        ways = ("{*}teiHeader//{*}correspDesc", "{*}teiHeader//{*}msDesc", "{*}standOff")
        return any(root.find(way) is not None for way in ways)

    def documents_in(self, root: Any) -> list[Any]:
        """Header and text are counted apart; a register is no document."""
        return [element for element in root if local(element) != "standOff"]

    def read(self, root: Any, file: str) -> Source:
        """What the file says. Raises Unreadable for a list of letters and for a document without a name."""
        header, bare = root.find("{*}teiHeader"), root.find("{*}text") is None
        letters = header.findall(".//{*}correspDesc")
        if len(letters) > 1 and header.find(".//{*}msDesc") is None:
            raise Unreadable(CMIF.format(len(letters)), file=file, line=letters[0].sourceline or 0)
        edition = edition_of(header)
        named = {each.local: each for each in named_in(root)}
        if bare and root.find("{*}standOff") is not None and not letters:
            return Source(file=file, identity=edition, dialect=self.name, documents=(), named=named)
        said = facts.Said(edition, named)
        document = read_document(root, said, file)
        return Source(file=file, identity=edition, dialect=self.name, documents=(document,), named=said.named)


def edition_of(header: Any) -> str:
    """What all files of an edition share: the widest of the contexts that a file names last, else the first
    part of its idno."""
    contexts = [
        each.get("target") or "" for each in header.iterfind(".//{*}projectDesc//{*}ref[@type='context']")
    ]
    idno = words(header.find("{*}fileDesc/{*}publicationStmt/{*}idno"))
    shared = contexts[-1].removeprefix("context:") if contexts else idno.removeprefix("o:").partition(".")[0]
    return "-".join(shared.replace("[", "").replace("]", "").replace("|", "").split()) or "tei"


def read_document(root: Any, said: facts.Said, file: str) -> SourceDocument:
    """The one document of a file."""
    header, found = root.find("{*}teiHeader"), root.find("{*}text")
    text = etree.Element("text") if found is None else found
    identity = facts.identity(header, said.edition, said)
    titles = facts.titles(header) or [("und", identity.rpartition("/")[2])]
    if not identity or not titles[0][1]:
        raise Unreadable(NAMELESS, file=file, line=header.sourceline or 0)
    editor = editor_of(text, said.edition)
    content = _facts(header, text, titles, editor, said)
    content = _words(content, header, text, editor)
    met = sum(1 for part in (text, *facts.subjects(header)) for _ in part.iter("{*}note"))
    images = sum(1 for _ in root.iterfind("{*}facsimile//{*}graphic"))
    if images:
        of = "The image of 1 page is" if images == 1 else f"The images of {images} pages are"
        said.told.append(f"{of} named in the file, but not in it.")
    return SourceDocument(
        identity=identity,
        content=content,
        line=root.sourceline or 0,
        notes=(met, len(content.footnotes)),
        signatures=(len(signed_in(text)), len(content.signatories)),
        unknown=dict(editor.unknown),
        told=(*said.told, *(_so_often(what, times) for what, times in editor.left.items())),
    )


def _facts(
    header: Any, text: Any, titles: list[tuple[str, str]], editor: Editor, said: facts.Said
) -> Document:
    kind, exemplar = facts.kind(header, text, said)
    spoken = facts.languages(header)
    language, title = titles[0]
    dated = facts.dating(header, text, lambda date: Editor(edition=said.edition).line(date, "date"))
    return Document(
        title=title,
        title_language=language,
        type=kind,
        original_language=spoken[0] if spoken else "",
        rights=facts.rights(header),
        correspondents=facts.correspondents(header, said),
        references=facts.references(header, said.edition),
        relations=facts.relations(header, said.edition),
        archival_references=archival_references(header, exemplar, said),
        **facts.place(header, said),
        **dated,
    )


def _words(content: Document, header: Any, text: Any, editor: Editor) -> Document:
    """The content with its texts, the summary and what the editors write besides."""
    rows = [
        EditorialText(editorial_kind="notice", language=language, content=facts.escape(title))
        for language, title in facts.titles(header)[1:]
    ]
    rows += [
        EditorialText(editorial_kind="notice", content=facts.escape(each)) for each in facts.notices(header)
    ]
    summaries = []
    for place, abstract in enumerate(facts.subjects(header)):
        if abstract.find(".//{*}note") is None:
            summaries.append(editor.inside(abstract, "summary"))
        else:
            key = f"abstract {place}"
            words_of_it = editor.inside(abstract, key)
            rows.insert(0, EditorialText(key=key, editorial_kind="introduction", content=words_of_it))
    spoken = facts.languages(header)
    written = tuple(texts(text, editor, spoken, facts.translator(header)))
    return replace(
        content,
        summary="\n\n".join(filter(None, summaries)),
        texts=written,
        signatories=tuple(signatories(text)),
        footnotes=tuple(replace(note, language="und") for note in editor.footnotes),
        references=(*content.references, *editor.references),
        editorial_texts=tuple(rows),
    )


def _so_often(what: str, times: int) -> str:
    return what if times == 1 else f"{what} ({times} times)"

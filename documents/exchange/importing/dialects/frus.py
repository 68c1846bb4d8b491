"""Volumes of many documents in TEI, as Foreign Relations of the United States is encoded (history.state.gov).

Each document is a `div` of the type “document”, with its head, dateline and closer. An enclosure stands in it
as `frus:attachment`; it becomes a document of its own, which the other encloses.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from documents.exchange.importing.dialects.body import TEI, XML_ID, Element, local, plain
from documents.exchange.importing.dialects.frus_document import read_document
from documents.exchange.importing.dialects.frus_origin import repository, sentence
from documents.exchange.importing.dialects.frus_part import ATTACHMENT, is_document, page_breaks_after
from documents.exchange.importing.dialects.frus_volume import Volume
from documents.exchange.importing.sources import Named, OtherName, Source, SourceDocument

_BLANK = re.compile(r"[^\w.-]+")


class Frus:
    """One volume a file. A volume without an id is called by the name of its file."""

    name = "volume of documents"

    def recognises(self, root: Element) -> bool:
        return root.tag == f"{TEI}TEI" and next(_documents(root), None) is not None

    def documents_in(self, root: Element) -> Iterator[Element]:
        return filter(is_document, root.iter(f"{TEI}div", ATTACHMENT))

    def read(self, root: Element, file: str) -> Source:
        identity = root.get(XML_ID) or _BLANK.sub("-", file.rpartition("/")[2].removesuffix(".xml"))
        volume = Volume(identity, _language(root))
        volume.persons = _persons(root)
        volume.documents = {
            div.get(XML_ID, ""): div.get("n", "") for div in _documents(root) if div.get(XML_ID)
        }
        volume.pages = _pages(root)
        named = {identity: _collection(root, volume), **_people(root, volume), **_repositories(root, volume)}
        return Source(
            file=file, identity=identity, dialect=self.name, documents=_read(root, volume), named=named
        )


def _read(root: Element, volume: Volume) -> Iterator[SourceDocument]:
    """Each document and then its enclosures. Where an id repeats, those after the first are counted."""
    seen: Counter[str] = Counter()
    for order, div in enumerate(_documents(root), start=1):
        own = div.get(XML_ID) or str(order)
        seen[own] += 1
        again = f"-{seen[own]}" if seen[own] > 1 else ""
        for document in read_document(div, f"{volume.identity}/{own}{again}", volume):
            told = f"The id “{own}” names several documents of the file." if again else ""
            yield replace(document, told=(*document.told, told)) if told else document


def _repositories(root: Element, volume: Volume) -> dict[str, Named]:
    """Those of the source notes, such as “Ford Library”."""
    notes = (note for note in root.iter(f"{TEI}note") if note.get("type") == "source" and note.get("n"))
    found = (repository(sentence(plain(note)), volume) for note in notes)
    return {named.local: named for named in found if named}


def _documents(root: Element) -> Iterator[Element]:
    return (div for div in root.iter(f"{TEI}div") if div.get("type") == "document")


def _language(root: Element) -> str:
    """The language that the header states for the volume; the series is in English."""
    stated = root.find(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}langUsage/{TEI}language")
    return (stated.get("ident") if stated is not None else "") or "en"


def _collection(root: Element, volume: Volume) -> Named:
    """The volume as a source collection, as its header tells of it."""
    titles = {
        title.get("type", ""): plain(title)
        for title in root.iterfind(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title")
    }
    header = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}publicationStmt/{TEI}"
    data = {"short_name": volume.identity} if len(volume.identity) <= 100 else {}
    for column, name in (("publisher", "publisher"), ("published_in", "pubPlace"), ("year", "date")):
        stated = root.find(header + name)
        if stated is not None and plain(stated):
            data[column] = plain(stated)
    return Named(
        kind="collection",
        local=volume.identity,
        name=(titles.get("complete") or next(iter(titles.values()), "") or volume.identity),
        language=volume.language,
        data=data,
    )


def _listed(root: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Each entry of the list of persons, with the names in it that have an id."""
    for div in root.iter(f"{TEI}div"):
        if div.get(XML_ID) == "persons":
            for item in div.iter(f"{TEI}item"):
                names = [name for name in item.iter(f"{TEI}persName") if name.get(XML_ID)]
                if names:
                    yield item, names


def _persons(root: Element) -> dict[str, str]:
    """The id of each listed name → the local name of the person: that of the first name of the entry."""
    return {name.get(XML_ID, ""): names[0].get(XML_ID, "") for _, names in _listed(root) for name in names}


def _people(root: Element, volume: Volume) -> dict[str, Named]:
    people = {}
    for item, names in _listed(root):
        first, *others = [plain(name).rstrip(",; ") for name in names]
        entry = plain(item)
        key = names[0].get(XML_ID, "")
        people[key] = Named(
            kind="person",
            local=key,
            name=first,
            language=volume.language,
            names=tuple(OtherName(name=name, language=volume.language) for name in others if name != first),
            note=entry.removeprefix(first).lstrip(",;: "),
        )
    return people


def _pages(root: Element) -> dict[Element, str]:
    """The printed pages of each document: from the page on which it begins to its last page break."""
    pages: dict[Element, str] = {}
    current = ""
    for element in root.iter(f"{TEI}pb", f"{TEI}div", ATTACHMENT):
        if local(element) == "pb":
            current = _printed_page(element) or current
        elif element.get("type") == "document" or element.tag == ATTACHMENT:
            after = set(page_breaks_after(element))
            inner = [page for page in element.iter(f"{TEI}pb") if _printed_page(page) and page not in after]
            begins = current
            if inner and inner[0] is next(iter(element), None):
                begins = _printed_page(inner.pop(0))
            ends = _printed_page(inner[-1]) if inner else begins
            pages[element] = f"{begins}–{ends}" if begins and ends != begins else ends
    return pages


def _printed_page(element: Element) -> str:
    """The page of the volume; page breaks with another id count the leaves of the original."""
    return element.get("n", "") if element.get(XML_ID, "pg_").startswith("pg_") else ""

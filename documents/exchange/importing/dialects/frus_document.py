"""One document of a volume → our content, and its enclosures after it."""

from collections.abc import Iterator
from typing import Any

from documents.exchange.importing.dialects.body import TEI, Element, plain
from documents.exchange.importing.dialects.fitting import cut
from documents.exchange.importing.dialects.frus_dates import dated
from documents.exchange.importing.dialects.frus_origin import (
    archival,
    classification,
    document_type,
    is_archival,
    sentence,
)
from documents.exchange.importing.dialects.frus_part import ATTACHMENT, Part, page_breaks_after
from documents.exchange.importing.dialects.frus_signed import names_met, signatories
from documents.exchange.importing.dialects.frus_volume import Volume
from documents.exchange.importing.sources import LOCAL, SourceDocument
from documents.snapshot import Correspondent, Document, EditorialText, Printing, Relation, Text

TEXT = "text"

# Of a line such as “[Telegram]” between head and text.
PRINTED = "Printed above the document in the volume"


def read_document(div: Element, identity: str, volume: Volume) -> Iterator[SourceDocument]:
    """The document, and then each of its enclosures."""
    enclosed = [child for child in div if child.tag == ATTACHMENT]
    identities = [f"{identity}.a{number}" for number in range(1, len(enclosed) + 1)]
    parent = _read(Part(div, identity, volume), tuple(identities))
    yield parent
    for number, (element, own) in enumerate(zip(enclosed, identities, strict=True), start=1):
        part = Part(element, own, volume, div, f"Enclosure {number}", parent.content.title)
        yield _read(part, ())


def _read(part: Part, enclosed: tuple[str, ...]) -> SourceDocument:
    scribe = part.scribe
    heading = scribe.line(part.head, "heading") if part.head is not None else ""
    apart = [part.head] if part.head is not None else []
    scribe.skipped = frozenset([*apart, *part.closers, *part.inner(), *page_breaks_after(part.element)])
    words = scribe.inside(part.element, TEXT)
    scribe.skipped = frozenset()
    printed = scribe.text(part.closers, "signatures")
    summary = "\n\n".join(scribe.inside(each, "document") for each in scribe.summaries)
    archivals, notices, wordings = _sources(part)
    content = Document(
        **_titled(part, heading, wordings),
        **dated(part),
        **_classified(part, wordings),
        summary=summary,
        signature_line=printed,
        correspondents=_correspondents(part),
        texts=(_text(part, words, wordings),),
        signatories=tuple(signatories(part.own("signed"), scribe)),
        footnotes=tuple(scribe.footnotes),
        references=tuple(scribe.references),
        archival_references=archivals,
        printings=(_printing(part),),
        editorial_texts=notices,
        relations=tuple(Relation(relation_kind="encloses", target=f"{LOCAL}{each}") for each in enclosed),
    )
    return _accounted(part, content)


def _titled(part: Part, heading: str, wordings: list[str]) -> dict[str, Any]:
    """Title, heading and type. An enclosure without a head is called by the note above it and its letter."""
    title = plain(part.head) if part.head is not None else ""
    called = title or next((words for words in wordings if words.startswith("[")), part.untitled)
    if not title and part.enclosed_in:
        called = f"{called} of {part.enclosed_in}"
    kind = document_type(title, wordings)
    return {
        "title": cut(called, 1000, "The title", part.scribe.left),
        "title_language": part.volume.language,
        "wording_language": part.volume.language,
        "heading": heading,
        "heading_voice": "earlier compiler" if heading else "unknown",
        "heading_voice_basis": "inferred" if heading else "stated",
        "heading_voice_reason": "It is the head of the document in the printed volume." if heading else "",
        "type": kind,
    }


def _classified(part: Part, wordings: list[str]) -> dict[str, Any]:
    written, code = next((found for found in map(classification, wordings) if found[0]), ("", None))
    as_written = cut(written, 300, "The marking", part.scribe.left)
    return {"classification_as_written": as_written, "classification": code}


def _correspondents(part: Part) -> tuple[Correspondent, ...]:
    """Those whom the head calls sender or recipient."""
    roles = {"from": "sender", "to": "recipient"}
    if part.head is None:
        return ()
    found = [e for e in part.head.iter(f"{TEI}persName", f"{TEI}gloss") if e.get("type") in roles]
    return tuple(
        Correspondent(
            key=f"correspondent {number}",
            role=roles[each.get("type", "")],
            as_written=cut(plain(each), 1000, "A sender or recipient", part.scribe.left),
            person=f"{LOCAL}{person}" if (person := part.scribe.person(each)) else None,
        )
        for number, each in enumerate(found, start=1)
    )


def _text(part: Part, words: str, wordings: list[str]) -> Text:
    above = " ".join(each for each in wordings if each.startswith(("[", "("))).lower()
    translated = "translation" in above
    return Text(
        key=TEXT,
        role="translation" if translated else "original",
        role_basis="stated" if translated else "inferred",
        role_reason="" if translated else "The volume does not call it a translation.",
        language=part.volume.language,
        extent="extract" if "extract" in above else "full",
        content=words,
    )


def _printing(part: Part) -> Printing:
    number = part.element.get("n", "") if part.within is None else ""
    pages, told = part.volume.pages.get(part.element, ""), part.scribe.left
    return Printing(
        key="printing",
        collection=f"{LOCAL}{part.volume.identity}",
        number=cut(number, 50, "The number of the document", told),
        pages=cut(pages, 100, "What the volume prints for the pages", told),
    )


def _sources(part: Part) -> tuple[tuple, tuple, list[str]]:
    """Archival references, the printed lines above the document as notices, and the words of all of these."""
    archivals, notices, wordings = [], [], []
    told = part.scribe.left
    for number, note in enumerate(part.scribe.sources, start=1):
        words = plain(note)
        wordings.append(words)
        archivals.append(archival(sentence(words), f"source {number}", part.volume, told))
    for number, note in enumerate(part.scribe.inline, start=1):
        words, key = plain(note), f"line {number}"
        wordings.append(words)
        if is_archival(words) and note.find(f".//{TEI}note") is None:
            archivals.append(archival(words, key, part.volume, told))
        else:
            content = part.scribe.inside(note, key)
            notices.append(
                EditorialText(
                    key=key,
                    editorial_kind="notice",
                    language=part.volume.language,
                    credit=PRINTED,
                    content=content,
                )
            )
    return tuple(archivals), tuple(notices), wordings


def _accounted(part: Part, content: Document) -> SourceDocument:
    """The document with what went in and what came out."""
    scribe, notes = part.scribe, len(part.own("note"))
    names = names_met(part.own("signed"), scribe.left)
    taken = len(scribe.footnotes) + len(scribe.inline) + len(scribe.summaries)
    told = [each if count == 1 else f"{each} ({count} times)" for each, count in scribe.left.items()]
    if scribe.unlisted:
        told.append(f"Named but not in the volume's list of persons: {', '.join(sorted(scribe.unlisted))}.")
    return SourceDocument(
        identity=part.identity,
        content=content,
        line=part.element.sourceline or 0,
        notes=(notes, taken),
        signatures=(names, len(content.signatories)),
        unknown=dict(scribe.unknown),
        told=tuple(told),
    )

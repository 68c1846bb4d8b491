"""One document of a volume → our content, and its enclosures after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from documents.dates import HistoricalDate
from documents.exchange.importing.dialects.body import TEI, Element, local, plain
from documents.exchange.importing.dialects.frus_origin import (
    archival,
    classification,
    document_type,
    is_archival,
    sentence,
)
from documents.exchange.importing.dialects.frus_signed import signatories, signed_in
from documents.exchange.importing.dialects.frus_volume import Volume, VolumeScribe
from documents.exchange.importing.sources import LOCAL, SourceDocument
from documents.markup import escape
from documents.snapshot import (
    Correspondent,
    Document,
    EditorialText,
    FurtherDate,
    Printing,
    Relation,
    Text,
)

ATTACHMENT = "{http://history.state.gov/frus/ns/1.0}attachment"
TEXT = "text"

_RECEIVED = re.compile(r"[\[(]\s*Received(?: at [^,\])]+,)?\s+([^\])]+?)\s*[\])]")
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_IN_HEAD = re.compile(rf"(({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}}))\b")
_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?")


def read_document(div: Element, identity: str, volume: Volume) -> Iterator[SourceDocument]:
    """The document, and then each of its enclosures."""
    enclosed = [child for child in div if child.tag == ATTACHMENT]
    identities = [f"{identity}.a{number}" for number in range(1, len(enclosed) + 1)]
    parent = _read(_Part(div, identity, volume), tuple(identities))
    yield parent
    for number, (element, own) in enumerate(zip(enclosed, identities, strict=True), start=1):
        part = _Part(element, own, volume, div, f"Enclosure {number} of {parent.content.title}")
        yield _read(part, ())


@dataclass(slots=True)
class _Part:
    """A document or an enclosure: where it stands, and what stands in it apart from its text."""

    element: Element
    identity: str
    volume: Volume
    within: Element | None = None
    untitled: str = "[Untitled]"
    scribe: VolumeScribe = field(init=False)
    head: Element | None = field(init=False)
    closers: list[Element] = field(init=False)

    def __post_init__(self) -> None:
        self.scribe = VolumeScribe(volume=self.volume)
        self.head = self.element.find(f"{TEI}head")
        children = [child for child in self.element if local(child) not in ("", "pb", "attachment")]
        self.closers = [*takewhile(lambda child: local(child) == "closer", reversed(children))][::-1]

    def own(self, name: str) -> list[Element]:
        """The elements of a name in the document, without those of its enclosures and of documents in it."""
        return [each for each in self.element.iter(f"{TEI}{name}") if _document_around(each) is self.element]

    def inner(self) -> list[Element]:
        """The enclosures and documents that stand in it."""
        inner = (*self.element.iter(ATTACHMENT), *self.element.iter(f"{TEI}div"))
        return [each for each in inner if each is not self.element and is_document(each)]


def is_document(element: Element) -> bool:
    """Whether an element is a document of its own."""
    return element.tag == ATTACHMENT or element.get("type") == "document"


def _document_around(element: Element) -> Element | None:
    return next((each for each in element.iterancestors() if is_document(each)), None)


def _read(part: _Part, enclosed: tuple[str, ...]) -> SourceDocument:
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
        **_dated(part),
        **_classified(wordings),
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


def page_breaks_after(element: Element) -> Iterator[Element]:
    """Page breaks after the last words of a document: they say on which page the next one begins."""
    for child in reversed(element):
        if local(child) not in ("pb", "attachment", "closer"):
            return
        if local(child) == "pb":
            yield child


def _titled(part: _Part, heading: str, wordings: list[str]) -> dict[str, Any]:
    """Title, heading and type. Without a head, an enclosure is called by the note above it."""
    title = plain(part.head) if part.head is not None else ""
    called = title or next((words for words in wordings if words.startswith("[")), "") or part.untitled
    kind = document_type(title, wordings)
    if len(called) > 1000:
        part.scribe.left["The title is longer than 1,000 characters; the heading has all of it."] += 1
    return {
        "title": called if len(called) <= 1000 else called[:999] + "…",
        "title_language": part.volume.language,
        "wording_language": part.volume.language,
        "heading": heading,
        "heading_voice": "earlier compiler" if heading else "unknown",
        "heading_voice_basis": "inferred" if heading else "stated",
        "heading_voice_reason": "It is the head of the document in the printed volume." if heading else "",
        "type": kind,
    }


def _dated(part: _Part) -> dict[str, Any]:
    """Date, place and further dates of the document's first dateline."""
    lines = part.own("dateline")
    if not lines or not any(True for _ in lines[0].iter(f"{TEI}date")):
        return {**_placed(lines), **_dated_in_head(part)}
    first = lines[0]
    words = plain(first)
    kind = "received" if "eceived" in words else None
    dates = list(first.iter(f"{TEI}date"))
    found = {
        **_placed(lines),
        "date_as_written": escape(_line(_worded(dates[0]), 240)),
        "date_edtf": _edtf(part, dates[0]),
    }
    further = [
        FurtherDate(
            key=f"date {number}",
            date_kind=kind,
            date_as_written=escape(_line(plain(each), 240)),
            date_edtf=_edtf(part, each),
        )
        for number, each in enumerate(dates[1:], start=2)
    ]
    received = _RECEIVED.search(words)
    if received and not further:
        further = [
            FurtherDate(key="received", date_kind="received", date_as_written=escape(received[1][:240]))
        ]
    return {**found, "further_dates": tuple(further)}


def _placed(lines: list[Element]) -> dict[str, Any]:
    place = lines[0].find(f".//{TEI}placeName") if lines else None
    return {"place_as_written": _line(plain(place), 500)} if place is not None else {}


def _dated_in_head(part: _Part) -> dict[str, Any]:
    """The date that only the head names, as that of minutes: concluded, and said to be so."""
    found = _IN_HEAD.findall(plain(part.head)) if part.head is not None else []
    if len(found) != 1:
        return {}
    words, month, day, year = found[0]
    edtf = f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"
    if HistoricalDate(edtf=edtf).problems():
        return {}
    reason = "There is no dateline; the head of the document names the day."
    return {"date_as_written": words, "date_edtf": edtf, "date_basis": "inferred", "date_reason": reason}


def _edtf(part: _Part, date: Element) -> str:
    """What the attributes of a `date` say, as EDTF (TEI P5, att.datable.w3c); the wording has the hours."""
    when, begins, ends, after, before = (
        _day(date.get(name, "")) for name in ("when", "from", "to", "notBefore", "notAfter")
    )
    if begins or ends:
        edtf = begins if begins == ends else f"{begins or '..'}/{ends or '..'}"
    elif after or before:
        edtf = after if after == before else f"[{after}..{before}]"
    else:
        edtf = when
    if edtf and ((when and edtf != when) or HistoricalDate(edtf=edtf).problems()):
        part.scribe.left[f"The machine-readable date “{edtf}” is not possible and left out."] += 1
        return ""
    return edtf


def _worded(date: Element) -> str:
    """The words of a date, with those of the time of day that follows it."""
    time = date.getnext()
    return (
        plain(date) + (date.tail or "").rstrip() + " " + plain(time) if local(time) == "time" else plain(date)
    )


def _day(value: str) -> str:
    found = _DAY.fullmatch(value.strip())
    return found[1] if found else value.strip()


def _classified(wordings: list[str]) -> dict[str, Any]:
    written, code = next((found for found in map(classification, wordings) if found[0]), ("", None))
    return {"classification_as_written": written, "classification": code}


def _correspondents(part: _Part) -> tuple[Correspondent, ...]:
    """Those whom the head calls sender or recipient."""
    roles = {"from": "sender", "to": "recipient"}
    if part.head is None:
        return ()
    found = [e for e in part.head.iter(f"{TEI}persName", f"{TEI}gloss") if e.get("type") in roles]
    return tuple(
        Correspondent(
            key=f"correspondent {number}",
            role=roles[each.get("type", "")],
            as_written=plain(each)[:1000],
            person=f"{LOCAL}{person}" if (person := part.scribe.person(each)) else None,
        )
        for number, each in enumerate(found, start=1)
    )


def _text(part: _Part, words: str, wordings: list[str]) -> Text:
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


def _printing(part: _Part) -> Printing:
    own = part.within is None
    return Printing(
        key="printing",
        collection=f"{LOCAL}{part.volume.identity}",
        number=part.element.get("n", "")[:50] if own else "",
        pages=part.volume.pages.get(part.element, "")[:100],
    )


def _sources(part: _Part) -> tuple[tuple, tuple, list[str]]:
    """Archival references, the printed lines above the document as notices, and the words of all of these."""
    archivals, notices, wordings = [], [], []
    for number, note in enumerate(part.scribe.sources, start=1):
        words = plain(note)
        wordings.append(words)
        archivals.append(archival(sentence(words), f"source {number}", part.volume))
    for number, note in enumerate(part.scribe.inline, start=1):
        words, key = plain(note), f"line {number}"
        wordings.append(words)
        if is_archival(words) and note.find(f".//{TEI}note") is None:
            archivals.append(archival(words, key, part.volume))
        else:
            content = part.scribe.inside(note, key)
            notices.append(
                EditorialText(
                    key=key, editorial_kind="notice", language=part.volume.language, content=content
                )
            )
    return tuple(archivals), tuple(notices), wordings


def _accounted(part: _Part, content: Document) -> SourceDocument:
    """The document with what went in and what came out."""
    scribe, notes, signed = part.scribe, len(part.own("note")), part.own("signed")
    taken = len(scribe.footnotes) + len(scribe.inline) + len(scribe.summaries)
    told = [each if count == 1 else f"{each} ({count} times)" for each, count in scribe.left.items()]
    if scribe.unlisted:
        told.append(f"Named but not in the volume's list of persons: {', '.join(sorted(scribe.unlisted))}.")
    return SourceDocument(
        identity=part.identity,
        content=content,
        line=part.element.sourceline or 0,
        notes=(notes, taken),
        signatures=(len(signed), sum(signed_in(each) for each in signed)),
        unknown=dict(scribe.unknown),
        told=tuple(told),
    )


def _line(words: str, longest: int) -> str:
    return words.rstrip(" ,;")[:longest]

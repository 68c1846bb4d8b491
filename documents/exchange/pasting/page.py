"""A whole page as somebody published it by hand: what an editor wraps around a document, taken apart again.

The signature line and the archival reference below it are found first, then the line with the date; these
divide the page: title, introduction, heading, date, text, signatures, source, notes, notices. What fits
nowhere is left to the editor.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from documents.exchange.pasting import citing, notes, outline
from documents.exchange.pasting.accounting import Span, Use, with_signs
from documents.exchange.pasting.archival import read_archival
from documents.exchange.pasting.correspondence import COMPILER, read_heading
from documents.exchange.pasting.dating import fields_of, find_date
from documents.exchange.pasting.outline import Outline, Place
from documents.exchange.pasting.printings import read_printings
from documents.exchange.pasting.proposal import Proposed, Wanted, proposed
from documents.exchange.pasting.signatures import read_signatures
from documents.exchange.pasting.terms import CLASSIFICATIONS, first_in
from documents.exchange.pasting.wording import language_of, literal
from documents.snapshot import EditorialText, Printing, Text

TRANSLATED = (
    "The text is English, and the exemplar lies where leaves are counted in fonds, opis, delo and listy; "
    "the language of the original is not stated."
)
_SOVIET = re.compile(r"(?<!\w)(?:op|d|ll?|inv)\. ?\d", re.IGNORECASE)
# “… the collection of documents: “Title”, – author A. Weber”
_WORK = re.compile(
    r"(?:collection|volume|book|сборник\w*)(?: of documents| документов)?\s{0,3}:?\s{0,3}"
    r"[“«\"„](?P<title>[^”»\"“\n]{3,300})[”»\"“]"
    r"(?:[\s,–—-]{0,6}(?:author|editor|edited by|ed\.|comp\.|автор|сост\.|под ред\.)\s{0,3}"
    r"(?P<editors>(?:[^\W\d_]{1,2}\. ?){0,4}[^\W\d_][\w’'-]+))?",
    re.IGNORECASE,
)
OF_NOTICE = "A notice on the page speaks of the documents published in that work."


@dataclass(slots=True)
class _Page:
    """What was read of the page so far."""

    text: str
    fields: dict[str, Any] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)

    def words(self, place: Place) -> str:
        return self.text[place[0] : place[1]]

    def put(self, place: Place, name: str) -> None:
        self.spans.append(Span(*place, name))

    def add(self, part: str, rows: tuple[Any, ...]) -> None:
        self.fields[part] = (*self.fields.get(part, ()), *rows)

    def take(self, read: Proposed, at: int) -> None:
        """What a grammar made of the words that begin at `at`."""
        self.spans += [span.moved(at) for span in read.spans if span.use not in (Use.LEFT, Use.SPACE)]
        self.wanted += read.wanted


def read_page(text: str) -> Proposed:
    """What the page says. A single text without anything around it is a text."""
    found = outline.of(text)
    page = _Page(text)
    _title_and_introduction(page, found)
    _heading(page, found)
    _date(page, found)
    _text(page, found)
    _signatures(page, found)
    _source(page, found)
    _notes(page, found)
    _notices(page, found)
    _references(page)
    return proposed(text, page.spans, page.wanted, **page.fields)


def _title_and_introduction(page: _Page, found: Outline) -> None:
    if found.title:
        page.fields["title"] = page.words(found.title)
        page.fields["title_language"] = _tag(page, found)
        page.put(found.title, "title")
    _editorial(page, found.introduction, "introduction")


def _tag(page: _Page, found: Outline) -> str:
    return language_of(" ".join(page.words(each) for each in (*found.body, *found.introduction))[:6000])


def _editorial(page: _Page, places: tuple[Place, ...], kind: str) -> None:
    if not places:
        return
    name = f"editorial_texts-{len(page.fields.get('editorial_texts', ()))}"
    words = "\n\n".join(page.words(each) for each in places)
    row = EditorialText(key=name, editorial_kind=kind, language=language_of(words), content=literal(words))
    page.add("editorial_texts", (row,))
    for place in places:
        page.put(place, f"{name}-content")


def _heading(page: _Page, found: Outline) -> None:
    if not found.heading:
        return
    words = page.words(found.heading)
    page.fields["heading"] = literal(words)
    page.put(found.heading, "heading")
    if read := read_heading(words):
        page.fields |= {
            "type": read.type,
            "heading_voice": "earlier compiler" if read.correspondents else "unknown",
            "heading_voice_basis": "inferred" if read.correspondents else "stated",
            "heading_voice_reason": COMPILER if read.correspondents else "",
            "correspondents": read.correspondents,
        }
        page.wanted += read.wanted


def _date(page: _Page, found: Outline) -> None:
    """The line with the date, with the place before it and the classification after it."""
    start, end = found.date or (0, 0)
    dated = find_date(page.text, start, end)
    if not dated:
        return
    russian = _tag(page, found) == "ru"
    page.fields["wording_language"] = _tag(page, found)
    spans = [Span(dated.start, dated.end, "date_as_written")]
    page.fields |= fields_of(dated, literal(page.text[dated.start : dated.end]), russian=russian)
    place = page.text[start : dated.start].strip(" ,.\n")
    if place and len(place) <= 60:
        page.fields["place_as_written"] = place
        begins = page.text.index(place, start)
        spans.append(Span(begins, begins + len(place), "place_as_written"))
        page.wanted.append(Wanted(field="place", kind="place", words=place))
    rest = page.text[dated.end : end]
    if marking := first_in(rest, CLASSIFICATIONS):
        page.fields["classification_as_written"] = marking[0]
        page.fields["classification"] = CLASSIFICATIONS[marking[0].lower()]
        begins = dated.end + marking.start()
        spans.append(Span(begins, begins + len(marking[0]), "classification_as_written"))
    page.spans += with_signs(page.text, start, end, spans, "date_as_written")


def _text(page: _Page, found: Outline) -> None:
    if not found.body:
        return
    labels = [note.label for note in found.notes]
    anchors = notes.anchors(page.text, found.body, labels)
    words = "\n\n".join(notes.anchored(page.text, place, anchors) for place in found.body)
    language = language_of(" ".join(page.words(each) for each in found.body))
    source = page.words(found.source) if found.source else ""
    is_translated = language == "en" and bool(_SOVIET.search(source))
    row = Text(
        key="texts-0",
        role="translation" if is_translated else "transcription",
        role_basis="inferred" if is_translated else "stated",
        role_reason=TRANSLATED if is_translated else "",
        language=language,
        content=words,
    )
    page.fields["texts"] = (row,)
    page.fields.setdefault("wording_language", language)
    for place in found.body:
        page.put(place, "texts-0-content")


def _signatures(page: _Page, found: Outline) -> None:
    if not found.signatures:
        return
    start, end = found.signatures
    context = page.text[:start] if len(page.text) < 100_000 else page.text[:100_000]
    read = read_signatures(page.text[start:end], context)
    page.fields["signature_line"] = read.content.signature_line
    page.fields["signatories"] = read.content.signatories
    page.take(read, start)


def _source(page: _Page, found: Outline) -> None:
    """The archival reference, and the printing that may follow it in the same paragraph."""
    if found.source:
        start, end = found.source
        read = read_archival(page.text[start:end])
        page.fields["archival_references"] = read.content.archival_references
        page.take(read, start)
    for start, end in found.printings:
        read = read_printings(page.text[start:end])
        _add_printings(page, read, start)


def _add_printings(page: _Page, read: Proposed, at: int) -> None:
    """Renumbered, where an earlier paragraph has named a printing already."""
    before = len(page.fields.get("printings", ()))
    if not before:
        page.fields["printings"] = read.content.printings
        page.take(read, at)
        return
    renamed = {f"printings-{n}": f"printings-{before + n}" for n in range(len(read.content.printings))}
    page.add("printings", tuple(replace(row, key=renamed[row.key]) for row in read.content.printings))
    spans = tuple(replace(span, field=_renamed(span.field, renamed)) for span in read.spans)
    wanted = tuple(replace(each, field=_renamed(each.field, renamed)) for each in read.wanted)
    page.take(replace(read, spans=spans, wanted=wanted), at)


def _renamed(name: str, renamed: dict[str, str]) -> str:
    row = "-".join(name.split("-")[:2])
    return name.replace(row, renamed[row], 1) if row in renamed else name


def _notes(page: _Page, found: Outline) -> None:
    rows = notes.rows(page.text, found.notes, bool(page.fields.get("texts")))
    page.fields["footnotes"] = rows
    for row, note in zip(rows, found.notes, strict=True):
        if note.mark[0] < note.mark[1]:
            page.spans.append(Span(*note.mark, f"{row.key}-label", Use.SIGN))
        page.put(note.place, f"{row.key}-content")


def _notices(page: _Page, found: Outline) -> None:
    """Each an editorial text; a collection that it speaks of is proposed as a printing, inferred."""
    for lead, place in found.notices:
        if lead[0] < lead[1]:
            name = f"editorial_texts-{len(page.fields.get('editorial_texts', ()))}"
            page.spans.append(Span(*lead, f"{name}-content", Use.SIGN))
        _editorial(page, (place,), "notice")
        if work := _WORK.search(page.text, *place):
            name = f"printings-{len(page.fields.get('printings', ()))}"
            page.add("printings", (Printing(key=name, basis="inferred", reason=OF_NOTICE),))
            details = {"editors": work["editors"]} if work["editors"] else {}
            page.wanted.append(
                Wanted(field=f"{name}-collection", kind="collection", words=work["title"], details=details)
            )


def _references(page: _Page) -> None:
    """From notes and editorial texts; a number is one of the collection that the page names first."""
    rows: list[Any] = []
    for part in ("editorial_texts", "footnotes"):
        for owner in page.fields.get(part, ()):
            rows += citing.references_in(owner.content, owner.key, len(rows))
    rows = rows[: citing.MOST]
    page.fields["references"] = tuple(rows)
    first = next((each for each in page.wanted if each.field == "printings-0-collection"), None)
    if first:
        page.wanted += [replace(first, field=f"{row.key}-collection") for row in rows if row.by == "number"]

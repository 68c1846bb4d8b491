"""Hits as lines of results: what a document is, who wrote to whom, and where the words were found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.models.listing import Listing
from documents.reading import addresses
from documents.reading.labels import EDITORIAL_KINDS, VOICES
from documents.reading.rows import Row, row_of
from documents.reading.search.address import Address, to_match
from documents.reading.search.matches import matches
from documents.reading.wording import Phrase, phrase
from documents.search.faces import Face
from documents.search.finding import Hit, Piece
from documents.search.named import Sought
from documents.search.snippets import Snippet
from documents.search.spots import Spot
from documents.search.where import Matched, OtherName, Reason

EXTENTS = {"extract": "extract", "abridged": "abridged"}
BADGES = {"translation": "with translation", "facsimile": "with page images"}
PLACES = {
    "heading": "in the heading",
    "original": "in the original",
    "transcription": "in the transcription",
    "translation": "in the translation",
    "date": "in the date as written",
    "signatures": "in the signature line",
    "as written": "in what stands on the paper",
    "summary": "in the summary",
    "signatory": "among the signatories",
    "sender": "as the sender",
    "recipient": "as the recipient",
    "written": "as the place of writing",
    "name": "among the names",
    "reference": "among the references",
}
# Passages whose lines are one item each.
LISTS = ("signed", "names", "references")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with what matched in them: each stretch of it with the words before it; and the rest."""

    stretches: tuple[tuple[str, str], ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at one place: where it stands, and its words."""

    where: str
    words: Marked
    language: Phrase


@dataclass(frozen=True, slots=True)
class Result:
    """One line of results."""

    row: Row
    address: str
    title: Marked
    face: Face
    badges: tuple[str, ...]
    found: tuple[Found, ...]
    reasons: tuple[Reason, ...]
    other_names: tuple[OtherName, ...] = ()
    year: str = ""
    number: str = ""

    @property
    def correspondence(self) -> str:
        """From whom to whom, as the document says it."""
        senders, recipients = (
            ", ".join(dict.fromkeys(each)) for each in (self.face.senders, self.face.recipients)
        )
        if senders and recipients:
            return f"{senders} → {recipients}"
        says_to = not recipients or recipients.lower().startswith("to ")
        return senders or (recipients if says_to else f"to {recipients}")

    @property
    def facts(self) -> str:
        """What stands behind the date: its type, and the language of its text."""
        written_in = f"text in {self.row.written_in}" if self.row.written_in else ""
        return " ".join(f"· {fact}" for fact in (self.row.type, written_in) if fact)

    @property
    def signed(self) -> str:
        """Who signed, as they signed."""
        return ", ".join(self.face.signatories)

    @property
    def printings(self) -> list[tuple[str, str]]:
        """The collections in which the document has a number."""
        return [(name, number) for name, number in self.face.printings if number]


def results(hits: Iterable[Hit], sought: Sought, address: Address, types: dict[str, str]) -> list[Result]:
    """The lines of a page of hits."""
    query = to_match(address.changed({}).removeprefix(address.path), bool(sought.words))
    return [_result(hit, listing, found, query, types) for hit, listing, found in matches(hits, sought)]


def _result(hit: Hit, listing: Listing, found: Matched, query: str, types: dict[str, str]) -> Result:
    row = row_of(listing, types)
    return Result(
        row=row,
        address=addresses.of_document(hit.document) + query,
        title=marked(row.title.text, found.title),
        face=hit.face,
        badges=badges(hit.face),
        found=tuple(snippet_of(each) for each in found.snippets),
        reasons=found.reasons,
        other_names=found.other_names,
        year=_year(listing),
    )


def _year(listing: Listing) -> str:
    day = listing.earliest or listing.latest
    return str(day.year) if day else "Undated"


def badges(face: Face) -> tuple[str, ...]:
    """What is said of a document in a word each."""
    return tuple(_badges(face))


def _badges(face: Face) -> Iterator[str]:
    if face.classification:
        yield face.classification
    if face.extent:
        yield EXTENTS[face.extent]
    yield from (BADGES[each] for each in face.has if each in BADGES)


def marked(text: str, spots: tuple[Spot, ...]) -> Marked:
    """A title with what matched in it."""
    ends = [0, *(spot.end for spot in spots)]
    stretches = tuple(
        (text[at : spot.start], text[spot.start : spot.end]) for at, spot in zip(ends, spots, strict=False)
    )
    return Marked(stretches, text[ends[-1] :])


def snippet_of(snippet: Snippet) -> Found:
    """A snippet as it is printed."""
    by_whom = ", supplied by another hand" if snippet.is_supplied else ""
    return Found(
        where=f"{where(snippet.piece)}{by_whom}",
        words=_words_of(snippet),
        language=phrase("", snippet.piece.language),
    )


def _words_of(snippet: Snippet) -> Marked:
    """The words of a snippet, with an ellipsis for what is cut before and after."""
    stretches, before = [], "… " if snippet.cut_before else ""
    is_list = snippet.piece.voice in LISTS
    for said, is_match in snippet.turns:
        words = said.replace("\n", " · ") if is_list else said
        if is_match:
            stretches.append((before, words))
            before = ""
        else:
            before += words
    return Marked(tuple(stretches), f"{before} …" if snippet.cut_after else before)


def where(piece: Piece) -> str:
    """Where a passage stands and whose words it holds, such as "in note * of an earlier compiler"."""
    if piece.voice == "notes":
        voice, _, label = piece.where.partition(":")
        return f"in note {label}, by {VOICES.get(voice, voice)}"
    if piece.where in EDITORIAL_KINDS:
        return f"in the {EDITORIAL_KINDS[piece.where].lower()}, by the editors"
    return PLACES.get(piece.where, piece.where)

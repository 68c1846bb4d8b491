"""The page of a document with the words marked that a reader was looking for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from documents import markup
from documents.markup.turns import turns
from documents.reading.facts import CorrespondentFact
from documents.reading.naming import Named
from documents.reading.notes import NotesOf
from documents.reading.page import Page
from documents.reading.search.address import MATCH
from documents.reading.signatures import SignatureGroup
from documents.reading.texts import EditorsWords, TextOfDocument
from documents.reading.wording import Phrase, Wording
from documents.search.finding import Piece
from documents.search.query import Word
from documents.search.spots import NAMES, Leaf, respelled_in, spots_of

# A text may be as long as a book. Of each word so many places in a passage are looked at,
MOST_PLACES = 2000
# and for one page so many letters are looked through, counted once for each word.
MOST_LETTERS = 8_000_000

Wanted = Sequence[tuple[Leaf, str]]


@dataclass(slots=True)
class Effort:
    """How much may still be looked through: a page must not take long, whatever is looked for in it."""

    left: int = MOST_LETTERS

    def within(self, text: str, words: int) -> str:
        """As much of the text as may be looked through for so many words."""
        part = text[: self.left // words] if words else ""
        self.left -= len(part) * words
        return part


@dataclass(slots=True)
class Aim:
    """The id of the first mark, to which the link of a hit leads: whoever takes it first has it."""

    left: str = MATCH

    def taken(self, is_marked: bool) -> str:
        """The id, if there is a mark here and none was before."""
        if not is_marked:
            return ""
        taken, self.left = self.left, ""
        return taken


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds the words in a passage; those that stand nowhere as they were typed, in other spellings too.

    `records` are those of which the words are names: whatever names them is marked as well.
    """

    wanted: Wanted
    elsewhere_spelled: Wanted
    effort: Effort = field(default_factory=Effort)
    records: frozenset[str] = frozenset()
    aim: Aim = field(default_factory=Aim)

    def wording(self, passage: Wording, voice: str) -> Wording:
        """The passage with the words marked, and with the mentions of the records."""
        text, mentions = markup.reading(passage.blocks)
        named = [(each.start, each.end) for each in mentions if each.id in self.records]
        found = self.stretches(text, voice, passage.lang, named)
        return replace(passage, sought=lambda _: found, match_id=self.aim.taken(_shows(passage, found)))

    def name(self, phrase: Phrase, voice: str, *records: Named | None) -> Phrase:
        """The name as it was written of somebody, marked as a whole if it is one of the records."""
        if phrase and any(record and record.id in self.records for record in records):
            return replace(phrase, turns=((phrase.text, True),), match_id=self.aim.taken(True))
        return self.aimed(self.phrase(phrase, voice))

    def aimed(self, phrase: Phrase) -> Phrase:
        """The marked line, with the id if it is the first."""
        return replace(phrase, match_id=self.aim.taken(any(is_match for _, is_match in phrase.turns)))

    def phrase(self, phrase: Phrase, voice: str) -> Phrase:
        """The line with the words marked."""
        return replace(phrase, turns=tuple(self.turns(phrase.text, voice, phrase.lang))) if phrase else phrase

    def turns(self, text: str, voice: str, lang: str) -> Iterator[tuple[str, bool]]:
        """A line in turns: words, and whether they are looked for."""
        at = 0
        for start, end in self.stretches(text, voice, lang):
            if start >= at:
                yield text[at:start], False
                yield text[start:end], True
                at = end
        yield text[at:], False

    def stretches(
        self, text: str, voice: str, lang: str, more: Iterable[tuple[int, int]] = ()
    ) -> list[tuple[int, int]]:
        """Where the words begin and end, in order, and `more` among them."""
        piece = Piece(voice, "", lang, self.effort.within(text, len(self.wanted)))
        found = [spot for leaf, scope in self.wanted for spot in spots_of(piece, leaf, scope, MOST_PLACES)]
        found += respelled_in(piece, self.wanted if voice in NAMES else self.elsewhere_spelled)
        return sorted([*more, *((spot.start, spot.end) for spot in found)])


def marker_of(page: Page, wanted: Wanted, records: frozenset[str] = frozenset()) -> Marker:
    """The marker for a page: it has to know which words stand on it as they were typed."""
    effort = Effort()
    missing = [(leaf, scope) for leaf, scope in wanted if isinstance(leaf, Word)]
    for voice, lang, text in _passages(page):
        piece = Piece(voice, "", lang, effort.within(text, len(missing)))
        missing = [(leaf, scope) for leaf, scope in missing if not any(spots_of(piece, leaf, scope))]
    return Marker(wanted, missing, records=records)


def marked(page: Page, marker: Marker) -> Page:
    """The page with the words marked in all its passages; all else is as it was.

    The first mark as one reads has an id: what stands beside the texts comes last, and the title, which is
    seen at the top of the page in any case, has none.
    """
    wording = marker.wording
    summary = wording(page.summary, "editorial")
    introductions = [_editors_words(words, marker) for words in page.introductions]
    return replace(
        page,
        title=marker.phrase(page.title, "title"),
        summary=summary,
        heading=wording(page.heading, "title"),
        texts=tuple(_text(text, marker) for text in page.texts),
        signature_line=wording(page.signature_line, "own"),
        signatures=tuple(_signatures(group, marker) for group in page.signatures),
        notes=tuple(_notes(notes, marker) for notes in page.notes),
        editors_words=(*introductions, *(_editors_words(words, marker) for words in page.afterwords)),
        date=replace(page.date, as_written=wording(page.date.as_written, "own")),
        senders=tuple(_correspondent(row, marker) for row in page.senders),
        recipients=tuple(_correspondent(row, marker) for row in page.recipients),
    )


def _shows(passage: Wording, found: list[tuple[int, int]]) -> bool:
    """Whether a mark is seen: what is written before an item, or a bracket alone, is not marked."""
    return any(is_match for part in turns(passage.blocks, lambda _: found) for _, is_match in part)


def _text(text: TextOfDocument, marker: Marker) -> TextOfDocument:
    return replace(text, wording=marker.wording(text.wording, "own"))


def _signatures(group: SignatureGroup, marker: Marker) -> SignatureGroup:
    return replace(
        group,
        capacity_as_signed=marker.aimed(marker.phrase(group.capacity_as_signed, "signed")),
        signatures=tuple(
            replace(each, name=marker.name(each.name, "signed", each.person)) for each in group.signatures
        ),
    )


def _correspondent(row: CorrespondentFact, marker: Marker) -> CorrespondentFact:
    return replace(row, as_written=marker.name(row.as_written, "names", row.person, row.body))


def _notes(group: NotesOf, marker: Marker) -> NotesOf:
    notes = (replace(note, wording=marker.wording(note.wording, "notes")) for note in group.notes)
    return replace(group, notes=tuple(notes))


def _editors_words(words: EditorsWords, marker: Marker) -> EditorsWords:
    return replace(words, wording=marker.wording(words.wording, "editorial"))


def _passages(page: Page) -> Iterator[tuple[str, str, str]]:
    """The voice, language and text of each passage."""
    yield "title", page.title.lang, page.title.text
    for voice, passage in _wordings(page):
        yield voice, passage.lang, markup.plain(passage.blocks)
    for voice, name in _names(page):
        yield voice, name.lang, name.text


def _wordings(page: Page) -> Iterator[tuple[str, Wording]]:
    yield "title", page.heading
    yield from (("own", text.wording) for text in page.texts)
    yield from (("own", passage) for passage in (page.date.as_written, page.signature_line))
    yield from (("notes", note.wording) for group in page.notes for note in group.notes)
    yield "editorial", page.summary
    yield from (("editorial", words.wording) for words in page.editors_words)


def _names(page: Page) -> Iterator[tuple[str, Phrase]]:
    for group in page.signatures:
        yield "signed", group.capacity_as_signed
        yield from (("signed", each.name) for each in group.signatures)
    yield from (("names", row.as_written) for row in (*page.senders, *page.recipients))

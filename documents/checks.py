"""What an editor is told before publishing: errors block, warnings need a glance.

Each rule is a function from a snapshot to findings; RULES lists them all. Nothing here asks the database.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from documents import dates, markup
from documents.models.listing import METHOD
from documents.snapshot import AUTHORITIES, Document, Footnote, Snapshot, date_of
from places.register import is_well_formed


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: a permanent code, where it is, a sentence that says what and how to mend it."""

    code: str
    where: str
    sentence: str
    blocks: bool


def check(snapshot: Snapshot) -> list[Finding]:
    """What the checks find in a snapshot, errors first, without the warnings that an editor suppressed."""
    silenced = {line.strip() for line in snapshot.document.suppressed_warnings.splitlines()}
    found = [finding for rule in RULES for finding in rule(snapshot)]
    told = [each for each in found if each.blocks or not _is_silenced(each, silenced)]
    return sorted(told, key=lambda finding: not finding.blocks)


def errors(snapshot: Snapshot) -> list[Finding]:
    """What of it would keep the snapshot from being published; warnings are not looked for."""
    return [finding for rule in BLOCKING for finding in rule(snapshot) if finding.blocks]


def _is_silenced(warning: Finding, silenced: set[str]) -> bool:
    """A line silences a code everywhere (`weekday`), or in one place (`weekday:Date`)."""
    place = warning.where.partition(", line ")[0]
    return not silenced.isdisjoint(
        {warning.code, f"{warning.code}:{place}", f"{warning.code}:{warning.where}"}
    )


# --- The places of a document, as an editor would name them ---


@dataclass(frozen=True, slots=True)
class Passage:
    """Something written in the markup: where it stands, the key by which notes belong to it, the words."""

    where: str
    key: str
    words: str

    def blocks(self) -> tuple[markup.Block, ...]:
        return markup.parse(self.words) if len(self.words) <= markup.LONGEST else ()


def passages_of(document: Document) -> Iterator[Passage]:
    """Everything written in the markup, each with its place."""
    yield Passage("Heading", "heading", document.heading)
    yield Passage("Date", "date", document.date_as_written)
    yield Passage("Signature line", "signatures", document.signature_line)
    yield Passage("Summary", "", document.summary)
    for part, name in (("texts", "Text"), ("editorial_texts", "Editorial text"), ("footnotes", "Footnote")):
        for where, row in _numbered(name, getattr(document, part)):
            yield Passage(where, row.key, row.content)


def _numbered(name: str, rows: tuple[Any, ...], told: str = "label") -> Iterator[tuple[str, Any]]:
    """Rows with their names: “Text 1”, “Footnote 2 (*)”."""
    for number, row in enumerate(rows, start=1):
        known = getattr(row, told, "")
        yield f"{name} {number} ({known})" if known else f"{name} {number}", row


# --- What must be there ---


def what_is_missing(snapshot: Snapshot) -> Iterator[Finding]:
    """A document needs a text, the editors' own page theirs; a title and a date are missed."""
    document = snapshot.document
    ours = document.type == METHOD
    if not any(row.content.strip() for row in (document.editorial_texts if ours else document.texts)):
        sentence = "The document has no text. Enter at least one: original, transcription or translation."
        yield Finding("no-text", "Texts", sentence, blocks=True)
    if not document.title.strip():
        sentence = (
            "There is no title. Readers see the heading of the source instead; add a title of your own."
        )
        yield Finding("no-title", "Title", sentence, blocks=False)
    if not document.date_edtf.strip() and not ours:
        sentence = (
            "No date in numbers is given, so the document stands last in lists. Add what is known: 1920."
        )
        yield Finding("no-date", "Date", sentence, blocks=False)


# --- Dates ---


def dates_that_cannot_be(snapshot: Snapshot) -> Iterator[Finding]:
    """Dates that cannot be read, styles that disagree, a weekday that the day was not."""
    dated = [("Date", snapshot.document), *_numbered("Further date", snapshot.document.further_dates)]
    for where, row in dated:
        date = date_of(row)
        yield from (Finding("date", where, problem, blocks=True) for problem in date.problems())
        if problem := date.weekday_problem():
            yield Finding("weekday", where, problem, blocks=False)
    described = [(w, r.described_date) for w, r in _numbered("Reference", snapshot.document.references)]
    written = [(w, r.dated) for w, r in _numbered("Editorial text", snapshot.document.editorial_texts)]
    for where, edtf in (*described, *written):
        if edtf and (problem := _unreadable(edtf)):
            yield Finding("date", where, problem, blocks=True)


def _unreadable(edtf: str) -> str:
    try:
        dates.parse(edtf)
    except dates.DateError as error:
        return str(error)
    return ""


# --- Marks in the texts ---


def marks_not_understood(snapshot: Snapshot) -> Iterator[Finding]:
    """Marks that stay literal because they are not closed or not known; a text too long to be read."""
    for passage in passages_of(snapshot.document):
        too_long = len(passage.words) > markup.LONGEST
        for line, column, sentence in markup.problems(passage.words):
            where = f"{passage.where}, line {line}, column {column}"
            yield Finding("markup", where, sentence, blocks=too_long)


def mentions_of_nobody(snapshot: Snapshot) -> Iterator[Finding]:
    """A mention by an id that this archive does not know."""
    for passage in passages_of(snapshot.document):
        for kind, ident, words in markup.mentions(passage.blocks()):
            name = snapshot.names.get(ident)
            known = is_well_formed(ident) and (kind not in AUTHORITIES or (name and name.kind == kind))
            if not known:
                sentence = (
                    f"“{words}” is marked as {kind} {ident}, which is not in this archive. Check the id."
                )
                yield Finding("unknown-mention", passage.where, sentence, blocks=True)


# --- Footnotes ---


def notes_and_anchors(snapshot: Snapshot) -> Iterator[Finding]:
    """A footnote without anchor, an anchor without footnote; a note that belongs to nothing."""
    labels = defaultdict(list)
    for note in snapshot.document.footnotes:
        labels[note.owner].append(note.label)
    for passage in passages_of(snapshot.document):
        if len(passage.words) > markup.LONGEST:
            continue
        notes = labels[passage.key] if passage.key else []
        for sentence in markup.footnote_problems(passage.words, notes):
            yield Finding("footnote-anchor", passage.where, sentence, blocks=True)
    places = {passage.key for passage in passages_of(snapshot.document)} - {""}
    owners = {note.key: note.owner for note in snapshot.document.footnotes}
    for where, note in _numbered("Footnote", snapshot.document.footnotes):
        if _root(note, owners) not in places - owners.keys():
            sentence = (
                "The note belongs to no text. Choose what it belongs to: a text, the heading, another note …"
            )
            yield Finding("footnote-owner", where, sentence, blocks=True)


def _root(note: Footnote, owners: dict[str, str]) -> str:
    """What a note belongs to in the end, through notes on notes; another note where they go in a circle."""
    owner, steps = note.owner, 0
    while owner in owners and steps <= len(owners):
        owner, steps = owners[owner], steps + 1
    return owner


_QUOTED = re.compile(r'“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|"([^"]+)"')
_LEFT_OUT = re.compile(r"\[?(?:\.\.\.|…)\]?")
FEWEST_WORDS = 3


def quotations_not_in_the_text(snapshot: Snapshot) -> Iterator[Finding]:
    """Words that a note on a text quotes, which no text of the document has."""
    document = snapshot.document
    notes = [each for each in _numbered("Footnote", document.footnotes) if _is_on_a_text(each[1], document)]
    if not notes:
        return
    texts = [_folded(markup.plain(Passage("", "", text.content).blocks())) for text in document.texts]
    for where, note in notes:
        for words in _quotations(note.content):
            wanted = [_folded(piece) for piece in _LEFT_OUT.split(words) if _folded(piece).strip()]
            if not any(all(piece in text for piece in wanted) for text in texts):
                sentence = (
                    f"The note quotes “{words}”, but the text has no such words. Compare it with the source."
                )
                yield Finding("quotation", where, sentence, blocks=False)


def _is_on_a_text(note: Footnote, document: Document) -> bool:
    return note.owner in {text.key for text in document.texts}


def _quotations(note: str) -> Iterator[str]:
    for paragraph in markup.plain(Passage("", "", note).blocks()).split("\n\n"):
        for found in _QUOTED.finditer(paragraph):
            words = next(group for group in found.groups() if group)
            if len(_folded(words).split()) >= FEWEST_WORDS:
                yield words


def _folded(text: str) -> str:
    """The words as a reader would compare them: without case, accents, punctuation and line ends."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return f" {' '.join(letters.split())} "


# --- References, names, codes ---


def references_to_no_collection(snapshot: Snapshot) -> Iterator[Finding]:
    """A reference by number that does not say in which collection."""
    for where, reference in _numbered("Reference", snapshot.document.references):
        if reference.by == "number" and not reference.collection and not reference.target:
            sentence = (
                f"Number {reference.number} of which collection? Without it the reference stays unresolved."
            )
            yield Finding("reference-collection", where, sentence, blocks=False)


def bodies_that_the_heading_does_not_name(snapshot: Snapshot) -> Iterator[Finding]:
    """A signatory's body that is neither named in the heading, nor marked there, nor a correspondent."""
    document = snapshot.document
    if not document.heading.strip():
        return
    blocks = Passage("", "", document.heading).blocks()
    heading = _folded(markup.plain(blocks))
    named = {m.id for m in markup.mentions(blocks)} | {row.body for row in document.correspondents}
    for where, row in _numbered("Signatory", document.signatories, "name_as_signed"):
        name = snapshot.name("body", row.body)
        if name and row.body not in named and _folded(name.label) not in heading:
            sentence = (
                f"The heading does not name {name.label}. Check the body, or name it among the senders."
            )
            yield Finding("body-heading", where, sentence, blocks=False)


SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")
# Letters with a twin in one of the other scripts; the confusables of Unicode TR 39 that print uses.
LOOK_ALIKES = frozenset(
    "ABCEHIJKLMNOPSTUXYZacdeghijnopqsuvxy"
    "АВЕЅІЈКМНОРСТУХЗЬавгеѕіјкорсухһԁԛ"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ"
    "ՍՏՕԼաոսհցզօքյլ"
)


def look_alike_letters(snapshot: Snapshot) -> Iterator[Finding]:
    """Letters of two scripts in one word of a code or name, such as a Cyrillic А in a Latin word."""
    for where, text in _codes_and_names(snapshot.document):
        for word in re.findall(r"\w+", text):
            scripts = {letter: script for letter in word if (script := _script(letter))}
            if len(set(scripts.values())) > 1 and not LOOK_ALIKES.isdisjoint(scripts):
                rare = min(scripts.values(), key=[*map(_script, word)].count)
                odd = ", ".join(letter for letter, script in scripts.items() if script == rare)
                sentence = (
                    f"“{word}” mixes scripts: {odd} is {rare.title()}. Type the word anew in one script."
                )
                yield Finding("mixed-scripts", where, sentence, blocks=False)


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    return script if script in SCRIPTS else ""


def _codes_and_names(document: Document) -> Iterator[tuple[str, str]]:
    for where, row in _numbered("Signatory", document.signatories):
        yield where, row.name_as_signed
    for where, row in _numbered("Sender or recipient", document.correspondents):
        yield where, row.as_written
    for where, row in _numbered("Archival reference", document.archival_references):
        yield where, " ".join([*(part.value for part in row.parts), row.leaves])
    for name, part in (("Printing", document.printings), ("Reference", document.references)):
        for where, row in _numbered(name, part):
            yield where, row.number


Rule = Callable[[Snapshot], Iterator[Finding]]

# Those that find what blocks publishing, and then all; the others only warn.
BLOCKING: tuple[Rule, ...] = (
    what_is_missing,
    dates_that_cannot_be,
    marks_not_understood,
    mentions_of_nobody,
    notes_and_anchors,
)
RULES: tuple[Rule, ...] = (
    *BLOCKING,
    quotations_not_in_the_text,
    references_to_no_collection,
    bodies_that_the_heading_does_not_name,
    look_alike_letters,
)

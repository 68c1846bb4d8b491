"""Footnotes below a page: their printed labels, and the anchors that the text has for them."""

import re
from dataclasses import dataclass

from documents import markup
from documents.exchange.pasting.citing import references_in
from documents.exchange.pasting.wording import literal
from documents.snapshot import Footnote

MOST = 200
BULLET = "•"
CITES = "The note cites by the numbers of the printed collection."

_NOTE = re.compile(
    r"(?:(?P<bullet>[•·▪])|(?P<star>\*{1,5}|†{1,2}|‡{1,2})|(?P<high>[¹²³⁰⁴-⁹]{1,3})"
    r"|[\[(](?P<enclosed>\d{1,3})[\])]|(?P<number>\d{1,3})[.)]|(?P<letter>[a-zа-я])\))\s*(?=\S)"
)
# The same labels in the text, where they stand close to a word.
_ANCHOR = re.compile(
    r"\[(?P<enclosed>\d{1,3})\]|(?<=[^\W\d_])(?P<number>\d{1,3})(?!\w)|(?<=[»”\"])(?P<quoted>\d{1,3})(?!\w)"
    r"|(?<=\S)\((?P<letter>[a-zа-я])\)|(?P<high>[¹²³⁰⁴-⁹]{1,3})"
    r"|(?<=[^\s*†‡])(?P<star>\*{1,5}|†{1,2}|‡{1,2})(?![*†‡])"
)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands below the page: its label, where that is printed, and where its words are."""

    label: str
    mark: Place
    place: Place


def note_at(text: str, place: Place) -> Note | None:
    """The note that a paragraph is; None if it does not begin with a label."""
    found = _NOTE.match(text, *place)
    if not found or found.end() >= place[1]:
        return None
    label = BULLET if found["bullet"] else (found[found.lastgroup or 0])
    return Note(label, (found.start(), len(text[: found.end()].rstrip())), (found.end(), place[1]))


def labelled(found: list[Note]) -> tuple[Note, ...]:
    """Bullets get the label that a browser made a list of: *, ** and so on, in their order."""
    stars = 0
    notes = []
    for note in found[:MOST]:
        if note.label == BULLET:
            stars += 1
            note = Note("*" * min(stars, 5), note.mark, note.place)
        notes.append(note)
    return tuple(notes)


def anchors(text: str, body: tuple[Place, ...], labels: list[str]) -> dict[int, tuple[int, str]]:
    """Where in the text a label is printed: place → (its end, the anchor). Doubtful ones stay as they are."""
    hits: dict[str, list[tuple[int, int]]] = {label: [] for label in labels}
    for place in body:
        for hit in _ANCHOR.finditer(text, *place):
            label = hit[hit.lastgroup or 0]
            if label in hits:
                hits[label].append(hit.span())
    found = {}
    for label, places in hits.items():
        many = labels.count(label)
        if many == len(places) or (many == 1 and label[0] in "*†‡"):
            for number, (start, end) in enumerate(places, 1):
                found[start] = (end, markup.anchor(label, number if many > 1 else 1))
    return found


def anchored(text: str, place: Place, found: dict[int, tuple[int, str]]) -> str:
    """The words of a paragraph with its anchors."""
    words, at = [], place[0]
    for start in sorted(each for each in found if place[0] <= each < place[1]):
        end, anchor = found[start]
        words += [literal(text[at:start]), anchor]
        at = end
    return "".join((*words, literal(text[at : place[1]])))


def rows(text: str, notes: tuple[Note, ...], has_text: bool) -> tuple[Footnote, ...]:
    """The notes as rows; those that cite by number are an earlier compiler's."""
    return tuple(_row(text, note, number, has_text) for number, note in enumerate(notes))


def _row(text: str, note: Note, number: int, has_text: bool) -> Footnote:
    words = text[note.place[0] : note.place[1]]
    cites = any(each.by == "number" for each in references_in(words, ""))
    return Footnote(
        key=f"footnotes-{number}",
        owner="texts-0" if has_text else "heading",
        label=note.label,
        content=literal(words),
        voice="earlier compiler" if cites else "unknown",
        voice_basis="inferred" if cites else "stated",
        voice_reason=CITES if cites else "",
    )

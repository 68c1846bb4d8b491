"""Footnotes: under the owner they belong to, with the label that is printed and the way back."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from documents.markup import NoteTarget
from documents.reading.labels import NOTE_KINDS, VOICES
from documents.reading.naming import Basis, Naming, basis
from documents.reading.references import ReferenceFact, references_of
from documents.reading.wording import Notes, Wording
from documents.snapshot import Document, Footnote


@dataclass(frozen=True, slots=True)
class Note:
    """One note, ready to print. `anchors` are the ids of the places that point to it."""

    id: str
    label: str
    wording: Wording
    voice: str
    voice_basis: Basis
    kind: str
    anchors: tuple[str, ...]
    references: tuple[ReferenceFact, ...]


@dataclass(frozen=True, slots=True)
class NotesOf:
    """The notes of one owner; `owner` is what a heading calls it."""

    owner: str
    notes: tuple[Note, ...]

    @property
    def are_alike(self) -> bool:
        """Whether one voice says all of them, and of one kind, so that it need be told but once."""
        told = {(note.voice, note.voice_basis, note.kind) for note in self.notes}
        return len(self.notes) > 1 and len(told) == 1


@dataclass(frozen=True, slots=True)
class Apparatus:
    """The notes of a document by the key of their owner, and where an anchor finds its note."""

    rows: dict[str, list[Footnote]]
    targets: dict[str, Notes]

    def of(self, owner: str) -> Notes:
        """Where the anchors of one owner lead: by label, and number among the notes of that label."""
        return self.targets.get(owner, {})


def apparatus(document: Document) -> Apparatus:
    """The notes sorted by owner, each owner's in their order."""
    rows: dict[str, list[Footnote]] = {}
    for row in document.footnotes:
        rows.setdefault(row.owner, []).append(row)
    return Apparatus(rows, {owner: _targets(notes) for owner, notes in rows.items()})


def _targets(notes: Iterable[Footnote]) -> Notes:
    seen: Counter[str] = Counter()
    targets = {}
    for row in notes:
        seen[row.label] += 1
        targets[row.label, seen[row.label]] = NoteTarget(note_id(row))
    return targets


def note_id(row: Footnote) -> str:
    """The id of a note on the page: the same in every version, because the key is."""
    return f"note-{row.key}"


def notes_by_owner(
    owners: Iterable[tuple[str, str, Wording]], notes: Apparatus, naming: Naming
) -> tuple[NotesOf, ...]:
    """The notes of each (key, heading, wording), followed by the notes on its notes; ownerless ones last."""
    found: list[NotesOf] = []
    queue = list(owners)
    done: set[str] = set()
    while queue:
        key, heading, owner = queue.pop(0)
        rows = notes.rows.get(key, [])
        if not rows or key in done:
            continue
        done.add(key)
        language = _language_of(owner, naming)
        words = [(row, _wording(row, language, notes, naming)) for row in rows]
        backlinks = owner.backlinks()
        found.append(NotesOf(heading, tuple(_note(row, text, backlinks, naming) for row, text in words)))
        queue[:0] = [(row.key, f"to note {row.label}", text) for row, text in words]
    lost = tuple(row for key, rows in notes.rows.items() if key not in done for row in rows)
    if lost:
        orphans = tuple(_note(row, _wording(row, "", notes, naming), {}, naming) for row in lost)
        found.append(NotesOf("without a place", orphans))
    return tuple(found)


def _language_of(owner: Wording, naming: Naming) -> str:
    return owner.lang or naming.snapshot.document.wording_language


def _wording(row: Footnote, language: str, notes: Apparatus, naming: Naming) -> Wording:
    return naming.wording(row.content, row.language or language, notes=notes.of(row.key))


def _note(row: Footnote, text: Wording, backlinks: dict[str, list[str]], naming: Naming) -> Note:
    return Note(
        id=note_id(row),
        label=row.label,
        wording=text,
        voice=VOICES.get(row.voice, row.voice),
        voice_basis=basis(row.voice_basis, row.voice_reason, of=row.voice != "unknown"),
        kind=NOTE_KINDS.get(row.note_kind, row.note_kind),
        anchors=tuple(backlinks.get(note_id(row), ())),
        references=references_of(row.key, naming),
    )

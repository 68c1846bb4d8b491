"""A comparison in words, for those who read a history: “text: 12 words added, 3 removed”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from documents.comparison.changes import ADDED, CHANGED, MOVED, REMOVED, Change, Comparison, RowChange
from documents.diff import DELETED, INSERTED, MARKED, Segment

SHORT = 40
# From this number of rows on that fared alike, they are counted and not named.
MANY = 4
_WORD = re.compile(r"\w+")


def in_words(found: Comparison, most: int = 6) -> tuple[str, ...]:
    """What differs, a phrase for each thing, in the order of the form; more than `most` are counted."""
    if found.is_new != found.is_gone:
        return ("deleted" if found.is_gone else "entered",)
    told = [phrase for group in found.groups for phrase in _group(group.fields, group.rows)]
    if len(told) <= most:
        return tuple(told)
    return (*told[: most - 1], f"and {len(told) - most + 1} more changes")


def _group(fields: Iterable[Change], rows: Iterable[RowChange]) -> Iterator[str]:
    for change in fields:
        yield f"{change.label}{told(change)}"
    fared = sorted(rows, key=lambda row: (ADDED, REMOVED, CHANGED, MOVED).index(row.kind))
    for kind, group in groupby(fared, key=lambda row: row.kind):
        alike = list(group)
        if len(alike) >= MANY:
            yield f"{len(alike)} {alike[0].nouns} {kind}"
        else:
            yield from (_row(row) for row in alike)


def _row(row: RowChange) -> str:
    name = f"{row.noun} {row.title}".strip()
    if row.kind != CHANGED:
        return f"{name} {row.kind}"
    if len(row.fields) == 1 and row.fields[0].label == row.noun:
        said = f"{name}{told(row.fields[0])}"
    elif len(row.fields) == 1:
        said = f"{name}: {row.fields[0].label}{told(row.fields[0])}"
    else:
        said = f"{name}: {_listed([change.label for change in row.fields])} changed"
    return f"{said}; moved" if row.has_moved else said


def told(change: Change) -> str:
    """How one field fared, to stand behind its name: “: 3 words added”, “ removed”, “: 44 → 45”."""
    if change.is_prose and change.in_time:
        return _by_words(change)
    if not change.before or not change.after:
        return " removed" if change.before else f": {_shortened(change.after)}"
    if len(change.before) <= SHORT and len(change.after) <= SHORT:
        return f": {change.before} → {change.after}"
    return " changed"


def _by_words(change: Change) -> str:
    if not change.before or not change.after:
        return " removed" if change.before else " added"
    added, removed = (count_of(change.segments, kind) for kind in (INSERTED, DELETED))
    parts = [
        f"{_counted(added, 'word')} added" if added else "",
        f"{removed if added else _counted(removed, 'word')} removed" if removed else "",
        _mentions([each.note for each in change.segments if each.kind == MARKED]),
    ]
    return f": {', '.join(part for part in parts if part) or 'signs or blanks changed'}"


def _mentions(notes: list[str]) -> str:
    """How the mentions fared: what lost its mark is not told as marked."""
    if not notes:
        return ""
    fared = "marked" if all(note.startswith("marked as ") for note in notes) else "changed"
    return f"{_counted(len(notes), 'mention')} {fared}"


def count_of(segments: Iterable[Segment], kind: str) -> int:
    """How many words stand in the segments of this kind."""
    return sum(len(_WORD.findall(each.text)) for each in segments if each.kind == kind)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shortened(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

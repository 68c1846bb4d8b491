"""What differs between two states, as data: what a history page tells in words and a comparison shows.

Everything here is text as it was typed, never HTML; a template prints it, escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.diff import DELETED, INSERTED, MARKED, Segment

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True, slots=True)
class Aligned:
    """One paragraph side by side: what stood there before and what stands there now."""

    before: tuple[Segment, ...]
    after: tuple[Segment, ...]

    @property
    def is_changed(self) -> bool:
        return any(each.kind in (DELETED, INSERTED, MARKED) for each in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: `name` in the data, `label` in words, what it said before and what it says now.

    `before` and `after` are words fit to be read: labels of records and terms, not ids. Of prose, `segments`
    holds the difference by words. `is_source` tells words of the source from those of editors and software;
    `language` is theirs (BCP 47), "" where it is not known. Where time was up before the words could be
    compared, `in_time` is False and all of them are told as exchanged.
    """

    name: str
    label: str
    before: str
    after: str
    segments: tuple[Segment, ...] = ()
    language: str = ""
    direction: str = "auto"
    is_source: bool = False
    in_time: bool = True

    @property
    def is_prose(self) -> bool:
        return bool(self.segments)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a part: added, removed, changed, or only moved. `title` tells it from the others.

    `part` is the part's name in the data.

    `was_at` and `is_at` are its places among the rows, from 1; None where it is not there.
    """

    key: str
    part: str
    noun: str
    nouns: str
    title: str
    kind: str
    has_moved: bool
    was_at: int | None
    is_at: int | None
    fields: tuple[Change, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the form in which something differs."""

    name: str
    title: str
    fields: tuple[Change, ...] = ()
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, in the order of the form. False if nothing does.

    `is_new` and `is_gone` say that there was nothing before, or is nothing now.
    """

    groups: tuple[Group, ...] = ()
    is_new: bool = False
    is_gone: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups) or self.is_new != self.is_gone

    def changes(self) -> Iterator[Change]:
        """Every field that differs, of the record and of its rows."""
        for group in self.groups:
            yield from group.fields
            for row in group.rows:
                yield from row.fields

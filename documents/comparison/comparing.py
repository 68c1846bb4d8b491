"""Two states of a record as plain data → what differs, in the order of its shape; rows are matched by key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import time
from typing import Any

from documents import diff
from documents.comparison import prose
from documents.comparison.changes import ADDED, CHANGED, MOVED, REMOVED, Change, Comparison, Group, RowChange
from documents.comparison.shape import OWNER, PROSE, RECORD, STEPS, Field, Rows, Section, Shape
from documents.snapshot import Name, name_key

Data = Mapping[str, Any]
# For all prose of one comparison.
SECONDS = 0.8
# What a value of the closed lists is called, where the code alone would not say it.
WORDS = {
    "both": "both styles",
    "gregorian": "Gregorian (new style)",
    "julian": "Julian (old style)",
    "ltr": "left to right",
    "rtl": "right to left",
    "True": "yes",
    "False": "no",
}


# The places that a note or a reference can belong to besides a row.
OWNERS = {
    "date": "the date",
    "document": "the document as a whole",
    "heading": "the heading",
    "signatures": "the signature line",
}


@dataclass(frozen=True, slots=True)
class State:
    """One of the two sides: the record's data, and the names of what it refers to."""

    data: Data
    names: Mapping[str, Name] = field(default_factory=dict)


def owner_key(key: str) -> str:
    """Under which name in State.names stands what the row with this key is called."""
    return f"owner:{key}"


def with_owners(state: State, shape: Shape) -> State:
    """The state in which every row is called by its noun and title, for what belongs to it."""
    called = {
        owner_key(row["key"]): Name(label=f"{part.noun} {titled(part, row, state.names)}".strip())
        for section in shape
        if (part := section.rows)
        for row in state.data.get(part.name, ())
    }
    return State(state.data, {**state.names, **called})


def differences(before: State, after: State, shape: Shape, seconds: float = SECONDS) -> Comparison:
    """What differs between two states of one record; {} is the state in which it is not there.

    All prose together is compared in these seconds. What is left then is told as exchanged as a whole.
    """
    until = time() + seconds
    groups = (_group(section, before, after, until) for section in shape)
    return Comparison(
        tuple(group for group in groups if group.fields or group.rows),
        is_new=not before.data,
        is_gone=not after.data,
    )


def _group(section: Section, before: State, after: State, until: float) -> Group:
    changes = _changes(section.fields, before, after, before.data, after.data, until)
    rows = _rows(section.rows, before, after, until) if section.rows else ()
    return Group(section.name, section.title, tuple(changes), tuple(rows))


def _changes(
    fields: Sequence[Field], before: State, after: State, old: Data, new: Data, until: float
) -> Iterator[Change]:
    """The fields in which two rows, or two records, differ."""
    for each in fields:
        was, now = _stated(each, old, new), _stated(each, new, old)
        if (was or "") != (now or ""):
            yield change(each, (was, now), before, after, new or old, until)


def _stated(field: Field, row: Data, other: Data) -> Any:
    """The row's value; beside a row that is not there a default says nothing."""
    value = row.get(field.name)
    return "" if not other and value == field.default else value


def change(
    field: Field, values: tuple[Any, Any], before: State, after: State, row: Data, until: float
) -> Change:
    """One field as it was and as it is. `row` tells the language of its words."""
    was, now = values
    old, new = in_words(field, was, before.names), in_words(field, now, after.names)
    # Two names of one record, or one name of two, differ all the same.
    if old == new:
        old, new = f"{old} ({was})", f"{new} ({now})"
    left = min(diff.SECONDS, until - time())
    language = field.language and (row.get(field.language) or after.data.get(field.language) or "")
    return Change(
        name=field.name,
        label=field.label,
        before=old,
        after=new,
        segments=prose.compared(old, new, left) if field.form == PROSE else (),
        in_time=left > 0,
        language="" if language == "und" else str(language),
        direction=str(row.get("direction") or "auto"),
        is_source=bool(field.language),
    )


def in_words(field: Field, value: Any, names: Mapping[str, Name]) -> str:
    """A value as it is read: the label of a record or term, the steps of a reference, the words."""
    if value is None or value == "":
        return ""
    if field.form == RECORD:
        name = names.get(name_key(field.kind, str(value)))
        return name.label if name else str(value)
    if field.form == OWNER:
        return names[owner_key(value)].label if owner_key(value) in names else OWNERS.get(value, str(value))
    if field.form == STEPS:
        return " / ".join(_step(step, names) for step in value)
    if field.form == PROSE or field.language:
        return str(value)
    return WORDS.get(str(value), str(value).replace("_", " ") if str(value).islower() else str(value))


def _step(step: Data, names: Mapping[str, Name]) -> str:
    level = names.get(name_key("level", step.get("level", "")))
    return f"{level.label if level else step.get('level', '')} {step.get('value', '')}".strip()


def _rows(part: Rows, before: State, after: State, until: float) -> Iterator[RowChange]:
    """The rows that differ, in their order of now; those removed where they stood."""
    old = {row["key"]: (place, row) for place, row in enumerate(before.data.get(part.name, ()), 1)}
    new = {row["key"]: (place, row) for place, row in enumerate(after.data.get(part.name, ()), 1)}
    moved = _moved([old[key][0] for key in new if key in old], [key for key in new if key in old])
    nothing: tuple[None, Data] = (None, {})
    for key in _in_order(list(old), list(new)):
        was_at, was = old.get(key, nothing)
        is_at, now = new.get(key, nothing)
        changes = tuple(_changes(part.fields, before, after, was, now, until))
        if kind := _kind(was, now, changes, key in moved):
            state, row = (after, now) if now else (before, was)
            yield RowChange(
                key=key,
                part=part.name,
                noun=part.noun,
                nouns=part.nouns,
                title=titled(part, row, state.names),
                kind=kind,
                has_moved=key in moved,
                was_at=was_at,
                is_at=is_at,
                fields=changes,
                language=str(state.data.get("wording_language") or ""),
            )


def _kind(was: Data, now: Data, changes: tuple[Change, ...], has_moved: bool) -> str:
    if not was or not now:
        return ADDED if now else REMOVED
    return CHANGED if changes else MOVED if has_moved else ""


def titled(part: Rows, row: Data, names: Mapping[str, Name]) -> str:
    """What tells the row from others: the first of its telling fields that says something."""
    fields = {each.name: each for each in part.fields}
    told = (in_words(fields[name], row.get(name), names) for name in part.titled_by)
    words = next((each for each in told if each.strip()), "")
    return words if len(words) <= 60 else f"{words[:59]}…"


def _in_order(old: list[str], new: list[str]) -> Iterator[str]:
    """The keys of now; before each of them the removed ones that stood before it."""
    places, standing, at = {key: place for place, key in enumerate(old)}, set(new), 0
    for key in new:
        if (place := places.get(key, -1)) >= at:
            yield from (gone for gone in old[at:place] if gone not in standing)
            at = place + 1
        yield key
    yield from (gone for gone in old[at:] if gone not in standing)


def _moved(places: list[int], keys: list[str]) -> set[str]:
    """The fewest rows that were taken elsewhere: all but a longest run that kept its order."""
    ends: list[int] = []
    lengths = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        lengths.append(at + 1)
    moved, wanted = set(), len(ends)
    for key, length in zip(reversed(keys), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            moved.add(key)
    return moved

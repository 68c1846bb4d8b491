"""What a sheet would do, row by row: new, changed from what to what, unchanged, or faulty and why."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import time
from typing import Any

from tablib import Dataset

from documents import history
from documents.comparison import Comparison, compare_records
from documents.exchange.spreadsheets.kinds import POSITION, Kind, shape
from documents.exchange.spreadsheets.mapping import Understood
from documents.exchange.spreadsheets.resource import Faults, Present, SheetResource, state
from documents.exchange.spreadsheets.sheets import Sheet
from documents.models.footnote import FIXED_OWNERS
from documents.snapshot import Name, canonical, digest, name_key

NEW, CHANGED, UNCHANGED, FAULTY = "new", "changed", "unchanged", "faulty"
# More would keep others waiting: on SQLite, whoever saves waits for the end of it.
MOST_CHANGED, MOST_NEW = 1_000, 5_000
# What needs a look comes first.
ORDER = (FAULTY, CHANGED, NEW, UNCHANGED)
EVERYWHERE = ""


@dataclass(slots=True)
class Line:
    """One row of the sheet: its number there, the record it is about and what that is called, what the row
    says now and will say.

    `record` is "" for a new record, `key` for a new row of one. `faults` are sentences by column; those that
    belong to no column stand under EVERYWHERE.
    """

    number: int
    what: str
    record: str = ""
    title: str = ""
    key: str = ""
    was: dict[str, Any] | None = None
    now: dict[str, Any] = field(default_factory=dict)
    faults: Faults = field(default_factory=dict)

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that will say something else; of what is new, all."""
        return {name: value for name, value in self.now.items() if not self.was or self.was[name] != value}

    def refuse(self, column: str, sentence: str) -> None:
        """Marks the row as faulty."""
        self.what = FAULTY
        self.faults.setdefault(column, []).append(sentence)


@dataclass(slots=True)
class Plan:
    """All that a sheet would do. `bases` are the last revisions of the records that it would change."""

    kind: Kind
    lines: list[Line]
    bases: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are faulty, changed, new, unchanged."""
        counted = Counter(line.what for line in self.lines)
        return {what: counted[what] for what in ORDER}

    @property
    def acting(self) -> list[Line]:
        """The rows by which something is to be done."""
        return [line for line in self.lines if line.what in (NEW, CHANGED)]

    @property
    def hindered(self) -> str:
        """Why it cannot be done although no row is faulty, in a sentence; "" if it can."""
        changed = len({line.record for line in self.acting if line.record})
        new = sum(not line.record for line in self.acting)
        if changed > MOST_CHANGED or new > MOST_NEW:
            return (
                f"This would change {changed:,} records and enter {new:,} new ones. At most {MOST_CHANGED:,} "
                f"are changed and {MOST_NEW:,} entered at once, so that nobody has to wait long. "
                "Divide the file."
            )
        return ""

    @property
    def can_be_done(self) -> bool:
        """Whether there is something to be done, and nothing in its way."""
        is_whole = not any(line.what == FAULTY for line in self.lines)
        return bool(self.acting) and is_whole and not self.hindered

    @property
    def digest(self) -> str:
        """Tells that what was looked at is what will be done: every change, and on what it stands."""
        told = [[line.number, line.record, line.key, line.was, line.now] for line in self.acting]
        return digest(canonical([self.kind.name, told, self.bases]))


def plan(kind: Kind, sheet: Sheet, columns: Sequence[Understood]) -> Plan:
    """Reads and checks the sheet against the desk. Nothing is written."""
    taken = [each for each in columns if each.column]
    dataset = Dataset(headers=[each.column for each in taken])
    for _, cells in sheet.rows:
        dataset.append([cells[each.place - 1] for each in taken])
    resource = SheetResource(kind)
    result = resource.import_data(dataset)
    for faulty in result.error_rows:
        raise faulty.errors[0].error  # a fault of ours, none of the sheet
    if result.base_errors:
        raise result.base_errors[0].error
    told = zip(sheet.rows, dataset[kind.owner], result.rows, strict=True)
    lines = [_line(resource, number, owner.strip(), each) for (number, _), owner, each in told]
    if kind.part:
        _refuse_impossible_positions(lines, resource.present)
    if "owner" in kind.fields:
        _refuse_unknown_owners(kind, lines)
    touched = {line.record for line in lines if line.what in (NEW, CHANGED)}
    return Plan(kind, lines, {pk: base for pk, base in resource.present.bases.items() if pk in touched})


def _line(resource: SheetResource, number: int, owner: str, result: Any) -> Line:
    record = owner if owner in resource.present.there else ""
    title = resource.present.called.get(record, "")
    if result.validation_error is not None:
        return Line(number, FAULTY, record, title, faults=dict(result.validation_error.message_dict))
    row = result.instance
    what = UNCHANGED if result.is_skip() else NEW if result.is_new() else CHANGED
    key = row.key if resource.kind.part else ""
    return Line(number, what, record, title, key, row.was, state(row, resource.kind))


# --- Positions ---


def arranged(standing: Sequence[str], wanted: Mapping[str, int]) -> list[str]:
    """Rows in their order, after some were put to the positions they want, counted from 1; 0 is the end.

    These are taken out, and put back one after the other, from the first position on.
    """
    found = [row for row in standing if row not in wanted]
    for row, position in sorted(wanted.items(), key=lambda each: each[1] or math.inf):
        found.insert(position - 1 if position else len(found), row)
    return found


def token(line: Line) -> str:
    """By what a row is known while it is put into its place: its key, or its number in the sheet."""
    return line.key or f"row {line.number}"


def moves(lines: Iterable[Line]) -> dict[str, int]:
    """The rows that are new or change their position, with the position they want."""
    return {token(line): line.now[POSITION] for line in lines if POSITION in line.changes}


def _refuse_impossible_positions(lines: Iterable[Line], present: Present) -> None:
    by_record: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.what != FAULTY:
            by_record[line.record].append(line)
    standing: dict[str, list[str]] = defaultdict(list)
    for record, key in present.rows:
        standing[record].append(key)
    for record, of_record in by_record.items():
        if not (wanted := moves(of_record)):
            continue
        places = {row: n for n, row in enumerate(arranged(standing[record], wanted), 1)}
        for line in of_record:
            at, stated = places[token(line)], line.now[POSITION]
            if stated not in (0, at):
                line.refuse(
                    POSITION,
                    f"It says {stated}, but with the other rows as the sheet has them this one would be "
                    f"number {at}. Number the rows of one record from 1 to {len(places)}, each once.",
                )


# --- Owners of notes ---


def _refuse_unknown_owners(kind: Kind, lines: Iterable[Line]) -> None:
    asking = [line for line in lines if line.what in (NEW, CHANGED) and line.changes.get("owner")]
    asking = [line for line in asking if line.now["owner"] not in FIXED_OWNERS]
    records = {line.record for line in asking}
    known = {
        pair
        for part in ("texts", "editorial_texts", "footnotes")
        for pair in kind.model._meta.get_field(part)
        .related_model.objects.filter(document__in=records)
        .values_list("document_id", "key")
        if records
    }
    for line in asking:
        if (line.record, line.now["owner"]) not in known:
            fixed = ", ".join(FIXED_OWNERS)
            line.refuse(
                "owner",
                f"No text, editorial text or note of the document has the key “{line.now['owner']}”. "
                f"Give one of their keys, or one of these: {fixed}.",
            )


# --- For those who look at it ---


def compared(kind: Kind, lines: Iterable[Line], seconds: float = 3.0) -> list[tuple[Line, Comparison]]:
    """Each row with what it changes, field by field, in words; in few queries, and these seconds."""
    lines, until = list(lines), time() + seconds
    states = [each for line in lines for each in (line.was, line.now) if each]
    called = _names(kind, states)
    return [
        (
            line,
            compare_records(line.was, line.now, shape(kind.name), called, called, max(0.0, until - time())),
        )
        for line in lines
    ]


def _names(kind: Kind, states: Iterable[dict[str, Any]]) -> dict[str, Name]:
    wanted: dict[str, str] = {}
    for column in (kind.row_model._meta.get_field(name) for name in kind.fields):
        if column.is_relation:
            target = column.related_model.kind
            wanted |= {name_key(target, each[column.name]): target for each in states if each[column.name]}
    return history.names(wanted)

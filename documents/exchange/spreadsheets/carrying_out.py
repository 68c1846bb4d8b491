"""A sheet is taken in: in one transaction, each record in one revision, all in one batch; or nothing is.

It is written by the house's own ways, documents as snapshots, and told as an import, which can be undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError

from documents import audit, history
from documents.audit import Act
from documents.exchange.importing import batches
from documents.exchange.importing.reports import CHANGED, CREATED, Outcome, Tally
from documents.exchange.importing.running import RIGHT
from documents.exchange.spreadsheets.kinds import POSITION, Kind
from documents.exchange.spreadsheets.planning import EVERYWHERE, NEW, Line, Plan, arranged, moves, token
from documents.models import Document, ImportBatch, ImportState
from documents.rights import EVERYBODYS
from documents.snapshot import Document as Content
from documents.snapshot import Snapshot, from_data
from places import entering, records, register, writing
from places.records import new_key
from places.revisions import latest, lock, revision

AT_ONCE = 50
OVERTAKEN = (
    "Somebody has saved a record of this sheet since you looked at what would happen. Nothing was taken in."
)


class NotTakenIn(Exception):
    """Nothing was written. `faults` are sentences by row of the sheet, if it is due to some."""

    def __init__(self, message: str, faults: Mapping[int, Mapping[str, list[str]]] | None = None) -> None:
        super().__init__(message)
        self.faults = faults or {}


def may_take_in(user: Any, kind: Kind) -> bool:
    """Whether this user may take in sheets of this kind: who imports, and works on everybody's records."""
    app, name = kind.model._meta.app_label, kind.model._meta.model_name
    everybodys = EVERYBODYS if kind.model is Document else f"{app}.view_historical{name}"
    return user.has_perms([RIGHT, f"{app}.add_{name}", f"{app}.change_{name}", everybodys])


def take_in(plan: Plan, user: Any, file: str, number: UUID | None = None) -> ImportBatch:
    """Does what the plan says. Raises PermissionDenied or NotTakenIn; then nothing was written.

    `number` is that of the kept file, and becomes that of the import: the database takes each in once only.
    """
    if not may_take_in(user, plan.kind):
        raise PermissionDenied
    if not plan.can_be_done:
        raise NotTakenIn("There is nothing in this sheet that can be taken in.")
    if was_taken_in(number):
        raise NotTakenIn("This file was taken in already.")
    with revision(user, f"Imported from {file}", number) as block:
        made = list(_written(plan, file))
        batch = ImportBatch(batch=block.batch, user=user, files=[file], state=ImportState.DONE)
        tally = Tally()
        for outcome in made:
            tally.add(outcome)
        batch.counts = tally.data()
        batch.save()
        many = len(plan.acting)
        told = f"a spreadsheet: {plan.kind.title.lower()}, {many} {'row' if many == 1 else 'rows'}"
        audit.note(Act.IMPORTED, user=user, kind="import", record=str(batch.pk), detail=told)
        _report(batch, made)
    return batch


def was_taken_in(number: UUID | None) -> bool:
    """Whether the kept file of this number is in the archive."""
    return number is not None and ImportBatch.objects.filter(batch=number).exists()


def _report(batch: ImportBatch, made: list[Outcome]) -> None:
    """Writes the report while all can still be taken back."""
    try:
        batches.tell(batch, made)
    except OSError as error:
        raise NotTakenIn(
            f"The report could not be written ({error.strerror}), so nothing was taken in. "
            "Please tell the administrator."
        ) from error


def _written(plan: Plan, file: str) -> Iterator[Outcome]:
    fresh = [line for line in plan.acting if line.what == NEW and not plan.kind.part]
    for chunk in _chunks(fresh):
        yield from _entered(plan, chunk, file)
    by_record: dict[str, list[Line]] = defaultdict(list)
    for line in plan.acting:
        if plan.kind.part or line.what != NEW:
            by_record[line.record].append(line)
    for some in _chunks(by_record):
        found = records.read_many(plan.kind.model, some)
        for record in some:
            yield _changed(plan, record, found.get(record), by_record[record], file)


def _chunks(lines: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(lines)
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk


# --- New records ---


def _entered(plan: Plan, lines: list[Line], file: str) -> Iterator[Outcome]:
    model = plan.kind.model
    idents = register.candidates(len(lines))
    data = [{**line.now, "public_id": ident} for line, ident in zip(lines, idents, strict=True)]
    if model is Document:
        fresh = history.prepare(Content(**each) for each in data)
    else:
        fresh = [entering.prepare(model, each) for each in data]
    faults = {line.number: each.faults for line, each in zip(lines, fresh, strict=True) if each.faults}
    if faults:
        raise NotTakenIn("Nothing was taken in, because something in the sheet is not right.", faults)
    if model is Document:
        history.enter(fresh)
    else:
        entering.enter(model, fresh)
    for line, each in zip(lines, fresh, strict=True):
        yield _told(plan, CREATED, each.row.pk, str(each.row), [line], file)


# --- Records that are there ---


def _changed(plan: Plan, record: str, data: dict[str, Any] | None, lines: list[Line], file: str) -> Outcome:
    kind = plan.kind
    if data is None:
        raise NotTakenIn(OVERTAKEN)
    after = with_lines(kind, data, lines)
    try:
        _write(kind, record, after, plan.bases.get(record))
    except history.Stale as error:
        raise NotTakenIn(OVERTAKEN) from error
    except ValidationError as error:
        raise NotTakenIn(
            "Nothing was taken in, because something in the sheet is not right.",
            _by_row(kind, after, lines, error.message_dict),
        ) from error
    title = str(after.get("title") or after.get("heading") or after.get("name") or record)
    return _told(plan, CHANGED, record, title, lines, file)


def _write(kind: Kind, record: str, data: dict[str, Any], base: int | None) -> None:
    """Writes a record that is there, on the revision that was looked at. Raises Stale or ValidationError."""
    model, untouched = kind.model, {*kind.model.parts} - {kind.part}
    if model is Document:
        history.write(Snapshot(document=from_data({"document": data}).document), base, untouched)
        return
    last = latest(model.kind, record) if lock(model, record) else None
    if last is None or last.number != base:
        raise history.Stale(base, last)
    writing.write(model, data, untouched=untouched)


def with_lines(kind: Kind, data: Mapping[str, Any], lines: Iterable[Line]) -> dict[str, Any]:
    """The record as plain data, with what rows of a sheet say of it; all else stays as it is."""
    if not kind.part:
        (line,) = lines
        return {**data, **line.changes}
    lines = list(lines)
    rows = {row["key"]: row for row in data[kind.part]}
    said = {token(line): (line, _without_position(line.changes)) for line in lines}
    changed = {
        each: {**rows.get(line.key, {"key": new_key()}), **fields} for each, (line, fields) in said.items()
    }
    order = arranged([row["key"] for row in data[kind.part]], moves(lines))
    return {**data, kind.part: [changed.get(each) or rows[each] for each in order]}


def _without_position(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != POSITION}


def _by_row(
    kind: Kind, data: Mapping[str, Any], lines: list[Line], faults: Mapping[str, list[str]]
) -> dict[int, dict[str, list[str]]]:
    """Faults by their place in the record → by row and column of the sheet."""
    found: dict[int, dict[str, list[str]]] = defaultdict(dict)
    keys = [row["key"] for row in data[kind.part]] if kind.part else []
    for where, sentences in faults.items():
        line, column = lines[0], EVERYWHERE
        if not kind.part:
            column = where
        elif where.startswith(f"{kind.part}["):
            index, _, column = where.removeprefix(f"{kind.part}[").partition("].")
            line = next((each for each in lines if each.key == keys[int(index)]), line)
        found[line.number][column if column in kind.writable else EVERYWHERE] = list(sentences)
    return found


def _told(plan: Plan, what: str, record: str, title: str, lines: list[Line], file: str) -> Outcome:
    rows = f" ({len(lines)} rows of {plan.kind.title.lower()})" if len(lines) > 1 else ""
    return Outcome(
        what=what,
        kind=plan.kind.model.kind,
        file=file,
        identity=f"{title[:100]}{rows}",
        record=record,
        line=lines[0].number,
    )

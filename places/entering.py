"""Entering many new records at once: what `writing.write` leaves, in as many statements as there are tables.

Each record is first prepared and checked by itself, without writing anything; then all are entered together,
inside `with revision(user, reason):`. What only the database can tell, it tells then, of all at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import DecimalField

from documents.snapshot import canonical, digest
from places import writing
from places.records import Record, new_key, row_data, state_fields
from places.register import PublicId, is_well_formed
from places.revisions import Revision, current
from places.writing import Faults


@dataclass(slots=True)
class Fresh:
    """A record that can be entered: its rows, what they say as plain data, and what is wrong with them."""

    row: Any
    parts: dict[Any, list[Any]]
    data: dict[str, Any]
    faults: Faults = field(default_factory=dict)


def prepare(model: Any, data: Mapping[str, Any]) -> Fresh:
    """The rows of a record from its plain data, checked as `writing.write` checks them."""
    faults: Faults = {}
    pk = data[model._meta.pk.name]
    if issubclass(model, Record) and not is_well_formed(pk):
        faults["public_id"] = [f"“{pk}” is not a public id: its check character does not fit."]
    row = model(pk=pk)
    _set(row, data, "", faults)
    parts = {
        part: _rows(part, pk, name, data.get(name, ()), faults)
        for name, part in zip(model.parts, model.part_models(), strict=True)
    }
    said = row_data(row)
    for name, part in zip(model.parts, model.part_models(), strict=True):
        said[name] = [row_data(each) for each in parts[part]]
    return Fresh(row, parts, said, faults)


def _rows(part: Any, pk: str, name: str, items: Iterable[Mapping[str, Any]], faults: Faults) -> list[Any]:
    found, seen, owner = [], set[str](), f"{part.owner_field}_id"
    for position, item in enumerate(items):
        where, key = f"{name}[{position}].", item.get("key") or new_key()
        writing.check_key(key, seen, where, faults)
        row = part(position=position, **{owner: pk})
        _set(row, {**item, "key": key}, where, faults)
        found.append(row)
    return found


def _set(row: Any, data: Mapping[str, Any], where: str, faults: Faults) -> None:
    for column in _columns(type(row)):
        if column.name in data:
            writing.put(row, column, data, where, faults)
    row.derive()
    writing.check(row, where, faults, rules=False)


@cache
def _columns(model: Any) -> list[Any]:
    return [column for column in state_fields(model) if not column.primary_key]


def enter(model: Any, fresh: Iterable[Fresh]) -> dict[str, Revision]:
    """Writes new records of one kind with their parts and histories; gives the first revision of each.

    Their ids must not be in the register yet. Raises IntegrityError or DataError if the database refuses one
    of them; the transaction, or a savepoint, has to be rolled back then.
    """
    found = list(fresh)
    if not found:
        return {}
    if issubclass(model, Record):
        PublicId.objects.bulk_create(PublicId(id=each.row.pk, kind=model.kind) for each in found)
    model.objects.bulk_create(each.row for each in found)
    for part in model.part_models():
        if rows := [row for each in found for row in each.parts[part]]:
            part.objects.bulk_create(rows)
    made = current().enter(model, {each.row.pk: _digest(model, each) for each in found})
    writing.remember(model, [(each.row, made[each.row.pk]) for each in found], "+")
    for part in model.part_models():
        if rows := [(row, made[each.row.pk]) for each in found for row in each.parts[part]]:
            writing.remember(part, rows, "+")
    return made


def _digest(model: Any, fresh: Fresh) -> str:
    # The database gives a decimal number back with as many digits as its column has.
    if any(isinstance(column, DecimalField) for column in _columns(model)):
        return model.digest_of(fresh.row.pk)
    return digest(canonical(fresh.data))

"""Entering many new records at once: what `writing.write` leaves, in as many statements as there are tables.

Each record is first prepared and checked by itself, without writing anything; then all are entered together,
inside `with revision(user, reason):`. What only the database can tell, it tells then, of all at once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import DecimalField
from django.utils import timezone

from documents.snapshot import canonical, digest
from places import writing
from places.columns import all_fit, row_of
from places.inserting import insert, insert_rows
from places.records import Record, new_key, past_of, row_data, state_fields
from places.register import PublicId, is_well_formed
from places.revisions import current
from places.writing import Faults

# What a row of history says besides the row itself.
ABOUT = ("revision", "history_user", "history_type", "history_change_reason", "history_date")


@dataclass(slots=True)
class Fresh:
    """A record that can be entered: its rows, what they say as plain data, and what is wrong with them.

    `read` is for the caller: the same data in another form, where there is one already.
    """

    row: Any
    parts: dict[Any, list[Any]]
    data: dict[str, Any]
    faults: Faults = field(default_factory=dict)
    read: Any = None


def prepare(model: Any, data: Mapping[str, Any], *, rules: bool = False) -> Fresh:
    """The rows of a record from its plain data, checked as `writing.write` checks them.

    The rules between columns, which cost a query each, are left to the database unless asked for.
    """
    faults: Faults = {}
    pk = data[model._meta.pk.name]
    if issubclass(model, Record) and not is_well_formed(pk):
        faults["public_id"] = [f"“{pk}” is not a public id: its check character does not fit."]
    row = _row(model, data, {model._meta.pk.attname: pk}, "", faults)
    parts = {
        part: _rows(part, pk, name, data.get(name, ()), faults)
        for name, part in zip(model.parts, model.part_models(), strict=True)
    }
    said = row_data(row)
    for name, part in zip(model.parts, model.part_models(), strict=True):
        said[name] = [row_data(each) for each in parts[part]]
        for position, each in enumerate(parts[part] if rules else ()):
            writing.check(each, f"{name}[{position}].", faults, values=False)
    if rules:
        writing.check(row, "", faults, values=False)
    return Fresh(row, parts, said, faults)


def _rows(part: Any, pk: str, name: str, items: Iterable[Mapping[str, Any]], faults: Faults) -> list[Any]:
    found, seen, owner = [], set[str](), f"{part.owner_field}_id"
    for position, item in enumerate(items):
        where, key = f"{name}[{position}].", item.get("key") or new_key()
        writing.check_key(key, seen, where, faults)
        given = {"position": position, owner: pk}
        found.append(_row(part, {**item, "key": key}, given, where, faults))
    return found


def _row(model: Any, data: Mapping[str, Any], given: Mapping[str, Any], where: str, faults: Faults) -> Any:
    row = row_of(model, data, given, where, faults)
    writing.check(row, where, faults, values=not all_fit(row), rules=False)
    return row


def enter(model: Any, fresh: Iterable[Fresh]) -> None:
    """Writes new records of one kind with their parts and their histories.

    Their ids must not be in the register yet. Raises IntegrityError or DataError if the database refuses one
    of them; the transaction, or a savepoint, has to be rolled back then.
    """
    found = list(fresh)
    if not found:
        return
    if issubclass(model, Record):
        drawn = timezone.now()
        insert_rows(PublicId, ("id", "kind", "drawn"), [(each.row.pk, model.kind, drawn) for each in found])
    insert(model, [each.row for each in found])
    rows = {part: [row for each in found for row in each.parts[part]] for part in model.part_models()}
    for part, of_part in rows.items():
        insert(part, of_part)
    digests = {each.row.pk: _digest(model, each) for each in found}
    current().enter(model, digests)
    _remember(model, model._meta.pk.column, model, digests)
    for part, of_part in rows.items():
        if of_part:
            _remember(part, part._meta.get_field(part.owner_field).column, model, digests)


def _remember(table: Any, owner: str, model: Any, records: Collection[str]) -> None:
    """Lets the database copy new rows into their history, as `writing.remember` would write it.

    `owner` is the column that holds the id of the record of this model, which has its first revision now.
    """
    past, quoted = past_of(table), connection.ops.quote_name
    own = [quoted(column.column) for column in past.tracked_fields]
    about = [past._meta.get_field(name) for name in ABOUT]
    columns = ", ".join([*own, *(quoted(column.column) for column in about)])
    values = ", ".join([*(f"told.{column}" for column in own), "made.id", "made.user_id", "'+'", "%s", "%s"])
    source = f"{quoted(table._meta.db_table)} told JOIN revision made ON made.record = told.{quoted(owner)}"
    these = ", ".join(["%s"] * len(records))
    moment = about[-1].get_db_prep_save(timezone.now(), connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(past._meta.db_table)} ({columns}) SELECT {values} FROM {source} "  # noqa: S608 - names of the model
            f"WHERE made.kind = %s AND made.record IN ({these}) AND made.number = 1 "
            f"ORDER BY told.{quoted(table._meta.pk.column)}",
            [current().reason or None, moment, model.kind, *records],
        )


def _digest(model: Any, fresh: Fresh) -> str:
    # The database gives a decimal number back with as many digits as its column has.
    if any(isinstance(column, DecimalField) for column in state_fields(model)):
        return model.digest_of(fresh.row.pk)
    return digest(canonical(fresh.data))

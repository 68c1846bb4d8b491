"""Inserting many rows whose values are checked: `bulk_create` without its looking at each value again.

PostgreSQL takes them as COPY does, in one statement that need not be read anew for every row.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import CharField, DateField, Field, ForeignKey, IntegerField, TextField
from django.utils import timezone

Row = Sequence[Any]


def insert(model: Any, records: Iterable[Any]) -> None:
    """Inserts records as they are. Columns that the database numbers get their numbers; nothing is read back.

    The moment of their making is now where a column keeps it.
    """
    columns, ready = columns_of(model), list(records)
    for column in columns:
        if getattr(column, "auto_now_add", False):
            moment = timezone.now()
            for record in ready:
                setattr(record, column.attname, moment)
    values = attrgetter(*(column.attname for column in columns))
    insert_rows(model, [column.name for column in columns], map(values, ready))


@cache
def columns_of(model: Any) -> tuple[Field, ...]:
    """The columns of a table, without those that the database numbers by itself."""
    return tuple(column for column in model._meta.concrete_fields if not column.db_returning)


def insert_rows(model: Any, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Inserts rows that hold the columns of these names, in their order, and of which no model is made."""
    columns = [model._meta.get_field(name) for name in names]
    others = [(place, _preparing(each)) for place, each in enumerate(columns) if not _is_plain(each)]
    ready = [_prepared(row, others) for row in rows]
    if not ready:
        return
    quoted = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    marks, table = ", ".join(["%s"] * len(columns)), connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY {table} ({quoted}) FROM STDIN", ready)
        else:
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", ready)  # noqa: S608 - names of the model


def _copy(cursor: Any, statement: str, rows: Iterable[Row]) -> None:
    # Django does not know of `copy`, and so does not make its own exceptions of the driver's.
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _is_plain(column: Field) -> bool:
    """Whether the column's values, words and whole numbers, go to every database as they are."""
    while isinstance(column, ForeignKey):
        column = column.target_field
    return isinstance(column, CharField | TextField | IntegerField)


def _preparing(column: Field) -> Callable[[Any], Any]:
    """What makes values of the column fit for the database; of days and moments many rows have the same."""
    prepare = partial(column.get_db_prep_save, connection=connection)
    return lru_cache(prepare) if isinstance(column, DateField) else prepare


def _prepared(row: Row, others: Sequence[tuple[int, Callable[[Any], Any]]]) -> Row:
    if not others:
        return row
    values = list(row)
    for place, prepare in others:
        values[place] = prepare(values[place])
    return values

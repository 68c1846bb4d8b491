"""The columns of a table as many new rows are made: what each takes from plain data, and whether it fits."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Field, TextField

from places.records import state_fields
from places.writing import Faults, not_looked_at, value_of

MISSING = object()
SHORT, MOST = 40, 1000
"""Characters of a value that is likely to come again, such as a language; and how many are remembered."""
PLAIN = {str, int, type(None)}
"""Of these, equal values are the same value; of others 1 and 1.0 are equal, and lists have no hash."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what is asked of it for every row.

    `is_said` is whether the data of a row holds it, `is_words` whether these are words, `is_looked_at` if
    values have to fit it, which else is left to the database. `fitting` are values that fitted before.
    """

    field: Field
    name: str
    is_said: bool
    is_words: bool
    is_looked_at: bool
    fitting: set[Any] = dataclasses.field(default_factory=set)

    def value(self, data: Mapping[str, Any], where: str, faults: Faults) -> Any:
        """What the data says of this column, or its default; adds why what it says cannot be."""
        said = data.get(self.name, MISSING)
        if self.is_words and type(said) is str and said.isascii() and "\r" not in said:
            return said  # nothing in it could be written otherwise
        try:
            return value_of(self.field, data)
        except ValidationError as error:
            faults[f"{where}{self.field.name}"] = error.messages
            return self.field.get_default()

    def fits(self, value: Any) -> bool:
        """Whether the value can stand in the column; a short one is likely to come again and remembered."""
        if not (self.field.blank and value in self.field.empty_values):
            try:
                self.field.clean(value, None)
            except ValidationError:
                return False
        is_short = len(value) <= SHORT if type(value) is str else type(value) in PLAIN
        if is_short and len(self.fitting) < MOST:
            self.fitting.add(value)
        return True


@cache
def columns_of(model: Any) -> tuple[Column, ...]:
    """All columns of a table, in their order."""
    said = {f.name for f in state_fields(model) if not f.primary_key}
    return tuple(_column(field, field.name in said, model) for field in model._meta.concrete_fields)


def _column(field: Field, is_said: bool, model: Any) -> Column:
    is_words = isinstance(field, CharField | TextField) and not field.is_relation
    return Column(field, field.name, is_said, is_words, field.name not in not_looked_at(model))


def row_of(model: Any, data: Mapping[str, Any], given: Mapping[str, Any], where: str, faults: Faults) -> Any:
    """A new row from its plain data, and from the columns `given` beside it."""
    values = [
        column.value(data, where, faults)
        if column.is_said
        else given[column.field.attname]
        if column.field.attname in given
        else column.field.get_default()
        for column in columns_of(model)
    ]
    row = model(*values)
    row.derive()
    return row


def all_fit(row: Any) -> bool:
    """Whether each value of the row can stand in its column."""
    for column, name, fitting in _looked_at(row.__class__):
        value = getattr(row, name)
        if type(value) in PLAIN and value in fitting:
            continue
        if not column.fits(value):
            return False
    return True


@cache
def _looked_at(model: Any) -> tuple[tuple[Column, str, set[Any]], ...]:
    """The columns whose values are looked at, where a row has them, and what fitted."""
    return tuple((each, each.field.attname, each.fitting) for each in columns_of(model) if each.is_looked_at)

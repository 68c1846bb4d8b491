"""The columns of a table as many new rows are made: what each takes from plain data, and whether it fits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Field, TextField

from places.records import state_fields
from places.writing import Faults, not_looked_at, value_of

MISSING = object()
SHORT = 40
"""Characters of a value that is likely to come again, such as a language or “editorial”."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what is asked of it for every row.

    `is_said` is whether the data of a row holds it, `is_words` whether these are words, `fits` whether a
    value can stand in it; None where that is left to the database.
    """

    field: Field
    name: str
    is_said: bool
    is_words: bool
    fits: Callable[[Any], bool] | None

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


@cache
def columns_of(model: Any) -> tuple[Column, ...]:
    """All columns of a table, in their order."""
    said = {f.name for f in state_fields(model) if not f.primary_key}
    return tuple(_column(field, field.name in said, model) for field in model._meta.concrete_fields)


def _column(field: Field, is_said: bool, model: Any) -> Column:
    is_words = isinstance(field, CharField | TextField) and not field.is_relation
    if field.name in not_looked_at(model):
        return Column(field, field.name, is_said, is_words, None)
    return Column(field, field.name, is_said, is_words, _remembering(partial(_fits, field)))


def _fits(field: Field, value: Any) -> bool:
    if field.blank and value in field.empty_values:
        return True
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True


def _remembering(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The same, but a short value or a number that comes again is not looked at again."""
    known = lru_cache(maxsize=1000)(fits)

    def fits_as_before(value: Any) -> bool:
        is_short = len(value) <= SHORT if type(value) is str else type(value) is int
        return known(value) if is_short else fits(value)

    return fits_as_before


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
    return all(fits(getattr(row, name)) for name, fits in _looked_at(row.__class__))


@cache
def _looked_at(model: Any) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
    """The columns whose values are looked at, with whether one fits."""
    return tuple((column.field.attname, column.fits) for column in columns_of(model) if column.fits)

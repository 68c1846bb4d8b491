"""How a cell is read and written: words as typed, codes of closed lists, numbers, references by id or code.

What a cell says already is never touched: a cell that reads as the export would write it changes nothing.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from import_export.fields import Field
from import_export.widgets import Widget

from places.records import Record
from places.register import PublicId, is_well_formed
from places.words import Words

NOT_EMPTY = "This cell cannot be empty."


class Column(Field):
    """A column that can be taken in."""

    def __init__(self, column: Any) -> None:
        super().__init__(attribute=column.attname, column_name=column.name, widget=widget_for(column))

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Sets the field if the cell says something else than it does. Raises ValueError with a sentence."""
        cell = row[self.column_name]
        is_left_to_default = instance._state.adding and not cell
        if not is_left_to_default and cell != self.export(instance):
            super().save(instance, row, is_m2m, **kwargs)


class WordsWidget(Widget):
    """Words: those of a source stay as they are, but for line ends and Unicode's composed form."""

    def __init__(self, column: Any) -> None:
        super().__init__()
        self.column = column

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        words = self.column.to_python(value)
        words = words if isinstance(self.column, Words) else words.strip()
        if not words and not self.column.blank:
            raise ValueError(NOT_EMPTY)
        codes = [code for code, _ in self.column.flatchoices]
        if codes and words and words not in codes:
            raise ValueError(
                f"“{words[:60]}” is not in the list: {', '.join(map(str, filter(None, codes)))}."
            )
        return words

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class NumberWidget(WordsWidget):
    """A number, or nothing where the field may be empty."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if not value.strip():
            if not self.column.null:
                raise ValueError(NOT_EMPTY)
            return None
        try:
            number = self.column.to_python(value.strip())
            return self._rounded(number) if isinstance(number, Decimal) else number
        except (ValidationError, InvalidOperation) as error:
            example = "49.25" if isinstance(self.column, models.DecimalField) else "12"
            raise ValueError(f"“{value[:60]}” is not a number as it is written here: {example}.") from error

    def _rounded(self, number: Decimal) -> Decimal:
        """With as many digits as its column keeps."""
        places = self.column.decimal_places
        kept = number.quantize(Decimal(1).scaleb(-places))
        if kept != number:
            raise ValueError(f"A number can have {places} digits behind the point at most.")
        return kept


class ReferenceWidget(Widget):
    """A record by its public id, or a term by its code: never by a name, for names are guesses."""

    def __init__(self, column: Any) -> None:
        super().__init__()
        self.column, self.model = column, column.related_model
        self.known: dict[str, dict[str, Any]] = {}
        self.elsewhere: dict[str, str] = {}

    def learn(self, cells: Iterable[str]) -> None:
        """Looks up all ids or codes of a column at once."""
        wanted = {cell.strip() for cell in cells} - {""}
        standing = {"set_aside", "merged_into"} & {field.name for field in self.model._meta.fields}
        self.known = {
            row["pk"]: row for row in self.model.objects.filter(pk__in=wanted).values("pk", *standing)
        }
        if issubclass(self.model, Record) and (others := wanted - self.known.keys()):
            self.elsewhere = dict(PublicId.objects.filter(pk__in=others).values_list("pk", "kind"))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | None:
        if not (ident := value.strip()):
            if not self.column.null:
                raise ValueError(NOT_EMPTY)
            return None
        if ident not in self.known:
            raise ValueError(unknown(self.model, ident, self.elsewhere.get(ident, "")))
        if survivor := self.known[ident].get("merged_into"):
            raise ValueError(f"“{ident}” was merged into another record: name “{survivor}” in its place.")
        if self.known[ident].get("set_aside"):
            raise ValueError(f"“{ident}” was set aside and is no longer to be chosen.")
        return ident

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value or ""


def unknown(model: Any, ident: str, kind: str = "") -> str:
    """Why there is no such record, in a sentence; `kind` is what the id is that of, if of anything."""
    noun, shown = model._meta.verbose_name, ident[:60]
    if not issubclass(model, Record):
        return f"There is no {noun} with the code “{shown}”. Terms are named by their codes."
    if not is_well_formed(ident):
        return f"“{shown}” is no public id: it has eight characters, the last of which checks the others."
    if kind and kind != model.kind:
        return f"“{shown}” is the public id of another kind of record ({kind}), not of a {noun}."
    return f"There is no {noun} with the public id “{shown}” in this archive."


def widget_for(column: Any) -> Widget:
    """How the cells of this column are read and written."""
    if column.is_relation:
        return ReferenceWidget(column)
    if isinstance(column, models.IntegerField | models.DecimalField):
        return NumberWidget(column)
    return WordsWidget(column)

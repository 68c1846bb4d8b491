"""The shape of an authority record, taken from its tables: for comparing two states of it."""

from functools import cache
from typing import Any

from django.db import models

from documents.comparison.shape import PROSE, RECORD, VALUE, Field, Rows, Section, Shape
from documents.snapshot import Name, name_key
from places.records import state_fields


@cache
def shape_of(model: Any) -> Shape:
    """The record's own fields, then a section for each of its parts."""
    own = Section("record", str(model._meta.verbose_name).capitalize(), _fields(model))
    parts = zip(model.parts, model.part_models(), strict=True)
    return (own, *(_section(name, part) for name, part in parts))


def _section(name: str, part: Any) -> Section:
    noun, nouns = str(part._meta.verbose_name), str(part._meta.verbose_name_plural)
    fields = _fields(part)
    titled_by = tuple(field.name for field in fields)
    return Section(name, nouns.capitalize(), (), Rows(name, noun, nouns, titled_by, fields))


def _fields(model: Any) -> tuple[Field, ...]:
    skipped = {"key", model._meta.pk.name}
    return tuple(_field(each) for each in state_fields(model) if each.name not in skipped)


def _field(column: Any) -> Field:
    label = str(column.verbose_name)
    if column.is_relation:
        return Field(column.name, label, RECORD, column.related_model.kind)
    form = PROSE if isinstance(column, models.TextField) else VALUE
    default = column.get_default() if column.has_default() else ""
    return Field(column.name, label, form, language=_language_of(column), default=default)


def _language_of(column: Any) -> str:
    return "language" if column.name == "name" else ""


def names_of(model: Any, *states: dict[str, Any] | None) -> dict[str, Name]:
    """What the records and terms named in these states of a record are called now; a query for each table."""
    found: dict[Any, set[str]] = {}
    for column, ident in set(_named(model, [state for state in states if state])):
        found.setdefault(column.related_model, set()).add(ident)
    return {
        name_key(related.kind, pk): Name(kind=related.kind, label=label)
        for related, idents in found.items()
        for pk, label in related.objects.filter(pk__in=idents).values_list("pk", _label(related))
    }


def _named(model: Any, states: list[dict[str, Any]]) -> Any:
    tables = [(model, states)]
    for name, part in zip(model.parts, model.part_models(), strict=True):
        tables.append((part, [row for state in states for row in state.get(name, ())]))
    for table, rows in tables:
        for column in (each for each in state_fields(table) if each.is_relation):
            yield from ((column, row[column.name]) for row in rows if row.get(column.name))


def _label(model: Any) -> str:
    return "name" if any(field.name == "name" for field in model._meta.concrete_fields) else "label"

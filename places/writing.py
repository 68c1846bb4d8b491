"""Writing a record with its parts from plain data: the reverse of `records.read`.

First everything is compared and checked, then only the differences are written: rows are matched by their
key, rows that the data does not hold are deleted. It works inside `with revision(user, reason):`, so that all
of it is one revision.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from django.utils import timezone

from places import register
from places.records import Record, new_key, past_of, state_fields
from places.revisions import current

KEY = re.compile(r"[0-9a-z]{8}")

Faults = dict[str, list[str]]


def write(
    model: Any, data: dict[str, Any], known: Faults | None = None, untouched: Collection[str] = ()
) -> None:
    """Makes the tables say what `data` says of one record; what the data leaves out takes its default.

    `known` are faults that the caller has found already. `untouched` names parts that say what they said in
    the revision on which the data stands; they are not compared, and stay as they are. Raises ValidationError
    with the place of each fault, such as “texts[0].language”; then nothing is written.
    """
    pk = data[model._meta.pk.name]
    current()
    faults: Faults = dict(known or {})
    row = model.objects.select_for_update().filter(pk=pk).first()
    adding = row is None
    row = row or model(pk=pk)
    changed = fill(row, data, "", faults) or adding
    if changed:
        check(row, "", faults)
    parts = [
        _compare(part, pk, name, data.get(name, []), faults)
        for name, part in zip(model.parts, model.part_models(), strict=True)
        if name not in untouched
    ]
    if adding and not faults:
        _enter(row, faults)
    if faults:
        raise ValidationError(faults)
    if changed:
        row.save()
    for part in parts:
        part.save(model, pk)


def _enter(row: Any, faults: Faults) -> None:
    try:
        if isinstance(row, Record):
            register.enter(row.pk, row.kind)
    except ValueError as error:
        faults["public_id"] = [str(error)]


@dataclass(slots=True)
class Differences:
    """What is to be done to the rows of one part."""

    part: Any
    gone: list[Any] = field(default_factory=list)
    fresh: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)

    def save(self, model: Any, pk: str) -> None:
        """Rows and their history, each in one statement; calls in bulk send no signals."""
        columns = [f.name for f in self.part._meta.concrete_fields if not f.primary_key]
        for rows, sign in ((self.gone, "-"), (self.fresh, "+"), (self.changed, "~")):
            if not rows:
                continue
            if sign == "+":
                self.part.objects.bulk_create(rows)
            if sign == "~":
                self.part.objects.bulk_update(rows, columns)
            self._remember(rows, sign, model, pk)
            if sign == "-":
                self.part.objects.filter(pk__in=[row.pk for row in rows])._raw_delete(self.part.objects.db)

    def _remember(self, rows: list[Any], sign: str, model: Any, pk: str) -> None:
        revision = current().revision_of(model, pk)
        remember(self.part, [(row, revision) for row in rows], sign)


def delete(model: Any, pk: str) -> None:
    """Deletes a record with its parts: the rows of each table and their history in one statement each.

    Django's own way writes the history row by row. Works inside `with revision(user, reason):`. Raises
    ProtectedError if something else names the record; the block is to be rolled back then.
    """
    for part in model.part_models():
        Differences(part, gone=list(part.objects.filter(**{part.owner_field: pk}))).save(model, pk)
    model.objects.get(pk=pk).delete()


def remember(model: Any, rows: Iterable[tuple[Any, Any]], sign: str) -> None:
    """Writes the history of rows, each with the revision that it belongs to, in one statement."""
    past, moment, reason = past_of(model), timezone.now(), current().reason or None
    columns = [f.attname for f in past.tracked_fields]
    past.objects.bulk_create(
        past(
            **{column: getattr(row, column) for column in columns},
            revision=revision,
            history_type=sign,
            history_date=moment,
            history_user=revision.user,
            history_change_reason=reason,
        )
        for row, revision in rows
    )


def _compare(part: Any, pk: str, name: str, items: list[dict[str, Any]], faults: Faults) -> Differences:
    """The rows that the data holds against those in the table, matched by their key."""
    present = {row.key: row for row in part.objects.filter(**{part.owner_field: pk})}
    found = Differences(part)
    seen: set[str] = set()
    for position, item in enumerate(items):
        where, key = f"{name}[{position}].", item.get("key") or new_key()
        check_key(key, seen, where, faults)
        row = present.pop(key, None)
        adding = row is None
        row = row or part(key=key, **{f"{part.owner_field}_id": pk})
        if fill(row, {**item, "key": key}, where, faults, position) or adding:
            check(row, where, faults)
            (found.fresh if adding else found.changed).append(row)
    found.gone = list(present.values())
    return found


def check_key(key: str, seen: set[str], where: str, faults: Faults) -> None:
    """Adds what is wrong with a row's key; `seen` are those of the rows before it."""
    if not KEY.fullmatch(key):
        faults[f"{where}key"] = ["A key is eight characters, of digits and of letters from a to z."]
    if key in seen:
        faults[f"{where}key"] = ["Another row has the same key."]
    seen.add(key)


def fill(row: Any, data: dict[str, Any], where: str, faults: Faults, position: int | None = None) -> bool:
    """Puts the data into the row's columns; whether any of them changed."""
    before = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    for column in state_fields(row.__class__):
        if not column.primary_key:
            put(row, column, data, where, faults)
    if position is not None:
        row.position = position
    row.derive()
    return before != {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def put(row: Any, column: Any, data: Mapping[str, Any], where: str, faults: Faults) -> None:
    """Puts into one column of a row what the data says of it, or adds why that cannot be."""
    try:
        setattr(row, column.attname, value_of(column, data))
    except ValidationError as error:
        faults[f"{where}{column.name}"] = error.messages


def value_of(column: Any, data: Mapping[str, Any]) -> Any:
    """What the data says of a column, or its default. Raises ValidationError where that cannot be."""
    if column.name not in data:
        return None if column.is_relation else column.get_default()
    if column.is_relation:
        return data[column.name] or None
    return column.to_python(data[column.name])


def check(row: Any, where: str, faults: Faults, *, values: bool = True, rules: bool = True) -> None:
    """Adds what is wrong with a row. Foreign keys are left to the database, which checks them all at once.

    Without `values` those of the single columns are known to fit. The rules between columns cost a query
    each; without `rules` they are left to the database, too.
    """
    checks = [row.clean]
    if values:
        checks.insert(0, partial(row.clean_fields, exclude=not_looked_at(row.__class__)))
    if rules:
        checks += [partial(each.validate, type(row), row) for each in _rules_between_columns(row)]
    for check in checks:
        try:
            check()
        except ValidationError as error:
            _add(error, where, faults)


@cache
def not_looked_at(model: Any) -> frozenset[str]:
    """The columns of a table whose values are left to the database, and the key: `check_key` looks at it."""
    relations = {f.name for f in model._meta.concrete_fields if f.is_relation}
    return frozenset({*relations, "id", "key", model._meta.pk.name})


def _add(error: ValidationError, where: str, faults: Faults) -> None:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in told.items():
        faults.setdefault(f"{where}{name}".rstrip("."), messages)


def _rules_between_columns(row: Any) -> list[CheckConstraint]:
    """The constraints that have a sentence of their own; all others follow from a single column."""
    default = CheckConstraint.default_violation_error_message
    constraints = [c for c in row._meta.constraints if isinstance(c, CheckConstraint)]
    return [c for c in constraints if c.violation_error_message != default]

"""Writing a record with its parts from plain data: the reverse of `records.read`.

Only the differences are written. Rows are matched by their key; rows that the data does not hold are deleted.
It works inside `with revision(user, reason):`, so that all of it is one revision.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from places.records import Part, new_key, state_fields
from places.revisions import current


def write(model: Any, data: dict[str, Any]) -> None:
    """Makes the tables say what `data` says of one record; what the data leaves out takes its default.

    Raises ValidationError with the place of each fault, such as “texts[0].language”; then nothing is written.
    """
    pk = data[model._meta.pk.name]
    current()
    row = model.objects.select_for_update().filter(pk=pk).first()
    adding = row is None
    row = row or model(pk=pk)
    if _fill(row, data) or adding:
        _validate(row, "")
        row.save()
    for name, part in zip(model.parts, model.part_models(), strict=True):
        _write_rows(part, model, pk, name, data.get(name, []))


def _write_rows(part: Any, model: Any, pk: str, name: str, items: list[dict[str, Any]]) -> None:
    present = {row.key: row for row in part.objects.filter(**{part.owner_field: pk})}
    fresh: list[Any] = []
    changed: list[Any] = []
    for position, item in enumerate(items):
        row = present.pop(item.get("key") or "", None)
        adding = row is None
        row = row or part(key=item.get("key") or new_key(), **{f"{part.owner_field}_id": pk})
        if _fill(row, {**item, "key": row.key}, position) or adding:
            _validate(row, f"{name}[{position}].")
            (fresh if adding else changed).append(row)
    for row in present.values():
        row.delete()
    _save_rows(part, model, pk, fresh, changed)


def _save_rows(part: Any, model: Any, pk: str, fresh: list[Part], changed: list[Part]) -> None:
    """Rows and their history, each in one statement; the bulk calls send no signals."""
    columns = [f.name for f in part._meta.concrete_fields if not f.primary_key]
    if fresh:
        part.objects.bulk_create(fresh)
    if changed:
        part.objects.bulk_update(changed, columns)
    for rows, update in ((fresh, False), (changed, True)):
        if rows:
            block = current()
            revision = block.revision_of(model, pk)
            part.history.bulk_history_create(
                rows,
                update=update,
                default_user=revision.user,
                default_change_reason=block.reason or None,
                default_date=timezone.now(),
                custom_historical_attrs={"revision": revision},
            )


def _fill(row: Any, data: dict[str, Any], position: int | None = None) -> bool:
    """Puts the data into the row's columns; whether any of them changed."""
    before = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    for field in state_fields(type(row)):
        if not field.primary_key:
            setattr(row, field.attname, _value(field, data))
    if position is not None:
        row.position = position
    row.derive()
    return before != {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def _value(field: Any, data: dict[str, Any]) -> Any:
    if field.name not in data:
        return None if field.is_relation else field.get_default()
    if field.is_relation:
        return data[field.name] or None
    try:
        return field.to_python(data[field.name])
    except ValidationError as error:
        raise ValidationError({field.name: error.messages}) from error


def _validate(row: Any, where: str) -> None:
    # Foreign keys are left to the database, which checks them all at once.
    relations = [f.name for f in row._meta.concrete_fields if f.is_relation]
    try:
        row.clean_fields(exclude=[*relations, "id", row._meta.pk.name])
        row.clean()
    except ValidationError as error:
        faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        raise ValidationError({f"{where}{field}": messages for field, messages in faults.items()}) from error

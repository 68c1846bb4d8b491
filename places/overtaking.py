"""What somebody else saved in the rows of a record while its form was open: names, offices, identifiers."""

from collections.abc import Iterator
from typing import Any

from places import records

Said = tuple[str, str]


def rows_since(model: Any, record: str, base: int) -> list[Said]:
    """(Which row, what it says now) wherever a row differs from the record's revision `base`."""
    before = records.read(model, record, base) or {}
    found: list[Said] = []
    for name, part in zip(model.parts, model.part_models(), strict=True):
        now = list(part.objects.filter(**{part.owner_field: record}))
        found += _of_part(part, before.get(name, []), now)
    return found


def _of_part(part: Any, before: list[dict[str, Any]], now: list[Any]) -> Iterator[Said]:
    noun = str(part._meta.verbose_name).capitalize()
    old = {row["key"]: row for row in before}
    for number, row in enumerate(now, start=1):
        known = old.get(row.key)
        if words := _changed(row, known or {}):
            yield f"{noun} {number}{'' if known else ' (new)'}", words
    standing = {row.key for row in now}
    for number, past in enumerate(before, start=1):
        if past["key"] not in standing:
            yield f"{noun} {number} of before", "deleted"
    common = [row.key for row in now if row.key in old]
    if common != [key for key in old if key in standing]:
        yield str(part._meta.verbose_name_plural).capitalize(), "stand in another order"


def _changed(row: Any, past: dict[str, Any]) -> str:
    """The fields that differ, each with what it says now."""
    data = records.row_data(row)
    differing = [f for f in records.state_fields(row._meta.model) if f.name != "key"]
    told = [
        f"{f.verbose_name}: {_words(row, f)}"
        for f in differing
        if (data.get(f.name) or "") != (past.get(f.name) or "")
    ]
    return "; ".join(told)


def _words(row: Any, field: Any) -> str:
    value = (
        dict(field.flatchoices).get(getattr(row, field.attname))
        if field.choices
        else getattr(row, field.name)
    )
    return str(value) if value not in (None, "") else "(nothing)"

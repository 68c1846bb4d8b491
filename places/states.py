"""A record as many of its revisions left it: for a history, which tells what each of them changed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q

from places.records import row_data

State = dict[str, Any] | None


def states(model: Any, pk: str, numbers: Iterable[int]) -> dict[int, State]:
    """Revision number → the record with its parts as that revision left it, None where it was not there.

    Two queries for each table, whatever the number of revisions and the length of the history; of each row
    every state is read once.
    """
    wanted = sorted(set(numbers))
    own = _rows_at(model, model._meta.pk.name, pk, wanted)
    found: dict[int, State] = {number: row_data(own[number][0]) if own[number] else None for number in wanted}
    for name, part in zip(model.parts, model.part_models(), strict=True):
        rows = _rows_at(part, f"{part.owner_field}_id", pk, wanted)
        for number, data in found.items():
            if data is not None:
                data[name] = [row_data(row) for row in rows[number]]
    return found


def _rows_at(model: Any, owner: str, pk: str, numbers: list[int]) -> dict[int, list[Any]]:
    """Revision number → the rows that stood then, in their order."""
    past, ident = model.history.filter(**{owner: pk}).order_by(), model._meta.pk.attname
    last = {f"at_{n}": Max("history_id", filter=Q(revision__number__lte=n)) for n in numbers}
    told = list(past.values(ident).annotate(**last)) if numbers else []
    wanted = {each[name] for each in told for name in last} - {None}
    known = {row.history_id: row for row in model.history.filter(history_id__in=wanted)}
    return {n: _standing([known.get(each[f"at_{n}"]) for each in told], ident) for n in numbers}


def _standing(rows: Iterable[Any], ident: str) -> list[Any]:
    standing = [row for row in rows if row is not None and row.history_type != "-"]
    return sorted(standing, key=lambda row: (getattr(row, "position", 0), getattr(row, ident)))

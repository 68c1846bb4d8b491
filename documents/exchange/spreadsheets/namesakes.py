"""New rows that may be of a record that is here: it has the same name, and no date says otherwise.

The same sheet taken in twice would else enter everybody once more. It is said, and nothing is refused:
namesakes are many.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from documents.exchange.importing.matching import DATES
from documents.exchange.spreadsheets.kinds import Kind
from documents.exchange.spreadsheets.planning import NEW, Line

AT_ONCE = 500
SHOWN = 3


def namesakes(kind: Kind, lines: Iterable[Line]) -> dict[int, list[str]]:
    """Row of the sheet → the ids of the records that it may be, the first few; only rows that have some."""
    column = "title" if "title" in kind.fields else "name"
    if kind.part or column not in kind.fields:
        return {}
    new = [line for line in lines if line.what == NEW and line.now.get(column)]
    dates = DATES.get(kind.model.kind, ())
    there = _named(kind.model, column, sorted({line.now[column] for line in new}), dates)
    found = {line.number: _alike(line, there[line.now[column]], dates) for line in new}
    return {number: idents for number, idents in found.items() if idents}


def _named(model: Any, column: str, names: list[str], dates: Iterable[str]) -> dict[str, list[tuple]]:
    found: dict[str, list[tuple]] = defaultdict(list)
    for start in range(0, len(names), AT_ONCE):
        some = model.objects.filter(**{f"{column}__in": names[start : start + AT_ONCE]}).order_by("pk")
        for name, pk, *told in some.values_list(column, "pk", *dates):
            found[name].append((pk, *told))
    return found


def _alike(line: Line, there: Iterable[tuple], dates: Iterable[str]) -> list[str]:
    said = [line.now.get(each) for each in dates]
    return [pk for pk, *told in there if all(map(_agree, said, told))][:SHOWN]


def _agree(one: Any, other: Any) -> bool:
    return not one or not other or str(one) == str(other)

"""What each save of an authority record changed, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from documents import comparison
from places.revisions import Revision
from places.shapes import names_of, shape_of
from places.states import states


@dataclass(frozen=True, slots=True)
class Save:
    """One revision of a record, and in words what it changed."""

    revision: Revision
    changes: tuple[str, ...]


def saves_of(model: Any, pk: str, revisions: Iterable[Revision]) -> list[Save]:
    """These revisions of a record, in as many queries as it has tables and kinds of names, times two."""
    revisions = list(revisions)
    found = states(model, pk, {n for each in revisions for n in (each.number, each.number - 1) if n})
    names, shape = names_of(model, *found.values()), shape_of(model)
    budget = comparison.Budget()

    def told(number: int) -> tuple[str, ...]:
        before, after = found.get(number - 1), found[number]
        return comparison.in_words(
            comparison.compare_records(before, after, shape, names, names, budget.left())
        )

    return [Save(each, told(each.number)) for each in revisions]

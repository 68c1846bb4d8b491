"""In which order the records of a source are entered: each after those to which it refers."""

from collections.abc import Iterator
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from documents.exchange.importing.sources import LOCAL, Named

AT_ONCE = 50


def in_blocks(waiting: list[Named]) -> Iterator[list[Named]]:
    """The records, fifty at a time; before each come those to which it refers, unless they do in a ring."""
    places = {each.local: place for place, each in enumerate(waiting)}
    sorter = TopologicalSorter(
        {
            place: {places[local] for local in refers_to(each) if local in places} - {place}
            for place, each in enumerate(waiting)
        }
    )
    with suppress(CycleError):  # then all are given that stand in no ring
        sorter.prepare()
    given: set[int] = set()
    while ready := sorted(sorter.get_ready()):
        given.update(ready)
        yield from _fifties([waiting[place] for place in ready])
        sorter.done(*ready)
    yield from _fifties([each for place, each in enumerate(waiting) if place not in given])


def _fifties(named: list[Named]) -> Iterator[list[Named]]:
    return (named[start : start + AT_ONCE] for start in range(0, len(named), AT_ONCE))


def refers_to(named: Named) -> set[str]:
    """The local names of the records that this one names."""
    return {value.removeprefix(LOCAL) for value in named.data.values() if value.startswith(LOCAL)}

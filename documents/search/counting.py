"""How many documents fit, by the values of facets and by time: all exact, all of one moment of the index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import tantivy

from documents.search import clauses
from documents.search.cards import FACETS, NOT_STATED, RECORDS
from documents.search.index import Opened
from documents.search.request import Request
from documents.search.schema import UNSTATED, number_of, public_id_of

TOP = 12
# The engine counts wrongly, without a word, the values beyond this number in a segment.
DISTINCT = 1_000_000
# It gives back no more than 65,000 values at once.
MOST_LISTED = 60_000
MOST_PERIODS = 20_000

Counts = Mapping[str, int]
"""Value → number of documents, most frequent first."""


@dataclass(frozen=True, slots=True)
class Days:
    """How many documents begin and end in each year, month or day; and how many are not dated."""

    first: Mapping[int, int]
    last: Mapping[int, int]
    undated: int = 0

    def overlapping(self, lower: int, upper: int) -> int:
        """How many may lie between these two: those that have begun by its end, less those that had ended."""
        begun = sum(count for day, count in self.first.items() if day <= upper)
        return begun - sum(count for day, count in self.last.items() if day < lower)


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of facets; and by year what was found, where no period was asked for."""

    counts: Mapping[str, Counts]
    by_year: Days | None = None


def query_of(opened: Opened, request: Request) -> tantivy.Query:
    """The request as the engine's query, without what the index has yet to learn."""
    return clauses.of_request(request, opened.pending)


def total(opened: Opened, request: Request) -> int:
    """How many documents fit."""
    return opened.searcher.search(query_of(opened, request), limit=1, count=True).count  # type: ignore[attr-defined]  # the engine's stubs lack it


def is_value(opened: Opened, facet: str, value: str) -> bool:
    """Whether any document has this value."""
    held = number_of(value) if facet in RECORDS else value
    return surely_holds(opened, facet, held) or bool(total(opened, Request(include={facet: (value,)})))


def surely_holds(opened: Opened, field: str, value: str | int) -> bool:
    """Whether more documents have this in a field than are no longer found: known without looking at them.

    The engine's own number counts documents too that were taken out, until it writes its files anew.
    """
    searcher = opened.searcher
    held = searcher.doc_freq("dated", 0) + searcher.doc_freq("dated", 1)
    gone = held - searcher.num_docs + len(opened.pending)
    return searcher.doc_freq(field, value) > gone


# --- By facet ---


def counts(
    opened: Opened, request: Request, facets: Iterable[str] = FACETS, top: int = TOP
) -> Mapping[str, Counts]:
    """The most frequent values of each facet with their counts, as they would be found.

    A facet counts as if none of its own values were chosen. Chosen values and “not stated” are always told.
    """
    return _counted(opened, request, list(facets), top, {}).counts


def counted(
    opened: Opened, request: Request, facets: Iterable[str] = FACETS, *, years: bool = False
) -> Counted:
    """The same, with the years unless a period is asked for: what is found is then gone through but once."""
    has_years = years and not (request.earliest or request.latest)
    return _counted(opened, request, list(facets), TOP, _bounds_of("year") if has_years else {})


def _counted(
    opened: Opened, request: Request, facets: list[str], top: int, years: Mapping[str, Any]
) -> Counted:
    free = [facet for facet in facets if facet not in request.include]
    answer = _aggregated(opened, request, free, top, years) if free or years else {}
    found = _values_in(answer, free)
    for facet in facets:
        if facet in request.include:
            found |= _values_in(_aggregated(opened, request.without(facet), [facet], top, {}), [facet])
    told = {facet: _with_chosen(opened, request, facet, *found[facet]) for facet in facets}
    return Counted(told, _years_in(answer) if years else None)


def _aggregated(
    opened: Opened, request: Request, facets: list[str], top: int, more: Mapping[str, Any]
) -> dict[str, Any]:
    wanted = {facet: _terms(facet, top) for facet in facets} | {UNSTATED: _terms(UNSTATED, 1 << len(FACETS))}
    return opened.searcher.aggregate(query_of(opened, request), wanted | dict(more))


def _values_in(answer: Mapping[str, Any], facets: list[str]) -> dict[str, tuple[dict[Any, int], bool]]:
    """For each facet its most frequent values as the index writes them, and whether these are all."""
    unstated = _buckets(answer[UNSTATED]) if facets else {}
    return {
        facet: (
            _buckets(answer[facet]) | {_none(facet): _without(unstated, FACETS.index(facet))},
            not answer[facet]["sum_other_doc_count"],
        )
        for facet in facets
    }


def _without(unstated: Mapping[int, int], place: int) -> int:
    """The documents without a value in the facet at this place."""
    return sum(count for facets, count in unstated.items() if int(facets) >> place & 1)


def _none(facet: str) -> int | str:
    """“Not stated” as the index writes it."""
    return number_of(NOT_STATED) if facet in RECORDS else NOT_STATED


def _terms(field: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": field, "size": size, "segment_size": DISTINCT}}


def _buckets(terms: Mapping[str, Any]) -> dict[Any, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in terms["buckets"]}


def _with_chosen(
    opened: Opened, request: Request, facet: str, found: dict[Any, int], complete: bool
) -> dict[str, int]:
    named = {public_id_of(int(v)) if facet in RECORDS else v: count for v, count in found.items()}
    for value in request.include.get(facet, ()):
        if value not in named:
            named[value] = 0 if complete else _count_of(opened, request, facet, value)
    for value in request.exclude.get(facet, ()):  # what would be found if it were asked for instead
        named[value] = _count_of(opened, request, facet, value)
    return {value: named[value] for value in sorted(named, key=lambda v: (-named[v], v))}


def _count_of(opened: Opened, request: Request, facet: str, value: str) -> int:
    without = tuple(each for each in request.exclude.get(facet, ()) if each != value)
    one = replace(
        request,
        include={**request.include, facet: (value,)},
        exclude={name: values for name, values in {**request.exclude, facet: without}.items() if values},
    )
    return total(opened, one)


# --- By time ---


def days(opened: Opened, request: Request, period: str) -> Days:
    """The beginnings and ends of what fits, by year, month or day.

    Of months and days there are more than the engine gives back: ask for those of one period.
    """
    wanted = _bounds_of(period) | {"dated": _terms("dated", 2)}
    answer = opened.searcher.aggregate(query_of(opened, request), wanted)
    return _days_in(answer, period, undated=_buckets(answer["dated"]).get(0, 0))


def _bounds_of(period: str) -> dict[str, Any]:
    return {f"{bound}_{period}": _terms(f"{bound}_{period}", MOST_PERIODS) for bound in ("first", "last")}


def _days_in(answer: Mapping[str, Any], period: str, undated: int) -> Days:
    first, last = (_buckets(answer[f"{bound}_{period}"]) for bound in ("first", "last"))
    return Days({int(day): n for day, n in first.items()}, {int(day): n for day, n in last.items()}, undated)


def _years_in(answer: Mapping[str, Any]) -> Days:
    """The years of all that was gone through; what has none is not dated."""
    found = sum(_buckets(answer[UNSTATED]).values())
    dated = sum(_buckets(answer["first_year"]).values())
    return _days_in(answer, "year", undated=found - dated)

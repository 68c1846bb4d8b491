"""Finding: hits, total and counts of facets, all exact, all of one moment of the index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
import tantivy

from documents.search import clauses, schema
from documents.search.cards import FACETS, NOT_STATED, RECORDS
from documents.search.faces import Face
from documents.search.index import Opened
from documents.search.numbers import in_order_of_number
from documents.search.ranking import ranked
from documents.search.request import CHANGED, DATE, DATE_DOWN, LAST_PAGE, NUMBER, RELEVANCE, SIZE, Request
from documents.search.schema import UNSTATED, number_of, public_id_of

TOP = 12
# The engine counts wrongly, without a word, the values beyond this number in a segment.
DISTINCT = 1_000_000
# It gives back no more than 65,000 values at once.
MOST_LISTED = 60_000
MOST_PERIODS = 20_000
MOST_NUMBERED = 100_000  # documents of one collection
ORDERS = {
    DATE: ("by_date", tantivy.Order.Asc),
    DATE_DOWN: ("by_date_down", tantivy.Order.Asc),
    CHANGED: ("changed", tantivy.Order.Desc),
}

Counts = Mapping[str, int]
"""Value → number of documents, most frequent first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of a hit as it is shown: whose words, where they stand, in which language."""

    voice: str
    where: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found: its current version as the index knows it."""

    document: str
    version: int
    face: Face
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """How many documents begin and end in each year, month or day; all of them are dated."""

    first: Mapping[int, int]
    last: Mapping[int, int]

    def overlapping(self, lower: int, upper: int) -> int:
        """How many may lie between these two: those that have begun by its end, less those that had ended."""
        begun = sum(count for day, count in self.first.items() if day <= upper)
        return begun - sum(count for day, count in self.last.items() if day < lower)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: how many in all, those of one page, the counts of facets."""

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Counts]


def total(opened: Opened, request: Request) -> int:
    """How many documents fit."""
    return opened.searcher.search(_query(opened, request), limit=1, count=True).count  # type: ignore[attr-defined]  # the engine's stubs lack it


def find(opened: Opened, request: Request, *, size: int = SIZE, facets: Iterable[str] = FACETS) -> Found:
    """One page of hits in the order asked for, none beyond LAST_PAGE, and the counts of these facets."""
    if request.page > LAST_PAGE:
        return Found(total(opened, request), (), counts(opened, request, facets))
    if request.sort == NUMBER:
        begin = (request.page - 1) * size
        shown = _by_number(opened, request)[begin : begin + size]
        return Found(total(opened, request), tuple(hits_of(opened, shown)), counts(opened, request, facets))
    count, addresses = _addresses(opened, request, size)
    return Found(count, tuple(_hits(opened, addresses)), counts(opened, request, facets))


def idents(opened: Opened, request: Request, most: int) -> list[str]:
    """The ids of at most `most` documents that fit, in the order asked for, from the first page on."""
    if request.sort == NUMBER:
        return _by_number(opened, request)[:most]
    _, addresses = _addresses(opened, request, most, first=True)
    return [public_id_of(number) for number in _numbers(opened, addresses)]


def _by_number(opened: Opened, request: Request) -> list[str]:
    """The documents that fit, by their numbers in the collection that is asked for."""
    asked = request.include.get("collection", ())
    merged = (old for old, end in opened.position.merged.items() if end in asked)
    by_date = idents(opened, replace(request, sort=DATE), MOST_NUMBERED)
    return in_order_of_number(by_date, [*asked, *merged])


def hits_of(opened: Opened, documents: Iterable[str]) -> list[Hit]:
    """The hits of these documents, in the order given; those that the index does not hold are left out."""
    wanted = {number_of(ident): place for place, ident in enumerate(documents)}
    if not wanted:
        return []
    query = tantivy.Query.term_set_query(schema.schema(), "id", list(wanted))
    addresses = [address for _, address in opened.searcher.search(query, limit=len(wanted)).hits]
    hits = _hits(opened, addresses)
    return sorted(hits, key=lambda hit: wanted[number_of(hit.document)])


def _query(opened: Opened, request: Request) -> tantivy.Query:
    return clauses.of_request(request, opened.pending)


def _addresses(opened: Opened, request: Request, size: int, first: bool = False) -> tuple[int, list[Any]]:
    query = _query(opened, request)
    offset = 0 if first else (request.page - 1) * size
    if request.sort == RELEVANCE:
        return ranked(opened.searcher, query, offset, size)
    field, order = ORDERS[request.sort]
    found = opened.searcher.search(
        query, limit=size, count=True, order_by_field=field, order=order, offset=offset
    )
    return found.count, [  # type: ignore[attr-defined]  # the engine's types are loose
        address for _, address in found.hits
    ]


def _numbers(opened: Opened, addresses: list[Any]) -> list[int]:
    return opened.searcher.fast_field_values("id", addresses) if addresses else []  # type: ignore[return-value]  # the engine's types are loose


def _hits(opened: Opened, addresses: list[Any]) -> list[Hit]:
    versions = opened.searcher.fast_field_values("version", addresses) if addresses else []
    return [
        _hit(number, version, opened.searcher.doc(address).get_first("kept"))  # type: ignore[arg-type]  # the engine's types are loose
        for number, version, address in zip(_numbers(opened, addresses), versions, addresses, strict=True)
    ]


def _hit(number: int, version: int, kept: bytes) -> Hit:
    face, pieces = orjson.loads(kept)
    return Hit(public_id_of(number), version, Face.from_data(face), tuple(Piece(*piece) for piece in pieces))


# --- Counts ---


def counts(
    opened: Opened, request: Request, facets: Iterable[str] = FACETS, top: int = TOP
) -> dict[str, Counts]:
    """The most frequent values of each facet with their counts, as they would be found.

    A facet counts as if none of its own values were chosen. Chosen values and “not stated” are always told.
    """
    facets = list(facets)
    free = [facet for facet in facets if facet not in request.include]
    found = _aggregated(opened, request, free, top)
    for facet in facets:
        if facet in request.include:
            found |= _aggregated(opened, request.without(facet), [facet], top)
    return {facet: _with_chosen(opened, request, facet, *found[facet]) for facet in facets}


def days(opened: Opened, request: Request, period: str) -> Days:
    """The beginnings and ends of what fits, by year, month or day.

    Of months and days there are more than the engine gives back: ask for those of one period.
    """
    wanted = {f"{bound}_{period}": _terms(f"{bound}_{period}", MOST_PERIODS) for bound in ("first", "last")}
    found = opened.searcher.aggregate(_query(opened, request), wanted)
    first, last = (_buckets(found[f"{bound}_{period}"]) for bound in ("first", "last"))
    return Days({int(day): n for day, n in first.items()}, {int(day): n for day, n in last.items()})


def _aggregated(
    opened: Opened, request: Request, facets: list[str], top: int
) -> dict[str, tuple[dict[Any, int], bool]]:
    """For each facet its most frequent values as the index writes them, and whether these are all."""
    if not facets:
        return {}
    wanted = {facet: _terms(facet, top) for facet in facets} | {UNSTATED: _terms(UNSTATED, 1 << len(FACETS))}
    found = opened.searcher.aggregate(_query(opened, request), wanted)
    unstated = _buckets(found[UNSTATED])
    return {
        facet: (
            _buckets(found[facet]) | {_none(facet): _counted(unstated, FACETS.index(facet))},
            not found[facet]["sum_other_doc_count"],
        )
        for facet in facets
    }


def _counted(unstated: Mapping[int, int], place: int) -> int:
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

"""Finding: the hits of a page in their order, with the counts of all that was found; all of one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
import tantivy

from documents.search import schema
from documents.search.cards import FACETS
from documents.search.counting import Counted, Counts, counted, query_of, total
from documents.search.faces import Face
from documents.search.index import Opened
from documents.search.numbers import in_order_of_number
from documents.search.ranking import ranked
from documents.search.request import CHANGED, DATE, DATE_DOWN, LAST_PAGE, NUMBER, RELEVANCE, SIZE, Request
from documents.search.schema import number_of, public_id_of

MOST_NUMBERED = 100_000  # documents of one collection
ORDERS = {
    DATE: ("by_date", tantivy.Order.Asc),
    DATE_DOWN: ("by_date_down", tantivy.Order.Asc),
    CHANGED: ("changed", tantivy.Order.Desc),
}


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
class Found:
    """What was found: how many in all, those of one page, and by facet and year."""

    total: int
    hits: tuple[Hit, ...]
    counted: Counted

    @property
    def counts(self) -> Mapping[str, Counts]:
        """By facet the most frequent values."""
        return self.counted.counts


def find(
    opened: Opened, request: Request, *, size: int = SIZE, facets: Iterable[str] = FACETS, years: bool = False
) -> Found:
    """One page of hits in the order asked for, none beyond LAST_PAGE, with the counts asked for."""
    if request.page > LAST_PAGE:
        return Found(total(opened, request), (), counted(opened, request, facets, years=years))
    if request.sort == NUMBER:
        begin = (request.page - 1) * size
        shown = _by_number(opened, request)[begin : begin + size]
        return Found(
            total(opened, request),
            tuple(hits_of(opened, shown)),
            counted(opened, request, facets, years=years),
        )
    count, addresses = _addresses(opened, request, size)
    return Found(count, tuple(_hits(opened, addresses)), counted(opened, request, facets, years=years))


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


def _addresses(opened: Opened, request: Request, size: int, first: bool = False) -> tuple[int, list[Any]]:
    query = query_of(opened, request)
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

"""Where a document stands among the hits of a search, and the ways to its neighbours and back."""

from dataclasses import dataclass

from documents.reading import addresses
from documents.reading.search.address import Address
from documents.search.finding import idents, total
from documents.search.index import Opened
from documents.search.request import SIZE, Request

# Beyond this place nobody turns hit by hit any more.
MOST = 1000


@dataclass(frozen=True, slots=True)
class PlaceAmongHits:
    """`number` of `total`, counted from 1; 0 for a document that is no hit, or stands too far behind."""

    back: str
    number: int = 0
    total: int = 0
    previous: str = ""
    next: str = ""


def place_among_hits(index: Opened, request: Request, address: Address, document: str) -> PlaceAmongHits:
    """The place of a document in the order asked for; `address` is that of the search."""
    hits = idents(index, request, MOST + 1)
    if document not in hits[:MOST]:
        return PlaceAmongHits(back=address.changed({}))
    at = hits.index(document)
    page = at // SIZE + 1
    return PlaceAmongHits(
        back=address.changed({"page": (str(page),) if page > 1 else ()}),
        number=at + 1,
        total=total(index, request),
        previous=_way(hits[at - 1], address) if at else "",
        next=_way(hits[at + 1], address) if at + 1 < len(hits) else "",
    )


def _way(document: str, address: Address) -> str:
    return address.changed({}, path=addresses.of_document(document))

"""Where a document stands among the hits of a search, and the ways to its neighbours and back."""

from dataclasses import dataclass

from documents.reading import addresses
from documents.reading.search.address import Address, to_match
from documents.search.counting import total
from documents.search.finding import idents
from documents.search.index import Opened
from documents.search.request import LAST_PAGE, SIZE, Request

# As far as the pages of results go. Most readers come from the first few, so these are looked at first.
FIRST, MOST = 200, LAST_PAGE * SIZE


@dataclass(frozen=True, slots=True)
class PlaceAmongHits:
    """`number` of `total`, counted from 1; 0 for a document that is not among the first MOST.

    `total` is then 0 too, unless there are more than MOST, so that nobody can tell where it stands.
    """

    back: str
    number: int = 0
    total: int = 0
    previous: str = ""
    next: str = ""

    @property
    def most(self) -> int:
        """As far as the places are known."""
        return MOST


def place_among_hits(index: Opened, request: Request, address: Address, document: str) -> PlaceAmongHits:
    """The place of a document in the order asked for; `address` is that of the search."""
    count = total(index, request)
    hits = idents(index, request, FIRST)
    if document not in hits[:-1] and count > FIRST:  # the last of them does not know what follows
        hits = idents(index, request, MOST)
    if document not in hits:
        return PlaceAmongHits(back=address.changed({}), total=count if count > MOST else 0)
    at = hits.index(document)
    page = at // SIZE + 1
    return PlaceAmongHits(
        back=address.changed({"page": (str(page),) if page > 1 else ()}),
        number=at + 1,
        total=count,
        previous=_way(hits[at - 1], request, address) if at else "",
        next=_way(hits[at + 1], request, address) if at + 1 < len(hits) else "",
    )


def _way(document: str, request: Request, address: Address) -> str:
    return to_match(address.changed({}, path=addresses.of_document(document)), bool(request.tree))

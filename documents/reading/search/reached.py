"""A document that was reached from results: its page tells its place among the hits, and marks the words."""

from dataclasses import dataclass

from django.http import QueryDict

from documents.reading.page import Page
from documents.reading.search.address import Address
from documents.reading.search.marking import marked, marker_of
from documents.reading.search.page import known
from documents.reading.search.place import PlaceAmongHits, place_among_hits
from documents.search.filters import SearchFilter
from documents.search.index import opened
from documents.search.named import Sought, sought
from documents.search.slots import slot

# They say how to look, not what for; words are asked for what is in them.
MANNERS = ("q", "scope", "sort", "view", "page")
# A page that can be read without its marks waits less long for its turn than a search does.
PATIENCE = 0.2


@dataclass(frozen=True, slots=True)
class Reached:
    """What a search says of one document; not `is_exact` while the index has something yet to learn."""

    place: PlaceAmongHits
    sought: Sought
    is_exact: bool

    def marked(self, page: Page) -> Page:
        """The page with the words marked."""
        return marked(page, marker_of(page, self.sought.words, self.sought.idents))


def search_of(query: QueryDict) -> SearchFilter | None:
    """The search that a query holds; None if it cannot be read, or asks for nothing in particular."""
    filters = SearchFilter(query) if query else None
    if not filters or not filters.is_valid():
        return None
    asks = filters.words.tree or any(name not in MANNERS for name in filters.typed())
    return filters if asks else None


def reached(filters: SearchFilter, document: str) -> Reached:
    """What a search says of a document. Raises Busy or Behind if the search cannot answer now."""
    with slot(PATIENCE):
        index = opened()
        request, _, address = known(index, filters.asked(), Address(filters.typed()))
        place = place_among_hits(index, request, address, document)
    return Reached(place, sought(request, index.position.merged), index.is_exact)

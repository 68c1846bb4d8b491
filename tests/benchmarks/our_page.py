"""What is measured: the archive's own page of results, from the address to the HTML, nothing kept."""

from collections.abc import Sequence

from django.http import QueryDict
from django.shortcuts import render
from django.test import Client, RequestFactory

from documents.reading.caching import kept
from documents.reading.search.address import Address
from documents.reading.search.page import page_of
from documents.reading.search.views import context_of
from documents.search.cards import FACETS as ALL_FACETS
from documents.search.filters import SearchFilter
from documents.search.index import opened
from tests.benchmarks.queries import Answer, Query

# The seven of the baselines; the seventh, the year, is the period's bars.
SEVEN = ("person", "place", "collection", "repository", "type", "language")


class OurPage:
    """The page with these facets, made anew each time; through the whole stack if it has all of them."""

    def __init__(self, facets: Sequence[str] = ALL_FACETS) -> None:
        self.facets = facets
        self.client = Client(headers={"host": "localhost"})
        self.addresses: dict[Query, str] = {}

    def __call__(self, query: Query) -> Answer:
        kept.pages.clear()
        address = self.addresses.setdefault(query, canonical(query.address()))
        return self._whole(address) if self.facets is ALL_FACETS else self._with_facets(address)

    def _whole(self, address: str) -> Answer:
        reply = self.client.get(address)
        assert reply.status_code == 200, (reply.status_code, address)
        return answer_of(reply.content.decode())

    def _with_facets(self, address: str) -> Answer:
        request = RequestFactory().get(address, headers={"host": "localhost"})
        filters = SearchFilter(request.GET)
        assert filters.is_valid()
        page = page_of(opened(), filters, Address(filters.typed()), facets=self.facets)
        reply = render(request, "reading/search/page.html", context_of(page, filters))
        return answer_of(reply.content.decode())


class KeptPage:
    """The same page asked for again while nothing has changed."""

    def __init__(self) -> None:
        self.client = Client(headers={"host": "localhost"})

    def __call__(self, query: Query) -> Answer:
        return answer_of(self.client.get(canonical(query.address())).content.decode())


def found_by(word: str) -> int:
    """How many documents the archive's page finds by this word now."""
    return OurPage()(Query("", "", words=word)).total


def canonical(address: str) -> str:
    """The one address of a search."""
    filters = SearchFilter(QueryDict(address.partition("?")[2]))
    assert filters.is_valid()
    return str(Address(filters.typed()))


def answer_of(html: str) -> Answer:
    """How many documents the page says it found, and how many it shows."""
    total = html.partition('role="status"')[2].partition("<strong>")[2].partition("</strong>")[0]
    return Answer(int(total or 0), shown(html))


def shown(html: str) -> int:
    """The lines of results on a page."""
    results = html.partition('<ol class="entries results"')[2].partition("</ol>")[0]
    return results.count("<li>")

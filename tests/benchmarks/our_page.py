"""What is measured: the archive's own page of results, from the address to the HTML, nothing kept."""

from collections.abc import Sequence
from functools import cache

from django.core.handlers.wsgi import WSGIHandler
from django.http import QueryDict
from django.shortcuts import render
from django.test import RequestFactory

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
        self.stack = Stack()

    def __call__(self, query: Query) -> Answer:
        kept.pages.clear()
        address = address_of(query)
        return self._with_facets(address) if self.facets is not ALL_FACETS else self.stack.answer(address)

    def _with_facets(self, address: str) -> Answer:
        request = RequestFactory().get(address, headers={"host": "localhost"})
        filters = SearchFilter(request.GET)
        assert filters.is_valid()
        page = page_of(opened(), filters, Address(filters.typed()), facets=self.facets)
        reply = render(request, "reading/search/page.html", context_of(page, filters))
        return answer_of(reply.content.decode())


class Stack:
    """The whole application as a server calls it (PEP 3333): no client of the tests stands between."""

    def __init__(self) -> None:
        self.application = WSGIHandler()

    def answer(self, address: str) -> Answer:
        """What the page at this address says."""
        environ = RequestFactory(headers={"host": "localhost"}).get(address).environ
        statuses: list[str] = []
        reply = self.application(environ, lambda status, _: statuses.append(status))
        page = b"".join(reply)
        reply.close()
        assert statuses == ["200 OK"], (statuses, address)
        return answer_of(page.decode())


class KeptPage:
    """The same page asked for again while nothing has changed."""

    def __init__(self) -> None:
        self.stack = Stack()

    def __call__(self, query: Query) -> Answer:
        return self.stack.answer(address_of(query))


def found_by(word: str) -> int:
    """How many documents the archive's page finds by this word now."""
    return OurPage()(Query("", "", words=word)).total


@cache
def address_of(query: Query) -> str:
    """The one address of the search."""
    filters = SearchFilter(QueryDict(query.address().partition("?")[2]))
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

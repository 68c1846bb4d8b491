"""`/documents/`: the search, and the list of all documents, which is a search for nothing in particular."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from documents.chain import last_digest
from documents.reading.caching import etag, kept
from documents.reading.search.address import MOST, Address
from documents.reading.search.page import FIELDS, Page, page_of, scopes
from documents.search.filters import MOST_VALUES, PARAMETERS, SearchFilter
from documents.search.index import Behind, opened
from documents.search.slots import Busy, slot

RETRY_AFTER = "10"


@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    """The page of a search: 400 with what is to mend, 503 while the index is being made or all are busy."""
    filters = SearchFilter(request.GET)
    if not filters.is_valid():
        asked = scopes(request.GET.get("scope", ""))
        context = {"form": filters.form, "carried": carried(request.GET), "scopes": asked}
        return render(request, "reading/search/page.html", context, status=400)
    address = Address(filters.typed())
    if not list(filters.told()) and request.get_full_path() != str(address):
        return HttpResponseRedirect(str(address))
    # The end of the chain is read first: the page can only be newer than its ETag says.
    tag = etag("search", last_digest(), request.get_full_path())
    if held := get_conditional_response(request, etag=tag) or kept.find(tag):
        return with_tag(held, tag)
    try:
        with slot():
            return _found(request, filters, address, tag)
    except (Behind, Busy) as why:
        return unavailable(request, why)


def _found(request: HttpRequest, filters: SearchFilter, address: Address, tag: str) -> HttpResponseBase:
    index = opened()
    page = page_of(index, filters, address)
    response = render(request, "reading/search/page.html", context_of(page, filters))
    if not index.is_exact:  # the same address will show more as soon as the index has caught up
        response.headers["Cache-Control"] = "no-store"
        return response
    kept.put(tag, response)
    return with_tag(response, tag)


def context_of(page: Page, filters: SearchFilter) -> dict[str, Any]:
    """What the template of a page of results needs."""
    form = {"form": filters.form, "carried": page.carried, "scopes": page.scopes}
    return {"page": page, **form, "most": MOST}


def carried(typed: QueryDict) -> list[tuple[str, str]]:
    """What the form carries along though it could not be read: nothing that was asked for is lost."""
    names = [name for name in PARAMETERS if name not in FIELDS]
    return [(name, value) for name in names for value in typed.getlist(name)[:MOST_VALUES] if value]


def unavailable(request: HttpRequest, why: Exception) -> HttpResponse:
    """503: the search cannot answer now; the reader is told when to try again."""
    response = render(request, "reading/search/unavailable.html", {"why": str(why)}, status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response


def with_tag(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    return response

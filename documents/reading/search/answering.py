"""A search answered for programs: the steps that all its forms have in common.

The same parameters mean the same as on the page. Nothing here is for machines that gather pages to show them
again elsewhere, so every answer says `noindex`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.forms import Form
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from documents.chain import last_digest
from documents.reading.caching import etag
from documents.reading.search.address import Address
from documents.reading.search.page import known
from documents.reading.search.views import RETRY_AFTER, with_tag
from documents.search.filters import SearchFilter
from documents.search.index import Behind, Opened, opened
from documents.search.request import Request
from documents.search.slots import Busy, slot

BUSY = "Too many searches are running just now. Please try again in a moment."


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the index it is asked of, what is asked, its address, and what of it was left out."""

    index: Opened
    request: Request
    address: Address
    told: list[str]


Answer = Callable[[Asked], HttpResponseBase]


def of_search(answer: Answer) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view that gives this answer to a search.

    400 with `errors` by parameter for what is to be mended; 503 while the index is made or all are busy.
    """

    def from_index(request: HttpRequest, filters: SearchFilter, index: Opened) -> HttpResponseBase:
        asked, dropped, address = known(index, filters.asked(), Address(filters.typed()))
        return answer(Asked(index, asked, address, [*filters.told(), *dropped]))

    @require_safe
    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponseBase:
        filters = SearchFilter(request.GET)
        if not filters.is_valid():
            return for_programs(refused(filters.form))
        response = answered(request, lambda index: from_index(request, filters, index))
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = ()  # type: ignore[attr-defined]  # servers would have it all written
        return for_programs(response)

    return view


def answered(request: HttpRequest, answer: Callable[[Opened], HttpResponseBase]) -> HttpResponseBase:
    """What `answer` makes of the index, 304 if the reader has it, 503 if there is no answer now."""
    # The end of the chain is read first: the answer can only be newer than its ETag says.
    tag = etag("data", last_digest(), request.get_full_path())
    if held := get_conditional_response(request, etag=tag):
        return with_tag(held, tag)
    try:
        with slot():
            index = opened()
            response = answer(index)
    except (Behind, Busy) as why:
        return unavailable(str(why) or BUSY)
    if not index.is_exact:  # the same address will give more as soon as the index has caught up
        response.headers["Cache-Control"] = "no-store"
        return response
    return with_tag(response, tag)


def refused(form: Form) -> JsonResponse:
    """400: what is to be mended, by parameter."""
    return JsonResponse({"errors": {name: list(errors) for name, errors in form.errors.items()}}, status=400)


def unavailable(why: str) -> JsonResponse:
    """503: the search cannot answer now, and when to try again."""
    response = JsonResponse({"errors": {"search": [why]}}, status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response


def for_programs(response: HttpResponseBase) -> HttpResponseBase:
    """The reply, not to be listed by search engines."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response

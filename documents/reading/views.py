"""The page of a document, and its other forms: each of one version, current or not."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from documents.exchange import bibtex, citations
from documents.exchange import ris as ris_format
from documents.exchange.tei import writing
from documents.exchange.tei.imprint import Imprint
from documents.reading import addresses
from documents.reading.asked import Asked, of_readers
from documents.reading.caching import etag, kept, revalidated
from documents.reading.page import page_of
from documents.reading.plain import plain_text
from documents.reading.search.address import Address
from documents.reading.search.reached import reached, search_of
from documents.reading.search.views import with_tag
from documents.reading.surroundings import Surroundings, around
from documents.search.filters import SearchFilter
from documents.search.index import Behind
from documents.search.slots import Busy
from documents.snapshot import load


@of_readers
def page(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>/` and `/documents/<id>/v2/`.

    At the first of them, the query of the search from which a reader came is heeded, if it can be now.
    """
    search = (
        search_of(request.GET) if request.path == addresses.of_document(asked.standing.document) else None
    )
    try:
        return _reached_page(request, asked, search) if search else _plain_page(request, asked)
    except (Behind, Busy):
        return _plain_page(request, asked)


def _plain_page(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    tag = etag("page", asked.clock, asked.version.digest, request.path)
    return revalidated(request, tag, lambda: kept.get(tag, lambda: _page(request, asked)))


def _page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The page, rendered anew only if the version, its standing or its surroundings have changed."""
    snapshot = load(asked.content())
    surroundings = around(snapshot.document)

    def rendered() -> HttpResponse:
        page = page_of(snapshot, asked.version, surroundings)
        return render(request, "reading/document.html", {"page": page, **_links(asked)})

    return kept.get(etag("rendered", asked.version, asked.standing, surroundings, request.path), rendered)


def _reached_page(request: HttpRequest, asked: Asked, search: SearchFilter) -> HttpResponseBase:
    """The page as it was reached from a search. It is not kept: few readers come the same way."""
    tag = etag("reached", asked.clock, asked.version.digest, str(Address(search.typed())))
    if held := get_conditional_response(request, etag=tag):
        return with_tag(held, tag)
    found = reached(search, asked.standing.document)
    snapshot = load(asked.content())
    page = found.marked(page_of(snapshot, asked.version, around(snapshot.document)))
    context = {"page": page, "place_among_hits": found.place, **_links(asked)}
    response = render(request, "reading/document.html", context)
    if not found.is_exact:  # the place may be another as soon as the index has caught up
        response.headers["Cache-Control"] = "no-store"
        return response
    return with_tag(response, tag)


def _links(asked: Asked) -> dict[str, Any]:
    document, number = asked.standing.document, asked.version.number
    # To an earlier version belongs what changed since; to the current one, what changed in it.
    other = asked.standing.before(number) if asked.is_current else asked.standing.current
    return {
        "standing": asked.standing,
        "is_current": asked.is_current,
        "comparison_address": addresses.of_comparison(document, number, other.number) if other else "",
        "address": addresses.of_document(document),
        "versions_address": addresses.of_versions(document),
        "json_address": addresses.of_format(document, "json", number),
        "txt_address": addresses.of_format(document, "txt", number),
        "bib_address": addresses.of_format(document, "bib", number),
        "ris_address": addresses.of_format(document, "ris", number),
        "tei_address": addresses.of_format(document, "tei.xml", number),
    }


@of_readers
def json(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>.json` and `/documents/<id>/v2.json`: exactly the bytes that the digest covers."""
    tag = f'"{asked.version.digest}"'
    return revalidated(
        request, tag, lambda: HttpResponse(asked.content().encode(), content_type="application/json")
    )


@of_readers
def txt(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>.txt` and `/documents/<id>/v2.txt`: the page as plain text."""
    tag = etag("txt", asked.version.digest, asked.version.number)
    return revalidated(request, tag, lambda: _txt(asked))


def _txt(asked: Asked) -> HttpResponse:
    text = plain_text(page_of(load(asked.content()), asked.version, Surroundings()))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@of_readers
def bib(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>.bib` and `/documents/<id>/v2.bib`: the version as an entry of BibTeX."""
    tag = etag("bib", asked.version.digest, asked.version.number)
    return revalidated(
        request, tag, lambda: HttpResponse(bibtex.bibtex(_cited(asked)), content_type=bibtex.CONTENT_TYPE)
    )


@of_readers
def ris(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>.ris` and `/documents/<id>/v2.ris`: the version as a record of RIS."""
    tag = etag("ris", asked.version.digest, asked.version.number)
    return revalidated(
        request,
        tag,
        lambda: HttpResponse(ris_format.ris(_cited(asked)), content_type=ris_format.CONTENT_TYPE),
    )


@of_readers
def tei(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>.tei.xml` and `/documents/<id>/v2.tei.xml`: the version in TEI P5."""
    tag = etag("tei", asked.version.digest, asked.version.number)
    return revalidated(request, tag, lambda: _tei(asked))


def _tei(asked: Asked) -> HttpResponse:
    version = asked.version
    imprint = Imprint(
        archive=settings.SITE_NAME, site=settings.SITE_URL, version=version.number, digest=version.digest
    )
    return HttpResponse(writing.write(load(asked.content()), imprint), content_type=writing.CONTENT_TYPE)


def _cited(asked: Asked) -> citations.Citation:
    version = asked.version
    return citations.citation_of(
        load(asked.content()),
        version=version.number,
        digest=version.digest,
        address=addresses.absolute(addresses.of_document(version.document, version.number)),
        archive=settings.SITE_NAME,
    )

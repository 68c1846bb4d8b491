"""The versions of a document: when each was published, why, and what changed in it, told in words."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from documents.reading import addresses
from documents.reading.asked import Asked, of_readers
from documents.reading.caching import etag, kept, revalidated
from documents.reading.page import title_of
from documents.reading.paging import Page, page_of
from documents.reading.standing import PublishedVersion, Standing
from documents.reading.telling import Told, told_of
from documents.snapshot import load

SIZE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One version of the list; `before` is the one it is compared with, where there is one to be read."""

    version: PublishedVersion
    is_current: bool
    address: str = ""
    before: PublishedVersion | None = None
    told: Told | None = None
    comparison: str = ""
    comparison_with_current: str = ""


@of_readers
def versions(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>/versions/`: all versions, also those that cannot be read any more."""
    page = page_of(asked.standing.versions[::-1], request, size=SIZE)
    shown = lines(asked.standing, page)
    # All that stands there comes from the document's own versions: what else is published changes nothing.
    tag = etag("versions", asked.standing, shown, request.get_full_path())
    return revalidated(request, tag, lambda: kept.get(tag, lambda: _versions(request, asked, page, shown)))


def _versions(request: HttpRequest, asked: Asked, page: Page, shown: list[Line]) -> HttpResponse:
    document = asked.standing.document
    context = {
        "title": title_of(load(asked.content()).document),
        "standing": asked.standing,
        "address": addresses.of_document(document),
        "page": page,
        "lines": shown,
        "former": asked.standing.before(asked.version.number),
    }
    return render(request, "reading/document_versions.html", context)


def lines(standing: Standing, page: Page) -> list[Line]:
    """The versions of one page of the list. At most one query."""
    before = {each.number: standing.before(each.number) for each in page.rows if each.is_readable}
    pairs = [(first, each) for each in page.rows if (first := before.get(each.number))]
    told = told_of(standing.document, pairs)
    return [_line(standing, each, before.get(each.number), told.get(each.number)) for each in page.rows]


def _line(
    standing: Standing, version: PublishedVersion, before: PublishedVersion | None, told: Told | None
) -> Line:
    document, number, current = standing.document, version.number, standing.current
    if not version.is_readable or current is None:
        return Line(version, is_current=False)
    return Line(
        version=version,
        is_current=version == current,
        address=addresses.of_document(document, number),
        before=before,
        told=told,
        comparison=addresses.of_comparison(document, before.number, number) if before else "",
        comparison_with_current=addresses.of_comparison(document, number, current.number)
        if version != current
        else "",
    )

"""Two versions of a document compared: everything that differs, notes and signatures included."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from documents import comparison
from documents.reading import addresses, compared
from documents.reading.asked import Asked, gone, of_readers
from documents.reading.caching import etag, kept, revalidated
from documents.reading.page import title_of
from documents.reading.standing import PublishedVersion, Standing
from documents.reading.telling import contents_of
from documents.snapshot import load

DIGITS = 6


@of_readers
def chosen(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>/compare/?from=1&to=2`: the way from the form to the comparison that it asks for."""
    document = asked.standing.document
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(number.isascii() and number.isdigit() and len(number) <= DIGITS for number in numbers):
        return redirect(addresses.of_versions(document))
    one, other = (_version(asked.standing, int(number)).number for number in numbers)
    return redirect(_place(document, one, other))


@of_readers
def versions(request: HttpRequest, asked: Asked, one: int, other: int) -> HttpResponseBase:
    """`/documents/<id>/compare/1..2/`: two versions that can be read, the lower number first.

    Other orders lead there. 404 for a version that never was, 410 for one that cannot be read any more.
    """
    standing = asked.standing
    pair = [_version(standing, number) for number in (one, other)]
    for version in pair:
        if not version.is_readable:
            return gone(request, standing, version)
    if one >= other:
        query = _query(request) if one > other else ""
        return HttpResponsePermanentRedirect(_place(standing.document, one, other) + query)
    return _compared(request, standing, pair[0], pair[1])


def _version(standing: Standing, number: int) -> PublishedVersion:
    version = standing.version(number)
    if version is None:
        raise Http404("This document has no such version.")
    return version


def _place(document: str, one: int, other: int) -> str:
    """Where two versions are compared; a version and itself: that version."""
    if one == other:
        return addresses.of_document(document, one)
    return addresses.of_comparison(document, one, other)


def _query(request: HttpRequest) -> str:
    """The view that was asked for, to be kept where the address changes."""
    return "?view=side" if request.GET.get("view") == compared.SIDE else ""


def _compared(
    request: HttpRequest, standing: Standing, before: PublishedVersion, after: PublishedVersion
) -> HttpResponseBase:
    view = compared.view_named(request.GET.get("view", ""))
    tag = etag("comparison", before, after, standing.current, view)

    def rendered() -> HttpResponse:
        return render(request, "reading/comparison.html", _context(standing, before, after, view))

    return revalidated(request, tag, lambda: kept.get(tag, rendered))


def _context(
    standing: Standing, before: PublishedVersion, after: PublishedVersion, view: str
) -> dict[str, Any]:
    document = standing.document
    contents = contents_of(document, {before.number, after.number})
    one, other = load(contents[before.number]), load(contents[after.number])
    found = comparison.compare(one, other)
    return {
        "title": title_of(other.document),
        "standing": standing,
        "before": before,
        "after": after,
        "pair": (before, after),
        "before_title": f"Version {before.number}",
        "after_title": f"Version {after.number}",
        "comparison": compared.shown(found, view),
        "words": comparison.in_words(found),
        "only_names": not found and one.names != other.names,
        "views": compared.VIEWS,
        "address": addresses.of_document(document),
        "versions_address": addresses.of_versions(document),
        "comparison_address": addresses.of_comparison(document, before.number, after.number),
    }

"""The pages of a document: its versions, the list of them, and what is said when it is gone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.chain import clock
from documents.models.version import Version
from documents.reading import addresses
from documents.reading.caching import etag, kept, revalidated
from documents.reading.page import page_of, title_of
from documents.reading.plain import plain_text
from documents.reading.standing import PublishedVersion, Standing, standing_of
from documents.reading.surroundings import Surroundings, around
from documents.snapshot import load
from places.register import is_well_formed

GONE = 410


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for: a version that can be read, and how the archive stood at that moment."""

    clock: int
    standing: Standing
    version: PublishedVersion

    @property
    def is_current(self) -> bool:
        return self.version == self.standing.current

    def content(self) -> str:
        """The frozen JSON, character by character."""
        return Version.objects.values_list("content", flat=True).get(
            document=self.standing.document, number=self.version.number
        )


def of_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hands the view a version that can be read. Everything else is answered here.

    A slip in the id: 404 that asks to check the address, or the way to the address meant, if only small and
    capital letters were exchanged. A draft as an unknown id: 404. A withdrawn or purged version: 410.
    """

    @wraps(view)
    def answered(
        request: HttpRequest, public_id: str, number: int | None = None, **kwargs: Any
    ) -> HttpResponseBase:
        if not is_well_formed(public_id):
            return _mistyped(request, public_id)
        # The clock is read first: see caching.py.
        now, standing = clock(), standing_of(public_id)
        if standing is None:
            raise Http404("No version that readers can see has this address.")
        version = standing.version(number) if number else standing.current
        if number and version is None:
            raise Http404("This document has no such version.")
        if version is None or not version.is_readable:
            return _gone(request, standing, version)
        return view(request, Asked(now, standing, version), **kwargs)

    return require_safe(answered)


def _mistyped(request: HttpRequest, public_id: str) -> HttpResponse:
    meant = public_id.lower()
    if is_well_formed(meant):
        return HttpResponsePermanentRedirect(request.get_full_path().replace(public_id, meant, 1))
    return render(request, "reading/document_mistyped.html", {"typed": public_id}, status=404)


def _gone(request: HttpRequest, standing: Standing, version: PublishedVersion | None) -> HttpResponse:
    # Said each time, never 304: conditions are for what can be read (RFC 9110, 13.2.1).
    context = {"standing": standing, "asked": version, "last": version or standing.versions[-1]}
    response = render(request, "reading/document_gone.html", context, status=GONE)
    response.headers["Cache-Control"] = "no-cache"
    return response


@of_readers
def page(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>/` and `/documents/<id>/v2/`."""
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


def _links(asked: Asked) -> dict[str, Any]:
    document, number = asked.standing.document, asked.version.number
    return {
        "standing": asked.standing,
        "is_current": asked.is_current,
        "address": addresses.of_document(document),
        "versions_address": addresses.of_versions(document),
        "json_address": addresses.of_format(document, "json", number),
        "txt_address": addresses.of_format(document, "txt", number),
    }


@of_readers
def versions(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>/versions/`: all versions, also those that cannot be read any more."""
    tag = etag("versions", asked.clock, request.path)
    return revalidated(request, tag, lambda: _versions(request, asked))


def _versions(request: HttpRequest, asked: Asked) -> HttpResponse:
    title = title_of(load(asked.content()).document)
    return render(request, "reading/document_versions.html", {"title": title, **_links(asked)})


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

"""What a reader asked for of one document, and the answer where it cannot be given."""

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
from documents.reading.standing import PublishedVersion, Standing, standing_of
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
            return gone(request, standing, version)
        return view(request, Asked(now, standing, version), **kwargs)

    return require_safe(answered)


def _mistyped(request: HttpRequest, public_id: str) -> HttpResponse:
    meant = public_id.lower()
    if is_well_formed(meant):
        return HttpResponsePermanentRedirect(request.get_full_path().replace(public_id, meant, 1))
    return render(request, "reading/document_mistyped.html", {"typed": public_id}, status=404)


def gone(request: HttpRequest, standing: Standing, version: PublishedVersion | None) -> HttpResponse:
    """410: that the document, or this version of it, was there; when, why it is not, and its digest."""
    # Said each time, never 304: conditions are for what can be read (RFC 9110, 13.2.1).
    context = {"standing": standing, "asked": version, "last": version or standing.versions[-1]}
    response = render(request, "reading/document_gone.html", context, status=GONE)
    response.headers["Cache-Control"] = "no-cache"
    return response

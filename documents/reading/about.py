"""`/about/`: how this archive is made, in the editors' own words.

The account is a document like any other, of the type “editorial method”: written on the desk, published in
numbered versions. An archive that has none yet shows what is true of every archive of this kind.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models.listing import METHOD, Listing
from documents.reading import addresses
from documents.reading.caching import by_clock
from documents.reading.page import page_of
from documents.reading.standing import standing_of
from documents.reading.surroundings import around
from documents.snapshot import Snapshot, load


@require_safe
@by_clock
def about(request: HttpRequest) -> HttpResponse:
    """The current version of the editorial method; of several, the first in the order of lists."""
    return render(request, "reading/about.html", account())


def account() -> dict[str, Any]:
    """What the page shows of the editorial method; nothing where none is published."""
    listing = current_method()
    standing = standing_of(listing.pk) if listing else None
    if listing is None or standing is None or standing.current is None:
        return {}
    snapshot = load(listing.version.content)
    document = snapshot.document
    return {
        "method": page_of(snapshot, standing.current, around(document)),
        "address": addresses.of_document(listing.pk),
        "versions": addresses.of_versions(listing.pk),
    }


def current_method() -> Listing | None:
    """The listing of the editorial method."""
    return Listing.objects.of_type(METHOD).select_related("version").in_order().first()


def method() -> Snapshot | None:
    """The snapshot of the editorial method, for a page that quotes it."""
    listing = current_method()
    return load(listing.version.content) if listing else None

"""Hits with what readers can see of them now, and with what matched: two queries, however many."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from documents.models.listing import Listing
from documents.models.version import Version
from documents.search.finding import Hit
from documents.search.named import Sought, explained, unexplained
from documents.search.where import Matched, matched
from documents.snapshot import load


def current(hits: Iterable[Hit]) -> list[tuple[Hit, Any]]:
    """The hits with their listings, each with `version_number` and `version_digest`.

    One that is no longer the document's current version is left out.
    """
    hits = list(hits)
    listings = Listing.objects.annotate(
        version_number=F("version__number"), version_digest=F("version__digest")
    )
    listed = listings.in_bulk([hit.document for hit in hits])
    return [
        (hit, listing)
        for hit in hits
        if (listing := listed.get(hit.document)) and listing.version_number == hit.version
    ]


def matches(hits: Iterable[Hit], sought: Sought) -> list[tuple[Hit, Any, Matched]]:
    """The hits with what matched; what only a record explains is read in the versions, all at once."""
    listed = current(hits)
    asked = {
        listing.version_id: records
        for hit, listing in listed
        if (records := unexplained(hit, sought.records))
    }
    versions = Version.objects.filter(pk__in=asked).values_list("pk", "content") if asked else ()
    contents = dict(versions)
    found = []
    for hit, listing in listed:
        what = matched(hit, sought.words)
        if content := contents.get(listing.version_id):
            what = explained(what, load(content), asked[listing.version_id])
        found.append((hit, listing, what))
    return found

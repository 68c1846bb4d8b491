"""Hits with what readers can see of them now, and with what matched: two queries, however many."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import F

from documents.models.listing import Listing
from documents.models.version import Version
from documents.search.finding import Hit
from documents.search.named import Sought, what_matched
from documents.search.where import Matched
from documents.snapshot import Snapshot, load


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
    shown = {hit.document: listing.version_id for hit, listing in listed}
    found = what_matched((hit for hit, _ in listed), sought, partial(_versions, shown))
    return [(hit, listing, what) for (hit, listing), what in zip(listed, found, strict=True)]


def _versions(shown: dict[str, int], documents: Iterable[str]) -> dict[str, Snapshot]:
    """What the versions shown say, by document."""
    versions = Version.objects.filter(pk__in=[shown[ident] for ident in documents])
    return {ident: load(content) for ident, content in versions.values_list("document", "content") if content}

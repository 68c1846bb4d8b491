"""The documents that name a record, apart by the role in which they do."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from documents.models.listing import Listing, ListingName
from documents.reading.authorities import Found
from documents.reading.paging import Page, page_of
from documents.reading.rows import Row, rows_of
from documents.reading.vocabulary import type_labels

# Headings by kind of record, in the order of the page.
HEADINGS: dict[str, dict[str, str]] = {
    "person": {
        "signatory": "As signatory",
        "sender": "As sender",
        "recipient": "As recipient",
        "mentioned": "Mentioned",
    },
    "body": {
        "signatory": "Signed in its name",
        "sender": "As sender",
        "recipient": "As recipient",
        "mentioned": "Mentioned",
    },
    "place": {"written": "Written here", "mentioned": "Mentioned"},
    "repository": {"kept": "Kept here"},
}
PARAMETER = "role"
SHORT = 25


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one role: all of them counted, the first shown, and the address of the whole list."""

    role: str
    heading: str
    total: int
    rows: list[Row]
    address: str = ""


def documents_of(found: Found, request: HttpRequest) -> dict[str, Any]:
    """What a page shows of a record's documents: groups by role, or one role page by page."""
    headings = HEADINGS[found.record.kind]
    counts = _counts(found)
    asked = request.GET.get(PARAMETER, "")
    if asked in headings and counts.get(asked):
        page = page_of(_listings(found, asked), request, keep=(PARAMETER,))
        return {"role": _group_of_page(asked, headings[asked], page), "page": page}
    labels = type_labels()
    return {"groups": [_group(found, role, counts[role], labels) for role in headings if counts.get(role)]}


def _counts(found: Found) -> dict[str, int]:
    named = ListingName.objects.of(found.record.kind, found.idents).in_sources().order_by()
    return dict(named.values_list("role").annotate(Count("listing", distinct=True)))


def _listings(found: Found, role: str) -> Any:
    naming = Listing.objects.sources().naming(found.record.kind, *found.idents, role=role)
    return naming.in_order()


def _group(found: Found, role: str, total: int, labels: dict[str, str]) -> Group:
    rows = rows_of(_listings(found, role)[:SHORT], labels)
    address = f"{found.address}?{PARAMETER}={role}" if total > SHORT else ""
    return Group(role, HEADINGS[found.record.kind][role], total, rows, address)


def _group_of_page(role: str, heading: str, page: Page) -> Group:
    return Group(role, heading, page.total, rows_of(page.rows))

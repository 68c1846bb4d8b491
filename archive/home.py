"""The first page: what this archive is, what is new, and the ways into it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models.entry import Entry, EntryKind
from documents.models.listing import Listing, overlapping
from documents.reading.about import method
from documents.reading.authorities import index
from documents.reading.caching import by_clock
from documents.reading.rows import rows_of
from documents.reading.wording import wording

NEWEST = 5
DECADE, CENTURY = 10, 100
MOST_DECADES = 40

ROBOTS = """User-agent: *
Disallow: /admin/
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many documents there are, the first and the last year they may be of, how many have no date."""

    documents: int
    first: int | None
    last: int | None
    undated: int


@dataclass(frozen=True, slots=True)
class Period:
    """Ten years or a hundred, with the number of documents that may be of them."""

    first: int
    last: int
    documents: int

    @property
    def name(self) -> str:
        return f"{self.first}s" if self.last - self.first < DECADE else f"{self.first}–{self.last}"

    @property
    def address(self) -> str:
        return f"/documents/?from={self.first:04}&to={self.last:04}"


@require_safe
@by_clock
def home(request: HttpRequest) -> HttpResponse:
    """`/`"""
    account = method()
    summary = wording(account.document.summary, account.document.title_language) if account else None
    held = holdings()
    context = {
        "holdings": held,
        "periods": periods(held),
        "newest": rows_of(newest()),
        "collections": index("collection"),
        "summary": summary,
    }
    return render(request, "archive/home.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: everything that is published may be read by machines, too."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def holdings() -> Holdings:
    """What readers can see, counted."""
    bounds = [bound(column) for bound in (Min, Max) for column in ("earliest", "latest")]
    count, *days = Listing.objects.sources().aggregate(Count("pk"), *bounds).values()
    years = [day.year for day in days if day]
    undated = Listing.objects.sources().undated().count()
    return Holdings(count, min(years, default=None), max(years, default=None), undated)


def periods(held: Holdings) -> list[Period]:
    """The time of the documents by decades, a very long one by centuries, each with what its period finds."""
    if held.first is None or held.last is None:
        return []
    step = DECADE if held.last - held.first < MOST_DECADES * DECADE else CENTURY
    spans = [days_of(start, step) for start in range(held.first // step * step, held.last + 1, step)]
    counts = {f"from_{first.year}": Count("pk", filter=overlapping(first, last)) for first, last in spans}
    found = Listing.objects.sources().aggregate(**counts)
    counted = [Period(first.year, last.year, found[f"from_{first.year}"]) for first, last in spans]
    return [period for period in counted if period.documents]


def days_of(start: int, step: int) -> tuple[date, date]:
    """The first and the last day of the `step` years from `start`; there is no year 0."""
    return date(max(start, 1), 1, 1), date(start + step - 1, 12, 31)


def newest() -> list[Listing]:
    """The documents whose current version was published last."""
    publications = Entry.objects.filter(
        kind=EntryKind.PUBLISHED, document=OuterRef("document"), version=OuterRef("version__number")
    )
    listings = Listing.objects.sources().alias(entry=Subquery(publications.values("number")[:1]))
    return list(listings.order_by("-entry")[:NEWEST])

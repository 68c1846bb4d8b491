"""The first page: what this archive is, what is new, and the ways into it."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models.entry import Entry, EntryKind
from documents.models.listing import Listing
from documents.reading.about import method
from documents.reading.authorities import index
from documents.reading.caching import by_clock
from documents.reading.rows import rows_of
from documents.reading.wording import wording

NEWEST = 5
# So many entries are looked at for the newest documents: several may be of one document, or withdrawn since.
RECENT = 60

ROBOTS = """User-agent: *
Disallow: /admin/
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many documents there are, and the first and the last year they may be of."""

    documents: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years, with the number of documents that may be of them."""

    first: int
    documents: int

    @property
    def address(self) -> str:
        return f"/documents/?from={self.first:04}&to={self.first + 9:04}"


@require_safe
@by_clock
def home(request: HttpRequest) -> HttpResponse:
    """`/`"""
    account = method()
    summary = wording(account.document.summary, account.document.title_language) if account else None
    context = {
        "holdings": holdings(),
        "decades": decades(),
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
    found = Listing.objects.sources().aggregate(count=Count("pk"), first=Min("earliest"), last=Max("latest"))
    first, last = found["first"], found["last"]
    return Holdings(found["count"], first.year if first else None, last.year if last else None)


def decades() -> list[Decade]:
    """The decades in which documents begin, each with the number that its period finds."""
    dated = Listing.objects.sources().dated()
    years = dated.order_by().annotate(first=ExtractYear("earliest"), last=ExtractYear("latest"))
    spans = list(years.values_list("first", "last", Count("pk")))
    starts = sorted({first // 10 * 10 for first, _, _ in spans if first is not None})
    return [Decade(start, sum(count for *span, count in spans if _touches(start, *span))) for start in starts]


def _touches(decade: int, first: int | None, last: int | None) -> bool:
    """Whether a date from one year to another may lie in the decade; None is an open end."""
    return (first is None or first <= decade + 9) and (last is None or last >= decade)


def newest() -> list[Listing]:
    """The documents whose current version was published last."""
    published = Entry.objects.filter(kind=EntryKind.PUBLISHED).order_by("-number")
    recent = list(published.values_list("document", "version")[:RECENT])
    listings = (
        Listing.objects.sources().select_related("version").in_bulk([document for document, _ in recent])
    )
    found = [
        listings[document]
        for document, version in recent
        if document in listings and listings[document].version.number == version
    ]
    return found[:NEWEST]

"""What has changed in the archive, the newest first: as a page, and as an Atom feed.

A page is named by the number of an entry: `?before=151` shows the fifty entries before that one. Entries are
never renumbered, so such an address goes on showing the same ones, and whoever follows them misses none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.chain import clock
from documents.models.entry import Entry, EntryKind
from documents.reading.caching import by_clock
from documents.reading.feed import atom
from documents.reading.happenings import Happening, happenings

SIZE = 50
DIGITS = 15


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries that follow each other, the newest first, and the queries of the stretches beside them.

    `earlier` and `later` are None where there is nothing.
    """

    entries: tuple[Entry, ...]
    here: str
    earlier: str | None
    later: str | None
    last: str


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day, in UTC."""

    day: date
    happenings: tuple[Happening, ...]


@require_safe
@by_clock
def changes(request: HttpRequest) -> HttpResponse:
    """`/changes/`: what has changed in the archive, by day."""
    stretch = stretch_of(request.GET.get("before", ""))
    context = {"stretch": stretch, "days": days(happenings(stretch.entries))}
    return render(request, "reading/changes.html", context)


@require_safe
@by_clock
def feed(request: HttpRequest) -> HttpResponse:
    """`/changes.atom`: the same for programs, with the head of the chain."""
    stretch = stretch_of(request.GET.get("before", ""))
    content = atom(happenings(stretch.entries), Entry.objects.order_by("number").last(), stretch)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def stretch_of(before: str) -> Stretch:
    """The entries before the number that was asked for; the newest ones if it is no number of an entry."""
    end = clock() + 1
    asked = int(before) if before.isascii() and before.isdigit() and len(before) <= DIGITS else end
    until = asked if 1 < asked < end else end
    first = max(until - SIZE, 1)
    entries = Entry.objects.filter(number__gte=first, number__lt=until).order_by("-number")
    return Stretch(
        entries=tuple(entries),
        here=_query(until, end),
        earlier=_query(first, end) if first > 1 else None,
        later=_query(until + SIZE, end) if until < end else None,
        last=_query(SIZE + 1, end),
    )


def _query(until: int, end: int) -> str:
    return f"?before={until}" if until < end else ""


def days(found: Iterable[Happening]) -> list[Day]:
    """The happenings by day. A record that changed several times in a day is named once."""
    by_day = groupby(found, key=lambda each: each.moment.date())
    return [Day(day, tuple(_once(group))) for day, group in by_day]


def _once(found: Iterable[Happening]) -> Iterable[Happening]:
    named = set()
    for each in found:
        if each.kind != EntryKind.TOUCHED:
            yield each
        elif each.address not in named:
            named.add(each.address)
            yield each

"""What has changed in the archive, the newest first: as a page, and as an Atom feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models.entry import Entry, EntryKind
from documents.reading.caching import by_clock
from documents.reading.feed import atom
from documents.reading.happenings import Happening, happenings
from documents.reading.stretches import stretch_of


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

"""How anybody can check that nothing published was altered: the explanation, and the entries of the chain."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.chain import entry_data
from documents.models.entry import Entry, Head
from documents.reading.caching import by_clock
from documents.reading.happenings import note_of
from documents.reading.standing import standings_of
from documents.snapshot import canonical

AT_ONCE = 10_000
NEWEST = 20
DIGITS = 15


@require_safe
@by_clock
def integrity(request: HttpRequest) -> HttpResponse:
    """`/integrity/`: the head of the chain now, and how to check it."""
    newest = list(Entry.objects.order_by("-number")[:NEWEST])
    standings = standings_of({each.document_id for each in newest if each.document_id})
    context = {
        "head": newest[0] if newest else None,
        "open": Head.objects.values_list("published", flat=True).first() or 0,
        "newest": [(each, note_of(each, standings.get(each.document_id or ""))) for each in newest],
        "script": script(),
    }
    return render(request, "reading/integrity.html", context)


@require_safe
@by_clock
def entries(request: HttpRequest) -> HttpResponse:
    """`/integrity/entries.jsonl?from=N`: entries from number N on, each a line of canonical JSON."""
    first = request.GET.get("from", "1")
    if not (first.isascii() and first.isdigit() and len(first) <= DIGITS):
        return HttpResponseBadRequest(
            "“from” should be the number of an entry.\n", content_type="text/plain; charset=utf-8"
        )
    wanted = Entry.objects.filter(number__gte=int(first)).order_by("number")[:AT_ONCE]
    lines = (canonical({**entry_data(entry), "digest": entry.digest}) + "\n" for entry in wanted.iterator())
    return HttpResponse("".join(lines), content_type="application/jsonl; charset=utf-8")


@cache
def script() -> str:
    """The program that checks an archive from outside; "" where its documentation is not installed."""
    file = Path(settings.BASE_DIR, "docs", "check_archive.py")
    return file.read_text(encoding="utf-8") if file.is_file() else ""

"""Records that an import made and that may be there already: an editor says which are the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.decisions import Refused
from documents.desk import usage
from documents.exchange.importing import doubts
from documents.exchange.importing.running import may_import
from documents.merges import MODELS
from documents.models import Answer, DoubtfulMatch
from documents.reading.paging import page_of
from people.years import years
from places.usage import Naming

DECIDED = 20
SAID = {
    Answer.SAME: "The two are one record now. Its history says so, and it can be taken back below.",
    Answer.OTHER: "Noted: they are not the same, and are not offered again.",
    Answer.OPEN: "Taken back: they are two records again, and wait to be decided.",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records: its name, what tells it from others, and where its form is."""

    record: str
    name: str
    language: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be the same."""

    match: DoubtfulMatch
    fresh: Side | None
    known: Side | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A side as it is looked at before a decision: its other names, identifiers, and who names it."""

    role: str
    side: Side
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    naming: Naming | None


def doubtful(desk: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/import/doubtful/`: the pairs that nobody has decided, and what was decided lately.

    POST says of one that they are two records; that they are one, `pair` asks first.
    """
    _require(request)
    if request.method == "POST":
        return _decide_here(request)
    page = page_of(DoubtfulMatch.objects.filter(answer=Answer.OPEN), request)
    decided = DoubtfulMatch.objects.exclude(answer=Answer.OPEN).select_related("decided_by")
    context = {
        **desk.each_context(request),
        "title": "Possibly the same",
        "page": page,
        "pairs": pairs(page.rows),
        "decided": pairs(decided.order_by("-decided_at")[:DECIDED]),
    }
    return TemplateResponse(request, "desk/doubtful.html", context)


def pair(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/import/doubtful/<pk>/`: both records beside each other, and what it means if they are one.

    POST decides: `answer`, and as `keep` the record that remains.
    """
    _require(request)
    match = get_object_or_404(DoubtfulMatch, pk=pk)
    if request.method == "POST":
        return _decide(request, match)
    (found,) = pairs([match])
    if found.fresh is None or found.known is None or match.answer:
        messages.info(request, "It was decided already, or one of the two is not here any more.")
        return HttpResponseRedirect(reverse("admin:doubtful"))
    context = {
        **desk.each_context(request),
        "title": f"One or two: {found.fresh.name}",
        "match": match,
        "sides": [_seen(match.kind, "known", found.known), _seen(match.kind, "fresh", found.fresh)],
    }
    return TemplateResponse(request, "desk/pair.html", context)


def pairs(matches: Iterable[DoubtfulMatch]) -> list[Pair]:
    """The pairs with both sides, one query a kind."""
    matches = list(matches)
    sides: dict[tuple[str, str], Side] = {}
    for kind in {match.kind for match in matches}:
        idents = {ident for match in matches if match.kind == kind for ident in (match.fresh, match.known)}
        for record in MODELS[kind].objects.filter(pk__in=idents):
            sides[kind, record.pk] = _side(record)
    return [Pair(m, sides.get((m.kind, m.fresh)), sides.get((m.kind, m.known))) for m in matches]


def _side(record: Any) -> Side:
    lived = years(record.born, record.died) if record.kind == "person" else ""
    detail = "; ".join(part for part in (lived, record.note[:200]) if part)
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return Side(record.pk, record.name, record.language, detail, reverse(name, args=[record.pk]))


def _seen(kind: str, role: str, side: Side) -> Seen:
    record: Any = MODELS[kind].objects.get(pk=side.record)
    names = [each.name for each in record.names.all()] if "names" in record.parts else []
    parts = record.identifiers.all() if "identifiers" in record.parts else []
    identifiers = [f"{each.get_scheme_display()} {each.value}" for each in parts]
    return Seen(role, side, tuple(names), tuple(identifiers), usage.naming(record))


def _decide_here(request: HttpRequest) -> HttpResponse:
    number, answer = request.POST.get("pair", ""), request.POST.get("answer", "")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) <= 15 else 0
    match = get_object_or_404(DoubtfulMatch, pk=pk)
    if answer == Answer.SAME:
        return HttpResponseRedirect(reverse("admin:pair", args=[match.pk]))
    return _decide(request, match)


def _decide(request: HttpRequest, match: DoubtfulMatch) -> HttpResponse:
    answer, keep = request.POST.get("answer", "none"), request.POST.get("keep", "known")
    try:
        doubts.decide(match.pk, answer, request.user, keep=keep)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, SAID[Answer(answer)])
    return HttpResponseRedirect(reverse("admin:doubtful"))


def _require(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied

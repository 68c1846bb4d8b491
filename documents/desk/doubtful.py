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
from django.utils import timezone

from documents import history
from documents.exchange.importing.running import may_import
from documents.merges import MODELS, merges
from documents.models import Answer, DoubtfulMatch
from documents.reading.paging import page_of
from people.years import years
from places.revisions import lock


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records: its name, what tells it from others, and where its form is."""

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


def doubtful(desk: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/import/doubtful/`: the pairs that nobody has decided; POST decides one."""
    if not may_import(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    page = page_of(DoubtfulMatch.objects.filter(answer=Answer.OPEN), request)
    context = {
        **desk.each_context(request),
        "title": "Possibly the same",
        "page": page,
        "pairs": pairs(page.rows),
    }
    return TemplateResponse(request, "desk/doubtful.html", context)


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
    return Side(record.name, record.language, detail, reverse(name, args=[record.pk]))


def _decide(request: HttpRequest) -> HttpResponse:
    pair, answer = request.POST.get("pair", ""), request.POST.get("answer", "")
    number = int(pair) if pair.isascii() and pair.isdigit() and len(pair) <= 15 else 0
    match = get_object_or_404(DoubtfulMatch, pk=number)
    if match.answer or answer not in (Answer.SAME, Answer.OTHER):
        messages.error(request, "Nothing was done: it was decided already, or no answer was given.")
        return HttpResponseRedirect(reverse("admin:doubtful"))
    if answer == Answer.SAME:
        _merge(request.user, match)
    match.answer, match.decided_at = answer, timezone.now()
    match.decided_by_id = request.user.pk
    match.save(update_fields=["answer", "decided_by", "decided_at"])
    messages.success(request, "Noted." if answer == Answer.OTHER else "The two are one record now.")
    return HttpResponseRedirect(reverse("admin:doubtful"))


def _merge(user: Any, match: DoubtfulMatch) -> None:
    """The record that the import made ends in the one that was there; texts that name it are not touched."""
    model: Any = MODELS[match.kind]
    if not user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        raise PermissionDenied
    end = merges(match.kind).get(match.known, match.known)
    with history.revision(user, "The same, as an editor found after an import"):
        lock(model, match.fresh)
        fresh = model.objects.get(pk=match.fresh)
        if fresh.merged_into_id is None and end != match.fresh:
            fresh.merged_into_id = end
            fresh.save()

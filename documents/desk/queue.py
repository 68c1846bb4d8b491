"""The review queue: what waits, what was decided, what one has submitted oneself; and in words what is new.

What waits is the desk's last revision, always, so that the words of a page of the queue are read from the
tables of today in a few queries. The page of a submission, where it is decided, reads the revision itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from documents import comparison, history
from documents.desk import policy
from documents.models import Document, Listing, Outcome, Submission, Version
from documents.reading.paging import page_of
from documents.rights import EVERYBODYS, entered
from documents.snapshot import load

SHOWN = {"waiting": "Waiting", "decided": "Decided", "own": "Submitted by you"}


@dataclass(frozen=True, slots=True)
class Row:
    """One submission in the queue; `version` is the one that readers see now, `changes` what would be new."""

    submission: Submission
    title: str
    exists: bool
    version: int | None
    changes: tuple[str, ...]


def visible_to(user: Any) -> QuerySet:
    """The submissions that this user may look into: of the documents of which she may see the history."""
    if user.has_perm(EVERYBODYS):
        return Submission.objects.all()
    return Submission.objects.filter(document__in=entered(user))


def waiting_for(user: Any) -> int:
    """How many submissions wait that this user may look into."""
    return visible_to(user).filter(outcome=Outcome.WAITING).count()


def chosen(user: Any, shown: str) -> QuerySet:
    """One of the lists of the queue. What waits longest comes first; what was decided, with the last."""
    seen = visible_to(user)
    lists = {
        "waiting": seen.filter(outcome=Outcome.WAITING).order_by("moment", "pk"),
        "decided": seen.exclude(outcome=Outcome.WAITING).order_by("-decided_at", "-pk"),
        "own": seen.filter(user=user.pk).order_by("-moment", "-pk"),
    }
    found: QuerySet = lists[shown].select_related("user", "decided_by")
    return found.annotate(said=Count("comments"))


def queue(site: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/review/`: 25 submissions to a page."""
    if not policy.may_review(request.user):
        raise PermissionDenied
    default = "waiting" if request.user.has_perm(EVERYBODYS) else "own"
    asked = request.GET.get("show", "")
    shown = asked if asked in SHOWN else default
    page = page_of(chosen(request.user, shown), request, keep=["show"])
    context = {
        **site.each_context(request),
        "title": "Review",
        "shown": shown,
        "lists": SHOWN.items(),
        "waiting": waiting_for(request.user),
        "page": page,
        "rows": rows_of(page.rows),
    }
    return TemplateResponse(request, "desk/queue.html", context)


def rows_of(found: Iterable[Submission]) -> list[Row]:
    """What the queue says of these submissions, in a number of queries that does not grow with theirs."""
    found = list(found)
    called = _titles({each.document_id for each in found})
    waiting = {each.document_id for each in found if not each.outcome}
    desk = history.snapshots(waiting) if waiting else {}
    seen = _seen_by_readers({each.document_id for each in found})
    budget = comparison.Budget()
    return [
        Row(
            submission=each,
            title=called.get(each.document_id, each.document_id),
            exists=each.document_id in called,
            version=seen[each.document_id].number if each.document_id in seen else None,
            changes=_changes(each, desk, seen, budget),
        )
        for each in found
    ]


def _titles(documents: set[str]) -> dict[str, str]:
    named = Document.objects.filter(pk__in=documents).only("title", "heading")
    return {document.pk: str(document) for document in named}


def _seen_by_readers(documents: set[str]) -> dict[str, Version]:
    listed = Listing.objects.filter(Q(document__in=documents)).select_related("version")
    return {listing.document_id: listing.version for listing in listed}


def _changes(
    submission: Submission, desk: dict[str, Any], seen: dict[str, Version], budget: comparison.Budget
) -> tuple[str, ...]:
    """In words what readers would see anew; of a document that they do not see yet, nothing is compared."""
    ident = submission.document_id
    if submission.outcome or ident not in desk or ident not in seen:
        return ()
    before, after = load(seen[ident].content), desk[ident].public()
    return comparison.in_words(comparison.compare(before, after, budget.left()))

"""The history of a document: every save, by whom, why, and in words what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from documents import comparison, history, rights
from documents.desk import policy
from documents.models import Document, Version
from documents.publishing import State, state_of
from documents.reading.paging import Page, page_of
from documents.snapshot import Snapshot
from places.revisions import Revision

FILTERS = ("user", "from", "to")


@dataclass(frozen=True, slots=True)
class Row:
    """One save: what it changed in words, which versions were published from it."""

    revision: Revision
    changes: tuple[str, ...]
    versions: tuple[int, ...]
    is_last: bool
    can_be_restored: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A document by its id, be it on the desk or deleted: what it is called, whether it is there."""

    public_id: str
    title: str
    exists: bool
    last: int


def known(user: Any, public_id: str) -> Known:
    """The document, deleted or not. Raises Http404, or PermissionDenied for who may not see its history."""
    last = history.latest(Document.kind, public_id)
    if last is None:
        raise Http404("There is no document with this id.")
    if not rights.may_see_history(user, public_id):
        raise PermissionDenied
    standing = Document.objects.filter(pk=public_id).first()
    named = standing or Document.history.filter(public_id=public_id).order_by("-history_id").first()
    title = (named.title or named.heading) if named else ""
    return Known(public_id, title or "Without a title", standing is not None, last.number)


def shown(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """`/admin/documents/document/<id>/history/`: 25 revisions to a page, the last one first."""
    document = known(request.user, object_id)
    page = page_of(_chosen(request, object_id), request, keep=FILTERS)
    state = state_of(object_id)
    context = {
        **desk.admin_site.each_context(request),
        "title": f"History: {document.title}",
        "document": document,
        "page": page,
        "rows": _rows(document, page, state),
        "users": User.objects.filter(pk__in=history.revisions(object_id).values("user")).order_by("username"),
        "asked": {name: request.GET.get(name, "") for name in FILTERS},
        "readers_see": state.current,
        "may_restore": policy.may_restore(request.user, object_id),
        "opts": desk.opts,
    }
    return TemplateResponse(request, "desk/history.html", context)


def _chosen(request: HttpRequest, public_id: str) -> QuerySet:
    """The revisions that the address asks for, the last one first; what cannot be meant narrows nothing."""
    found = history.revisions(public_id).select_related("user").order_by("-number")
    if user := request.GET.get("user", ""):
        found = found.filter(user__username=user)
    if since := _day(request.GET.get("from", "")):
        found = found.filter(moment__gte=_midnight(since))
    if until := _day(request.GET.get("to", "")):
        found = found.filter(moment__lte=_midnight(until, time.max))
    return found


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _midnight(day: date, moment: time = time.min) -> datetime:
    return datetime.combine(day, moment, tzinfo=timezone.get_current_timezone())


def _rows(document: Known, page: Page, state: State) -> list[Row]:
    numbers = [revision.number for revision in page.rows]
    found = history.states(document.public_id, {each for n in numbers for each in (n, n - 1) if each})
    published, budget = _versions(document.public_id, state), comparison.Budget()
    return [
        Row(
            revision=revision,
            changes=told(found.get(revision.number - 1), found[revision.number], budget),
            versions=published.get(revision.number, ()),
            is_last=revision.number == document.last,
            can_be_restored=found[revision.number] is not None
            and not (revision.number == document.last and document.exists),
        )
        for revision in page.rows
    ]


def told(before: Snapshot | None, after: Snapshot | None, budget: comparison.Budget) -> tuple[str, ...]:
    """What a save changed, in words; of one that readers' law took away, that nothing can be told."""
    if before is None and after is None:
        return ()
    return comparison.in_words(comparison.compare(before, after, budget.left()))


def _versions(public_id: str, state: State) -> dict[int, tuple[int, ...]]:
    """Revision → the versions published from it."""
    found: dict[int, tuple[int, ...]] = {}
    published = Version.objects.filter(document=public_id).order_by("number")
    for number, revision in published.values_list("number", "revision"):
        found[revision] = (*found.get(revision, ()), number)
    return found


# --- Deleted documents ---


@dataclass(frozen=True, slots=True)
class Deleted:
    """A document that was deleted: what it was called, when and by whom it was deleted."""

    public_id: str
    title: str
    revision: Revision | None


def deleted(desk: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/documents/document/deleted/`: from here every one of them can be looked at and restored."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    page = page_of(_deleted_by_last(request.user), request)
    context = {
        **desk.admin_site.each_context(request),
        "title": "Deleted documents",
        "page": page,
        "rows": _deleted_rows(page.rows),
        "opts": desk.opts,
    }
    return TemplateResponse(request, "desk/deleted.html", context)


def _deleted_by_last(user: Any) -> QuerySet:
    """The last states of documents that are not on the desk, as far as this user may see their history."""
    gone = Document.history.filter(history_type="-").exclude(public_id__in=Document.objects.values("pk"))
    if not user.has_perm(rights.EVERYBODYS):
        gone = gone.filter(public_id__in=rights.entered(user))
    last = gone.order_by().values("public_id").annotate(last=Max("history_id")).values("last")
    return (
        Document.history.filter(history_id__in=last).select_related("revision__user").order_by("-history_id")
    )


def _deleted_rows(found: Iterable[Any]) -> list[Deleted]:
    return [
        Deleted(each.public_id, each.title or each.heading or "Without a title", each.revision)
        for each in found
    ]

"""Since you last looked: which documents others have changed since a user saw them, and what they changed.

Seen is what a user has said to have seen (a look), and whatever is older than the user's account, so that
nobody begins with a list of the whole archive. Own saves are never news. What is new of a document begins at
the first save of somebody else after all that, so the comparison starts from the revision before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from documents import comparison, history
from documents.models import Document, Look
from documents.rights import EVERYBODYS, entered
from places.revisions import Revision


@dataclass(frozen=True, slots=True)
class News:
    """What is new of one document: revisions `first` to `last`, of which `count` are by `users`."""

    document: Document
    first: int
    last: int
    count: int
    moment: datetime
    users: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def seen(self) -> int:
        """The revision before the first new one; 0 if the whole document is new."""
        return self.first - 1


def may_look(user: Any) -> bool:
    """Whether there is anything that this user could be told."""
    return user.has_perm("documents.view_document")


def unseen(user: Any) -> QuerySet:
    """The revisions that are news to a user: of others, of documents still there, not seen yet."""
    looked = Look.objects.filter(user=user.pk, document=OuterRef("record")).values("revision")
    found = (
        Revision.objects.filter(kind=Document.kind, moment__gt=user.date_joined)
        .exclude(user=user.pk)
        .alias(seen=Subquery(looked))
        .filter(Q(seen=None) | Q(seen__lt=F("number")))
        .filter(Exists(Document.objects.filter(pk=OuterRef("record"))))
        .order_by()
    )
    return found if user.has_perm(EVERYBODYS) else found.filter(record__in=entered(user))


def how_many(user: Any) -> int:
    """How many documents are news to a user."""
    return unseen(user).aggregate(found=Count("record", distinct=True))["found"] if may_look(user) else 0


def by_document(user: Any) -> QuerySet:
    """A row for each document that is news: record, first, last, count, moment; the newest first."""
    return (
        unseen(user)
        .values("record")
        .annotate(first=Min("number"), last=Max("number"), count=Count("pk"), latest=Max("moment"))
        .order_by("-latest", "record")
    )


def news_of(user: Any, rows: Iterable[dict[str, Any]]) -> list[News]:
    """The rows of one page with titles, names, and what changed in words."""
    found = {row["record"]: row for row in rows}
    documents = Document.objects.in_bulk(found)
    users = _users(user, found)
    changes = _in_words({record: row["first"] - 1 for record, row in found.items()})
    return [
        News(
            document=documents[record],
            first=row["first"],
            last=row["last"],
            count=row["count"],
            moment=row["latest"],
            users=tuple(users.get(record, ())),
            changes=changes[record],
        )
        for record, row in found.items()
        if record in documents
    ]


def _users(user: Any, documents: Iterable[str]) -> dict[str, list[str]]:
    """Who made what is new in each document, the first one first."""
    found: dict[str, list[str]] = {}
    news = unseen(user).filter(record__in=list(documents)).values("record", "user__username")
    for row in news.annotate(first=Min("number")).order_by("first"):
        found.setdefault(row["record"], []).append(row["user__username"] or "the software")
    return found


def _in_words(seen: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """What differs in each document between the revision seen and the desk of today."""
    before, now = history.snapshots_at(seen), history.snapshots(seen)
    pairs = {document: (before.get(document), now.get(document)) for document in seen}
    budget = comparison.Budget()
    return {
        document: comparison.in_words(comparison.compare(*pair, seconds=budget.left()))
        for document, pair in pairs.items()
    }


def see(user: Any, seen: dict[str, int]) -> int:
    """Notes that a user has seen documents up to a revision: never back, never ahead. Gives how many."""
    news = unseen(user).filter(record__in=list(seen)).values("record").annotate(last=Max("number"))
    return _look(user, {row["record"]: min(row["last"], seen[row["record"]]) for row in news})


def see_all(user: Any, until: int) -> int:
    """Notes that a user has seen all that was saved up to the revision with the row id `until`."""
    news = unseen(user).filter(pk__lte=until).values("record").annotate(last=Max("number"))
    return _look(user, {row["record"]: row["last"] for row in news})


@transaction.atomic
def _look(user: Any, seen: dict[str, int]) -> int:
    before = dict(Look.objects.filter(user=user, document__in=list(seen)).values_list("document", "revision"))
    looks = [
        Look(user=user, document_id=document, revision=revision, moment=timezone.now())
        for document, revision in seen.items()
        if revision > before.get(document, 0)
    ]
    key, new = ["user", "document"], ["revision", "moment"]
    Look.objects.bulk_create(
        looks, batch_size=500, update_conflicts=True, unique_fields=key, update_fields=new
    )
    return len(looks)

"""What documents do when a record is saved: the one place where they listen.

A document in review that is changed, restored or deleted is in review no more: nobody has asked for a review
of what it says now.

Readers see what a record is called today in lists and on the pages of people, bodies, places, collections
and repositories. If they can see the record, a change of it is entered in the chain, so that the archive's
public clock, the chain's number, moves. Nothing is entered about records that readers cannot see: the chain
is public.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver

from documents import chain, submissions
from documents.chain import Link
from documents.merges import MODELS
from documents.models.archival import RepositoryLevel
from documents.models.document import Document
from documents.models.entry import EntryKind, Head
from documents.models.listing import ListingName
from documents.search import index
from people.models import Office
from places.revisions import Block, Revision, made

Named = tuple[str, str]
"""Kind and id of a record."""

ALWAYS_SEEN = ("type", "classification", "exemplar")

# Terms that stand on the pages of records: kind of term → table, its column, kind and column of the record.
TERMS: dict[str, tuple[Any, str, str, str]] = {
    "capacity": (Office, "capacity", "person", "person"),
    "level": (RepositoryLevel, "level", "repository", "repository"),
}


@receiver(made, sender=Block)
def end_reviews(sender: type, revisions: list[Revision], **kwargs: Any) -> None:
    """Ends the reviews of the documents that were saved, in the transaction of the save."""
    saved = [revision for revision in revisions if revision.kind == Document.kind]
    # Nobody can have handed in what has its first revision now.
    submissions.overtake([revision for revision in saved if revision.number > 1])


@receiver(chain.appended, sender=Head)
def follow(sender: type, entries: int, **kwargs: Any) -> None:
    """Brings this machine's index up to date after the commit; if that fails, the next search does it."""
    transaction.on_commit(partial(index.follow, entries), robust=True)


@receiver(made, sender=Block)
def touch(sender: type, revisions: list[Revision], **kwargs: Any) -> None:
    """Enters each changed record that readers can see: the last act of the save's transaction."""
    changed = [revision for revision in revisions if revision.kind != Document.kind]
    seen = sorted((each.kind, each.record) for each in changed if _is_seen(each))
    if seen:
        chain.append(Link(EntryKind.TOUCHED, note=f"{kind} {ident}") for kind, ident in seen)


def _is_seen(revision: Revision) -> bool:
    """Whether a listed document names the record; or named it until now, by way of a merge now taken back.

    Terms that readers choose among are always seen.
    """
    kind, record = revision.kind, revision.record
    if kind in ALWAYS_SEEN:
        return True
    if revision.number == 1:  # nobody can have named it yet
        return False
    if kind in TERMS:
        table, column, owner, owner_column = TERMS[kind]
        owners = table.objects.filter(**{column: record}).order_by()
        kind, records = owner, set(owners.values_list(owner_column, flat=True))
    else:
        records = {record, *_merged_before(revision)}
    return ListingName.objects.of(kind, _with_merged(kind, records)).exists()


def _merged_before(revision: Revision) -> set[str]:
    """The record into which this one was merged until this revision, if it was merged."""
    if revision.kind not in MODELS:
        return set()
    past = MODELS[revision.kind].history.filter(
        public_id=revision.record, revision__number__lt=revision.number
    )
    before = past.order_by("-history_id").values_list("merged_into", flat=True).first()
    return {before} if before else set()


def _with_merged(kind: str, records: set[str]) -> set[str]:
    """The records and all that were merged into them, or into which they were merged, step by step."""
    if kind not in MODELS:
        return records
    beside = MODELS[kind].objects.filter(Q(pk__in=records) | Q(merged_into__in=records)).order_by()
    pairs = beside.values_list("pk", "merged_into")
    more = records | {ident for pair in pairs for ident in pair if ident}
    return records if more == records else _with_merged(kind, more)

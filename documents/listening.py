"""What documents do when a record of a lower application changes: the one place where they listen.

Readers see what a record is called today in lists and on the pages of people, bodies, places, collections
and repositories. If they can see the record, a change of it is entered in the chain, so that the archive's
public clock, the chain's number, moves.
"""

from typing import Any

from django.dispatch import receiver

from documents import chain
from documents.chain import Link
from documents.models.archival import Repository, RepositoryLevel
from documents.models.collection import SourceCollection
from documents.models.document import Document
from documents.models.entry import EntryKind
from documents.models.listing import ListingName
from people.models import Body, Office, Person, Predecession
from places.models import Place
from places.revisions import Block, Revision, made

Named = tuple[str, str]
"""Kind and id of a record."""

# Rows that show two records on each other's pages: table, (kind, column), (kind, column).
LINKS: tuple[tuple[Any, Named, Named], ...] = (
    (Body, ("body", "pk"), ("body", "parent")),
    (Predecession, ("body", "body"), ("body", "predecessor")),
    (Office, ("person", "person"), ("body", "body")),
    (Office, ("person", "person"), ("capacity", "capacity")),
    (Place, ("place", "pk"), ("place", "part_of")),
    (Repository, ("repository", "pk"), ("place", "place")),
    (RepositoryLevel, ("repository", "repository"), ("level", "level")),
)
MERGED = tuple(
    (model, (model.kind, "pk"), (model.kind, "merged_into"))
    for model in (Person, Body, Place, Repository, SourceCollection)
)


@receiver(made, sender=Block)
def touch(sender: type, revisions: list[Revision], **kwargs: Any) -> None:
    """Enters each changed record that readers can see: the last act of the save's transaction."""
    changed = sorted((r.kind, r.record) for r in revisions if r.kind != Document.kind)
    seen = [record for record in changed if _is_seen(record)]
    if seen:
        chain.append(Link(EntryKind.TOUCHED, note=f"{kind} {ident}") for kind, ident in seen)


def _is_seen(record: Named) -> bool:
    """Whether a listed document names the record, or another one on whose page it stands.

    The types of documents are all seen: readers choose among them.
    """
    return record[0] == "type" or _are_listed(_with_neighbours(_with_merged({record})))


def _are_listed(records: set[Named]) -> bool:
    names = ListingName.objects.filter(ident__in={ident for _, ident in records})
    return not records.isdisjoint(names.values_list("kind", "ident").distinct())


def _with_merged(records: set[Named]) -> set[Named]:
    """The records and all that were merged into them, step by step."""
    more = records | _across(MERGED, records)
    return records if more == records else _with_merged(more)


def _with_neighbours(records: set[Named]) -> set[Named]:
    return _with_merged(records | _across(LINKS, records))


def _across(links: tuple[tuple[Any, Named, Named], ...], records: set[Named]) -> set[Named]:
    """The records at the other ends of the links."""
    found: set[Named] = set()
    for table, one, other in links:
        for (kind, column), (far_kind, far_column) in ((one, other), (other, one)):
            if idents := [ident for k, ident in records if k == kind]:
                ends = table.objects.filter(**{f"{column}__in": idents}).order_by()
                found |= {(far_kind, end) for end in ends.values_list(far_column, flat=True) if end}
    return found

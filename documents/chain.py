"""The chain: an archive-wide list of entries, each holding the digest of the one before.

Whoever kept the digest of one entry can prove later that nothing up to it was altered. The format is fixed
by docs/integrity.md: an entry's digest is the SHA-256 of its canonical JSON (RFC 8785) without the digest
itself.
The number of the last entry is the archive's public clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

from documents.models.entry import Entry, EntryKind, Head
from documents.snapshot import canonical, digest
from places.inserting import insert

# Sent at the end of `append`, inside its transaction, with how many entries there are; documents/listening.py
# alone listens.
appended = Signal()


@dataclass(frozen=True, slots=True)
class Link:
    """What is to be entered: kind, document, version number and digest, note."""

    kind: str
    document: str | None = None
    version: int | None = None
    version_digest: str = ""
    note: str = ""


def moment_text(moment: datetime) -> str:
    """The moment as it is digested: UTC, microseconds, such as 2026-11-22T09:30:00.000000Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def entry_data(entry: Entry) -> dict[str, Any]:
    """An entry as plain data, without its digest: as /integrity/entries.jsonl shows it."""
    return {
        "number": entry.number,
        "moment": moment_text(entry.moment),
        "kind": entry.kind,
        "document": entry.document_id,
        "version": entry.version,
        "version_digest": entry.version_digest,
        "before": entry.before,
        "note": entry.note,
        "previous": entry.previous,
    }


def entry_digest(entry: Entry) -> str:
    """SHA-256 of the entry's canonical JSON."""
    return digest(canonical(entry_data(entry)))


def append(links: Iterable[Link], published: int = 0) -> list[Entry]:
    """Enters the links at the end of the chain; `published` is by how many documents readers see more.

    Must be the last act of a transaction: the head stays locked until the commit, so numbers have no gaps and
    whoever sees entry n sees all entries below n.
    """
    links = list(links)
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    moment, entries = timezone.now(), []
    before = _last_of({link.document for link in links})
    for link in links:
        entry = Entry(number=head.number + 1, moment=moment, previous=head.digest, **_columns(link))
        entry.before = before.get(link.document)
        entry.digest = entry_digest(entry)
        head.number, head.digest = entry.number, entry.digest
        if link.document:
            before[link.document] = entry.number
        entries.append(entry)
    insert(Entry, entries)
    head.published += published
    head.save()
    appended.send(Head, entries=len(entries))
    return entries


def _columns(link: Link) -> dict[str, Any]:
    return {
        "kind": link.kind,
        "document_id": link.document,
        "version": link.version,
        "version_digest": link.version_digest,
        "note": link.note,
    }


def _last_of(documents: Iterable[str | None]) -> dict[str | None, int]:
    """The number of the last entry of each document that has one."""
    of_these = Entry.objects.filter(document__in=[d for d in documents if d]).order_by()
    return dict(of_these.values_list("document").annotate(Max("number")))


def readable_versions(entries: Iterable[Entry]) -> set[int]:
    """Of one document's entries in order, the versions that readers can open now."""
    readable: set[int] = set()
    for entry in entries:
        if entry.kind in (EntryKind.WITHDRAWN, EntryKind.PURGED):
            readable.clear()
        elif entry.kind in (EntryKind.PUBLISHED, EntryKind.REINSTATED) and entry.version:
            readable.add(entry.version)
    return readable


def current_version(document: str) -> int | None:
    """The version that stands at a document's address, or None if readers cannot see it."""
    return max(readable_versions(Entry.objects.filter(document=document).order_by("number")), default=None)


def clock() -> int:
    """The number of the last entry: it changes whenever anything that readers see changes."""
    return Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def last_digest() -> str:
    """The digest of the last entry: another database has another one, where the number may be the same."""
    return Head.objects.filter(pk=1).values_list("digest", flat=True).first() or ""

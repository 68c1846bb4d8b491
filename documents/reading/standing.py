"""What readers may open of one document: its versions, as the entries of the chain say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from documents.chain import readable_versions
from documents.models.entry import Entry, EntryKind

OPENING = (EntryKind.PUBLISHED, EntryKind.REINSTATED)
CLOSING = (EntryKind.WITHDRAWN, EntryKind.PURGED)
FEW = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a version could not be read: the withdrawal, and the entry that opened it again."""

    closed_by: Entry
    opened_by: Entry


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version as its entries tell it; `closed_by` is the entry that took it from readers, if one did."""

    document: str
    number: int
    moment: datetime
    note: str
    digest: str
    closed_by: Entry | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def is_readable(self) -> bool:
        return self.closed_by is None

    @property
    def is_purged(self) -> bool:
        return self.closed_by is not None and self.closed_by.kind == EntryKind.PURGED


@dataclass(frozen=True, slots=True)
class Standing:
    """A document that was published at least once, as readers may know it."""

    document: str
    versions: tuple[PublishedVersion, ...]

    @property
    def readable(self) -> tuple[PublishedVersion, ...]:
        """The versions that can be read, the oldest first."""
        return tuple(each for each in self.versions if each.is_readable)

    @property
    def newest(self) -> tuple[PublishedVersion, ...]:
        """The last few versions, the newest first, for a page that need not show all."""
        return self.versions[: -FEW - 1 : -1]

    @property
    def has_more(self) -> bool:
        """Whether there are versions beside the newest."""
        return len(self.versions) > FEW

    @property
    def current(self) -> PublishedVersion | None:
        """The version at the document's address: the highest that can be read."""
        return next(reversed(self.readable), None)

    def version(self, number: int) -> PublishedVersion | None:
        """The version with this number, readable or not; None where there never was one."""
        return next((each for each in self.versions if each.number == number), None)

    def before(self, number: int) -> PublishedVersion | None:
        """The version last published before this one, of those that can be read."""
        return next((each for each in reversed(self.readable) if each.number < number), None)


def standing_of(document: str) -> Standing | None:
    """The standing of a document; None for a draft as for an unknown id, so that they look the same."""
    return standings_of([document]).get(document)


def standings_of(documents: Iterable[str]) -> dict[str, Standing]:
    """The standing of each of these documents that was ever published, by id. One query."""
    entries = Entry.objects.filter(document__in=list(documents)).order_by("document", "number")
    by_document = groupby(entries, key=lambda entry: entry.document_id)
    found = {document: _standing(document, list(group)) for document, group in by_document if document}
    return {document: standing for document, standing in found.items() if standing.versions}


def _standing(document: str, entries: list[Entry]) -> Standing:
    readable = readable_versions(entries)
    versions = (
        PublishedVersion(
            document=document,
            number=entry.version,
            moment=entry.moment,
            note=entry.note,
            digest=entry.version_digest,
            closed_by=None if entry.version in readable else _closing(entry.version, entries),
            gaps=_gaps(entry.version, entries),
        )
        for entry in entries
        if entry.kind == EntryKind.PUBLISHED and entry.version
    )
    return Standing(document, tuple(versions))


def _gaps(version: int, entries: list[Entry]) -> tuple[Gap, ...]:
    """From each withdrawal that closed a version to its next reinstatement. One by one, in their order."""
    found, closed_by, is_open = [], None, False
    for entry in entries:
        if entry.version == version and entry.kind in OPENING:
            if closed_by:
                found.append(Gap(closed_by, entry))
            closed_by, is_open = None, True
        elif is_open and entry.kind == EntryKind.WITHDRAWN:
            closed_by, is_open = entry, False
    return tuple(found)


def _closing(version: int, entries: list[Entry]) -> Entry:
    """What took a version from readers: the purge, or the first withdrawal since it was last open."""
    opened = max(e.number for e in entries if e.version == version and e.kind in OPENING)
    closing = [e for e in entries if e.number > opened and e.kind in CLOSING]
    purges = [e for e in closing if e.kind == EntryKind.PURGED]
    return (purges or closing)[0]

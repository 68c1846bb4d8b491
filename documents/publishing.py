"""Publishing, withdrawing, reinstating, purging: what readers can see changes here and nowhere else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from documents import chain, facsimiles, history, listings, review
from documents.chain import Link
from documents.models import Document, Entry, Facsimile, Version
from documents.models.entry import EntryKind
from documents.snapshot import Document as Content
from documents.snapshot import Snapshot, digest
from places.revisions import Revision, revision
from places.words import normalised, refuse_control_characters


class Refused(Exception):
    """It cannot be done; the message is for the person who asked."""


@dataclass(frozen=True, slots=True)
class State:
    """What readers can see of a document: the versions open to them, and whether it was purged."""

    readable: frozenset[int]
    purged: bool
    last: Entry | None

    @property
    def current(self) -> int | None:
        """The version at the document's address."""
        return max(self.readable, default=None)


def state_of(document: str) -> State:
    """The facts of the chain about one document."""
    entries = list(Entry.objects.filter(document=document).order_by("number"))
    purged = any(entry.kind == EntryKind.PURGED for entry in entries)
    return State(frozenset(chain.readable_versions(entries)), purged, entries[-1] if entries else None)


def publish(document: str, *, user: Any, number: int | None = None, note: str = "") -> Version:
    """Freezes revision `number` (the last one by default) as the next version of the document.

    Raises PermissionDenied; Refused when there is nothing new, the checks find an error, or the document was
    purged.
    """
    _require(user, "documents.publish_document")
    with transaction.atomic():
        _lock(document)
        state = state_of(document)
        pinned = _pinned(document, number)
        snapshot = history.snapshot(document, at=pinned.number)
        _refuse_unpublishable(snapshot, state)
        version = _freeze(document, pinned, snapshot.public(), state)  # type: ignore[union-attr]
        listings.list_version(version)
        link = Link(EntryKind.PUBLISHED, document, version.number, version.digest, _note(note))
        chain.append([link], published=0 if state.current else 1)
    return version


def withdraw(document: str, *, user: Any, reason: str) -> None:
    """Takes a document with all its versions away from readers; its addresses say so and why."""
    _require(user, "documents.publish_document")
    note = _reason(reason, "withdrawn")
    with transaction.atomic():
        _lock(document)
        if not (current := state_of(document).current):
            raise Refused("This document cannot be withdrawn, because readers do not see it.")
        listings.unlist(document)
        version = Version.objects.get(document=document, number=current)
        link = Link(EntryKind.WITHDRAWN, document, version.number, version.digest, note)
        chain.append([link], published=-1)


def reinstate(document: str, number: int, *, user: Any, reason: str) -> None:
    """Opens a withdrawn version to readers again; the highest open one stands at the document's address."""
    _require(user, "documents.publish_document")
    note = _reason(reason, "reinstated")
    with transaction.atomic():
        _lock(document)
        state = state_of(document)
        version = Version.objects.filter(document=document, number=number).first()
        if version is None or not version.content:
            raise Refused(f"There is no version {number} of this document that could be reinstated.")
        if number in state.readable:
            raise Refused(f"Version {number} is open to readers already.")
        if number > (state.current or 0):
            listings.list_version(version)
        link = Link(EntryKind.REINSTATED, document, number, version.digest, note)
        chain.append([link], published=0 if state.current else 1)


def purge(document: str, *, user: Any, reason: str) -> None:
    """Removes content, history and images for ever, because the law demands it; entries and digests stay.

    A document that readers have never seen leaves no entry: they do not learn that it was there.
    """
    _require(user, "documents.purge_document")
    note = _reason(reason, "purged")
    with revision(user, "Purged"):
        list(Document.objects.select_for_update().filter(pk=document).values_list("pk"))
        if _is_empty(document):
            raise Refused("There is nothing to purge: no such document, or it was purged already.")
        state = state_of(document)
        listings.unlist(document)
        images = _images(document)
        _erase(document)
        transaction.on_commit(partial(_remove_unnamed, images))
        if state.last:
            last = Version.objects.filter(document=document).order_by("-number").first()
            number, of_version = (last.number, last.digest) if last else (None, "")
            link = Link(EntryKind.PURGED, document, number, of_version, note)
            chain.append([link], published=-1 if state.current else 0)


PURGED = "Purged document"


def _is_empty(document: str) -> bool:
    """Whether no word of the document is left anywhere."""
    desk = history.snapshot(document)
    return (
        (desk is None or desk.document == Content(public_id=document, title=PURGED))
        and Document.history.filter(public_id=document).count() <= 1
        and not Version.objects.filter(document=document).exclude(content="").exists()
    )


def _erase(document: str) -> None:
    """Empties every row that holds words of the document: desk, history, reasons, log, versions."""
    parts: list[Any] = list(Document.part_models())
    for part in parts:
        part.objects.filter(document=document)._raw_delete(part.objects.db)
        part.history.filter(document=document).delete()
    Document.history.filter(public_id=document).delete()
    Revision.objects.filter(kind=Document.kind, record=document).update(reason="", digest="")
    of_documents = ContentType.objects.get_for_model(Document)
    log = LogEntry.objects.filter(content_type=of_documents, object_id=document)
    log.update(object_repr=PURGED, change_message="")
    Version.objects.filter(document=document).update(content="")
    if Document.objects.filter(pk=document).exists():
        Document(public_id=document, title=PURGED).save_base(force_update=True)


def _images(document: str) -> set[str]:
    """The page images that the document names: on the desk, in its history, in its versions."""
    rows = Facsimile.objects.filter(document=document).values_list("image", flat=True)
    past = Facsimile.history.filter(document=document).values_list("image", flat=True)
    found = {*rows, *past}
    # Found in the text as it is, for even content that was altered and cannot be read is to be purged.
    for version in Version.objects.filter(document=document).iterator(chunk_size=20):
        found.update(re.findall(r'"image":"([0-9a-f]{64})"', version.content))
    return found


def _remove_unnamed(images: Iterable[str]) -> None:
    """Takes from the disk what no desk, no history and no version names any more."""
    for image in images:
        rows = (
            Facsimile.objects.filter(image=image),
            Facsimile.history.filter(image=image),
            Version.objects.filter(content__contains=image),
        )
        if not any(named.exists() for named in rows):
            facsimiles.remove(image)


def _lock(document: str) -> None:
    """Waits for whoever else changes this document. Documents are locked before the head of the chain."""
    if not list(Document.objects.select_for_update().filter(pk=document).values_list("pk")):
        raise Refused("There is no such document on the desk.")


def _require(user: Any, permission: str) -> None:
    if not (user and user.is_active and user.has_perm(permission)):
        raise PermissionDenied("Your role does not include this. Please ask a publisher.")


def _reason(reason: str, done: str) -> str:
    if not reason.strip():
        raise Refused(f"Please say why the document is {done}: readers will see the reason.")
    return _note(reason)


def _note(note: str) -> str:
    try:
        refuse_control_characters(normalised(note))
    except ValidationError as error:
        raise Refused(f"Readers will see the note. {' '.join(error.messages)}") from error
    return normalised(note).strip()


def _pinned(document: str, number: int | None) -> Revision:
    found = history.revisions(document)
    pinned = found.first() if number is None else found.filter(number=number).first()
    if pinned is None:
        raise Refused("There is no such revision of this document.")
    return pinned


def _refuse_unpublishable(snapshot: Snapshot | None, state: State) -> None:
    if state.purged:
        raise Refused("This document was purged and cannot be published again.")
    if snapshot is None:
        raise Refused("In this revision the document is deleted.")
    if errors := [finding.sentence for finding in review.findings(snapshot) if finding.blocks]:
        raise Refused("This cannot be published yet: " + " ".join(errors))


def _freeze(document: str, pinned: Revision, snapshot: Snapshot, state: State) -> Version:
    content = snapshot.to_json()
    current = Version.objects.filter(document=document, number=state.current or 0).first()
    if current and current.digest == digest(content):
        raise Refused(f"Nothing has changed since version {current.number}, so there is nothing to publish.")
    last = Version.objects.filter(document=document).order_by("-number").first()
    return Version.objects.create(
        document_id=document,
        number=last.number + 1 if last else 1,
        revision=pinned.number,
        content=content,
        digest=digest(content),
    )

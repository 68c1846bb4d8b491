"""Publishing, withdrawing, reinstating, purging: what readers can see changes here and nowhere else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents import audit, chain, erasing, history, listings, review
from documents.chain import Link
from documents.decisions import Refused, fit, hold, hold_all, require
from documents.models import Document, Entry, Outcome, Submission, Version
from documents.models.entry import EntryKind
from documents.search.prepared import prepare
from documents.snapshot import Snapshot, digest, load
from places.inserting import insert
from places.register import hold_id
from places.revisions import Revision, current, revision

__all__ = [
    "OWN_WORK",
    "UNFIT",
    "Refused",
    "State",
    "publish",
    "publish_entered",
    "publish_first",
    "purge",
    "reinstate",
    "state_of",
    "withdraw",
]

OWN_WORK = (
    "The last change in this document is your own, and in this archive nobody publishes that alone. "
    "Please submit it for review, or ask another publisher."
)
UNFIT = "This cannot be published yet: "


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

    A submission that waits for review is closed by publishing its revision. Another revision is refused as
    long as one waits: who asked for a review is to get an answer, and the desk never stands in two states.
    Raises PermissionDenied; Refused when there is nothing new, the checks find an error, another revision is
    in review, the last editor would publish what only other eyes may, or the document was purged.
    """
    require(user, "documents.publish_document")
    with transaction.atomic():
        hold(document)
        state = state_of(document)
        pinned = _pinned(document, number)
        snapshot = history.snapshot(document, at=pinned.number)
        _refuse_own_work(pinned, user)
        waiting = _waiting(document, pinned)
        _refuse_unpublishable(snapshot, state)
        public = snapshot.public()  # type: ignore[union-attr]  # refused above if None
        version = _freeze(document, pinned, public, state)
        if waiting:
            decide(waiting, Outcome.PUBLISHED, user)
        _list(version, public)
        link = Link(EntryKind.PUBLISHED, document, version.number, version.digest, _note(note))
        chain.append([link], published=0 if state.current else 1)
        _audit(audit.Act.PUBLISHED, user, document, f"version {version.number}, revision {pinned.number}")
    return version


def publish_first(snapshots: Mapping[str, Snapshot], *, user: Any, note: str = "") -> dict[str, str]:
    """Publishes many documents that readers have never seen, in one act, each as `publish` would.

    `snapshots` are the documents by id as their last revisions left them. Gives for each document that is not
    published the reason.
    Raises PermissionDenied.
    """
    require(user, "documents.publish_document")
    with transaction.atomic():
        there = hold_all(snapshots)
        pinned = history.last_revisions(there)
        refused = dict.fromkeys(snapshots.keys() - pinned.keys(), "There is no such document on the desk.")
        for ident in _seen_or_waiting(there):
            refused[ident] = "It was published or handed in for review before."
        unseen = {ident: snapshot for ident, snapshot in snapshots.items() if ident not in refused}
        return refused | _publish_unseen(unseen, pinned, user, note)


def publish_entered(snapshots: Mapping[str, Snapshot], *, user: Any, note: str = "") -> dict[str, str]:
    """The same for documents that were entered in this `with revision(…):`.

    Nobody else can hold or see them before its end, so neither locks nor readers are asked for.
    """
    require(user, "documents.publish_document")
    pinned = {entered.record: entered for entered in current().entered if entered.kind == Document.kind}
    return _publish_unseen(snapshots, pinned, user, note)


def _publish_unseen(
    snapshots: Mapping[str, Snapshot], pinned: Mapping[str, Revision], user: Any, note: str
) -> dict[str, str]:
    known = review.documents_mentioned(snapshots.values())
    refused = {
        ident: why
        for ident, snapshot in snapshots.items()
        if (why := OWN_WORK if needs_other_eyes(pinned[ident], user) else _errors(snapshot, known))
    }
    fit = {ident: snapshot for ident, snapshot in snapshots.items() if ident not in refused}
    _freeze_first(fit, pinned, user, _note(note))
    return refused


def _seen_or_waiting(documents: set[str]) -> set[str]:
    seen = Entry.objects.filter(document__in=documents).order_by().values_list("document_id", flat=True)
    waiting = Submission.objects.waiting().filter(document__in=documents)
    return {*seen, *waiting.values_list("document_id", flat=True)}


def _freeze_first(
    snapshots: Mapping[str, Snapshot], pinned: Mapping[str, Revision], user: Any, note: str
) -> None:
    public = {ident: snapshot.public() for ident, snapshot in snapshots.items()}
    contents = {ident: snapshot.to_json() for ident, snapshot in public.items()}
    versions = [
        Version(
            document_id=ident,
            number=1,
            revision=pinned[ident].number,
            content=content,
            digest=digest(content),
        )
        for ident, content in contents.items()
    ]
    if not versions:
        return
    insert(Version, versions)
    made = dict(Version.objects.filter(document__in=contents, number=1).values_list("document", "pk"))
    for version in versions:
        version.pk = made[version.document_id]
    listed = [(version, public[version.document_id]) for version in versions]
    listings.list_first(listed)
    prepare(listed)
    links = [Link(EntryKind.PUBLISHED, v.document_id, v.number, v.digest, note) for v in versions]
    chain.append(links, published=len(links))
    told = [(v.document_id, f"version {v.number}, revision {v.revision}") for v in versions]
    audit.note_many(audit.Act.PUBLISHED, told, user=user, kind=Document.kind)


def decide(submission: Submission, outcome: str, user: Any, reason: str = "") -> None:
    """Closes a submission that waits. Whoever calls holds the document's row lock."""
    submission.outcome, submission.reason = outcome, reason
    submission.decided_by, submission.decided_at = user, timezone.now()
    submission.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])


def withdraw(document: str, *, user: Any, reason: str) -> Entry:
    """Takes a document with all its versions away from readers; its addresses say so and why.

    Gives the entry of the chain that tells it.
    """
    require(user, "documents.publish_document")
    note = _reason(reason, "withdrawn")
    with transaction.atomic():
        hold(document)
        if not (current := state_of(document).current):
            raise Refused("This document cannot be withdrawn, because readers do not see it.")
        listings.unlist(document)
        version = Version.objects.get(document=document, number=current)
        link = Link(EntryKind.WITHDRAWN, document, version.number, version.digest, note)
        (entry,) = chain.append([link], published=-1)
        _audit(audit.Act.WITHDRAWN, user, document, f"version {current}")
    return entry


def reinstate(document: str, number: int, *, user: Any, reason: str) -> None:
    """Opens a withdrawn version to readers again; the highest open one stands at the document's address."""
    require(user, "documents.publish_document")
    note = _reason(reason, "reinstated")
    with transaction.atomic():
        hold(document)
        state = state_of(document)
        version = Version.objects.filter(document=document, number=number).first()
        if version is None or not version.content:
            raise Refused(f"There is no version {number} of this document that could be reinstated.")
        if number in state.readable:
            raise Refused(f"Version {number} is open to readers already.")
        if number > (state.current or 0):
            _list(version, load(version.content))
        link = Link(EntryKind.REINSTATED, document, number, version.digest, note)
        chain.append([link], published=0 if state.current else 1)
        _audit(audit.Act.REINSTATED, user, document, f"version {number}")


def purge(document: str, *, user: Any, reason: str) -> None:
    """Removes content, history and images for ever, because the law demands it; entries and digests stay.

    A document that readers have never seen leaves no entry: they do not learn that it was there.
    """
    require(user, "documents.purge_document")
    note = _reason(reason, "purged")
    with revision(user, erasing.REASON):
        # Held also where it is deleted on the desk: nobody brings it back meanwhile.
        hold_id(document)
        list(Document.objects.select_for_update().filter(pk=document).values_list("pk"))
        if erasing.is_empty(document):
            raise Refused("There is nothing to purge: no such document, or it was purged already.")
        state = state_of(document)
        listings.unlist(document)
        images = erasing.images_of(document)
        erasing.erase(document)
        transaction.on_commit(partial(erasing.remove_unnamed, images))
        transaction.on_commit(erasing.write_over, robust=True)
        if state.last:
            last = Version.objects.filter(document=document).order_by("-number").first()
            number, of_version = (last.number, last.digest) if last else (None, "")
            link = Link(EntryKind.PURGED, document, number, of_version, note)
            chain.append([link], published=-1 if state.current else 0)
        # Of a document that readers never saw, no other place keeps who purged it and why.
        _audit(audit.Act.PURGED, user, document, note)


def _list(version: Version, snapshot: Snapshot) -> None:
    listings.list_version(version, snapshot)
    prepare([(version, snapshot)])


def _audit(act: audit.Act, user: Any, document: str, detail: str) -> None:
    audit.note(act, user=user, kind=Document.kind, record=document, detail=detail)


def _reason(reason: str, done: str) -> str:
    if not reason.strip():
        raise Refused(f"Please say why the document is {done}: readers will see the reason.")
    return _note(reason)


def _note(note: str) -> str:
    return fit(note, "Readers will see the note.")


def _pinned(document: str, number: int | None) -> Revision:
    found = history.revisions(document)
    pinned = found.first() if number is None else found.filter(number=number).first()
    if pinned is None:
        raise Refused("There is no such revision of this document.")
    return pinned


def _waiting(document: str, pinned: Revision) -> Submission | None:
    """The submission that publishing this revision answers, if one waits."""
    waiting = Submission.objects.waiting().filter(document=document).first()
    if waiting and waiting.revision != pinned.number:
        raise Refused(
            f"Revision {waiting.revision} of this document waits for review. Publish that one, or send it "
            "back first."
        )
    return waiting


def needs_other_eyes(pinned: Revision | None, user: Any) -> bool:
    """Where four eyes are the rule: whether it is this user's own revision, which another one publishes."""
    return bool(settings.FOUR_EYES and pinned and pinned.user_id == user.pk)


def _refuse_own_work(pinned: Revision, user: Any) -> None:
    if needs_other_eyes(pinned, user):
        raise Refused(OWN_WORK)


def _refuse_unpublishable(snapshot: Snapshot | None, state: State) -> None:
    if state.purged:
        raise Refused("This document was purged and cannot be published again.")
    if snapshot is None:
        raise Refused("In this revision the document is deleted.")
    if errors := _errors(snapshot):
        raise Refused(errors)


def _errors(snapshot: Snapshot, documents: Collection[str] = ()) -> str:
    """What keeps it from being published; of these documents it is known that they are here."""
    errors = [finding.sentence for finding in review.errors(snapshot, documents)]
    return UNFIT + " ".join(errors) if errors else ""


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

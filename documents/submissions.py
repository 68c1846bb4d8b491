"""Submitting for review, taking back, sending back, commenting; approving is publishing.

A submission pins one revision. It waits until somebody decides it, or until the document is saved again:
then what was handed in is not what the desk says any more, and it has to be handed in anew. So what waits is
always the last revision. Every verb holds the document's row lock, which every save, publication and
withdrawal of it takes, too: of two who decide at once, the second is told what the first did.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from documents import audit, history, publishing, rights
from documents.decisions import LONGEST, Refused, allow, fit, hold, is_active, require
from documents.models.document import Document
from documents.models.submission import Comment, Outcome, Submission
from documents.models.version import Version
from documents.publishing import decide, state_of
from documents.snapshot import digest
from places.revisions import Revision

INSIDE = "Everybody who reviews this document reads it."
DECIDED = {
    Outcome.PUBLISHED: "was published",
    Outcome.SENT_BACK: "was sent back",
    Outcome.TAKEN_BACK: "was taken back",
    Outcome.OVERTAKEN: "ended when the document was saved again",
}


def submit(document: str, *, user: Any, revision: int, note: str = "") -> Submission:
    """Hands in the last revision for review; `revision` is the one that the user has looked at.

    What the checks find does not refuse it, even where it will keep it from being published: a review is also
    asked for by those who do not know how to go on. The desk tells it on the way.
    Raises PermissionDenied; Refused if the document was saved since, waits already, was purged, or says
    nothing that readers do not see.
    """
    _may_work_on(document, user)
    words = _words(note)
    with transaction.atomic():
        hold(document)
        _refuse_unfit(document, revision)
        made = Submission.objects.create(document_id=document, revision=revision, user=user, note=words)
        _audit(audit.Act.SUBMITTED, made, user)
    return made


def take_back(submission: Submission, *, user: Any) -> None:
    """Ends one's own submission. Raises PermissionDenied; Refused if it is decided already."""
    _may_work_on(submission.document_id, user)
    allow(submission.user_id == user.pk)
    with transaction.atomic():
        decide(_held(submission), Outcome.TAKEN_BACK, user)


def send_back(submission: Submission, *, user: Any, reason: str) -> None:
    """Ends a submission without publishing it; the reason is for those who work on the document.

    Raises PermissionDenied; Refused without a reason, or if it is decided already.
    """
    require(user, "documents.publish_document")
    if not (words := _words(reason)):
        raise Refused("Please say why it goes back, so that it can be mended.")
    with transaction.atomic():
        decide(_held(submission), Outcome.SENT_BACK, user, words)
        _audit(audit.Act.SENT_BACK, submission, user)


def approve(submission: Submission, *, user: Any, note: str = "") -> Version:
    """Publishes exactly the revision that was handed in; `note` is for readers. Refuses as `publish` does."""
    require(user, "documents.publish_document")
    with transaction.atomic():
        pinned = _held(submission)
        return publishing.publish(pinned.document_id, user=user, number=pinned.revision, note=note)


def comment(submission: Submission, *, user: Any, words: str) -> Comment:
    """Says something about a submission, waiting or decided; readers never see it.

    Raises PermissionDenied; Refused for no words, or too many, and for a document that is gone or purged.
    """
    _may_work_on(submission.document_id, user)
    if not (said := _words(words)):
        raise Refused("Please write a comment first.")
    with transaction.atomic():
        hold(submission.document_id)
        _refuse_purged(submission.document_id)
        return Comment.objects.create(submission=submission, user=user, words=said)


def overtake(revisions: Iterable[Revision]) -> None:
    """Ends what waits of the documents that were saved; documents/listening.py calls it in each save."""
    saved = {revision.record: revision for revision in revisions}
    if not saved:
        return
    for submission in Submission.objects.waiting().filter(document__in=list(saved)):
        by = saved[submission.document_id]
        decide(submission, Outcome.OVERTAKEN, by.user, f"Revision {by.number} was saved.")


def waiting(document: str) -> Submission | None:
    """The submission of a document that nobody has decided yet."""
    return Submission.objects.waiting().filter(document=document).select_related("user").first()


def _may_work_on(document: str, user: Any) -> None:
    allow(is_active(user) and rights.works_on(user, document))


def _held(submission: Submission) -> Submission:
    """The submission as it is now, under the document's lock. Refuses one that is decided."""
    hold(submission.document_id)
    now = Submission.objects.select_related("decided_by").get(pk=submission.pk)
    if now.outcome:
        raise Refused(f"{in_words(now)} Nothing has been done now.")
    return now


def in_words(submission: Submission) -> str:
    """What became of a submission, in a sentence."""
    if not submission.outcome:
        return "It waits for review."
    by = f" by {submission.decided_by}" if submission.decided_by else ""
    done = f"{DECIDED[Outcome(submission.outcome)]}{by}"
    at = submission.decided_at
    return f"This submission {done} on {at.day} {at:%B %Y, %H:%M} UTC."  # type: ignore[union-attr]  # decided


def _audit(act: audit.Act, submission: Submission, user: Any) -> None:
    record, detail = submission.document_id, f"revision {submission.revision}"
    audit.note(act, user=user, kind=Document.kind, record=record, detail=detail)


def _words(words: str) -> str:
    said = fit(words, INSIDE)
    if len(said) > LONGEST:
        raise Refused(f"That are {len(said)} characters. Please say it in {LONGEST}.")
    return said


def _refuse_unfit(document: str, revision: int) -> None:
    _refuse_purged(document)
    last = history.latest(Document.kind, document)
    if last is None or last.number != revision:
        raise Refused("Somebody saved the document since this page was opened. Please look at it again.")
    if there := waiting(document):
        raise Refused(f"It waits for review already; {there.user or 'somebody'} has submitted it.")
    if says_what_readers_see(document):
        raise Refused("Readers see it as it stands already, so there is nothing to review.")


def _refuse_purged(document: str) -> None:
    if rights.was_purged(document):
        raise Refused("This document was purged.")


def says_what_readers_see(document: str) -> bool:
    """Whether the desk's copy would be published as just what the current version is."""
    current = Version.objects.filter(document=document, number=state_of(document).current or 0).first()
    snapshot = history.snapshot(document)
    return bool(current and snapshot and digest(snapshot.public().to_json()) == current.digest)

"""Tells an editor that a save has ended a review."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from documents import submissions
from documents.models.submission import Outcome

ENDED = "It was in review; since you changed it, it must be submitted again."
ENDED_BY_DELETING = "It was in review; since you deleted it, the review has ended."


@contextmanager
def told(request: HttpRequest, document: str | None, words: str = ENDED) -> Iterator[None]:
    """Puts a message to the reply if what waited before the block was overtaken in it."""
    waiting = submissions.waiting(document) if document and request.method == "POST" else None
    yield
    if waiting is None:
        return
    waiting.refresh_from_db(fields=["outcome", "decided_by"])
    if waiting.outcome == Outcome.OVERTAKEN and waiting.decided_by_id == request.user.pk:
        messages.warning(request, words)

"""What the audit log learns from requests: log-ins, log-outs, and what somebody logged in was refused.

Each is noted in a transaction of its own: a refused request is rolled back, but not that it was refused.
If the database cannot take the note, the request goes on without: nobody is kept out because a log is full.
Failed log-ins are in archive/guessing.py.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from documents import audit
from documents.models import Act, Event

# More refusals of one user than this are no news any more, and would fill the disk.
MOST_REFUSALS, IN_MINUTES = 60, 10


@receiver(user_logged_in)
def note_log_in(sender: type, user: Any, **kwargs: Any) -> None:
    """Somebody came in."""
    audit.note_apart(Act.LOGGED_IN, user=user)


@receiver(user_logged_out)
def note_log_out(sender: type, user: Any, **kwargs: Any) -> None:
    """Somebody left; who had not been logged in did not."""
    if user is not None:
        audit.note_apart(Act.LOGGED_OUT, user=user)


def note_refusal(request: HttpRequest, why: str = "") -> None:
    """A user was answered 403: who, by which method, at which address without its query.

    Readers who have not logged in are not noted, at the desk neither: the log is no record of readers.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or _too_many(user):
        return
    words = f"{request.method} {request.path}"
    audit.note_apart(Act.REFUSED, user=user, detail=f"{words}: {why}" if why else words)


def _too_many(user: Any) -> bool:
    since = timezone.now() - timedelta(minutes=IN_MINUTES)
    try:
        return Event.objects.filter(act=Act.REFUSED, user=user, moment__gte=since).count() >= MOST_REFUSALS
    except DatabaseError:
        return True

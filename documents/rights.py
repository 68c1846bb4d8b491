"""Who may work on which document. What the desk asks for its forms and pages is in documents/desk/policy.py.

The roles' permissions are in documents/migrations/0003_roles.py. One that may see everybody's history
works on everybody's documents; without it, on those that one has entered oneself.
"""

from typing import Any

from django.db.models import QuerySet

from documents import audit
from documents.models.document import Document
from documents.models.entry import Entry, EntryKind
from places.revisions import Revision

EVERYBODYS = "documents.view_historicaldocument"


def entered(user: Any) -> QuerySet:
    """The ids of the documents whose first revision is this user's, as `record`; fit for a subquery."""
    return Revision.objects.filter(kind=Document.kind, number=1, user=user.pk).values("record")


def entered_by(user: Any, document: str) -> bool:
    """Whether this user has entered the document."""
    return entered(user).filter(record=document).exists()


def works_on(user: Any, document: str) -> bool:
    """Whether this user is one of those who work on the document, whatever became of it."""
    if not user.has_perm("documents.change_document"):
        return False
    return user.has_perm(EVERYBODYS) or entered_by(user, document)


def may_change(user: Any, document: str) -> bool:
    """Whether this user may change the desk's copy: published or not, but not purged."""
    return works_on(user, document) and not was_purged(document)


def was_purged(document: str) -> bool:
    """Whether the document was purged. Its words must not come back by a form that was open then."""
    # One that readers never saw leaves no entry in the chain, only an event.
    return (
        audit.was_noted(audit.Act.PURGED, Document.kind, document)
        or Entry.objects.filter(kind=EntryKind.PURGED, document=document).exists()
    )


def may_see_history(user: Any, document: str) -> bool:
    """Whether this user may see who changed what in the document, and what was said of it in review."""
    return user.has_perm(EVERYBODYS) or (
        user.has_perm("documents.view_document") and entered_by(user, document)
    )

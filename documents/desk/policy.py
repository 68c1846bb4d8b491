"""Who may do what with one document on the desk. Forms, pages, previews and lists all ask here.

The roles' permissions are in documents/migrations/0003_roles.py. One that may see everybody's history
works on everybody's documents; without it, on those that one has entered oneself.
"""

from typing import Any

from documents.models import Document, Entry
from places.revisions import Revision


def entered_by(user: Any, document: Document) -> bool:
    """Whether the document's first revision is this user's."""
    first = Revision.objects.filter(kind=Document.kind, record=document.pk, number=1)
    return first.filter(user=user.pk).exists()


def may_change(user: Any, document: Document) -> bool:
    """Whether this user may change the desk's copy, published before or not."""
    if not user.has_perm("documents.change_document"):
        return False
    return user.has_perm("documents.view_historicaldocument") or entered_by(user, document)


def may_see_history(user: Any, document: Document) -> bool:
    """Whether this user may see who changed what in the document."""
    return user.has_perm("documents.view_historicaldocument") or (
        user.has_perm("documents.view_document") and entered_by(user, document)
    )


def was_ever_published(document: Document) -> bool:
    """Whether the chain holds an entry about the document."""
    return Entry.objects.filter(document=document.pk).exists()


def may_delete(user: Any, document: Document) -> bool:
    """Publishers delete any document that was never published, others those that they entered."""
    if not user.has_perm("documents.delete_document") or was_ever_published(document):
        return False
    return user.has_perm("documents.publish_document") or entered_by(user, document)


def may_publish(user: Any) -> bool:
    """Whether this user may publish, withdraw and reinstate."""
    return user.has_perm("documents.publish_document")


def may_purge(user: Any) -> bool:
    """Whether this user may remove a document for ever."""
    return user.has_perm("documents.purge_document")

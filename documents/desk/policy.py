"""Who may do what with one document on the desk. Forms, pages, previews and lists all ask here.

Who works on which document is in documents/rights.py.
"""

from typing import Any

from documents import rights
from documents.models import Document, Entry


def entered_by(user: Any, document: Document) -> bool:
    """Whether the document's first revision is this user's."""
    return rights.entered_by(user, document.pk)


def may_change(user: Any, document: Document) -> bool:
    """Whether this user may change the desk's copy, published before or not."""
    return rights.may_change(user, document.pk)


def may_see_history(user: Any, document: Document) -> bool:
    """Whether this user may see who changed what in the document."""
    return rights.may_see_history(user, document.pk)


def may_submit(user: Any, document: Document) -> bool:
    """Whether this user may hand the document in for review, and say something in it."""
    return rights.works_on(user, document.pk)


def was_ever_published(document: Document) -> bool:
    """Whether the chain holds an entry about the document."""
    return Entry.objects.filter(document=document.pk).exists()


def may_delete(user: Any, document: Document) -> bool:
    """Publishers delete any document that was never published, others those that they entered."""
    if not user.has_perm("documents.delete_document") or was_ever_published(document):
        return False
    return user.has_perm("documents.publish_document") or entered_by(user, document)


def may_restore(user: Any, document: str) -> bool:
    """Whether this user may bring back an earlier state, or a deleted document.

    Contributors may with their own, as long as readers have never seen them.
    """
    if not rights.works_on(user, document):
        return False
    return user.has_perm(rights.EVERYBODYS) or not Entry.objects.filter(document=document).exists()


def may_review(user: Any) -> bool:
    """Whether this user may look at the review of those documents that she may look into."""
    return user.has_perm("documents.view_document")


def may_find(user: Any) -> bool:
    """Whether this user may search the desk's copies: whoever may read every draft, as the previews allow."""
    return user.has_perm("documents.view_document")


def may_publish(user: Any) -> bool:
    """Whether this user may publish, withdraw and reinstate."""
    return user.has_perm("documents.publish_document")


def may_purge(user: Any) -> bool:
    """Whether this user may remove a document for ever."""
    return user.has_perm("documents.purge_document")

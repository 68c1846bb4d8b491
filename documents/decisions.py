"""With what every decision about a document begins: the right to it, the row lock, words fit to be kept."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from documents.models.document import Document
from places.revisions import lock
from places.words import normalised, refuse_control_characters

NOT_YOURS = "Your role does not include this. Please ask a publisher."
LONGEST = 2000


class Refused(Exception):
    """It cannot be done; the message is for the person who asked."""


def hold(document: str) -> None:
    """Waits for whoever else changes this document. Documents are locked before the head of the chain."""
    if not lock(Document, document):
        raise Refused("There is no such document on the desk.")


def hold_all(documents: Iterable[str]) -> set[str]:
    """The same for many, in the order in which all lock them; gives those that are on the desk."""
    held = Document.objects.select_for_update().filter(pk__in=documents).order_by("pk")
    return set(held.values_list("pk", flat=True))


def require(user: Any, permission: str) -> None:
    """Raises PermissionDenied unless the user is active and has the permission."""
    allow(is_active(user) and user.has_perm(permission))


def allow(allowed: bool) -> None:
    """Raises PermissionDenied, with a sentence, unless it is allowed."""
    if not allowed:
        raise PermissionDenied(NOT_YOURS)


def is_active(user: Any) -> bool:
    """Whether this is somebody who may log in."""
    return bool(user and user.is_active)


def fit(words: str, who_reads: str) -> str:
    """The words as they are kept. Raises Refused for a control character, with its place."""
    try:
        refuse_control_characters(normalised(words))
    except ValidationError as error:
        raise Refused(f"{who_reads} {' '.join(error.messages)}") from error
    return normalised(words).strip()

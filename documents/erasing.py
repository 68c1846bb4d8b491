"""What a purge takes away: every word and image of a document, wherever one is kept. Who may: publishing."""

import logging
import re
from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from documents import facsimiles, history, uploads
from documents.decisions import Refused
from documents.models import Awaited, Comment, Document, Facsimile, Imported, Incoming, Submission, Version
from documents.snapshot import Document as Content
from places.revisions import Revision
from places.work_in_progress import WorkInProgress

log = logging.getLogger(__name__)

PURGED = "Purged document"
STILL_IN_THE_JOURNAL = (
    "What was purged may still lie in the journal of SQLite (-wal), because somebody was reading just then. "
    "It goes when the archive is stopped, and at the next purge."
)
# Of the revision that a purge makes.
REASON = "Purged"


def is_empty(document: str) -> bool:
    """Whether no word of the document is left anywhere."""
    desk = history.snapshot(document)
    return (
        (desk is None or desk.document == Content(public_id=document, title=PURGED))
        and Document.history.filter(public_id=document).count() <= 1
        and not Version.objects.filter(document=document).exclude(content="").exists()
        and not Submission.objects.filter(document=document).exclude(note="", reason="").exists()
        and not Comment.objects.filter(submission__document=document).exists()
        and not WorkInProgress.objects.filter(kind=Document.kind, record=document).exists()
        and not Imported.objects.filter(kind=Document.kind, record=document).exclude(source="").exists()
        and not Incoming.objects.filter(imported__kind=Document.kind, imported__record=document).exists()
        and not Revision.objects.filter(kind=Document.kind, record=document)
        .exclude(reason__in=("", REASON))
        .exists()
    )


def erase(document: str) -> None:
    """Empties every row that holds words of the document: desk, history, reasons, log, versions, imports …

    Files of imports in which it was are removed. Raises Refused if they cannot be.
    """
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
    Submission.objects.filter(document=document).update(note="", reason="")
    Comment.objects.filter(submission__document=document).delete()
    WorkInProgress.objects.filter(kind=Document.kind, record=document).delete()
    imported = Imported.objects.filter(kind=Document.kind, record=document)
    _forget_uploads(document, set(imported.values_list("identity", flat=True)))
    Incoming.objects.filter(imported__in=imported).delete()
    Awaited.objects.filter(by__in=imported).delete()
    imported.update(source="")
    if Document.objects.filter(pk=document).exists():
        Document(public_id=document, title=PURGED).save_base(force_update=True)


def _forget_uploads(document: str, identities: set[str]) -> None:
    """Before the commit: what cannot be removed now might never be, and the purge would claim that it was."""
    try:
        uploads.forget(document, identities)
    except OSError as error:
        raise Refused(
            f"Nothing was purged, because files of imports could not be removed: {error}. "
            "Please tell the administrator."
        ) from error


def images_of(document: str) -> set[str]:
    """The page images that the document names: on the desk, in its history, in its versions."""
    rows = Facsimile.objects.filter(document=document).values_list("image", flat=True)
    past = Facsimile.history.filter(document=document).values_list("image", flat=True)
    found = {*rows, *past}
    # Found in the text as it is, for even content that was altered and cannot be read is to be purged.
    for version in Version.objects.filter(document=document).iterator(chunk_size=20):
        found.update(re.findall(r'"image":"([0-9a-f]{64})"', version.content))
    return found


def write_over() -> None:
    """After the commit: nothing of what was erased stays in the file of SQLite, nor in its journal.

    The file writes over what is taken out of it, but only when the journal is taken over into it. PostgreSQL
    does it when it vacuums, and by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, *_ = cursor.fetchone()
        if is_busy:
            log.warning(STILL_IN_THE_JOURNAL)


def remove_unnamed(images: Iterable[str]) -> None:
    """Takes from the disk what no desk, no history and no version names any more."""
    for image in images:
        rows = (
            Facsimile.objects.filter(image=image),
            Facsimile.history.filter(image=image),
            Version.objects.filter(content__contains=image),
        )
        if not any(named.exists() for named in rows):
            facsimiles.remove(image)

"""Copy as new: what the next document of the same file or collection has in common with this one."""

from dataclasses import replace
from typing import Any

from documents import history
from documents.snapshot import Document, Snapshot
from places import register
from places.records import new_key


def copy_of(document: Document, public_id: str) -> Document:
    """A new document with the source, the collections, the signatories and the type of this one.

    Neither words nor dates are taken over, and nothing that is this document's alone: its number and pages in
    a collection, its leaves in the archive, its reference as printed. Not even its title, which must not
    outlive it here if it is purged.
    """
    return Document(
        public_id=public_id,
        title=f"Copy of {document.public_id}",
        wording_language=document.wording_language,
        type=document.type,
        type_basis=document.type_basis,
        type_reason=document.type_reason,
        signatories=_with_new_keys(document.signatories),
        archival_references=_with_new_keys(document.archival_references, leaves="", as_printed=""),
        printings=_with_new_keys(document.printings, number="", pages=""),
    )


def _with_new_keys(rows: tuple[Any, ...], **emptied: str) -> tuple[Any, ...]:
    return tuple(replace(row, key=new_key(), **emptied) for row in rows)


def copy_as_new(snapshot: Snapshot, user: Any) -> str:
    """Enters a copy of the document as a draft, in one revision. Gives its public id."""
    public_id = register.draw("document")
    with history.revision(user, f"Copied from {snapshot.document.public_id}"):
        history.write(replace(snapshot, document=copy_of(snapshot.document, public_id)), None)
    return public_id

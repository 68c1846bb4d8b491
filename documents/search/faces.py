"""The face of a document: what a line of results shows beside its title and date, as the version says it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from documents.snapshot import Document, Snapshot

SHOWN = 4  # more are counted, not named


class Face(NamedTuple):
    """Names as they stand in the document; a printing is a collection's name and a number there."""

    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    more_signatories: int = 0
    printings: tuple[tuple[str, str], ...] = ()
    classification: str = ""
    extent: str = ""
    has: tuple[str, ...] = ()

    @classmethod
    def from_data(cls, data: list[Any]) -> "Face":
        """The face that was kept as JSON."""
        senders, recipients, signatories, more, printings, classification, extent, has = data
        pairs = tuple((name, number) for name, number in printings)
        return cls(
            tuple(senders),
            tuple(recipients),
            tuple(signatories),
            more,
            pairs,
            classification,
            extent,
            tuple(has),
        )


def face_of(snapshot: Snapshot, has: Iterable[str]) -> Face:
    """The face of a version; `has` are the values of the facet of that name."""
    document = snapshot.document
    signed = [name for row in document.signatories if (name := _signed(snapshot, row))]
    classification = snapshot.name("classification", document.classification)
    return Face(
        senders=_correspondents(snapshot, "sender"),
        recipients=_correspondents(snapshot, "recipient"),
        signatories=tuple(signed[:SHOWN]),
        more_signatories=len(signed[SHOWN:]),
        printings=_printings(snapshot),
        classification=document.classification_as_written or (classification.label if classification else ""),
        extent=_extent(document),
        has=tuple(has),
    )


def _signed(snapshot: Snapshot, row: Any) -> str:
    return row.name_as_signed or _label(snapshot, "person", row.person)


def _correspondents(snapshot: Snapshot, role: str) -> tuple[str, ...]:
    rows = [row for row in snapshot.document.correspondents if row.role == role]
    names = (
        row.as_written or _label(snapshot, "person", row.person) or _label(snapshot, "body", row.body)
        for row in rows
    )
    return tuple(name for name in names if name)[:SHOWN]


def _printings(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    rows = snapshot.document.printings
    return tuple(
        (_label(snapshot, "collection", row.collection), row.number) for row in rows if row.collection
    )[:SHOWN]


def _label(snapshot: Snapshot, kind: str, ident: str | None) -> str:
    name = snapshot.name(kind, ident)
    return name.label if name else ""


def _extent(document: Document) -> str:
    """`extract` or `abridged` if no text is in full."""
    extents = {text.extent for text in document.texts}
    return "" if "full" in extents or not extents else min(extents)

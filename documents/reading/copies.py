"""The page images of a document, and its copies elsewhere, ready for a page."""

from dataclasses import dataclass

from documents.reading import addresses
from documents.reading.references import ELSEWHERE
from documents.reading.standing import PublishedVersion
from documents.snapshot import Document


@dataclass(frozen=True, slots=True)
class Image:
    """A page image and where it is read."""

    label: str
    path: str
    width: int
    height: int
    description: str
    credit: str


@dataclass(frozen=True, slots=True)
class Online:
    """An address elsewhere; `is_link` only if a browser may safely be sent there."""

    address: str
    is_link: bool
    first_seen: str
    last_seen: str


def images_of(document: Document, version: PublishedVersion) -> tuple[Image, ...]:
    """The page images in their order."""
    return tuple(
        Image(
            label=row.label,
            path=addresses.of_facsimile(document.public_id, version.number, row.image),
            width=row.width,
            height=row.height,
            description=row.description,
            credit=row.credit,
        )
        for row in document.facsimiles
    )


def online_copies_of(document: Document) -> tuple[Online, ...]:
    """The copies elsewhere in their order."""
    return tuple(
        Online(row.address, row.address.startswith(ELSEWHERE), row.first_seen or "", row.last_seen or "")
        for row in document.online_copies
    )

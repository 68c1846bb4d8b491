"""The current version of every published document as a TEI file in a folder; a rerun writes what changed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents.exchange.tei.imprint import Imprint
from documents.exchange.tei.writing import write
from documents.models.listing import Listing
from documents.snapshot import load
from places.register import is_well_formed

ENDING = ".tei.xml"
_AT_ONCE = 100
_COLUMNS = ("document", "version__digest", "version__content")


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one document: its file, and whether it had to be written."""

    file: Path
    is_written: bool


def count() -> int:
    """How many documents there are to export."""
    return Listing.objects.count()


def export(folder: Path) -> Iterator[Exported]:
    """Writes the files, each whole or not at all. The folder is made if need be. Raises OSError.

    The number of the version is left out: an archive that takes the files in gives its own, and what is
    exported from there is the same in every byte.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = Listing.objects.order_by("document").values_list(*_COLUMNS)
    for ident, digest, content in rows.iterator(chunk_size=_AT_ONCE):
        imprint = Imprint(archive=settings.SITE_NAME, site=settings.SITE_URL, digest=digest)
        file = folder / f"{ident}{ENDING}"
        yield Exported(file, _put(file, write(load(content), imprint)))


def left_over(folder: Path) -> list[Path]:
    """Files of documents that readers cannot open any more."""
    there = {file.name.removesuffix(ENDING): file for file in folder.glob(f"*{ENDING}")}
    ours = {ident: file for ident, file in there.items() if is_well_formed(ident)}
    listed = set(Listing.objects.values_list("document", flat=True))
    return [ours[ident] for ident in sorted(ours.keys() - listed)]


def _put(file: Path, data: bytes) -> bool:
    """Whether the file had to be written. Whoever reads it meanwhile reads the one or the other."""
    try:
        if file.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    return True

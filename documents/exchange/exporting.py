"""The current version of every published document as a TEI file in a folder; a rerun writes what changed.

Page images lie in a folder beside the files, under the names that the files give them.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents import facsimiles
from documents.exchange.tei.imprint import Imprint
from documents.exchange.tei.writing import write
from documents.models.listing import Listing
from documents.snapshot import load
from places.register import is_well_formed

ENDING = ".tei.xml"
IMAGES = "facsimiles"
_AT_ONCE = 100
_COLUMNS = ("document", "version__digest", "version__content")


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one document: its file, whether it had to be written, what is wrong with its images."""

    file: Path
    is_written: bool
    images: int = 0
    told: tuple[str, ...] = ()


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
        file, snapshot = folder / f"{ident}{ENDING}", load(content)
        names = [row.image for row in snapshot.document.facsimiles]
        told = _put_images(folder / IMAGES, names)
        yield Exported(file, _put(file, write(snapshot, imprint)), len(names) - len(told), told)


def left_over(folder: Path) -> list[Path]:
    """Files of documents that readers cannot open any more."""
    there = {file.name.removesuffix(ENDING): file for file in folder.glob(f"*{ENDING}")}
    ours = {ident: file for ident, file in there.items() if is_well_formed(ident)}
    listed = set(Listing.objects.values_list("document", flat=True))
    return [ours[ident] for ident in sorted(ours.keys() - listed)]


def images_left_over(folder: Path) -> list[Path]:
    """Page images in the folder that no document names which readers can open."""
    there = {file.name: file for file in folder.glob(f"{IMAGES}/*") if facsimiles.NAME.fullmatch(file.name)}
    if there:
        contents = Listing.objects.values_list("version__content", flat=True)
        for content in contents.iterator(chunk_size=_AT_ONCE):
            for row in load(content).document.facsimiles if '"image"' in content else ():
                there.pop(row.image, None)
    return [there[name] for name in sorted(there)]


def _put_images(folder: Path, names: list[str]) -> tuple[str, ...]:
    """Writes the page images that are not in the folder yet; gives what is wrong with the others."""
    told = []
    for name in names:
        try:
            with facsimiles.read(name) as image:
                folder.mkdir(exist_ok=True)
                _put(folder / name, image.read())
        except facsimiles.Unfit as unfit:
            told.append(f"The page image {name} {unfit}.")
    return tuple(told)


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

"""The page images that lie beside a file, as `export_tei` writes them: kept before the rows that name them.

An image is named by the SHA-256 of its bytes, so what is taken in is what was sent out, or nothing.
"""

from pathlib import Path

from documents import facsimiles
from documents.facsimiles import LARGEST, NAME, Unfit
from documents.snapshot import Facsimile

FOLDER = "facsimiles"


def take(rows: tuple[Facsimile, ...], beside: Path, *, trial: bool) -> list[str]:
    """Keeps the images of a document that lie in `beside`; gives a sentence for each that could not be kept.

    In a trial they are looked at only. Those that this archive has already are left.
    """
    told = []
    for row in rows:
        try:
            _take(row, beside / FOLDER / row.image, trial=trial)
        except Unfit as unfit:
            told.append(f"The page image {row.image[:12]}… {unfit}.")
    return told


def _take(row: Facsimile, path: Path, *, trial: bool) -> None:
    """Raises Unfit if the image is not there, or is not what the row says."""
    if not NAME.fullmatch(row.image):
        raise Unfit("has a name that is no SHA-256")
    if _is_here(row.image):
        return
    content = _read(path)
    if facsimiles.name_of(content) != row.image:
        raise Unfit("does not fit its name, so it was altered and is not taken over")
    if facsimiles.looked_at(content) != (row.media_type, row.width, row.height):
        raise Unfit("is of another kind or size than the file says, so it is not taken over")
    if not trial:
        facsimiles.keep(content)


def _is_here(name: str) -> bool:
    try:
        facsimiles.read(name).close()
    except Unfit:
        return False
    return True


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Unfit(f"is larger than {LARGEST // 2**20} MB, so it is not taken over")
        return path.read_bytes()
    except OSError as error:
        raise Unfit(f"is not in the folder “{FOLDER}” beside the file") from error

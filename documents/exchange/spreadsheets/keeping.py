"""Files kept between looking at what they would do and taking them in; a few, and not for long.

Each has a folder in DATA_DIR/spreadsheets: the file as it was uploaded, and what is known of it.
"""

import json
import shutil
import time
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

MOST = 20
SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """A file: its number, for which kind of sheet, what it is called, what its columns are said to be."""

    number: uuid.UUID
    kind: str
    name: str
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The file. Raises FileNotFoundError once it was taken in."""
        return (_folder(self.number) / "file").read_bytes()


def keep(kind: str, name: str, data: bytes) -> Kept:
    """Keeps a file; those that have waited too long, or are too many, go."""
    _sweep()
    kept = Kept(uuid.uuid4(), kind, Path(name or "sheet").name[:200])
    _folder(kept.number).mkdir(parents=True)
    (_folder(kept.number) / "file").write_bytes(data)
    remember(kept)
    return kept


def remember(kept: Kept) -> None:
    """Writes down what is known of a kept file."""
    said = {**asdict(kept), "number": kept.number.hex}
    about = _folder(kept.number) / "about.json"
    fresh = about.with_suffix(".new")
    fresh.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    fresh.replace(about)


def kept(number: uuid.UUID, kind: str) -> Kept | None:
    """What is known of a kept file; None if there is none of this number for this kind of sheet."""
    try:
        said = json.loads((_folder(number) / "about.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    found = Kept(uuid.UUID(said["number"]), said["kind"], said["name"], said["chosen"])
    return found if found.kind == kind else None


def take(kept: Kept) -> bool:
    """Takes the file, so that nobody takes it in a second time; False if somebody has."""
    try:
        (_folder(kept.number) / "file").rename(_folder(kept.number) / "taken")
    except FileNotFoundError:
        return False
    return True


def give_back(kept: Kept) -> None:
    """Puts the file back, since it was not taken in."""
    (_folder(kept.number) / "taken").rename(_folder(kept.number) / "file")


def drop(kept: Kept) -> None:
    """Removes the file and what is known of it."""
    shutil.rmtree(_folder(kept.number), ignore_errors=True)


def _root() -> Path:
    return Path(settings.DATA_DIR) / "spreadsheets"


def _folder(number: uuid.UUID) -> Path:
    return _root() / number.hex


def _sweep() -> None:
    folders = sorted(_root().glob("*"), key=lambda each: each.stat().st_mtime, reverse=True)
    for place, folder in enumerate(folders, 1):
        if place >= MOST or time.time() - folder.stat().st_mtime > SECONDS:
            shutil.rmtree(folder, ignore_errors=True)

"""Files kept between looking at what they would do and taking them in; a few, and not for long.

Each has a folder in DATA_DIR/spreadsheets: the file as it was uploaded, and what is known of it.
"""

import json
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from documents import uploads

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
    sweep()
    kept = Kept(uuid.uuid4(), kind, Path(name or "sheet").name[:200])
    _folder(kept.number).mkdir(parents=True)
    (_folder(kept.number) / "file").write_bytes(data)
    remember(kept)
    return kept


def remember(kept: Kept) -> None:
    """Writes down what is known of a kept file. Raises FileNotFoundError once it was removed."""
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
    """Puts the file back, since it was not taken in; unless it was removed meanwhile."""
    with suppress(FileNotFoundError):
        (_folder(kept.number) / "taken").rename(_folder(kept.number) / "file")


def drop(kept: Kept) -> None:
    """Removes the file and what is known of it."""
    uploads.remove(_folder(kept.number))


def sweep() -> None:
    """Removes those that have waited too long or are too many, but none that is being taken in."""
    folders = sorted(uploads.of_spreadsheets().glob("*"), key=uploads.age)
    for place, folder in enumerate(folders, 1):
        old, taken = uploads.age(folder), (folder / "taken").exists()
        if old > 2 * SECONDS or (not taken and (place >= MOST or old > SECONDS)):
            uploads.remove(folder)


def _folder(number: uuid.UUID) -> Path:
    return uploads.of_spreadsheets() / number.hex

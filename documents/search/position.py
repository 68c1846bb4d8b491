"""How far the index of this machine has got: one small file beside it, replaced at once and as a whole.

It is written after the index's commit, so it may lag behind the index and never leads it.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Position:
    """The folder that is live, the last entry of the chain that is in it, and the merges that it knows.

    `purged` says that words that were purged may still lie in the folder's files, though nothing finds them.
    `recent` are the saves of the desk of late that are in its own index; the readers' has none.
    """

    edition: str
    folder: str
    number: int = 0
    digest: str = ""
    merged: dict[str, str] = field(default_factory=dict)
    purged: bool = False
    recent: list[int] = field(default_factory=list)


def root() -> Path:
    """The folder of all that the search keeps on this machine."""
    return Path(settings.DATA_DIR) / "index"


def read(at: Path | None = None) -> Position | None:
    """The position of the index in a folder, by default the readers'; None if there is none to be read."""
    try:
        return Position(**json.loads(((at or root()) / "position.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(position: Position, at: Path | None = None) -> None:
    """Replaces the file: whoever reads it sees the old one or the new one. Whoever calls holds `writing`."""
    at = at or root()
    beside = at / "position.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(position), file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(at / "position.json")

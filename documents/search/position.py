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
    """

    edition: str
    folder: str
    number: int = 0
    digest: str = ""
    merged: dict[str, str] = field(default_factory=dict)
    purged: bool = False


def root() -> Path:
    """The folder of all that the search keeps on this machine."""
    return Path(settings.DATA_DIR) / "index"


def read() -> Position | None:
    """The position, or None if there is none that can be read."""
    try:
        return Position(**json.loads((root() / "position.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(position: Position) -> None:
    """Replaces the file: whoever reads it sees the old one or the new one. Whoever calls holds `writing`."""
    beside = root() / "position.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(position), file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(root() / "position.json")

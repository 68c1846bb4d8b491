"""Files that were uploaded to be taken in, and the reports of what came of them: on the disk, for a while.

Each import has a folder in DATA_DIR/imports with its `files` and `report.jsonl`; each spreadsheet that is
looked at has one in DATA_DIR/spreadsheets (exchange/spreadsheets/keeping.py). No backup needs them.
"""

import json
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

DAYS = 7
"""How long files wait that nobody has taken in. Those of an import that is done go at once."""

REPORTS = ("report.jsonl", "undone.jsonl")
_DAY = 24 * 60 * 60


def of_imports() -> Path:
    """The folder of all imports."""
    return Path(settings.DATA_DIR) / "imports"


def of_spreadsheets() -> Path:
    """The folder of all spreadsheets that are being looked at."""
    return Path(settings.DATA_DIR) / "spreadsheets"


def of_import(batch: UUID) -> Path:
    """The folder of one import."""
    return of_imports() / batch.hex


def remove(folder: Path) -> None:
    """Takes a folder away, at once for whoever looks at it; nothing happens if it is not there."""
    gone = folder.with_name(f"gone-{uuid4().hex}")
    with suppress(FileNotFoundError):
        folder.rename(gone)
        shutil.rmtree(gone)


def age(path: Path) -> float:
    """Seconds since anything was put into the folder, or it was removed: then endless."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def sweep() -> None:
    """Removes the files of imports that have waited too long; reports stay."""
    for folder in _folders(of_imports()):
        for left in folder.glob("gone-*"):
            remove(left)
        # What an import reads that runs is left: its report is younger.
        files, report = folder / "files", folder / "report.jsonl"
        if files.exists() and min(age(files), age(report)) > DAYS * _DAY:
            remove(files)


def forget(document: str, identities: Collection[str]) -> None:
    """Removes what may hold words of a document: uploads in which it was, its lines of the reports, sheets.

    `identities` are what it is called in files. Raises OSError if something cannot be removed.
    """
    for report in (each for name in REPORTS for each in of_imports().glob(f"*/{name}")):
        lines = report.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not _tells_of(line, document, identities)]
        if len(kept) < len(lines):
            remove(report.parent / "files")
            _rewrite(report, kept)
    for folder in _folders(of_spreadsheets()):
        remove(folder)


def _tells_of(line: str, document: str, identities: Collection[str]) -> bool:
    if not line.strip():
        return False
    try:
        said = json.loads(line)
    except ValueError:  # half a line of an import that was interrupted
        return True
    return said["public_id"] == document or said["identity"] in identities


def _rewrite(report: Path, lines: list[str]) -> None:
    fresh = report.with_suffix(".new")
    fresh.write_text("".join(lines), encoding="utf-8")
    fresh.replace(report)


def _folders(root: Path) -> Iterator[Path]:
    return root.glob("*")

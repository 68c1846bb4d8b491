"""A copy of the whole database in one file, taken while the archive runs."""

import hashlib
import os
import shlex
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote


class BackupRefused(Exception):
    """The copy cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Copy:
    """A finished copy: where it lies, its length in bytes and its SHA-256."""

    file: Path
    size: int
    sha256: str


def copy_sqlite(database: Path, target: Path) -> Copy:
    """Copy an SQLite database, as it is at one moment, into the new file `target`.

    Others may write meanwhile. `target` appears only when the copy is complete, checked and on
    the disk. Raises BackupRefused if it exists, cannot be written, or the copy is damaged.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists, and a backup is never overwritten: name another file.")
    if not target.parent.is_dir():
        raise BackupRefused(f"There is no folder {target.parent}: make it first.")
    try:
        return _copy(database, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupRefused(f"The copy could not be made: {error}") from error


def _copy(database: Path, target: Path) -> Copy:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        _fill(database, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
            copy = Copy(target, unfinished.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return copy


def _fill(database: Path, unfinished: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True, timeout=20)) as source,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        # All pages in one step, hence of one moment.
        source.backup(copy)
        # A copy is one file: without this it would want a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise BackupRefused(f"The copy is damaged, and so perhaps the database: {found}")


def pg_dump(database: Mapping[str, Any], target: Path) -> str:
    """Return the shell command that backs up a PostgreSQL database, given Django's settings of it."""
    wanted = {
        "--host": database.get("HOST"),
        "--port": database.get("PORT"),
        "--username": database.get("USER"),
        "--dbname": database["NAME"],
    }
    options = [f"{option}={value}" for option, value in wanted.items() if value]
    return shlex.join(["pg_dump", "--format=custom", f"--file={target}", *options])

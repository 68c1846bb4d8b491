"""The folders in which indexes lie, and what the chain holds after the position of one."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import NamedTuple

import tantivy

from documents.models.entry import Entry
from documents.search import schema
from documents.search.position import Position, root


@dataclass(slots=True)
class _Held:
    """An index that this process has opened, and the commit that its searchers see."""

    index: tantivy.Index
    commit: tuple[int, ...] = ()


_opened: dict[tuple[int, str], _Held] = {}
_lock = RLock()


class Exchanged(Exception):
    """The index is of no use for this database: it is of another one, of an older state, or not sound."""


class Change(NamedTuple):
    """An entry after the position."""

    number: int
    digest: str
    kind: str
    document: str | None


def index_in(folder: str) -> tantivy.Index:
    """The index in a folder. A process that was forked, or a test in a folder of its own, opens its own."""
    return _held(folder).index


def _held(folder: str) -> _Held:
    key = (os.getpid(), str(root() / folder))
    with _lock:
        held = _opened.get(key)
        if held is None:
            index = schema.with_analysers(tantivy.Index.open(key[1]))
            index.config_reader("manual")  # `searcher_at` says when
            _refuse_incomplete(Path(key[1]))
            _opened.clear()
            held = _opened[key] = _Held(index)
        return held


def searcher_at(position: Position) -> tantivy.Searcher:
    """A searcher that sees at least what the position says; whoever calls has read the position before.

    To load the index again takes longer than many a search, so it is done only if a commit has replaced its
    list of segments. Raises OSError if that is missing.
    """
    with _lock:  # else what one thread has loaded could be taken for what another has looked at
        held = _held(position.folder)
        file = (root() / position.folder / "meta.json").stat()
        commit = (position.number, file.st_ino, file.st_mtime_ns, file.st_size)
        if held.commit != commit:
            held.index.reload()
            held.commit = commit
        return held.index.searcher()


def _refuse_incomplete(folder: Path) -> None:
    """Raises OSError if positions of words are missing: the engine would notice only when it needs them."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    for segment in meta["segments"]:
        (folder / f"{segment['segment_id'].replace('-', '')}.pos").stat()


def forget() -> None:
    """Lets go of what is open: it was exchanged, or is damaged."""
    with _lock:
        _opened.clear()


def changes(position: Position, limit: int) -> list[Change]:
    """At most `limit` entries after the position. Raises Exchanged if it is not one of this database's."""
    entries = Entry.objects.filter(number__gte=position.number).order_by("number")
    found = [Change(*row) for row in entries.values_list("number", "digest", "kind", "document")[: limit + 1]]
    if not position.number:
        return found[:limit]
    if not found or (found[0].number, found[0].digest) != (position.number, position.digest):
        raise Exchanged
    return found[1:]


def remove_all_but(folder: str, at: Path | None = None) -> None:
    """Removes every folder of an index but one; by default of the readers'."""
    for old in (at or root()).iterdir():
        if old.is_dir() and old.name != folder:
            for file in old.iterdir():
                with suppress(OSError):
                    file.unlink()
            with suppress(OSError):
                old.rmdir()

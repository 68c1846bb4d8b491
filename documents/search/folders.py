"""The folders in which indexes lie, and what the chain holds after the position of one."""

import os
from contextlib import suppress
from typing import NamedTuple

import tantivy

from documents.models.entry import Entry
from documents.search import schema
from documents.search.position import Position, root

_opened: dict[tuple[int, str], tantivy.Index] = {}


class Exchanged(Exception):
    """The entry at the position is not the one remembered: this is another database, or an older one."""


class Change(NamedTuple):
    """An entry after the position."""

    number: int
    digest: str
    kind: str
    document: str | None


def index_in(folder: str) -> tantivy.Index:
    """The index in a folder. A process that was forked, or a test in a folder of its own, opens its own."""
    key = (os.getpid(), str(root() / folder))
    if key not in _opened:
        _opened.clear()
        _opened[key] = schema.with_analysers(tantivy.Index.open(key[1]))
    return _opened[key]


def forget() -> None:
    """Lets go of what is open: it was exchanged, or is damaged."""
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


def remove_all_but(folder: str) -> None:
    """Removes every folder but one."""
    for old in root().iterdir():
        if old.is_dir() and old.name != folder:
            for file in old.iterdir():
                with suppress(OSError):
                    file.unlink()
            with suppress(OSError):
                old.rmdir()

"""What a document becomes when an earlier state of it is brought back: whole, one field, or one row.

Snapshots in, a snapshot out; `history.write` then makes the desk say it, in a new revision.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from documents.history import names
from documents.models import Repository, SourceCollection
from documents.snapshot import AUTHORITIES, PARTS, Document, Snapshot, named, referred
from documents.snapshot.units import unit_of
from people.models import Body, Person
from places.models import Place

MERGING: dict[str, Any] = {
    "person": Person,
    "body": Body,
    "place": Place,
    "repository": Repository,
    "collection": SourceCollection,
}


class NoSuchPart(Exception):
    """The earlier state has no such field or row."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is to be brought back: everything if nothing is named.

    `field` alone is a field of the document; `part` and `key` a row; with `field`, one field of that row.
    """

    part: str = ""
    key: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A record that was merged since, and the one that is named in its place."""

    kind: str
    merged: str
    into: str


def restored(now: Document | None, then: Document, piece: Piece) -> Document:
    """The document of now with a piece of then; all of then if nothing is named, or if it is deleted now.

    Raises NoSuchPart.
    """
    if now is None or piece == Piece():
        return then
    if not piece.part:
        return _with_field(now, then, "", piece.field)
    if piece.part not in PARTS:
        raise NoSuchPart(f"A document has no part “{piece.part[:40]}”.")
    rows, earlier = getattr(now, piece.part), getattr(then, piece.part)
    row = _row(earlier, piece.key)
    if piece.field:
        here = _row(rows, piece.key)
        if row is None or here is None:
            raise NoSuchPart("This row is not in both states, so no single field of it can be brought back.")
        row = _with_field(here, row, piece.part, piece.field)
    changed: dict[str, Any] = {piece.part: _with_row(rows, earlier, piece.key, row)}
    return replace(now, **changed)


def _with_field(here: Any, there: Any, part: str, field: str) -> Any:
    """Here with this field as it is there, and with all fields that say one thing together with it."""
    if field not in here.__dataclass_fields__ or field in (*PARTS, "key", "public_id"):
        raise NoSuchPart(f"There is no field “{field[:40]}”.")
    unit = unit_of(part, field)
    together = [name for name in here.__dataclass_fields__ if unit_of(part, name) == unit]
    return replace(here, **{name: getattr(there, name) for name in together})


def _row(rows: Iterable[Any], key: str) -> Any:
    return next((row for row in rows if row.key == key), None)


def _with_row(rows: tuple[Any, ...], earlier: tuple[Any, ...], key: str, row: Any) -> tuple[Any, ...]:
    """The rows with this one as it was: changed, back behind the one that it followed, or gone."""
    if row is None:
        if _row(rows, key) is None:
            raise NoSuchPart("Neither state has such a row.")
        return tuple(each for each in rows if each.key != key)
    if _row(rows, key) is not None:
        return tuple(row if each.key == key else each for each in rows)
    before = [each.key for each in earlier[: earlier.index(row)]]
    place = max((at + 1 for at, each in enumerate(rows) if each.key in before), default=0)
    return (*rows[:place], row, *rows[place:])


def with_survivors(document: Document) -> tuple[Snapshot, tuple[Redirect, ...]]:
    """The document with the records that others were merged into, and which those were.

    Only fields are changed: mentions in texts lead on by themselves, and texts are never rewritten.
    """
    wanted: dict[str, set[str]] = {}
    for kind, ident in referred(document):
        if kind in MERGING:
            wanted.setdefault(kind, set()).add(ident)
    followed = {kind: _followed(MERGING[kind], idents) for kind, idents in wanted.items()}
    redirects = tuple(
        Redirect(kind, old, new) for kind, pairs in followed.items() for old, new in pairs.items()
    )
    found = _renamed(document, followed)
    for part in PARTS:
        rows = tuple(_renamed(row, followed) for row in getattr(found, part))
        found = replace(found, **{part: rows})
    return Snapshot(document=found, names=names(named(found))), redirects


def _followed(model: Any, idents: set[str]) -> dict[str, str]:
    """Merged record → the one that stands in its place in the end; a query for each step on the way."""
    into: dict[str, str] = {}
    asked = idents
    while asked:
        merged = model.objects.filter(pk__in=asked, merged_into__isnull=False)
        found = dict(merged.values_list("pk", "merged_into"))
        into |= found
        asked = set(found.values()) - into.keys()
    return {ident: _end(ident, into) for ident in idents & into.keys()}


def _end(ident: str, into: dict[str, str]) -> str:
    seen = {ident}
    while (further := into.get(ident)) and further not in seen:
        ident = further
        seen.add(ident)
    return ident


def _renamed(row: Any, followed: dict[str, dict[str, str]]) -> Any:
    changed = {
        kind: pairs[ident]
        for kind, pairs in followed.items()
        if kind in AUTHORITIES and (ident := getattr(row, kind, None)) in pairs
    }
    return replace(row, **changed) if changed else row


def called(redirects: Iterable[Redirect]) -> list[tuple[str, str]]:
    """(What the merged record was called, what the one in its place is called)."""
    redirects = list(redirects)
    wanted = {ident: each.kind for each in redirects for ident in (each.merged, each.into)}
    known = names(wanted) if wanted else {}
    label = {ident: known[ident].label if ident in known else ident for ident in wanted}
    return [(label[each.merged], label[each.into]) for each in redirects]

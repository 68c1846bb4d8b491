"""The snapshot as a whole, and its way to JSON and back."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from operator import attrgetter
from typing import Any

from documents import markup
from documents.snapshot.building import SnapshotError, an_object, build, fits, name_of
from documents.snapshot.canonical import canonical
from documents.snapshot.content import LATER, Document
from documents.snapshot.names import Name, name_key, named
from documents.snapshot.public import PRIVATE, public

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A document at one moment, and the names of what it refers to: by id, terms by "type:letter"."""

    document: Document = field(default_factory=Document)
    names: dict[str, Name] = field(default_factory=dict)
    schema: int = SCHEMA

    def public(self) -> "Snapshot":
        """The snapshot without what readers never see: only the fields listed in PUBLIC are kept."""
        document = public(self.document)
        wanted = sorted(self.names.keys() & named(document))  # the order in which JSON will have them
        return replace(self, document=document, names={ident: self.names[ident] for ident in wanted})

    def name(self, kind: str, ident: str | None) -> Name | None:
        """What the record or term `ident` of `kind` was called, or None."""
        return self.names.get(name_key(kind, ident)) if ident else None

    def to_data(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and integers; private and later fields only where not empty."""
        names = {ident: _data(name) for ident, name in self.names.items()}
        return {"schema": self.schema, "document": _data(self.document), "names": names}

    def to_json(self) -> str:
        """Canonical JSON: the same snapshot gives the same characters, for ever (RFC 8785)."""
        return canonical(self.to_data())


def _data(row: Any) -> dict[str, Any]:
    names, spare, held, values = _fields(row.__class__)
    data = dict(zip(names, values(row), strict=True))
    for name in held:
        data[name] = [_data(each) for each in data[name]]
    for name in spare:
        if not data[name]:
            del data[name]
    return data


Names = tuple[str, ...]


@cache
def _fields(kind: type) -> tuple[Names, Names, Names, Callable[[Any], tuple[Any, ...]]]:
    """The fields of rows of this kind in their order, of these those left out where empty and those that hold
    rows, and what takes all values."""
    names = tuple(part.name for part in fields(kind))
    unsaid, fitting = PRIVATE | LATER.get(kind, frozenset()), fits(kind)
    return (
        names,
        tuple(name for name in names if name in unsaid),
        tuple(name for name in names if fitting[name].row),
        attrgetter(*names),
    )


@markup.once
def load(content: str) -> Snapshot:
    """A frozen content, of this schema or an older one, as a snapshot. Raises SnapshotError."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(f"This is not JSON: {error}.") from error
    if not isinstance(data, dict):
        raise SnapshotError("A snapshot is a JSON object.")
    return from_data(upgrade(data))


# One pure function a step, from the schema number that is its key to the next; each has a golden file.
UPGRADES: dict[int, Any] = {}


def upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """Data of an older schema as data of this one. Raises SnapshotError for a schema nobody knows."""
    while (schema := data.get("schema")) != SCHEMA or type(schema) is not int:
        if type(schema) is not int or schema not in UPGRADES:
            raise SnapshotError(
                f"Schema {schema!r} is unknown; this software knows schema {SCHEMA} and older."
            )
        data = UPGRADES[schema](data)
    return data


def from_data(data: Any) -> Snapshot:
    """Plain data of this schema as a snapshot; what is left out takes its default. Raises SnapshotError."""
    given = {"schema": SCHEMA, "document": {}, "names": {}, **an_object(data, "The snapshot")}
    if unknown := sorted(map(str, given.keys() - {"schema", "document", "names"})):
        raise SnapshotError(f"The snapshot has no field “{unknown[0]}”.")
    if type(given["schema"]) is not int or given["schema"] != SCHEMA:
        raise SnapshotError(f"Schema {given['schema']!r} is not the schema {SCHEMA} of this software.")
    document = build(Document, given["document"], "document")
    names = {
        name_of(key): build(Name, name, f"names.{key}")
        for key, name in an_object(given["names"], "names").items()
    }
    return Snapshot(document=document, names=names)

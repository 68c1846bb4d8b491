"""What a source tells of a person, body, place, repository or collection, as the data of a record here."""

from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any

from documents.exchange.importing.reports import faults_in_words
from documents.exchange.importing.resolving import key_of
from documents.exchange.importing.sources import LOCAL, Named
from documents.merges import MODELS
from documents.snapshot import canonical, digest
from places import entering, records, writing
from places.entering import Fresh

Data = dict[str, Any]
Known = Callable[[str, str], str]
"""Kind and local name → the record that stands for it here, "" if none does."""

# Without these there is no record; any other column can be left out.
NEEDED = frozenset({"name", "language", "public_id"})


def digest_of(named: Named) -> str:
    """Of all that a source says of a record."""
    return digest(canonical({**asdict(named), "data": dict(named.data)}))


def rows_of(named: Named, identity: str, pk: str, known: Known) -> tuple[Fresh, list[str]]:
    """The rows of the record as the source tells it, and what was left out of it, in sentences.

    What is faulty is left out, unless it is needed: then `faults` of the rows says so, and they cannot be
    written. `identity` names the record in its source for ever.
    """
    data, told = data_of(named, identity, pk, known)
    model = MODELS[named.kind]
    fresh = entering.prepare(model, data)
    if fresh.faults and not NEEDED & fresh.faults.keys():
        told += [f"Left out: {sentence}" for sentence in faults_in_words(fresh.faults)]
        fresh = entering.prepare(model, _without(data, fresh.faults))
    return fresh, told


def data_of(named: Named, identity: str, pk: str, known: Known) -> tuple[Data, list[str]]:
    """The columns and the rows, and what has no place in a record of this kind, in sentences."""
    data: Data = {"public_id": pk, "name": named.name, "language": named.language, "note": named.note}
    told = _columns(named, data, known)
    others = [asdict(other) for other in named.names]
    pairs = [{"scheme": scheme, "value": value} for scheme, value in named.identifiers]
    for part, rows in (("names", others), ("identifiers", pairs)):
        if part in MODELS[named.kind].parts:
            data[part] = [{"key": key_of(f"{identity}\n{part}\n{n}"), **row} for n, row in enumerate(rows)]
        else:
            told += [f"“{' '.join(row.values())}” has no place in a record of this kind." for row in rows]
    return data, told


def _columns(named: Named, data: Data, known: Known) -> list[str]:
    """Puts what the source tells into the columns that there are; gives what has none, in sentences."""
    model, told = MODELS[named.kind], []
    first, last = ("founded", "dissolved") if named.kind == "body" else ("born", "died")
    for name, value in ((first, named.born), (last, named.died), *named.data.items()):
        if value and name not in _columns_of(model):
            told.append(f"“{value}” ({name}) has no place in a record of this kind.")
        elif value.startswith(LOCAL):
            related: Any = model._meta.get_field(name).related_model
            data[name] = known(related.kind, value.removeprefix(LOCAL)) or None
        elif value:
            data[name] = value
    return told


@cache
def _columns_of(model: Any) -> frozenset[str]:
    return frozenset(column.name for column in records.state_fields(model))


def _without(data: Data, faults: writing.Faults) -> Data:
    """The record without the columns and the rows in which there is a fault."""
    kept = {name: value for name, value in data.items() if name not in faults}
    for name, rows in list(kept.items()):
        if isinstance(rows, list):
            kept[name] = [
                row
                for place, row in enumerate(rows)
                if not any(where.startswith(f"{name}[{place}]") for where in faults)
            ]
    return kept

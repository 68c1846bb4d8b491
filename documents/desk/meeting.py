"""Two states of a record are put together: what is particular to documents, and to all other records."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from documents import history
from documents.desk.merging import Data, Difference
from documents.exchange.importing import incoming
from documents.merges import MODELS
from documents.models import Document
from documents.snapshot import Name, Snapshot, from_data, named
from places import records, writing
from places.revisions import current, latest, lock
from places.shapes import names_of


def model_of(kind: str) -> Any:
    """The table of the records of a kind. Raises KeyError for a kind of which there are no records."""
    return Document if kind == Document.kind else MODELS[kind]


def data_at(kind: str, record: str, number: int) -> Data:
    """What the desk said of the record in its revision of this number; {} where there was none."""
    if kind != Document.kind:
        return incoming.desk_of(kind, record, number)
    found = history.snapshot(record, at=number)
    return found.to_data()["document"] if found else {}


def write(kind: str, record: str, data: Data, base: int) -> int:
    """Writes what was put together over the revision that was looked at; gives the number of the new one.

    Works inside `with revision(…):`. Raises Stale, or ValidationError with the place of each fault.
    """
    if kind == Document.kind:
        content = from_data({"document": data}).document
        return history.write(Snapshot(document=content), base=base)
    model = MODELS[kind]
    lock(model, record)
    last = latest(kind, record)
    if last is None or last.number != base:
        raise history.Stale(base, last)
    now = records.read(model, record) or {}
    writing.write(model, {**data, **{name: now[name] for name in incoming.DESK_ONLY if name in now}})
    opened = current().opened.get((model, record))
    return opened.number if opened else base


def names_in(kind: str, differences: Iterable[Difference]) -> dict[str, Name]:
    """What the records and terms are called that the two states name where they differ."""
    sides = [
        {each.part: [side]} if each.part else side
        for each in differences
        for side in (each.base, each.mine, each.theirs)
        if isinstance(side, dict)
    ]
    if kind != Document.kind:
        return names_of(MODELS[kind], *sides)
    wanted: dict[str, str] = {}
    for side in sides:
        wanted |= named(from_data({"document": side}).document)
    return history.names(wanted)


def address_of(kind: str, record: str) -> str:
    """The form of the record."""
    return reverse(_page(kind, "change"), args=[record])


def list_of(kind: str) -> str:
    """The list in which it stands."""
    return reverse(_page(kind, "changelist"))


def choosing_at(kind: str, record: str) -> str:
    """Where the choices between the two are sent."""
    if kind == Document.kind:
        return reverse(_page(kind, "merge"), args=[record])
    return reverse("admin:compare_with_file", args=[kind, record])


def _page(kind: str, act: str) -> str:
    meta = model_of(kind)._meta
    return f"admin:{meta.app_label}_{meta.model_name}_{act}"

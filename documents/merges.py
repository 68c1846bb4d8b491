"""Merged authority records: which record each ended in. Frozen texts go on naming what they named."""

from typing import Any

from documents import audit
from documents.audit import Act
from documents.models.archival import Repository
from documents.models.collection import SourceCollection
from people.models import Body, Person
from places.authority import Authority
from places.models import Place
from places.revisions import lock, revision

MODELS: dict[str, type[Authority]] = {
    model.kind: model for model in (Person, Body, Place, SourceCollection, Repository)
}


def merges(kind: str) -> dict[str, str]:
    """The records of a kind that were merged, each with the one it ended in."""
    steps = dict(MODELS[kind].objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    return {ident: _end(ident, steps) for ident in steps}


def _end(ident: str, steps: dict[str, str]) -> str:
    seen = set()
    while ident in steps and ident not in seen:
        seen.add(ident)
        ident = steps[ident]
    return ident


def merge(kind: str, record: str, into: str, *, user: Any, reason: str) -> bool:
    """Lets a record end in another one, in a revision of it; nothing that names it is touched.

    False, and nothing is done, if it has ended somewhere already, or would end in itself.
    """
    model: Any = MODELS[kind]
    with revision(user, reason):
        # In one order, so that two who merge the same two the other way round do not wait for each other.
        if not all(lock(model, each) for each in sorted((record, into))):
            return False
        found, end = model.objects.get(pk=record), merges(kind).get(into, into)
        if found.merged_into_id is not None or end == record:
            return False
        found.merged_into_id = end
        found.save()
        audit.note(Act.MERGED, user=user, kind=kind, record=record, detail=f"into {end}")
    return True


def separate(kind: str, record: str, *, user: Any, reason: str) -> bool:
    """Takes a merge back, in a revision of the record that was merged. False if it is not merged."""
    model: Any = MODELS[kind]
    with revision(user, reason):
        found = model.objects.filter(pk=record).first() if lock(model, record) else None
        if found is None or found.merged_into_id is None:
            return False
        end, found.merged_into_id = found.merged_into_id, None
        found.save()
        audit.note(Act.SEPARATED, user=user, kind=kind, record=record, detail=f"from {end}")
    return True


def aliases(ident: str, merged: dict[str, str]) -> list[str]:
    """The record itself and all that ended in it."""
    return [ident, *(old for old, end in merged.items() if end == ident)]

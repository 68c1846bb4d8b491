"""Merged authority records: which record each ended in. Frozen texts go on naming what they named."""

from documents.models.archival import Repository
from documents.models.collection import SourceCollection
from people.models import Body, Person
from places.authority import Authority
from places.models import Place

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


def aliases(ident: str, merged: dict[str, str]) -> list[str]:
    """The record itself and all that ended in it."""
    return [ident, *(old for old, end in merged.items() if end == ident)]

"""The records that pasted words name: only those that are called exactly so, and only where there is one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from documents.exchange.pasting import Proposed, Wanted
from documents.models import VOCABULARIES, Repository, SourceCollection
from people.models import Body, Capacity, Person
from places.models import Place

# Kind of record → its table, and the columns in which a name may stand.
NAMED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "person": (Person, ("name", "names__name")),
    "body": (Body, ("name", "names__name")),
    "place": (Place, ("name", "names__name")),
    "repository": (Repository, ("name", "short_name")),
    "collection": (SourceCollection, ("name", "short_name")),
}
LONGEST_NAME = 500
TERMS: dict[str, Any] = {**{model.kind: model for model in VOCABULARIES}, Capacity.kind: Capacity}


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked for, the record found by exactly these words, and how many there are."""

    wanted: Wanted
    record: Any = None
    many: int = 0

    @property
    def address(self) -> str:
        """Where the record is seen, or entered with what the paste tells of it."""
        model = NAMED[self.wanted.kind][0]._meta
        name = f"admin:{model.app_label}_{model.model_name}"
        if self.record is not None:
            return reverse(f"{name}_change", args=[self.record.pk])
        return (
            f"{reverse(f'{name}_add')}?{urlencode({'name': plain(self.wanted.words), **self.wanted.details})}"
        )


def plain(words: str) -> str:
    """The words as a name: without the brackets of what is supplied."""
    return " ".join(words.replace("[", "").replace("]", "").split())


def found(proposed: Proposed) -> list[Found]:
    """For everything that the paste names, in its order, the one record of this name, if there is."""
    by_kind: dict[str, set[str]] = {}
    for each in proposed.wanted:
        if len(each.words) <= LONGEST_NAME:
            by_kind.setdefault(each.kind, set()).add(plain(each.words))
    records = {kind: _named(kind, names) for kind, names in by_kind.items()}
    return [_found(each, records) for each in proposed.wanted]


def _found(wanted: Wanted, records: dict[str, dict[str, dict[str, Any]]]) -> Found:
    those = records.get(wanted.kind, {}).get(plain(wanted.words), {})
    return Found(wanted, next(iter(those.values())) if len(those) == 1 else None, len(those))


def _named(kind: str, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Name → the records that are called so, by id; those set aside or merged are not offered."""
    model, columns = NAMED[kind]
    wanted = sorted(names)
    records: dict[str, dict[str, Any]] = {}
    for column in columns:
        chosen = model.objects.filter(**{f"{column}__in": wanted}, set_aside=False, merged_into=None)
        for pk, name in chosen.order_by("pk").values_list("pk", column):
            records.setdefault(name, {})[pk] = None
    every = model.objects.in_bulk({pk for those in records.values() for pk in those})
    return {name: {pk: every[pk] for pk in those} for name, those in records.items()}


def known_terms(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of (vocabulary, code) those that this archive has and still offers, with what they are called."""
    by_kind: dict[str, set[str]] = {}
    for kind, code in wanted:
        by_kind.setdefault(kind, set()).add(code)
    return {
        (kind, code): label
        for kind, codes in by_kind.items()
        for code, label in TERMS[kind]
        .objects.filter(pk__in=codes, set_aside=False)
        .values_list("pk", "label")
    }

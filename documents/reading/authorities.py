"""Which authority records readers can see, and what documents name them.

A record has a page as soon as a current version names it, and loses it with the last one. Whatever was merged
into a record counts as that record, because frozen texts go on naming what they named. The desk's remarks are
never read.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q
from django.http import Http404

from documents.merges import MODELS, aliases, merges
from documents.models.listing import ListingName, ListingNameQuerySet
from documents.reading.addresses import of_record
from documents.reading.wording import Phrase, phrase
from places.authority import Authority
from places.register import is_well_formed

# --- One record ---


@dataclass(frozen=True, slots=True)
class Found:
    """A record that readers can see, and every id by which versions name it."""

    record: Any
    idents: tuple[str, ...]

    @property
    def address(self) -> str:
        return of_record(self.record.kind, self.record.pk)


def find(kind: str, ident: str) -> Found:
    """The record at an address; for a merged one, that in which it ended.

    Raises Http404 for an id that cannot be one, and for a record that no current version names.
    """
    if not is_well_formed(ident):
        raise Http404("This address has a slip in it. Please check it, letter by letter.")
    merged = merges(kind)
    end = merged.get(ident, ident)
    idents = aliases(end, merged)
    record = MODELS[kind].objects.filter(pk=end).first()
    if record is None or not ListingName.objects.of(kind, idents).exists():
        raise Http404("No published document names this record.")
    return Found(record, tuple(idents))


def visible(kind: str, idents: Iterable[str | None]) -> set[str]:
    """Of these records, those that have a page."""
    merged = merges(kind)
    wanted = {ident for ident in idents if ident}
    every = {alias: ident for ident in wanted for alias in aliases(merged.get(ident, ident), merged)}
    named = ListingName.objects.of(kind, every).values_list("ident", flat=True).distinct()
    seen = {merged.get(ident, ident) for ident in named}
    return {ident for ident in wanted if merged.get(ident, ident) in seen}


@dataclass(frozen=True, slots=True)
class Link:
    """The name of a record that readers can see, with the address of its page."""

    name: Phrase
    address: str
    detail: str = ""


def links(records: Sequence[Authority], details: Sequence[str] = ()) -> list[Link]:
    """Names of records of one kind as links. Those that no current version names are left out."""
    if not records:
        return []
    kind = records[0].kind
    seen = visible(kind, (record.pk for record in records))
    return [
        Link(phrase(record.name, record.language), of_record(kind, record.pk), detail)
        for record, detail in zip(records, details or [""] * len(records), strict=True)
        if record.pk in seen
    ]


def named(kind: str, idents: Iterable[str]) -> dict[str, Link]:
    """The link of each of these records that readers can see, by id; a merged one's is that of its end."""
    merged = merges(kind)
    ends = {ident: merged.get(ident, ident) for ident in idents}
    records = MODELS[kind].objects.filter(pk__in=visible(kind, ends.values()))
    found = {each.pk: Link(phrase(each.name, each.language), of_record(kind, each.pk)) for each in records}
    return {ident: found[end] for ident, end in ends.items() if end in found}


# --- A to Z ---


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of an A–Z: a record with the number of documents that name it."""

    record: Any
    name: Phrase
    address: str
    documents: int
    letter: str
    detail: str = ""


def index(kind: str, detail: Callable[[Any], str] = lambda record: "") -> list[Heading]:
    """Every record of a kind that a historical document names, by name. Four queries.

    `detail` gives what is said of each record beside its name.
    """
    merged = merges(kind)
    named = ListingName.objects.filter(kind=kind)
    counts = _documents_by_record(named.in_sources(), merged)
    wanted = Q(pk__in=named.values("ident")) | Q(pk__in={*merged.values()})
    records = [record for record in MODELS[kind].objects.filter(wanted) if record.pk in counts]
    headings = [
        Heading(
            record,
            phrase(record.name, record.language),
            of_record(kind, record.pk),
            counts[record.pk],
            letter(record.name),
            detail(record),
        )
        for record in records
    ]
    return sorted(headings, key=lambda heading: (folded(heading.record.name), heading.record.pk))


def _documents_by_record(named: ListingNameQuerySet, merged: dict[str, str]) -> dict[str, int]:
    """How many documents name each record. A document that names two merged ones counts once."""
    joined = {*merged, *merged.values()}
    alone = named.exclude(ident__in=joined).order_by()
    counts = dict(alone.values_list("ident").annotate(Count("listing", distinct=True)))
    pairs = named.filter(ident__in=joined).values_list("ident", "listing")
    return counts | Counter(
        end for end, _ in {(merged.get(ident, ident), document) for ident, document in pairs}
    )


@lru_cache(maxsize=1 << 15)
def folded(name: str) -> str:
    """A name as it sorts: letters and digits only, without accents, in small letters."""
    # By way of the capitals: ı and i have one, and stand under one letter.
    plain = unicodedata.normalize("NFKD", name.upper()).casefold()
    return "".join(c for c in plain if c.isalnum() or c == " ").strip()


def letter(name: str) -> str:
    """Under which letter a name stands."""
    return folded(name)[:1].upper() or "…"

"""Whether somebody or something that a source tells of is in this archive already.

A shared identifier decides, where none contradicts it; else the same name, if one record alone has it and
nothing contradicts. People need a date of birth or death besides, stated on both sides: namesakes are many.
Everything else is doubtful, and an editor decides: never is one record taken for another by guess.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from documents.exchange.importing.sources import Named
from documents.merges import MODELS, merges
from places.search import fold

DATES = {"person": ("born", "died"), "body": ("founded", "dissolved")}
CANDIDATES = 20


@dataclass(slots=True)
class Match:
    """The record that it is, or "" and those that it may be, each with why."""

    record: str = ""
    doubtful: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """What the archive says of a record, as far as it tells one from another."""

    name: str = ""
    dates: tuple[str, ...] = ()
    identifiers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def folded(name: str) -> str:
    """A name as it is compared: without regard to case and to the number of spaces."""
    return " ".join((fold(name) or "").split())


class Matching:
    """The records of one kind, by identifier and by name. Those set aside are not offered."""

    def __init__(self, kind: str) -> None:
        self.kind, self.model = kind, MODELS[kind]
        self.told: dict[str, Told] = defaultdict(Told)
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.by_identifier: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.of_source: dict[str, set[str]] = defaultdict(set)
        self.ends = merges(kind)
        self._load()

    def _load(self) -> None:
        columns = DATES.get(self.kind, ())
        for pk, name, *dates in self.model.objects.filter(set_aside=False).values_list(
            "pk", "name", *columns
        ):
            if pk not in self.ends:
                self.told[pk].dates, self.told[pk].name = tuple(dates), folded(name)
            self.by_name[folded(name)].add(self.ends.get(pk, pk))
        parts: list[Any] = list(self.model.part_models())
        for part in parts:
            owner = f"{part.owner_field}_id"
            if part.__name__.endswith("Name"):
                for pk, name in part.objects.values_list(owner, "name"):
                    self.by_name[folded(name)].add(self.ends.get(pk, pk))
            elif part.__name__.endswith("Identifier"):
                for pk, scheme, value in part.objects.values_list(owner, "scheme", "value"):
                    self._identify(self.ends.get(pk, pk), scheme, value)

    def _identify(self, record: str, scheme: str, value: str) -> None:
        self.by_identifier[scheme, value].add(record)
        self.told[record].identifiers[scheme].add(value)

    def learn(self, record: str, named: Named, source: str) -> None:
        """From now on this record is here, too; its source tells its own namesakes apart."""
        told = self.told[record]
        told.name = folded(named.name)
        self.of_source[source].add(record)
        told.dates = (named.born, named.died) if self.kind in DATES else ()
        self.by_name[told.name].add(record)
        for other in named.names:
            self.by_name[folded(other.name)].add(record)
        for scheme, value in named.identifiers:
            self._identify(record, scheme, value)

    def find(self, named: Named, source: str) -> Match:
        """Which record it is; `source` is the identity of the source that tells of it."""
        if (own := self.told.get(named.local)) and own.name == folded(named.name):
            return Match(named.local)  # it was exported from here
        identified = {
            record for pair in named.identifiers for record in self._here(self.by_identifier.get(pair, ()))
        }
        if identified:
            if len(identified) == 1 and not self._contradicts(record := next(iter(identified)), named):
                return Match(record)
            return Match(
                "",
                [
                    (record, "They share an identifier, but something else differs.")
                    for record in sorted(identified)[:CANDIDATES]
                ],
            )
        # Namesakes of one source may be thousands.
        elsewhere = self.by_name.get(folded(named.name), set()) - self.of_source[source]
        namesakes = {record for record in self._here(elsewhere) if not self._contradicts(record, named)}
        if len(namesakes) == 1 and self._agrees(record := next(iter(namesakes)), named):
            return Match(record)
        why = "They have the same name, and nothing proves that they are the same."
        return Match("", [(record, why) for record in sorted(namesakes)[:CANDIDATES]])

    def _here(self, records: Iterable[str]) -> set[str]:
        return {record for record in records if record in self.told and self.told[record].name}

    def _contradicts(self, record: str, named: Named) -> bool:
        """Whether an identifier of one scheme, or a date, is another one there."""
        told = self.told[record]
        schemes: dict[str, set[str]] = defaultdict(set)
        for scheme, value in named.identifiers:
            schemes[scheme].add(value)
        if any(told.identifiers.get(s) and not told.identifiers[s] & values for s, values in schemes.items()):
            return True
        return any(here and there and here != there for here, there in self._dates(told, named))

    def _agrees(self, record: str, named: Named) -> bool:
        if self.kind != "person":
            return True
        return any(here and here == there for here, there in self._dates(self.told[record], named))

    def _dates(self, told: Told, named: Named) -> Iterable[tuple[Any, Any]]:
        return zip(told.dates, (named.born, named.died), strict=False)

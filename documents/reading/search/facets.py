"""Facets, ready to print: each value with its label, its count, and the ways to choose and exclude it."""

from collections.abc import Mapping
from dataclasses import dataclass

from documents.reading.search.address import Address
from documents.reading.search.labels import FACET_NAMES
from documents.reading.wording import Phrase
from documents.search.cards import NOT_STATED
from documents.search.counting import Counts

SHOWN = 7
ALL_VALUES = "/documents/by/{}/"
# These open by themselves; the others when something in them is chosen.
OPEN = ("type", "signatory", "person", "place")

Labelled = Mapping[tuple[str, str], Phrase]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. `choose` leads to the search with it, or, if it is chosen, without it."""

    value: str
    label: Phrase
    count: int
    selected: bool
    excluded: bool
    choose: str
    exclude: str

    @property
    def standing(self) -> str:
        """Whether it is asked for, in a word; nothing if it is not."""
        return "selected" if self.selected else "excluded" if self.excluded else ""

    @property
    def unit(self) -> str:
        """What the count counts."""
        return unit(self.count)

    @property
    def excluding(self) -> str:
        """What `exclude` does, in words."""
        return f"No longer without {self.label}" if self.excluded else f"Without {self.label}"

    @property
    def sign(self) -> str:
        """The same in a sign."""
        return "↺" if self.excluded else "−"


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values shown; `more` leads to all, `asked` says how many are asked for, in words."""

    name: str
    label: str
    values: tuple[Value, ...]
    is_open: bool
    more: str
    asked: str


def unit(count: int) -> str:
    """What a count of documents counts, in a word."""
    return "document" if count == 1 else "documents"


def facets(counts: Mapping[str, Counts], address: Address, labelled: Labelled) -> list[Facet]:
    """The facets that tell documents apart, or in which something is chosen."""
    found = [_facet(name, of_values, address, labelled) for name, of_values in counts.items()]
    return [facet for facet in found if len(facet.values) > 1 or facet.asked]


def _facet(name: str, counts: Counts, address: Address, labelled: Labelled) -> Facet:
    wanted, unwanted = address.get(name), address.get(f"not-{name}")
    chosen = {*wanted, *unwanted}
    shown = [value for value in _shown(counts, chosen) if (name, value) in labelled]
    values = tuple(value_of(name, value, counts.get(value, 0), address, labelled) for value in shown)
    more = address.changed({}, path=ALL_VALUES.format(name)) if _are_more(counts, shown) else ""
    return Facet(
        name, FACET_NAMES[name], values, bool(chosen) or name in OPEN, more, _asked(wanted, unwanted)
    )


def _asked(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str:
    said = ((len(wanted), "chosen"), (len(unwanted), "left out"))
    return ", ".join(f"{count} {what}" for count, what in said if count)


def _are_more(counts: Counts, shown: list[str]) -> bool:
    return any(count and value not in shown for value, count in counts.items())


def _shown(counts: Counts, chosen: set[str]) -> list[str]:
    """What is chosen, the most frequent values, and “not stated” at the end."""
    stated = [value for value in counts if value != NOT_STATED and (counts[value] or value in chosen)]
    top = [value for place, value in enumerate(stated) if place < SHOWN or value in chosen]
    unstated = [NOT_STATED] if counts.get(NOT_STATED) or NOT_STATED in chosen else []
    return [*top, *(value for value in sorted(chosen) if value not in counts), *unstated]


def value_of(name: str, value: str, count: int, address: Address, labelled: Labelled) -> Value:
    """One value, ready to print."""
    selected, excluded = value in address.get(name), value in address.get(f"not-{name}")
    choose = address.without_value(name, value) if selected else address.with_value(name, value)
    without = f"not-{name}"
    exclude = address.without_value(without, value) if excluded else address.with_value(without, value)
    return Value(value, labelled[name, value], count, selected, excluded, choose, exclude)

"""Two editors' states of one document, and the state that both began with → one state. Pure: data to data.

The data is that of `Snapshot.to_data()["document"]`, or of another record in the same form. Rows are matched
by their key. What only one of the two changed is taken from that one; what both changed differently is a
conflict, and somebody has to choose.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.snapshot import PARTS
from documents.snapshot.units import unit_of

MINE, THEIRS = "mine", "theirs"
ORDER, ROW = "order", "row"

Data = dict[str, Any]
Units = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which the two do not agree.

    `field` is that of the document (part "") or of a row, ROW where one of them has no such row (None stands
    for it), ORDER for the order of the rows of a part. `fields` are all that are decided together.
    """

    part: str
    key: str
    field: str
    fields: tuple[str, ...]
    base: Any
    mine: Any
    theirs: Any

    @property
    def name(self) -> str:
        """By which it is chosen: "texts.abcd1234.content", "document..title"."""
        return f"{self.part or 'document'}.{self.key}.{self.field}"

    @property
    def is_conflict(self) -> bool:
        """Whether both changed it, so that somebody has to choose."""
        return self.base not in (self.mine, self.theirs)

    @property
    def default(self) -> str:
        """The one who changed it, "" where both did."""
        if self.is_conflict:
            return ""
        return THEIRS if self.mine == self.base else MINE


@dataclass(slots=True)
class Merge:
    """The state put together, the differences it was put together from, and which are still open."""

    document: Data
    differences: list[Difference]
    choices: dict[str, str]

    @property
    def undecided(self) -> list[Difference]:
        """Conflicts for which nobody has chosen. As long as there is one, the document is not to be saved."""
        return [each for each in self.differences if each.name not in self.choices]


def merge(
    base: Data,
    mine: Data,
    theirs: Data,
    choices: Mapping[str, str] | None = None,
    parts: Iterable[str] = tuple(PARTS),
) -> Merge:
    """Puts two states together. `choices` gives MINE or THEIRS by the name of a difference.

    `parts` are those of the record that consist of rows: those of a document, unless others are named.
    What is not chosen follows `Difference.default`; an open conflict keeps mine until it is decided.
    """
    work = _Work(choices or {})
    document = work.row("", "", *(_fields_of(each, parts) for each in (base, mine, theirs)))
    for part in parts:
        document[part] = work.rows(part, *(_by_key(each.get(part, [])) for each in (base, mine, theirs)))
    return Merge(document, work.differences, work.decided)


@dataclass(slots=True)
class _Work:
    chosen: Mapping[str, str]
    differences: list[Difference] = field(default_factory=list)
    decided: dict[str, str] = field(default_factory=dict)

    def pick(self, difference: Difference) -> Any:
        """Notes the difference and gives what stands there in the end."""
        self.differences.append(difference)
        choice = self.chosen.get(difference.name, "")
        choice = choice if choice in (MINE, THEIRS) else difference.default
        if choice:
            self.decided[difference.name] = choice
        return difference.theirs if choice == THEIRS else difference.mine

    def row(self, part: str, key: str, base: Data, mine: Data, theirs: Data) -> Data:
        """The fields of the document, or of a row that both have."""
        units = [_units(part, each) for each in (base, mine, theirs)]
        merged: Data = {}
        for name in {**units[1], **units[2]}:
            old, ours, other = (each.get(name, {}) for each in units)
            if ours != other:
                ours = self.pick(Difference(part, key, name, _differing(ours, other), old, ours, other))
            merged |= ours
        return merged

    def rows(self, part: str, base: Units, mine: Units, theirs: Units) -> list[Data]:
        """The rows of a part, in their order."""
        kept = {key: self._kept(part, key, base, mine, theirs) for key in {**mine, **theirs}}
        order = self._order(part, list(base), list(mine), list(theirs))
        return [row for key in order if (row := kept[key]) is not None]

    def _kept(self, part: str, key: str, base: Units, mine: Units, theirs: Units) -> Data | None:
        old, ours, other = (each.get(key) for each in (base, mine, theirs))
        if ours is not None and other is not None:
            return self.row(part, key, old or {}, ours, other)
        return self.pick(Difference(part, key, ROW, (), old, ours, other))

    def _order(self, part: str, base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
        """The leading one's order, with the rows that only the other has behind those they stood behind."""
        common = set(mine) & set(theirs)
        old, ours, other = ([key for key in each if key in common] for each in (base, mine, theirs))
        leading = ours
        if ours != other:
            leading = self.pick(Difference(part, "", ORDER, (), old, ours, other))
        return _inserted(mine, theirs) if leading == ours else _inserted(theirs, mine)


def _inserted(leading: list[str], other: list[str]) -> list[str]:
    order = list(leading)
    for place, key in enumerate(other):
        if key not in order:
            before = next((each for each in reversed(other[:place]) if each in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    return order


def _fields_of(document: Data, parts: Iterable[str]) -> Data:
    return {name: value for name, value in document.items() if name not in parts}


def _by_key(rows: list[Data]) -> Units:
    return {row["key"]: row for row in rows}


def _units(part: str, row: Data) -> Units:
    found: Units = {}
    for name, value in row.items():
        found.setdefault(unit_of(part, name), {})[name] = value
    return found


def _differing(mine: Data, theirs: Data) -> tuple[str, ...]:
    names: Iterator[str] = iter({**mine, **theirs})
    return tuple(name for name in names if mine.get(name) != theirs.get(name))

"""Which column of a file is which: by its name, by what it is called on the desk, or as the editor says."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from documents.exchange.spreadsheets.kinds import STANDING, Kind, labels
from documents.exchange.spreadsheets.resource import CALLED
from documents.exchange.spreadsheets.sheets import Sheet

KNOWN, ALIKE, CHOSEN, LEFT_OUT, UNKNOWN, FOR_READING = range(6)
IN_WORDS = {
    KNOWN: "by its name",
    ALIKE: "by what it is called on the desk",
    CHOSEN: "as you have chosen",
    LEFT_OUT: "left out, as you have chosen",
    UNKNOWN: "not known, so it is left out",
    FOR_READING: "for reading only: nothing is taken in from it",
}
# What an editor chooses for a column that is to be left out.
NOTHING = "-"
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Understood:
    """One column of a file: its place from 1, its name there, the column it is taken for ("" for none)."""

    place: int
    header: str
    column: str
    how: int
    example: str = ""

    @property
    def in_words(self) -> str:
        return IN_WORDS[self.how]

    @property
    def can_be_chosen(self) -> bool:
        """Whether the editor may say what it is: where its name was not known for certain."""
        return self.how not in (KNOWN, FOR_READING)


def understand(kind: Kind, sheet: Sheet, chosen: Mapping[str, str]) -> tuple[Understood, ...]:
    """Each column of the file. `chosen` is what the editor says: name in the file → column, or NOTHING."""
    return tuple(
        Understood(
            place, header, *_understood(kind, header, chosen.get(header, "")), _example(sheet, place - 1)
        )
        for place, header in enumerate(sheet.head, 1)
    )


def knows(kind: Kind, header: str) -> bool:
    """Whether a column of this name is one that sheets of this kind have, whatever is taken in from it."""
    return _understood(kind, header.strip(), "")[1] in (KNOWN, ALIKE, FOR_READING)


def _understood(kind: Kind, header: str, chosen: str) -> tuple[str, int]:
    known = labels(kind)
    if header in known:
        return header, KNOWN
    if header == STANDING and kind.tells_standing:
        return "", FOR_READING
    if header.endswith(CALLED) and header.removesuffix(CALLED) in known:
        return "", FOR_READING
    if chosen == NOTHING:
        return "", LEFT_OUT
    if chosen in known:
        return chosen, CHOSEN
    alike = [name for name, label in known.items() if _folded(header) in (_folded(name), _folded(label))]
    return (alike[0], ALIKE) if len(alike) == 1 else ("", UNKNOWN)


def _folded(words: str) -> str:
    return _BETWEEN.sub(" ", words).strip().casefold()


def _example(sheet: Sheet, index: int) -> str:
    words = next((cells[index] for _, cells in sheet.rows if cells[index].strip()), "")
    return words if len(words) <= 60 else f"{words[:59]}…"


def faults(kind: Kind, columns: Iterable[Understood]) -> list[str]:
    """Why the file cannot be taken in with its columns understood so; sentences."""
    taken = Counter(each.column for each in columns if each.column)
    found = [
        f"The column “{name}” ({labels(kind)[name]}) is missing. "
        + ("Add it, with empty cells for what is new." if name != kind.owner or not kind.part else "Add it.")
        for name in kind.required
        if name not in taken
    ]
    found += [
        f"{number} columns are taken for “{name}”. One must go."
        for name, number in taken.items()
        if number > 1
    ]
    if not taken.keys() & {*kind.writable}:
        found.append("None of its columns says anything that could be taken in.")
    return found

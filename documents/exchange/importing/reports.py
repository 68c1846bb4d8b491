"""What came of each thing in a file: as data, as a line of JSON, in words."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CREATED, CHANGED, LEFT = "created", "changed", "left"
MATCHED, CONFLICT, FAULTY, REFUSED = "matched", "conflict", "faulty", "refused"
WAITING = "waiting"

# What happened → in words, after a number of things; in a dry run, what would happen.
IN_WORDS = {
    CREATED: ("created", "would be created"),
    CHANGED: ("changed", "would be changed"),
    LEFT: ("left as they are", "would be left as they are"),
    MATCHED: ("found in the archive and left as they are", "are in the archive already"),
    CONFLICT: ("not overwritten, because editors have changed them since", "changed by editors since"),
    FAULTY: ("left out, because they are faulty", "would be left out, because they are faulty"),
    REFUSED: ("refused", "would be refused"),
    WAITING: ("to documents that are not here yet", "to documents that are not here yet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened to one thing, in a dry run what would happen. `kind` is "file" for a file as a whole.

    `published` is whether readers see it by this import; `told` are sentences: faults, what waits, what was
    not carried over. `notes` and `signatures` are (in the file, in the archive).
    """

    what: str
    kind: str
    file: str
    identity: str = ""
    record: str = ""
    title: str = ""
    line: int = 0
    published: bool = False
    notes: tuple[int, int] = (0, 0)
    signatures: tuple[int, int] = (0, 0)
    unknown: Mapping[str, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()

    def to_line(self) -> str:
        """One line of the report, JSON."""
        data = {
            "file": self.file,
            "kind": self.kind,
            "identity": self.identity,
            "line": self.line,
            "public_id": self.record,
            "what": self.what,
            "published": self.published,
            "notes_in": self.notes[0],
            "notes_out": self.notes[1],
            "signatures_in": self.signatures[0],
            "signatures_out": self.signatures[1],
            "unknown": dict(self.unknown),
            "told": list(self.told),
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n"

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should read it: something was refused, left out, lost or is not understood."""
        lost = self.notes[0] != self.notes[1] or self.signatures[0] != self.signatures[1]
        return bool(self.what in (CONFLICT, FAULTY, REFUSED) or self.told or self.unknown or lost)


def from_line(line: str) -> dict[str, Any]:
    """A line of a report as data, with what its page asks."""
    data = json.loads(line)
    data["loses"] = data["notes_in"] != data["notes_out"] or data["signatures_in"] != data["signatures_out"]
    return data


@dataclass(slots=True)
class Tally:
    """Outcomes counted: by kind and what happened, elements not understood, notes and signatures."""

    what: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        self.what[f"{outcome.kind} {outcome.what}"] += 1
        self.unknown.update(outcome.unknown)
        self.numbers["published"] += outcome.published
        for name, (given, kept) in (("notes", outcome.notes), ("signatures", outcome.signatures)):
            self.numbers[f"{name} in"] += given
            self.numbers[f"{name} out"] += kept

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return sum(number for name, number in self.what.items() if name.startswith("document "))

    def data(self) -> dict[str, int]:
        """The counts as they are kept with the import."""
        unknown = {f"element {name}": number for name, number in self.unknown.items()}
        return {**self.what, **{name: n for name, n in self.numbers.items() if n}, **unknown}


def in_words(counts: Mapping[str, int], trial: bool = False) -> list[str]:
    """The counts of an import as sentences, documents first."""
    told = [_sentence(name, number, trial) for name, number in sorted(counts.items(), key=_rank)]
    for name in ("notes", "signatures"):
        if given := counts.get(f"{name} in", 0):
            told.append(f"{given} {name} in the files, {counts.get(f'{name} out', 0)} carried over.")
    if unknown := {n.removeprefix("element "): c for n, c in counts.items() if n.startswith("element ")}:
        listed = ", ".join(f"{name} ({number})" for name, number in sorted(unknown.items()))
        told.append(f"Elements that are not understood, whose words were kept: {listed}.")
    return [sentence for sentence in told if sentence]


def _rank(item: tuple[str, int]) -> tuple[bool, str]:
    return not item[0].startswith("document "), item[0]


def _sentence(name: str, number: int, trial: bool) -> str:
    if name == "published":
        return f"{number} {'would be ' if trial else ''}published."
    kind, _, what = name.partition(" ")
    if what not in IN_WORDS or kind == "publication":
        return ""
    things = {"person": "people", "body": "bodies", "repository": "repositories"}.get(kind, f"{kind}s")
    return f"{number} {kind if number == 1 else things} {IN_WORDS[what][trial]}."

"""What came of each thing in a file: as data, as a line of JSON, in words."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field

from documents.publishing import UNFIT

CREATED, CHANGED, LEFT = "created", "changed", "left"
MATCHED, AGAIN, CONFLICT, FAULTY, REFUSED = "matched", "again", "conflict", "faulty", "refused"
WAITING = "waiting"
DELETED, WITHDRAWN, RESTORED, SET_ASIDE = "deleted", "withdrawn", "restored", "set aside"

EMPTY = str(Field.default_error_messages["blank"])
WORST = (REFUSED, CONFLICT, FAULTY)

# What happened → in words, after a number of things; in a dry run, what would happen.
IN_WORDS = {
    CREATED: ("created", "would be created"),
    CHANGED: ("changed", "would be changed"),
    LEFT: ("left as {they} {are}", "would be left as {they} {are}"),
    MATCHED: ("found in the archive and left as {they} {are}", "{are} in the archive already"),
    AGAIN: ("told of again in these files", "told of again in these files"),
    CONFLICT: (
        "not overwritten, because both the file and the desk changed {them}",
        "would not be overwritten, because both the file and the desk changed {them}",
    ),
    FAULTY: ("left out, because {they} {are} faulty", "would be left out, because {they} {are} faulty"),
    REFUSED: ("refused", "would be refused"),
    WAITING: ("to documents that are not here yet", "to documents that are not here yet"),
    DELETED: ("deleted", "would be deleted"),
    WITHDRAWN: ("withdrawn from readers", "would be withdrawn from readers"),
    RESTORED: ("restored to what {they} {were} before", "would be restored to what {they} {were} before"),
    SET_ASIDE: ("set aside", "would be set aside"),
}
# What happened → as it stands in the report, of one thing; in a dry run.
IN_SHORT = {
    CREATED: ("created", "would be created"),
    CHANGED: ("changed", "would be changed"),
    LEFT: ("left as it is", "would be left as it is"),
    MATCHED: ("in the archive already", "in the archive already"),
    AGAIN: ("told of again", "told of again"),
    CONFLICT: ("not overwritten", "would not be overwritten"),
    FAULTY: ("left out", "would be left out"),
    REFUSED: ("refused", "would be refused"),
    WAITING: ("not here yet", "not here yet"),
    WITHDRAWN: ("withdrawn from readers", ""),
    RESTORED: ("what it was before", ""),
}
ONE = {"they": "it", "are": "is", "them": "it", "were": "was"}
SEVERAL = {"they": "they", "are": "are", "them": "them", "were": "were"}
# Kind → one, several, where the kind itself does not say it.
THINGS = {
    "person": ("person", "people"),
    "body": ("body", "bodies"),
    "repository": ("repository", "repositories"),
    "capacity": ("capacity", "capacities"),
    "type": ("document type", "document types"),
    "date_kind": ("kind of date", "kinds of date"),
    "level": ("level of description", "levels of description"),
    "exemplar": ("kind of exemplar", "kinds of exemplar"),
    "production": ("way of production", "ways of production"),
    "printing_relation": ("kind of printing", "kinds of printing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened to one thing, in a dry run what would happen. `kind` is "file" for a file as a whole.

    `published` is whether readers see it by this import; `told` are sentences: faults, what waits, what was
    not carried over; `doubtful` is how many records it may be the same as. `notes` and `signatures` are
    (in the file, in the archive).
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
    doubtful: int = 0

    def to_line(self) -> str:
        """One line of the report, JSON."""
        data = {
            "file": self.file,
            "kind": self.kind,
            "identity": self.identity,
            "line": self.line,
            "public_id": self.record,
            "title": self.title,
            "what": self.what,
            "published": self.published,
            "notes_in": self.notes[0],
            "notes_out": self.notes[1],
            "signatures_in": self.signatures[0],
            "signatures_out": self.signatures[1],
            "unknown": dict(self.unknown),
            "told": list(self.told),
            "doubtful": self.doubtful,
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n"

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should read it: something was refused, left out, lost or is not understood."""
        lost = self.notes[0] != self.notes[1] or self.signatures[0] != self.signatures[1]
        return bool(self.what in (CONFLICT, FAULTY, REFUSED) or self.told or self.unknown or lost)


def from_line(line: str) -> dict[str, Any]:
    """A line of a report as data, with what its page asks."""
    data = {"title": "", "doubtful": 0, **json.loads(line)}
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
            things = name.removesuffix("s") if given == 1 else name
            told.append(f"{given} {things} in the files, {counts.get(f'{name} out', 0)} carried over.")
    if unknown := {n.removeprefix("element "): c for n, c in counts.items() if n.startswith("element ")}:
        listed = ", ".join(f"{name} ({number})" for name, number in sorted(unknown.items()))
        told.append(f"Elements that are not understood, whose words were kept: {listed}.")
    return [sentence for sentence in told if sentence]


def urgency(line: Mapping[str, Any]) -> int:
    """Where a line stands in the report: what needs a look comes first, the worst of it before the rest."""
    if line["what"] in WORST:
        return WORST.index(line["what"])
    if line["doubtful"]:
        return len(WORST)
    remarks = line["told"] or line["unknown"] or line["loses"]
    return len(WORST) + (1 if remarks else 2)


def in_short(what: str, trial: bool) -> str:
    """What happened to one thing, or in a dry run would happen, for its line in the report."""
    return IN_SHORT[what][trial] if what in IN_SHORT else what


def thing(kind: str, number: int = 1) -> str:
    """What one record of a kind is called, or several."""
    one, several = THINGS.get(kind, (kind, f"{kind}s"))
    return one if number == 1 else several


def faults_in_words(faults: Mapping[str, Iterable[str]]) -> list[str]:
    """What is wrong with a record, by its place, as sentences."""
    return [_fault(where, " ".join(messages)) for where, messages in faults.items()]


def _fault(where: str, words: str) -> str:
    if words != EMPTY:
        return f"{where}: {words}" if where else words
    row, _, column = where.rpartition(".")
    return f"It has no {column.replace('_', ' ')}{f' ({row})' if row else ''}."


def not_published(why: str) -> str:
    """Why a document was not published, for its line in the report."""
    return f"Not published: {why.removeprefix(UNFIT)}"


def counted(lines: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many lines of a report tell of what, as `Tally` counts it."""
    return Counter(f"{line['kind']} {line['what']}" for line in lines)


def brings_something(counts: Mapping[str, int]) -> bool:
    """Whether anything of the files is, or would be, in the archive."""
    return any(
        name.partition(" ")[2] in (CREATED, CHANGED, LEFT, MATCHED, AGAIN, CONFLICT) for name in counts
    )


def _rank(item: tuple[str, int]) -> tuple[bool, str]:
    return not item[0].startswith("document "), item[0]


def _sentence(name: str, number: int, trial: bool) -> str:
    if name == "published":
        return f"{number} {thing('document', number)} {'would be ' if trial else ''}published."
    kind, _, what = name.partition(" ")
    if what not in IN_WORDS or kind == "publication":
        return ""
    words = IN_WORDS[what][trial].format(**(ONE if number == 1 else SEVERAL))
    return f"{number} {thing(kind, number)} {words}."

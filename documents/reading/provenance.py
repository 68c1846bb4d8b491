"""Where a document comes from: the archive that keeps it, and where it was printed."""

from dataclasses import dataclass

from documents.reading.naming import Basis, Named, Naming, basis
from documents.reading.wording import Phrase
from documents.snapshot import ArchivalPart, ArchivalReference, Printing

# The steps of a full reference from the top down (ISAD(G) 3.1.1, 3.1.4). Archives name a step by one of these
# levels; where none of them is given, the first is stated as missing.
STEPS = (("fonds", "record-group"), ("inventory", "series", "box"), ("file", "volume", "item"))
STEP_OF = {level: step for step, levels in enumerate(STEPS) for level in levels}


@dataclass(frozen=True, slots=True)
class Step:
    """One level of an archival reference; an empty value is not stated."""

    level: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ArchivalFact:
    """Where one exemplar lies, and what kind of exemplar it is."""

    repository: Named | None
    steps: tuple[Step, ...]
    leaves: str
    exemplar: str
    production: str
    as_printed: Phrase


@dataclass(frozen=True, slots=True)
class PrintingFact:
    """A printing in a source collection; `imprint` tells editors, place, publisher and year.

    Where no collection of this archive is named, `as_printed` may name one nevertheless, in its own words.
    """

    collection: Named | None
    imprint: str
    number: str
    pages: str
    relation: str
    basis: Basis
    as_printed: Phrase

    @property
    def missing(self) -> list[str]:
        """What the source does not tell, besides the number, whose absence is said in its place."""
        told = {"pages": self.pages, "kind of printing": self.relation}
        return [what for what, value in told.items() if not value]


def archival_facts(naming: Naming) -> tuple[ArchivalFact, ...]:
    """The archival references in their order."""
    return tuple(_archival(row, naming) for row in naming.snapshot.document.archival_references)


def _archival(row: ArchivalReference, naming: Naming) -> ArchivalFact:
    return ArchivalFact(
        repository=naming.record("repository", row.repository),
        steps=steps(row.parts, naming),
        leaves=row.leaves,
        exemplar=naming.term("exemplar", row.exemplar),
        production=naming.term("production", row.production),
        as_printed=naming.as_written(row.as_printed),
    )


def steps(parts: tuple[ArchivalPart, ...], naming: Naming) -> tuple[Step, ...]:
    """The levels given, and in their places those missing. A level of no known step keeps its place."""
    placed: list[tuple[int, Step]] = []
    step = 0
    for part in parts:
        step = STEP_OF.get(part.level, step)
        placed.append((step, Step(naming.term("level", part.level), part.value)))
    given = {STEP_OF[part.level] for part in parts if part.level in STEP_OF}
    placed += [(n, Step(levels[0])) for n, levels in enumerate(STEPS) if n not in given]
    return tuple(each for _, each in sorted(placed, key=lambda pair: pair[0]))


def printing_facts(naming: Naming) -> tuple[PrintingFact, ...]:
    """The printings in their order."""
    return tuple(_printing(row, naming) for row in naming.snapshot.document.printings)


def _printing(row: Printing, naming: Naming) -> PrintingFact:
    collection = naming.record("collection", row.collection)
    return PrintingFact(
        collection=collection,
        imprint=collection.detail if collection else "",
        number=row.number,
        pages=row.pages,
        relation=naming.term("printing_relation", row.printing_relation),
        basis=basis(row.basis, row.reason, of=collection or row.as_printed),
        as_printed=naming.as_written(row.as_printed),
    )

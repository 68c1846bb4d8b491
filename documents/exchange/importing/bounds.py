"""How much one file and each document in it may hold, so that no file keeps the desk waiting or swells.

Real editions stay far below: of those that were looked at, the largest document has 1,503 elements, 60 notes
and 1,088 cells, the largest file 842 documents with their enclosures and 441 people.
"""

from collections import Counter
from collections.abc import Callable

from lxml.etree import _Element, iterwalk

from documents.exchange.importing.dialects.elements import local
from documents.exchange.importing.sources import Source, Unreadable

MOST = {"note": 2_000, "cell": 20_000}
"""Notes, and cells of tables, of one document."""

MOST_ELEMENTS = 30_000
"""Elements of one document, of whatever name; those of a document in it are not counted with it."""

MOST_DOCUMENTS = 5_000
"""Documents of one file, each enclosure being one."""

MOST_NAMED = 5_000
"""People, bodies, places and other records of which one file tells."""

MOST_NAMES = 20_000
"""Other names and identifiers of all of these."""

DIVIDE = "Please divide it."


class TooMuch(Unreadable):
    """A file with too much in it; `number` is that of the one too many, among all elements from 1."""

    def __init__(self, sentence: str, number: int) -> None:
        self.number = number
        super().__init__(sentence)


def refuse_too_much(root: _Element, begins_document: Callable[[_Element], bool]) -> None:
    """Raises TooMuch at the first element that this tree, or one of the documents in it, has too many."""
    within: list[tuple[_Element, Counter[str]]] = []
    number = documents = 0
    for event, element in iterwalk(root, events=("start", "end")):
        if event == "end":
            if within and within[-1][0] is element:
                within.pop()
            continue
        number += 1
        if begins_document(element):
            within.append((element, Counter()))
            documents += 1
        if documents > MOST_DOCUMENTS:
            raise TooMuch(f"The file has more than {MOST_DOCUMENTS:,} documents. {DIVIDE}", number)
        if within:
            _count(within[-1][1], element, number)


def _count(counts: Counter[str], element: _Element, number: int) -> None:
    name = local(element)
    counts[""] += 1
    counts[name] += 1
    if name in MOST and counts[name] > MOST[name]:
        raise TooMuch(f"A document has more than {MOST[name]:,} elements “{name}”. {DIVIDE}", number)
    if counts[""] > MOST_ELEMENTS:
        raise TooMuch(f"A document has more than {MOST_ELEMENTS:,} elements. {DIVIDE}", number)


def refuse_many_named(source: Source) -> None:
    """Raises Unreadable if a file tells of too many records, or of too many names and identifiers of them."""
    names = sum(len(each.names) + len(each.identifiers) for each in source.named.values())
    if len(source.named) > MOST_NAMED or names > MOST_NAMES:
        raise Unreadable(
            f"The file tells of {len(source.named):,} people, bodies, places and others, with {names:,} "
            f"other names and identifiers; {MOST_NAMED:,} and {MOST_NAMES:,} are read at once. {DIVIDE}",
            file=source.file,
            line=1,
            column=1,
        )

"""How much one file and each document in it may hold, so that no file keeps the desk waiting or swells.

Real editions stay far below: of those that were looked at, the largest document has 1,503 elements, 60 notes
and 1,088 cells, the largest file 842 documents with their enclosures and 441 people.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from lxml.etree import XPath, _Element, iterwalk

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


_ELEMENTS = XPath("count(descendant-or-self::*)")


class TooMuch(Unreadable):
    """A file with too much in it; `element` is the one too many."""

    def __init__(self, sentence: str, element: _Element) -> None:
        self.element = element
        super().__init__(sentence)


def refuse_too_much(documents: Iterable[_Element]) -> None:
    """Raises TooMuch at the first of these documents that a file has too many, or at the first element that
    one of them has too many."""
    beginnings = list(documents)
    if len(beginnings) > MOST_DOCUMENTS:
        said = f"The file has more than {MOST_DOCUMENTS:,} documents. {DIVIDE}"
        raise TooMuch(said, beginnings[MOST_DOCUMENTS])
    for document in beginnings:
        if _may_be_too_much(document):
            _count(document, set(beginnings) - {document})


def _may_be_too_much(document: _Element) -> bool:
    """Whether there is too much in a document and those in it, taken together."""
    within = (len(list(document.iter(f"{{*}}{name}"))) > most for name, most in MOST.items())
    return _ELEMENTS(document) > MOST_ELEMENTS or any(within)


def _count(document: _Element, others: Collection[_Element]) -> None:
    """Counts what stands in a document, but not what stands in the others that are in it."""
    counts = Counter[str]()
    elements = iterwalk(document, events=("start",))
    for _, element in elements:
        if element in others:
            elements.skip_subtree()
            continue
        name = local(element)
        counts.update(("", name))
        if name in MOST and counts[name] > MOST[name]:
            raise TooMuch(f"A document has more than {MOST[name]:,} elements “{name}”. {DIVIDE}", element)
        if counts[""] > MOST_ELEMENTS:
            raise TooMuch(f"A document has more than {MOST_ELEMENTS:,} elements. {DIVIDE}", element)


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

"""A document of a volume, or an enclosure of one, as it stands in the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from documents.exchange.importing.dialects.body import TEI, Element, local
from documents.exchange.importing.dialects.frus_volume import Volume, VolumeScribe

ATTACHMENT = "{http://history.state.gov/frus/ns/1.0}attachment"


@dataclass(slots=True)
class Part:
    """`within` is the document that encloses it, `enclosed_in` the title of that.

    `untitled` is its own title where the source gives none.
    """

    element: Element
    identity: str
    volume: Volume
    within: Element | None = None
    untitled: str = "[Untitled]"
    enclosed_in: str = ""
    scribe: VolumeScribe = field(init=False)
    head: Element | None = field(init=False)
    closers: list[Element] = field(init=False)

    def __post_init__(self) -> None:
        self.scribe = VolumeScribe(volume=self.volume)
        self.head = self.element.find(f"{TEI}head")
        children = [child for child in self.element if local(child) not in ("", "pb", "attachment")]
        self.closers = [*takewhile(lambda child: local(child) == "closer", reversed(children))][::-1]

    def own(self, name: str) -> list[Element]:
        """The elements of a name in the document, without those of its enclosures and of documents in it."""
        return [each for each in self.element.iter(f"{TEI}{name}") if _document_around(each) is self.element]

    def inner(self) -> list[Element]:
        """The enclosures and documents that stand in it."""
        inner = (*self.element.iter(ATTACHMENT), *self.element.iter(f"{TEI}div"))
        return [each for each in inner if each is not self.element and is_document(each)]


def is_document(element: Element) -> bool:
    """Whether an element is a document of its own."""
    return element.tag == ATTACHMENT or element.get("type") == "document"


def _document_around(element: Element) -> Element | None:
    return next((each for each in element.iterancestors() if is_document(each)), None)


def page_breaks_after(element: Element) -> Iterator[Element]:
    """Page breaks after the last words of a document: they say on which page the next one begins."""
    for child in reversed(element):
        if local(child) not in ("pb", "attachment", "closer"):
            return
        if local(child) == "pb":
            yield child

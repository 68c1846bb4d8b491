"""Blocks and inlines of our markup → elements of TEI: every character is kept, a mark becomes an element."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from documents import markup
from documents.exchange.tei.characters import writable
from documents.exchange.tei.elements import Element, add, put, tag

MENTIONS = {"person": "persName", "body": "orgName", "place": "placeName"}
DOCUMENT = "document:"
_SUPPLIED = {"supplied": "supplied", "unclear": "unclear", "sic": "sic", "gap": "supplied"}

Fill = Callable[[Element, tuple[markup.Block, ...]], None]


@dataclass(slots=True)
class Notes:
    """The notes of one owner: label and number of an anchor → xml:id of the note."""

    ids: dict[tuple[str, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Iterable[tuple[str, str]]) -> "Notes":
        """From the label and xml:id of each note, in their order."""
        ids: dict[tuple[str, int], str] = {}
        numbers: dict[str, int] = {}
        for label, ident in notes:
            numbers[label] = numbers.get(label, 0) + 1
            ids[label, numbers[label]] = ident
        return cls(ids)


@dataclass(slots=True)
class Flow:
    """Blocks that follow each other in an element, and where the next one goes."""

    container: Element
    notes: Notes = field(default_factory=Notes)
    division: Element = None
    last: Element = None

    def say(self, gap: str) -> None:
        """Adds blank lines after what stands there."""
        if not gap:
            return
        before = self.last
        if before is None and len(self.container):
            before = self.container[-1]
        if before is None:
            self.container.text = (self.container.text or "") + gap
        else:
            before.tail = (before.tail or "") + gap

    def add(self, block: markup.Block, quoted: Fill | None = None) -> Element:
        """Adds a block and returns its element. `quoted` writes the blocks of a quotation."""
        match block:
            case markup.Heading(words):
                self.last = self._filled(self._heading(), words)
            case markup.Item(label, words):
                self.last = self._filled(self._item(label), words)
            case markup.Table(rows, headed):
                self.last = self._table(rows, headed)
            case markup.Quote(blocks):
                self.last = add(self._holder(), "quote")
                (quoted or self._quoted)(self.last, blocks)
            case _:
                self.last = self._filled(add(self._parent, "p"), block.inlines)
        return self.last

    @property
    def _parent(self) -> Element:
        return self.container if self.division is None else self.division

    def _filled(self, element: Element, words: Iterable[markup.Inline]) -> Element:
        write_inlines(element, words, self.notes)
        return element

    def _heading(self) -> Element:
        # Only a division has headings: in a note or a quotation it is a paragraph that says so.
        if self.container.tag != tag("div"):
            return add(self.container, "p", rend="heading")
        self.division = add(self.container, "div")
        return add(self.division, "head")

    def _item(self, label: str) -> Element:
        follows = self.last is not None and self.last.tag == tag("item")
        holder = self.last.getparent() if follows else add(self._parent, "list")
        add(holder, "label", label)
        return add(holder, "item")

    def _holder(self) -> Element:
        # An abstract holds paragraphs and lists only.
        return add(self._parent, "p") if self._parent.tag == tag("abstract") else self._parent

    def _table(self, rows: Iterable[Iterable[tuple[markup.Inline, ...]]], headed: bool) -> Element:
        made = add(self._holder(), "table")
        for number, cells in enumerate(rows):
            row = add(made, "row", role="label") if headed and not number else add(made, "row")
            for cell in cells:
                self._filled(add(row, "cell"), cell)
        return made

    def _quoted(self, made: Element, blocks: tuple[markup.Block, ...]) -> None:
        inner = Flow(made, self.notes)
        for block in blocks:
            inner.add(block)


def blocks_anew(text: str) -> Element:
    """A division that holds the blocks of a markup, to compare it with another one."""
    flow = Flow(etree.Element(tag("div")))
    for block in markup.parse(text):
        flow.add(block)
    return flow.container


def line_anew(text: str) -> Element:
    """An element that holds the words of a markup, to compare it with another one."""
    element = etree.Element(tag("seg"))
    write_inlines(element, words_of_blocks(markup.parse(text)), Notes())
    return element


def words_of_blocks(blocks: Iterable[markup.Block]) -> list[markup.Inline]:
    """The inlines of all blocks, a blank line between those of two."""
    words: list[markup.Inline] = []
    for block in blocks:
        for run in _runs(block):
            words += [markup.LineBreak(), markup.LineBreak(), *run] if words else run
    return words


def _runs(block: markup.Block) -> list[tuple[markup.Inline, ...]]:
    match block:
        case markup.Quote(blocks):
            return [run for each in blocks for run in _runs(each)]
        case markup.Table(rows):
            return [cell for row in rows for cell in row]
    return [block.inlines]


def write_inlines(element: Element, words: Iterable[markup.Inline], notes: Notes) -> None:
    """Adds words and their marks to an element."""
    last = element[-1] if len(element) else None
    for inline in words:
        if not isinstance(inline, markup.Text):
            last = _inline(element, inline, notes)
        elif last is None:
            element.text = (element.text or "") + writable(inline.words)
        else:
            last.tail = (last.tail or "") + writable(inline.words)


def _inline(element: Element, inline: markup.Inline, notes: Notes) -> Element:
    match inline:
        case markup.LineBreak():
            return add(element, "lb")
        case markup.Page(label):
            return add(element, "pb", n=label)
        case markup.Note(label, number):
            return _anchor(element, label, number, notes)
        case markup.Supplied(inner, kind):
            return _supplied(element, inner, kind, notes)
        case markup.Emphasis(inner):
            made = add(element, "hi")
        case markup.Mention("document", ident, inner):
            made = add(element, "ref", type_="document", target=f"{DOCUMENT}{ident}")
        case markup.Mention(kind, ident, inner):
            made = add(element, MENTIONS[kind], ref=f"#{ident}")
    write_inlines(made, inner, notes)
    return made


def _anchor(element: Element, label: str, number: int, notes: Notes) -> Element:
    made = add(element, "ref", label, type_="note")
    if number > 1:
        put(made, "n", str(number))
    if ident := notes.ids.get((label, number)):
        put(made, "target", f"#{ident}")
    return made


def _supplied(element: Element, inner: tuple[markup.Inline, ...], kind: str, notes: Notes) -> Element:
    words = (markup.Text("["), *inner, markup.Text("]"))
    if kind == "gap" and all(isinstance(each, markup.Text) for each in inner):
        made = add(element, "gap")
        write_inlines(add(made, "desc"), words, notes)
        return made
    made = add(element, _SUPPLIED[kind])
    if kind == "gap":
        put(made, "reason", "gap")
    write_inlines(made, words, notes)
    return made

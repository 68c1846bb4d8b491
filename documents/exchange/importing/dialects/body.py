"""The body of a TEI text in our markup (docs/markup.md): TEI P5, chapters 3, 4, 9, 11, 13 and 14.

A `Scribe` writes one document. Every word of the source is taken literally; notes become footnotes with their
printed labels; words of an element that no rule knows are kept, and the element is counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from documents.exchange.importing.dialects import block_rules, line_rules
from documents.exchange.importing.dialects.elements import (
    BLOCKS,
    PASSED_OVER,
    RULED,
    TEI,
    WORDS,
    XML_ID,
    Element,
    holds_blocks,
    in_running_words,
    local,
    plain,
)
from documents.exchange.importing.dialects.lines import Line, anchored, label_of
from documents.exchange.importing.dialects.page import Page
from documents.exchange.importing.dialects.tables import table
from documents.markup import anchor, escape
from documents.snapshot import Footnote, Reference

MOST_OF_ONE_LABEL = 999
"""As many notes of one label an anchor can count (docs/markup.md)."""

RESERVED = ("heading", "date", "signatures", "document", "text")
"""Names of owners, which no note can have for its key."""


@dataclass(slots=True)
class Scribe:
    """Writes the elements of one document; collects what cannot stand in a text.

    `notes_in` counts the footnotes met, `unknown` the elements without a rule, `left` what was left out on
    purpose, by a sentence for the report.
    """

    footnotes: list[Footnote] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    notes_in: int = 0
    skipped: frozenset[Element] = frozenset()
    _numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    _keys: set[str] = field(default_factory=lambda: set(RESERVED))
    _called: dict[Element, tuple[str, str]] = field(default_factory=dict)

    # What a dialect says of its own.

    def mention(self, element: Element) -> tuple[str, str] | None:
        """Kind and local name of the record or document that an element names; None for words only."""
        return None

    def reference(self, element: Element, owner: str, words: str) -> Reference | None:
        """The reference to another document that a `ref` or `ptr` makes; None for words only."""
        return None

    def note(self, element: Element, line: Line, owner: str) -> None:
        """What becomes of a note: a footnote with its anchor here, unless the dialect says otherwise."""
        self.footnote(element, line, owner)

    def pointed(self, element: Element) -> Element | None:
        """The note that a `ref` calls, where the note itself stands elsewhere; None for any other `ref`."""
        return None

    def voice(self, element: Element) -> str:
        """Whose a note is."""
        return "earlier compiler"

    # What is written.

    def text(self, elements: Iterable[Element], owner: str) -> str:
        """Several elements, one after the other, as one text."""
        page = Page()
        for element in elements:
            self.child(element, page, owner)
        page.end_paragraph()
        return page.written()

    def inside(self, element: Element, owner: str) -> str:
        """What stands in an element, as one text."""
        page = Page()
        self.go_inside(element, page, owner)
        page.end_paragraph()
        return page.written()

    def line(self, element: Element, owner: str) -> str:
        """What stands in an element, as one line."""
        line = Line()
        self.go_along(element, line, owner)
        return " ".join(line.written().split("\n"))

    # Blocks.

    def go_inside(self, element: Element, page: Page, owner: str) -> None:
        """Writes what stands in an element as blocks of the page."""
        page.goes_on_with(element.text)
        for child in element:
            self.child(child, page, owner)
            page.goes_on_with(child.tail)

    def child(self, child: Element, page: Page, owner: str) -> None:
        """Writes an element that stands among blocks, as a block of its own or in the paragraph."""
        name = local(child)
        if not name or child in self.skipped:
            return
        if name in RULED and not in_running_words(child, name):
            page.end_paragraph()
            BLOCK_RULES.get(name, block_rules.block)(self, child, page, owner)
            page.end_paragraph()
        elif name == "metamark" and local(child.getparent()) in ("body", "div", "postscript"):
            self.in_line(child, name, page.run, owner)
            page.end_paragraph()
        elif name == "note" and not page.run and page.blocks:
            line = Line()
            self.note(child, line, owner)
            page.goes_on(line)
        elif name in ("quote", "figure", "q", "said", "cit") and holds_blocks(child):
            page.end_paragraph()
            block_rules.quote(self, child, page, owner)
        elif name not in WORDS and name not in LINE_RULES and holds_blocks(child):
            self.unknown[name] += 1
            page.end_paragraph()
            block_rules.block(self, child, page, owner)
        else:
            self.in_line(child, name, page.run, owner)

    # Lines.

    def go_along(self, element: Element, line: Line, owner: str) -> None:
        """Writes what stands in an element into the line."""
        if element.text:
            line.words(element.text)
        for child in element:
            name = local(child)
            if name and child not in self.skipped:
                self.in_line(child, name, line, owner)
            if child.tail:
                line.words(child.tail)

    def in_line(self, element: Element, name: str, line: Line, owner: str) -> None:
        """Writes an element of this name into the line."""
        if rule := LINE_RULES.get(name):
            rule(self, element, line, owner)
            return
        if named := self.mention(element):
            line_rules.mentioned(self, element, named, line, owner)
            return
        block = name in RULED
        if not block and name not in WORDS:
            self.unknown[name] += 1
        if block:
            line.words(" ")
        self.go_along(element, line, owner)
        if block:
            line.words(" ")

    # Notes.

    def called(self, note: Element, line: Line, owner: str) -> None:
        """The anchor of a note that stands elsewhere. It belongs to the text that calls it first."""
        if note not in self._called:
            self._called[note] = owner, ""  # notes may call each other in a ring
            self._called[note] = owner, self.footnote(note, line, owner)
            return
        of, mark = self._called[note]
        if of == owner and mark:
            line.anchor(mark)
        else:
            self.left[
                f"A second text calls the note “{plain(note)[:60]}…”; it has its anchor in the first."
            ] += 1

    def footnote(self, element: Element, line: Line, owner: str, *, kind: str = "content") -> str:
        """Adds a footnote of `owner` with its printed label, and its anchor to the line; returns that."""
        self.notes_in += 1
        label = self._label(element, owner)
        key = element.get(XML_ID, "")
        if not key or key in self._keys:
            key = f"note {self.notes_in}"
        self._keys.add(key)
        place = len(self.footnotes)
        content = self.inside(element, key)
        voice = self.voice(element)
        note = Footnote(key=key, owner=owner, label=label, content=content, voice=voice, note_kind=kind)
        self.footnotes.insert(place, note)
        mark = anchor(label, self._numbers[owner, label])
        line.anchor(mark)
        return mark

    def _label(self, element: Element, owner: str) -> str:
        """The label as printed, "*" where none is; after 999 notes of one label they are numbered."""
        printed = element.get("n", "")
        label = label_of(printed, longest=20) or "*"
        if printed.strip() and label != " ".join(printed.split()):
            self.left[f"The label “{printed}” cannot be that of a note here; it is called “{label}”."] += 1
        if self._numbers[owner, label] == MOST_OF_ONE_LABEL:
            self.left[f"More than {MOST_OF_ONE_LABEL} notes have the label “{label}”; more are numbered."] = 1
            label = str(self.notes_in)
        self._numbers[owner, label] += 1
        return label


BLOCK_RULES: dict[str, Callable[[Scribe, Element, Page, str], None]] = {
    "head": block_rules.head,
    "lg": block_rules.verses,
    "list": block_rules.items,
    "table": table,
}
"""How the elements in RULED are written that are not simply what stands in them."""

LINE_RULES: dict[str, Callable[[Scribe, Element, Line, str], None]] = {
    **dict.fromkeys(PASSED_OVER, line_rules.nothing),
    "hi": line_rules.emphasis,
    "emph": line_rules.emphasis,
    "lb": line_rules.line_break,
    "pb": line_rules.page_break,
    "cb": line_rules.column_break,
    "supplied": line_rules.supplied,
    "gap": line_rules.gap,
    "damage": line_rules.damage,
    "unclear": line_rules.unclear,
    "sic": line_rules.sic,
    "del": line_rules.deleted,
    "surplus": line_rules.left_out,
    "choice": line_rules.choice,
    "ref": line_rules.link,
    "ptr": line_rules.link,
    "note": line_rules.note,
    "graphic": line_rules.graphic,
    "seg": line_rules.margin,
}
"""What is written of an element in a line; of all others in WORDS, what stands in them."""

__all__ = ["BLOCKS", "TEI", "WORDS", "XML_ID", "Element", "Scribe", "anchored", "escape", "local", "plain"]

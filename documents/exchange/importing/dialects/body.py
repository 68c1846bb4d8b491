"""The body of a TEI text in our markup (docs/markup.md): TEI P5, chapters 3, 4, 9, 11, 13 and 14.

A `Scribe` writes one document. Every word of the source is taken literally; notes become footnotes with their
printed labels; words of an element that no rule knows are kept, and the element is counted.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from documents.exchange.importing.dialects.lines import (
    EMPHASIS_BEGINS,
    EMPHASIS_ENDS,
    Line,
    anchored,
    blanks,
    label_of,
    settled,
)
from documents.markup import anchor, escape
from documents.snapshot import Footnote, Reference

Element: TypeAlias = etree._Element

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

EMPHASISED = frozenset({"italic", "italics", "underline", "underlined", "bold", "strong", "spaced"})

# What stands in a line. Elements in neither list are unknown: they are read by what is in them.
_WORDS = """
    abbr add am c corr date email expan ex foreign fw forename surname roleName gloss idno measure mentioned
    name num objectName orig persName placeName orgName country settlement region reg rs s salute seg
    soCalled term time title w pc subst addName genName nameLink geogName q said bibl quote metamark
    catchwords label
"""
WORDS = frozenset(_WORDS.split())
_BLOCKS = """
    p ab div div1 div2 div3 div4 body front back opener closer dateline signed postscript byline trailer
    argument epigraph floatingText group text lg sp speaker stage address cit listBibl docTitle
"""
BLOCKS = frozenset(_BLOCKS.split())
_PASSED_OVER = """
    anchor milestone handShift index space
"""
PASSED_OVER = frozenset(_PASSED_OVER.split())


MOST_OF_ONE_LABEL = 999
"""As many notes of one label an anchor can count (docs/markup.md)."""

RESERVED = ("heading", "date", "signatures", "document", "text")
"""Names of owners, which no note can have for its key."""

# Stands before an anchor that goes on the block before it; no XML can hold this character.
_JOINED = "\x04"


def local(element: Element | None) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    tag = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


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
        page = _Page()
        for element in elements:
            self._child(element, page, owner)
        page.end_paragraph()
        return page.written()

    def inside(self, element: Element, owner: str) -> str:
        """What stands in an element, as one text."""
        page = _Page()
        self._inside(element, page, owner)
        page.end_paragraph()
        return page.written()

    def line(self, element: Element, owner: str) -> str:
        """What stands in an element, as one line."""
        line = Line()
        self._inline(element, line, owner)
        return " ".join(line.written().split("\n"))

    # Blocks.

    def _inside(self, element: Element, page: "_Page", owner: str) -> None:
        page.goes_on_with(element.text)
        for child in element:
            self._child(child, page, owner)
            page.goes_on_with(child.tail)

    def _child(self, child: Element, page: "_Page", owner: str) -> None:
        name = local(child)
        if not name or child in self.skipped:
            return
        if name in _BLOCK_RULES and not _in_running_words(child, name):
            page.end_paragraph()
            _BLOCK_RULES[name](self, child, page, owner)
            page.end_paragraph()
        elif name == "metamark" and local(child.getparent()) in ("body", "div", "postscript"):
            self._in_line(child, name, page.run, owner)
            page.end_paragraph()
        elif name == "note" and not page.run and page.blocks:
            line = Line()
            self.note(child, line, owner)
            page.goes_on(line)
        elif name in ("quote", "figure", "q", "said", "cit") and _holds_blocks(child):
            page.end_paragraph()
            self._quote(child, page, owner)
        elif name not in WORDS and name not in _INLINE_RULES and _holds_blocks(child):
            self.unknown[name] += 1
            page.end_paragraph()
            self._block(child, page, owner)
        else:
            self._in_line(child, name, page.run, owner)

    def _block(self, element: Element, page: "_Page", owner: str) -> None:
        self._inside(element, page, owner)
        page.end_paragraph()

    def _head(self, element: Element, page: "_Page", owner: str) -> None:
        if words := self.line(element, owner):
            page.blocks.append(f"## {words}")

    def _lines(self, element: Element, page: "_Page", owner: str) -> None:
        """A group of verses: each a line of one paragraph."""
        for child in element:
            if local(child) == "l":
                self._inline(child, page.run, owner)
                page.run.mark("\n")
            else:
                self._child(child, page, owner)

    def _quote(self, element: Element, page: "_Page", owner: str) -> None:
        inner = _Page()
        self._inside(element, inner, owner)
        inner.end_paragraph()
        if inner.blocks:
            lines = _without_quotes(inner.written()).split("\n")
            page.blocks.append("\n".join(f"> {line}" if line else ">" for line in lines))

    def _list(self, element: Element, page: "_Page", owner: str) -> None:
        """Labelled items begin with their label as printed; others are lines, or paragraphs, of their own."""
        label: Element | None = None
        for child in element:
            match local(child):
                case "label":
                    if label is not None:
                        self._child(label, page, owner)
                        page.end_paragraph()
                    label = child
                case "item":
                    self._item(child, label, page, owner)
                    label = None
                case _:
                    self._child(child, page, owner)
        if label is not None:
            self._inline(label, page.run, owner)

    def _item(self, element: Element, label: Element | None, page: "_Page", owner: str) -> None:
        printed = label_of(element.get("n", "")) if label is None else ""
        if label is not None:
            page.end_paragraph()
            words = self.line(label, owner)
            printed = "" if "[" in words else label_of(words.replace("_", "").replace("\\", ""))
            if not printed:
                page.run.mark(words + " ")
        elif not printed and not _holds_blocks(element):
            page.run.mark("\n")
            self._inline(element, page.run, owner)
            return
        if printed:
            page.end_paragraph()
            page.label = f"[[item:{printed}]]"
        self._inside(element, page, owner)
        page.end_paragraph()

    def _table(self, element: Element, page: "_Page", owner: str) -> None:
        rows: list[str] = []
        pending = ""
        for child in element:
            name = local(child)
            if name == "row":
                cells = list(self._cells(child, owner))
                if cells:
                    cells[0] = (pending + cells[0]).strip()
                    pending = ""
                    rows.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
                    if len(rows) == 1 and _is_heading(child):
                        rows.append("|" + "---|" * len(cells))
            elif name == "pb":
                pending += self._page_mark(child)
            elif name:
                if rows:
                    page.blocks.append("\n".join(rows))
                    rows = []
                self._child(child, page, owner)
                page.end_paragraph()
        if rows:
            page.blocks.append("\n".join(rows))
        if pending:
            page.blocks.append(pending)

    def _cells(self, row: Element, owner: str) -> Iterator[str]:
        for cell in row:
            if not local(cell):
                continue
            yield self._flat(cell, owner)
            columns = cell.get("cols", "1")
            for _ in range(min(int(columns), 50) - 1 if columns.isdecimal() else 0):
                yield ""

    def _flat(self, cell: Element, owner: str) -> str:
        """The blocks of a cell one after the other in a line."""
        page = _Page()
        self._inside(cell, page, owner)
        page.end_paragraph()
        blocks = (re.sub(r"^(?:## |\[\[item:([^\]]*)\]\] ?)", r"\1 ", block) for block in page.blocks)
        flat = (block.strip("| ") if block.startswith("| ") else block for block in blocks)
        return " ".join(" ".join(flat).replace(f" {_JOINED}", "").replace(" | ", " ").split())

    def _page_break_of_its_own(self, element: Element, page: "_Page", owner: str) -> None:
        if mark := self._page_mark(element):
            page.blocks.append(mark)

    # Lines.

    def _inline(self, element: Element, line: Line, owner: str) -> None:
        if element.text:
            line.words(element.text)
        for child in element:
            name = local(child)
            if name and child not in self.skipped:
                self._in_line(child, name, line, owner)
            if child.tail:
                line.words(child.tail)

    def _in_line(self, element: Element, name: str, line: Line, owner: str) -> None:
        if rule := _INLINE_RULES.get(name):
            rule(self, element, line, owner)
            return
        if named := self.mention(element):
            self._mentioned(element, named, line, owner)
            return
        block = name in _BLOCK_RULES
        if not block and name not in WORDS:
            self.unknown[name] += 1
        if block:
            line.words(" ")
        self._inline(element, line, owner)
        if block:
            line.words(" ")

    def _mentioned(self, element: Element, named: tuple[str, str], line: Line, owner: str) -> None:
        """Mentions do not nest here: one in another divides it, so that each word leads to one record.

        Where brackets or emphasis have begun in the outer one, it cannot be divided, and it holds all words.
        """
        outer = line.mention
        if outer and line.enclosed:
            self._inline(element, line, owner)
            return
        if outer:
            line.close_mention()
        line.open_mention(f"[[{named[0]}:@{named[1]}|")
        self._inline(element, line, owner)
        line.close_mention()
        if outer:
            line.open_mention(outer)

    def _emphasis(self, element: Element, line: Line, owner: str) -> None:
        plain = line.emphasised or not EMPHASISED & set(element.get("rend", "italic").lower().split())
        if plain:
            self._inline(element, line, owner)
            return
        line.emphasised = True
        self._enclose(EMPHASIS_BEGINS, element, EMPHASIS_ENDS, line, owner)
        line.emphasised = False

    def _enclose(self, begin: str, element: Element, end: str, line: Line, owner: str) -> None:
        line.mark(begin)
        line.enclosed += bool(line.mention)
        within = line.mention
        self._inline(element, line, owner)
        line.enclosed -= bool(within)
        line.mark(end)

    def _line_break(self, element: Element, line: Line, owner: str) -> None:
        if element.get("break") != "no":
            line.mark("\n")

    def _page_break(self, element: Element, line: Line, owner: str) -> None:
        if mark := self._page_mark(element):
            line.page(mark, apart=element.get("break") != "no")

    def _page_mark(self, element: Element) -> str:
        printed = label_of(element.get("n", ""))
        if not printed:
            self.left["The label of a page break was empty, so it is left out."] += 1
        return f"[[page:{printed}]]" if printed else ""

    def _supplied(self, element: Element, line: Line, owner: str) -> None:
        """Words in brackets; what is supplied within them is in brackets already."""
        if next(element.iterancestors("{*}supplied"), None) is None:
            self._enclose("[", element, "]", line, owner)
        else:
            self._inline(element, line, owner)

    def _gap(self, element: Element, line: Line, owner: str) -> None:
        line.mark("[...]")

    def _damage(self, element: Element, line: Line, owner: str) -> None:
        """Words that can be read in spite of it, or none: then something is lost."""
        if len(element) or (element.text or "").strip():
            self._inline(element, line, owner)
        else:
            self._gap(element, line, owner)

    def _column_break(self, element: Element, line: Line, owner: str) -> None:
        if element.get("break") != "no":
            line.words(" ")

    def _unclear(self, element: Element, line: Line, owner: str) -> None:
        self._inline(element, line, owner)
        line.mark(" [?]")

    def _sic(self, element: Element, line: Line, owner: str) -> None:
        self._inline(element, line, owner)
        line.mark(" [sic]")

    def _deleted(self, element: Element, line: Line, owner: str) -> None:
        words = " ".join("".join(element.itertext()).split())[:200]
        self.left[f"Struck out in the source and left out of the text: “{words}”."] += 1

    def _choice(self, element: Element, line: Line, owner: str) -> None:
        """Of two readings the corrected, regularised or expanded one (TEI P5, 3.5)."""
        readings = [child for child in element if local(child)]
        taken = next((r for r in readings if local(r) in ("corr", "reg", "expan")), None)
        if taken is None and readings:
            taken = readings[0]
        for reading in readings:
            if reading is not taken:
                self.left[f"A reading as “{local(reading)}” beside the one that stands in the text."] += 1
        if taken is not None:
            self._inline(taken, line, owner)
        for reading in readings:
            for note in reading.iter("{*}note") if reading is not taken else ():
                self.note(note, line, owner)

    def _link(self, element: Element, line: Line, owner: str) -> None:
        if (note := self.pointed(element)) is not None:
            self.called(note, line, owner)
            return
        words = plain(element) or element.get("target", "")
        if found := self.reference(element, owner, words):
            self.references.append(found)
        if named := self.mention(element):
            self._mentioned(element, named, line, owner)
        elif local(element) == "ptr":
            line.words(element.get("target", ""))
        else:
            self._inline(element, line, owner)

    def _note(self, element: Element, line: Line, owner: str) -> None:
        self.note(element, line, owner)

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
        label = label_of(element.get("n", ""), longest=20) or "*"
        if self._numbers[owner, label] == MOST_OF_ONE_LABEL:
            self.left[f"More than {MOST_OF_ONE_LABEL} notes have the label “{label}”; more are numbered."] = 1
            label = str(self.notes_in)
        self._numbers[owner, label] += 1
        return label

    def _left_out(self, element: Element, line: Line, owner: str) -> None:
        if words := " ".join("".join(element.itertext()).split()):
            self.left[f"Left out as superfluous in the source: “{words}”."] += 1

    def _graphic(self, element: Element, line: Line, owner: str) -> None:
        self.left[f"The image “{element.get('url', '')[:200]}” is not part of the file."] += 1

    def _nothing(self, element: Element, line: Line, owner: str) -> None:
        """A point in the text without words."""

    def _margin(self, element: Element, line: Line, owner: str) -> None:
        apart = element.get("type") == "margin"
        if apart:
            line.mark("\n")
        self._inline(element, line, owner)
        if apart:
            line.mark("\n")


_BLOCK_RULES = {
    **dict.fromkeys(BLOCKS, Scribe._block),
    "head": Scribe._head,
    "lg": Scribe._lines,
    "list": Scribe._list,
    "table": Scribe._table,
    "figure": Scribe._block,
}
_INLINE_RULES = {
    **dict.fromkeys(PASSED_OVER, Scribe._nothing),
    "hi": Scribe._emphasis,
    "emph": Scribe._emphasis,
    "lb": Scribe._line_break,
    "pb": Scribe._page_break,
    "cb": Scribe._column_break,
    "supplied": Scribe._supplied,
    "gap": Scribe._gap,
    "damage": Scribe._damage,
    "unclear": Scribe._unclear,
    "sic": Scribe._sic,
    "del": Scribe._deleted,
    "surplus": Scribe._left_out,
    "choice": Scribe._choice,
    "ref": Scribe._link,
    "ptr": Scribe._link,
    "note": Scribe._note,
    "graphic": Scribe._graphic,
    "seg": Scribe._margin,
}


@dataclass(slots=True)
class _Page:
    """The blocks written so far, the paragraph being written, and the label of an item that begins."""

    blocks: list[str] = field(default_factory=list)
    run: Line = field(default_factory=Line)
    label: str = ""

    def end_paragraph(self) -> None:
        words = self.run.written() if self.run else ""
        if words:
            self.blocks.append(f"{self.label} {words}" if self.label else words)
            self.label = ""
        if self.run:
            self.run = Line()

    def goes_on_with(self, words: str | None) -> None:
        """Words that stand among the blocks; blanks between two blocks are none."""
        if words and (self.run or not words.isspace()):
            self.run.words(words)

    def goes_on(self, line: Line) -> None:
        """What a note leaves between two paragraphs: its anchor belongs to the one before."""
        mark = line.written()
        if not mark:
            return
        if self.blocks[-1].startswith(("| ", "[[page:", "> ")):
            self.blocks.append(mark)
        else:
            self.blocks.append(_JOINED + mark)

    def written(self) -> str:
        blocks = [*self.blocks, self.label] if self.label else self.blocks
        return "\n\n".join(blocks).replace(f"\n\n{_JOINED}", "")


def plain(element: Element, *, notes: bool = False) -> str:
    """The words of an element in one line, without its notes unless they are asked for."""
    pieces: list[str] = []
    _gather(element, pieces, notes)
    return unicodedata.normalize("NFC", " ".join(settled("".join(pieces)).split()))


def _gather(element: Element, pieces: list[str], notes: bool) -> None:
    pieces.append(blanks(element.text or ""))
    for child in element:
        name = local(child)
        if name in ("lb", "pb", "cb"):
            pieces.append("" if child.get("break") == "no" else " ")
        elif name in _BLOCK_RULES:
            pieces.append(" ")
            _gather(child, pieces, notes)
            pieces.append(" ")
        elif name == "choice":
            taken = [r for r in child if local(r) in ("corr", "reg", "expan")] or [
                r for r in child if local(r)
            ]
            if taken:
                _gather(taken[0], pieces, notes)
        elif name and name not in ("del", "surplus") and (notes or name != "note"):
            _gather(child, pieces, notes)
        pieces.append(blanks(child.tail or ""))


def _in_running_words(element: Element, name: str) -> bool:
    """An address of one line stands among the words of a closer."""
    return name == "address" and all(local(child) in WORDS for child in element)


def _holds_blocks(element: Element) -> bool:
    return any(local(child) in _BLOCK_RULES for child in element)


def _is_heading(row: Element) -> bool:
    cells = [cell for cell in row if local(cell)]
    return row.get("role") == "label" or (bool(cells) and all(cell.get("role") == "label" for cell in cells))


def _cell(words: str) -> str:
    # Dashes alone would make the row before them a heading.
    return f" {words}" if words.startswith("-") else words


def _without_quotes(text: str) -> str:
    return re.sub(r"^> ?", "", text, flags=re.MULTILINE)


__all__ = ["BLOCKS", "TEI", "WORDS", "XML_ID", "Element", "Scribe", "anchored", "escape", "local", "plain"]

"""The HTML that a Word file becomes → our markup. Its elements are few: those that mammoth writes."""

import re
from collections import Counter
from typing import Any

from documents.exchange.importing.dialects.lines import EMPHASIS_BEGINS, EMPHASIS_ENDS, Line
from documents.markup import anchor

HEADINGS = {f"h{level}" for level in range(1, 7)}
NOTE = re.compile(r"#?w-(?:footnote|endnote)-(.+)")
BACK = re.compile(r"#w-(?:footnote|endnote)-ref-")
SHAPES = {
    "strong": "bold passages are marked as emphasis",
    "u": "underlined passages are taken as plain words",
    "s": "struck passages are taken as plain words",
    "sup": "raised passages are taken as plain words",
    "sub": "lowered passages are taken as plain words",
    "input": "boxes to be ticked are left out",
    "cells": "cells across several columns or rows stand in the first of them",
    "nested": "tables within a table are taken as running words",
}


class Writer:
    """The text and the notes of one file. Notes are numbered in the order in which the text calls them."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._labels: dict[str, str] = {}
        self._order: list[str] = []
        self._seen: Counter[str] = Counter()
        self._links: list[str] = []
        self._bodies = {each.get("id"): each for each in root.iter("li") if _note_of(each.get("id"))}

    def text(self) -> str:
        blocks = [words for each in self._root if not self._is_notes(each) for words in self._block(each)]
        return "\n\n".join(blocks)

    def notes(self) -> list[tuple[str, str]]:
        """(Label, words); those that the text never calls come last."""
        done: list[tuple[str, str]] = []
        uncalled = iter([each for each in self._bodies if each not in self._labels])
        while len(done) < len(self._bodies):
            if len(done) == len(self._order):
                self._label(next(each for each in uncalled if each not in self._labels))
            ident = self._order[len(done)]
            done.append((self._labels[ident], self._within(self._bodies[ident])))
        return done

    def told(self) -> tuple[str, ...]:
        shapes = [f"{self._seen[shape]} × {words}." for shape, words in SHAPES.items() if self._seen[shape]]
        return (*shapes, *(f"A link leads to {address}; its words are kept." for address in self._links))

    def _is_notes(self, element: Any) -> bool:
        return element.tag == "ol" and any(each.get("id") in self._bodies for each in element)

    def _label(self, ident: str) -> str:
        if ident not in self._labels:
            self._order.append(ident)
            self._labels[ident] = str(len(self._order))
        return self._labels[ident]

    # --- Blocks ---

    def _within(self, element: Any) -> str:
        return "\n\n".join(words for each in element for words in self._block(each))

    def _block(self, element: Any, depth: int = 0) -> list[str]:
        if element.tag in ("ul", "ol"):
            return self._items(element, depth)
        if element.tag == "table":
            return ["\n".join(self._table(element))]
        words = self._written(element)
        if not words:
            return []
        return [f"## {' '.join(words.split())}" if element.tag in HEADINGS else words]

    def _items(self, items: Any, depth: int) -> list[str]:
        """Each item with its number or sign; items within it follow, with signs of their own."""
        found = []
        for number, item in enumerate(items, 1):
            label = f"{number}." if items.tag == "ol" else "•–·"[depth % 3]
            inner = [each for each in item if each.tag in ("ul", "ol", "table")]
            own = self._written(item, inner)
            found.append(f"[[item:{label}]] {own}".rstrip())
            for each in inner:
                found += self._block(each, depth + 1)
        return found

    def _table(self, table: Any) -> list[str]:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        self._seen["nested"] += sum(1 for _ in table.iterdescendants("table"))
        cells = [[self._cell(cell) for cell in row if cell.tag in ("td", "th")] for row in rows]
        for row, written in zip(rows, cells, strict=True):
            for at in range(len(row) - 1, -1, -1):
                across = int(row[at].get("colspan", 1))
                self._seen["cells"] += across > 1 or row[at].get("rowspan", "1") != "1"
                written[at + 1 : at + 1] = [""] * min(across - 1, 200)
        lines = [f"| {' | '.join(row)} |" for row in cells]
        if rows and all(cell.tag == "th" for cell in rows[0]):
            lines.insert(1, f"|{'|'.join('---' for _ in cells[0])}|")
        return lines

    def _cell(self, cell: Any) -> str:
        return re.sub(r"\s*\n\s*", " ", self._written(cell))

    # --- Words ---

    def _written(self, element: Any, without: Any = ()) -> str:
        line = Line()
        self._inline(element, line, without)
        return line.written().strip()

    def _inline(self, element: Any, line: Line, without: Any = ()) -> None:
        line.words(element.text or "")
        for each in element:
            if each not in without:
                self._one(each, line)
            line.words(each.tail or "")

    def _one(self, element: Any, line: Line) -> None:
        address = element.get("href", "")
        if element.tag == "br":
            line.mark("\n")
        elif element.tag == "a" and BACK.match(address):
            return
        elif element.tag == "a" and address[1:] in self._bodies:
            line.anchor(anchor(self._label(address[1:])))
        elif element.tag in ("em", "strong"):
            self._emphasis(element, line)
        else:
            self._plainly(element, line)

    def _emphasis(self, element: Any, line: Line) -> None:
        self._seen[element.tag] += 1
        outermost, line.emphasised = not line.emphasised, True
        if outermost:
            line.mark(EMPHASIS_BEGINS)
        self._inline(element, line)
        if outermost:
            line.mark(EMPHASIS_ENDS)
            line.emphasised = False

    def _plainly(self, element: Any, line: Line) -> None:
        is_call = element.tag == "sup" and any(_note_of(each.get("href")) for each in element.iter("a"))
        if element.tag in SHAPES and not is_call:
            self._seen[element.tag] += 1
        if element.tag == "a" and (address := element.get("href", "")) and not address.startswith("#"):
            self._links.append(address[:300])
        self._inline(element, line)
        if element.tag in ("p", "td", "th", "li"):
            line.mark("\n")


def _note_of(address: str | None) -> bool:
    found = NOTE.fullmatch(address or "")
    return bool(found) and not (address or "").lstrip("#").startswith(("w-footnote-ref-", "w-endnote-ref-"))

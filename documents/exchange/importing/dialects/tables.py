"""How tables are written: a row a line, the cells divided by bars."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from documents.exchange.importing.dialects.elements import Element, local
from documents.exchange.importing.dialects.line_rules import page_mark
from documents.exchange.importing.dialects.page import JOINED, Page

if TYPE_CHECKING:
    from documents.exchange.importing.dialects.body import Scribe


def table(scribe: "Scribe", element: Element, page: Page, owner: str) -> None:
    rows: list[str] = []
    pending = ""
    for child in element:
        name = local(child)
        if name == "row":
            cells = list(_cells(scribe, child, owner))
            if cells:
                cells[0] = (pending + cells[0]).strip()
                pending = ""
                rows.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
                if len(rows) == 1 and _is_heading(child):
                    rows.append("|" + "---|" * len(cells))
        elif name == "pb":
            pending += page_mark(scribe, child)
        elif name:
            if rows:
                page.blocks.append("\n".join(rows))
                rows = []
            scribe.child(child, page, owner)
            page.end_paragraph()
    if rows:
        page.blocks.append("\n".join(rows))
    if pending:
        page.blocks.append(pending)


def _cells(scribe: "Scribe", row: Element, owner: str) -> Iterator[str]:
    for cell in row:
        if not local(cell):
            continue
        yield _flat(scribe, cell, owner)
        columns = cell.get("cols", "1")
        for _ in range(min(int(columns), 50) - 1 if columns.isdecimal() else 0):
            yield ""


def _flat(scribe: "Scribe", cell: Element, owner: str) -> str:
    """The blocks of a cell one after the other in a line."""
    page = Page()
    scribe.go_inside(cell, page, owner)
    page.end_paragraph()
    blocks = (re.sub(r"^(?:## |\[\[item:([^\]]*)\]\] ?)", r"\1 ", block) for block in page.blocks)
    flat = (block.strip("| ") if block.startswith("| ") else block for block in blocks)
    return " ".join(" ".join(flat).replace(f" {JOINED}", "").replace(" | ", " ").split())


def _is_heading(row: Element) -> bool:
    cells = [cell for cell in row if local(cell)]
    return row.get("role") == "label" or (bool(cells) and all(cell.get("role") == "label" for cell in cells))


def _cell(words: str) -> str:
    # Dashes alone would make the row before them a heading.
    return f" {words}" if words.startswith("-") else words

"""How blocks are written: paragraphs, heads, verses, quotations, lists."""

import re
from typing import TYPE_CHECKING

from documents.exchange.importing.dialects.elements import Element, holds_blocks, local
from documents.exchange.importing.dialects.lines import label_of
from documents.exchange.importing.dialects.page import Page

if TYPE_CHECKING:
    from documents.exchange.importing.dialects.body import Scribe


def block(scribe: "Scribe", element: Element, page: Page, owner: str) -> None:
    scribe.go_inside(element, page, owner)
    page.end_paragraph()


def head(scribe: "Scribe", element: Element, page: Page, owner: str) -> None:
    if words := scribe.line(element, owner):
        page.blocks.append(f"## {words}")


def verses(scribe: "Scribe", element: Element, page: Page, owner: str) -> None:
    """A group of verses: each a line of one paragraph."""
    for child in element:
        if local(child) == "l":
            scribe.go_along(child, page.run, owner)
            page.run.mark("\n")
        else:
            scribe.child(child, page, owner)


def quote(scribe: "Scribe", element: Element, page: Page, owner: str) -> None:
    inner = Page()
    scribe.go_inside(element, inner, owner)
    inner.end_paragraph()
    if inner.blocks:
        lines = _without_quotes(inner.written()).split("\n")
        page.blocks.append("\n".join(f"> {line}" if line else ">" for line in lines))


def items(scribe: "Scribe", element: Element, page: Page, owner: str) -> None:
    """Labelled items begin with their label as printed; others are lines, or paragraphs, of their own."""
    label: Element | None = None
    for child in element:
        match local(child):
            case "label":
                if label is not None:
                    scribe.child(label, page, owner)
                    page.end_paragraph()
                label = child
            case "item":
                _item(scribe, child, label, page, owner)
                label = None
            case "head":
                page.end_paragraph()
                scribe.go_along(child, page.run, owner)
            case _:
                scribe.child(child, page, owner)
    if label is not None:
        scribe.go_along(label, page.run, owner)


def _item(scribe: "Scribe", element: Element, label: Element | None, page: Page, owner: str) -> None:
    printed = label_of(element.get("n", "")) if label is None else ""
    if label is not None:
        page.end_paragraph()
        words = scribe.line(label, owner)
        printed = "" if "[" in words else label_of(words.replace("_", "").replace("\\", ""))
        if not printed:
            page.run.mark(words + " ")
    elif not printed:
        page.run.mark("\n")
        if not holds_blocks(element):
            scribe.go_along(element, page.run, owner)
            return
    if printed:
        page.end_paragraph()
        page.label = f"[[item:{printed}]]"
    scribe.go_inside(element, page, owner)
    page.end_paragraph()


def _without_quotes(text: str) -> str:
    return re.sub(r"^> ?", "", text, flags=re.MULTILINE)

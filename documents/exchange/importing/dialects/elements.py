"""The elements of a TEI text, as all dialects read them: what stands in a line, what is a block."""

import unicodedata
from typing import TypeAlias

from lxml import etree

from documents.exchange.importing.dialects.lines import blanks, settled

Element: TypeAlias = etree._Element

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

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
PASSED_OVER = frozenset({"anchor", "milestone", "handShift", "index", "space"})
"""Points in the text without words."""

RULED = BLOCKS | {"head", "lg", "list", "table", "figure"}
"""All that ends the paragraph before it."""


def local(element: Element | None) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    tag = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


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
        elif name in RULED:
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


def in_running_words(element: Element, name: str) -> bool:
    """Whether a block is none: an address of one line stands among the words of a closer."""
    return name == "address" and all(local(child) in WORDS for child in element)


def holds_blocks(element: Element) -> bool:
    """Whether a block stands directly in the element."""
    return any(local(child) in RULED for child in element)

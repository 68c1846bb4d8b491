"""Elements of TEI → our markup, in its ordinary spelling or in the one that was typed.

Where the markup can spell a thing in several ways, one is the ordinary one, and it is given here. A block,
or a whole passage, that was typed otherwise carries what was typed in `@style`, as the header declares
(`styleDefDecl`). It counts as long as it says what the elements say: what is changed in them is not lost.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from documents import markup
from documents.exchange.tei.blocks import DOCUMENT, MENTIONS, blocks_anew, line_anew
from documents.exchange.tei.characters import unwritten
from documents.exchange.tei.elements import Element, children, get, name_of, put, tag, words_of

APART = "\n\n"
AROUND = {"byline", "dateline"}

_OPENING, _CLOSING = r"\[", r"\]"
_KINDS = {name: kind for kind, name in MENTIONS.items()}
_LITERAL = re.compile(r"[\\_|\[\]^]")
_AT_START = re.compile(r"^(?=[#>])", re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")
_BETWEEN = re.compile(r"\n(?:[ \t]*\n)*")


class Piece(NamedTuple):
    """One block of a passage: its element, what stands before it, and the label of an item.

    The last piece of a passage has no element: it is what stands after the last block.
    """

    element: Element
    gap: str = ""
    label: str = ""


def passage(container: Element) -> str:
    """The markup of all blocks in an element."""
    typed = get(container, "style")
    if typed is not None and _ordinary(blocks_anew(typed)) == _ordinary(container):
        return typed
    return _joined(container)


def line(element: Element) -> str:
    """The markup of an element that holds words and no blocks."""
    typed = get(element, "style")
    if typed is not None and words_in_line(line_anew(typed)) == words_in_line(element):
        return typed
    return words_in_line(element)


def words_in_line(element: Element) -> str:
    """The ordinary spelling of the words in an element."""
    return _AT_START.sub(r"\\", inlines(element))


def block(piece: Piece) -> str:
    """The markup of one block, as it was typed."""
    style = get(piece.element, "style")
    if style is not None and _ordinary(blocks_anew(style)) == _said([piece]):
        return style
    return ordinary_block(piece)


def ordinary_block(piece: Piece) -> str:
    """The ordinary spelling of one block."""
    name = name_of(piece.element)
    words = _BLOCKS.get(name, words_in_line)(piece.element)
    return f"[[item:{piece.label}]] {words}".rstrip(" ") if name == "item" else words


def pieces(container: Element) -> Iterator[Piece]:
    """The blocks of an element in reading order, also of the divisions and lists in it."""
    gap = label = ""
    for each in _stream(container):
        if isinstance(each, str) and not each.strip():
            gap += each
        elif isinstance(each, str):
            yield Piece(_stray(each), gap)
            gap = ""
        elif name_of(each) == "label":
            label = words_of(each)
        elif name_of(each) in AROUND:
            gap = ""
        else:
            yield Piece(each, gap, label)
            gap = label = ""
    yield Piece(None, gap)


def _stray(words: str) -> Element:
    """A paragraph for words that another program has put between the blocks."""
    paragraph = etree.Element(tag("p"))
    paragraph.text = words.strip()
    return paragraph


def _stream(container: Element) -> Iterator[Element | str]:
    yield container.text or ""
    for child in container:
        name = name_of(child)
        is_wrapped = name == "p" and len(child) == 1 and name_of(child[0]) in ("table", "quote")
        if name in ("div", "list") or (is_wrapped and not child.text):
            yield from _stream(child)
        else:
            yield child
        yield child.tail or ""


def _joined(container: Element) -> str:
    said: list[str] = []
    for piece in pieces(container):
        is_inside = bool(said) and piece.element is not None
        said.append(_between(piece.gap) if is_inside else _around(piece.gap))
        if piece.element is not None:
            said.append(block(piece))
    return "".join(said)


# Where a program has laid out the elements anew, a blank line stands between two blocks, none around them.
def _between(gap: str) -> str:
    return gap if _BETWEEN.fullmatch(gap) else APART


def _around(gap: str) -> str:
    return gap if _BLANK_LINES.fullmatch(gap) else ""


def _ordinary(container: Element) -> list[str]:
    return _said(piece for piece in pieces(container) if piece.element is not None)


def _said(blocks: Iterable[Piece]) -> list[str]:
    """What the blocks say; an empty one, which the standard may ask for, says nothing."""
    return [words for words in map(ordinary_block, blocks) if words]


def inlines(element: Element) -> str:
    """The words of an element with their marks."""
    said = [_literal(element.text)] if element.text else []
    for child in element:
        said.append(_inline(child, element))
        if child.tail:
            said.append(_literal(child.tail))
    return "".join(said)


def _literal(text: str) -> str:
    return _LITERAL.sub(r"\\\g<0>", unwritten(text))


def _inline(child: Element, parent: Element) -> str:
    name = name_of(child)
    match name:
        case "lb":
            return "\n"
        case "hi":
            return f"_{inlines(child)}_"
        case "pb":
            return _page(child, parent)
        case "supplied" | "unclear" | "sic":
            return _bracketed(inlines(child))
        case "gap":
            return _bracketed("".join(map(inlines, child)))
        case "ref":
            return _ref(child)
    if name in _KINDS and (ident := get(child, "ref")):
        return f"[[{_KINDS[name]}:{ident.removeprefix('#')}|{inlines(child)}]]"
    return inlines(child) if name else ""


def _page(child: Element, parent: Element) -> str:
    mark = f"[[page:{get(child, 'n') or ''}]]"
    if get(child, "rend") != "line":
        return mark
    is_last = child.getnext() is None and not child.tail
    return f"\n{mark}" if is_last and (parent.text or len(parent) > 1) else f"{mark}\n"


def _bracketed(words: str) -> str:
    return f"[{words.removeprefix(_OPENING).removesuffix(_CLOSING)}]"


def _ref(child: Element) -> str:
    if get(child, "type") == "document":
        return f"[[document:{(get(child, 'target') or '').removeprefix(DOCUMENT)}|{inlines(child)}]]"
    try:
        return markup.anchor(words_of(child), int(get(child, "n") or 1))
    except ValueError:
        return inlines(child)


def _head(element: Element) -> str:
    return f"## {words_in_line(element)}"


def _paragraph(element: Element) -> str:
    return _head(element) if get(element, "rend") == "heading" else words_in_line(element)


def _table(element: Element) -> str:
    rows = [[words_in_line(cell) for cell in row] for row in element]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    if len(element) and get(element[0], "role") == "label":
        lines.insert(1, f"|{'|'.join(['---'] * max(1, len(rows[0])))}|")
    return "\n".join(lines)


def _quote(element: Element) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in _joined(element).split("\n"))


_BLOCKS: dict[str, Callable[[Element], str]] = {
    "head": _head,
    "p": _paragraph,
    "table": _table,
    "quote": _quote,
}


def mark_pages(element: Element) -> None:
    """Says of each page break at the beginning of a line, or at the end, that it has a line of its own."""
    for child in element.iterchildren():
        before = child.getprevious()
        begins = not element.text if before is None else name_of(before) == "lb" and not before.tail
        ends = child.getnext() is None and not child.tail
        if name_of(child) == "pb" and (begins or ends):
            put(child, "rend", "line")


def unmark_pages(element: Element) -> None:
    """Takes back what `mark_pages` said."""
    for child in children(element, "pb"):
        child.attrib.pop("rend", None)

"""What a marked-up text is made of: blocks, and the inlines that stand in them.

The grammar is on one page, `docs/markup.md`. Supplied words never hold supplied words and a mention never
holds a mention, so the depth of the tree has a fixed bound and its readers may follow it by plain recursion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

SuppliedKind = Literal["supplied", "gap", "unclear", "sic"]
MentionKind = Literal["person", "place", "body", "document"]


class MarkupError(ValueError):
    """A text or a label that the markup cannot take; the message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they stand in the source."""

    words: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Page:
    """The place where the page or leaf with this label begins; TEI `pb`."""

    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """An anchor of the `number`-th note that is printed with this label."""

    label: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that the source sets off; TEI `hi`."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Supplied:
    """What stands between square brackets: the words of another hand. The brackets are not in `inlines`.

    `kind` says which mark of the genre it is: words (TEI `supplied`), `[...]` (`gap`), `[?]` (`unclear`)
    or `[sic]`.
    """

    inlines: tuple[Inline, ...]
    kind: SuppliedKind = "supplied"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a person, place, body or document with this public id; TEI `rs`."""

    kind: MentionKind
    id: str
    inlines: tuple[Inline, ...]


Inline = Text | LineBreak | Page | Note | Emphasis | Supplied | Mention


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered piece with its label as printed, such as `1)`."""

    label: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, perhaps of different length; when `headed`, the first row names the columns."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks quoted from elsewhere; never another quote."""

    blocks: tuple[Block, ...]


Block = Paragraph | Heading | Item | Table | Quote


def walk(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Give every inline of the blocks in reading order, each before those it holds."""
    for block in blocks:
        match block:
            case Quote(inner):
                yield from walk(inner)
            case Table(rows):
                for row in rows:
                    for cell in row:
                        yield from walk_inlines(cell)
            case _:
                yield from walk_inlines(block.inlines)


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Give every inline in reading order, each before those it holds."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | Supplied | Mention):
            yield from walk_inlines(inline.inlines)

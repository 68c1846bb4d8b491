"""The reader of the markup: text → blocks."""

from __future__ import annotations

from .blocks import Block, Heading, Item, MarkupError, Paragraph, Quote, Table
from .inlines import inlines
from .lines import Rough, joined, rough_blocks
from .marks import LONGEST
from .memory import once


def parse(text: str) -> tuple[Block, ...]:
    """Read a text in the markup of `docs/markup.md` and return its blocks.

    Every text can be read: a mark that is not closed or not known stays literal. The time is linear in the
    length. Raises MarkupError for a text of more than 1,000,000 characters.
    """
    if len(text) > LONGEST:
        raise MarkupError(too_long(text))
    return _parse(text)


@once
def _parse(text: str) -> tuple[Block, ...]:
    return tuple(_block(rough) for rough in rough_blocks(text))


def too_long(text: str) -> str:
    """Return the sentence that refuses a text for its length."""
    return (
        f"The text has {len(text):,} characters; at most {LONGEST:,} can be kept in one text. "
        "Please divide it into several documents."
    )


def _block(rough: Rough) -> Block:
    match rough.kind:
        case "heading":
            return Heading(inlines(joined(rough.lines)))
        case "item":
            return Item(rough.label, inlines(joined(rough.lines)))
        case "quote":
            return Quote(tuple(_block(part) for part in rough.parts))
        case "table":
            return Table(tuple(tuple(inlines(cell.text) for cell in row) for row in rough.rows), rough.headed)
    return Paragraph(inlines(joined(rough.lines)))

"""From lines to rough blocks: which lines belong together, and as what. Their words are not read yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .marks import ESCAPED, ITEM, LABEL, MENTION, NOTE, PAGE, readable
from .memory import once

_ITEM = re.compile(rf"\[\[item:({LABEL})\]\] ?")
_RULE = re.compile(r"-{3,}")
_BAR = re.compile(rf"{ESCAPED}|{NOTE}|{PAGE}|{ITEM}|{MENTION}|(\|)")
_BEGINNINGS = "#>|["  # of all marks that stand at the beginning of a line
# A line of the first kind goes on with a block of the second when no blank line lies between.
_GOES_ON = {("text", "text"), ("text", "item"), ("quote", "quote"), ("table", "table"), ("rule", "table")}


class Line(NamedTuple):
    """A piece of one line and where it begins, both counted from 1."""

    number: int
    column: int
    text: str

    def part(self, start: int, end: int | None = None) -> Line:
        """Return the part between two offsets, knowing its place."""
        return Line(self.number, self.column + start, self.text[start:end])


@dataclass(slots=True)
class Rough:
    """The lines of one block; a quote has its blocks in `parts`, a table the lines of its cells in `rows`."""

    kind: str
    lines: list[Line]
    label: str = ""
    headed: bool = False
    parts: list[Rough] = field(default_factory=list)
    rows: list[list[Line]] = field(default_factory=list)

    def sources(self) -> Iterator[list[Line]]:
        """Give the lines of each run of words in the block, in order."""
        if self.kind == "quote":
            for part in self.parts:
                yield from part.sources()
        elif self.kind == "table":
            for row in self.rows:
                yield from ([cell] for cell in row)
        else:
            yield self.lines


@once
def rough_blocks(text: str) -> list[Rough]:
    """Return the rough blocks of a text, made readable."""
    return _opened(closed_blocks(readable(text)))


def closed_blocks(text: str, quoted: bool = False) -> list[Rough]:
    """Return the blocks of a readable text, or of a quotation, with their whole lines as they were typed."""
    lines = (Line(number, 1, line) for number, line in enumerate(text.split("\n"), start=1))
    return _group(lines, quoted)


def joined(lines: list[Line]) -> str:
    """Return the words of the lines as one string with line ends."""
    return "\n".join(line.text for line in lines)


def place(lines: list[Line], source: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset into the source that `joined` made of the lines."""
    line = lines[source.count("\n", 0, offset)]
    return line.number, line.column + offset - (source.rfind("\n", 0, offset) + 1)


def _group(lines: Iterable[Line], quoted: bool = False) -> list[Rough]:
    blocks: list[Rough] = []
    apart = True
    for line in lines:
        kind = _kind(line.text, quoted)
        if kind and not apart and (kind, blocks[-1].kind) in _GOES_ON:
            blocks[-1].lines.append(line)
        elif kind:
            blocks.append(Rough("text" if kind == "rule" else kind, [line]))
        apart = not kind
    return blocks


def _opened(blocks: list[Rough]) -> list[Rough]:
    for block in blocks:
        _open(block)
    return blocks


def _kind(text: str, quoted: bool) -> str:
    if not text:
        return ""
    if text[0] not in _BEGINNINGS and not text[0].isspace():
        return "text"  # as most lines are
    if text.isspace():
        return ""
    if text.startswith("## ") and not text[3:].isspace() and len(text) > 3:
        return "heading"
    if not quoted and (text.startswith("> ") or text == ">"):
        return "quote"
    if text.startswith("|"):
        return _kind_of_row(text)
    return "item" if _ITEM.match(text) else "text"


def _kind_of_row(text: str) -> str:
    if text.startswith(("|--", "| --")) and all(
        _RULE.fullmatch(cell.strip()) for cell in _between_bars(text)
    ):
        return "rule"
    return "table" if text.startswith("| ") and len(text) > 2 and text.rstrip().endswith("|") else "text"


def _between_bars(text: str) -> list[str]:
    inner = text.strip()[1:]
    return inner.removesuffix("|").split("|")


def _open(block: Rough) -> None:
    """Take the marks at the beginning of the lines away, and take quotes and tables apart."""
    first = block.lines[0]
    if block.kind == "heading":
        block.lines = [first.part(3)]
    elif block.kind == "item":
        _open_item(block, first)
    elif block.kind == "quote":
        block.parts = _opened(_group((line.part(2) for line in block.lines), quoted=True))
    elif block.kind == "table":
        block.headed = len(block.lines) > 1 and _kind_of_row(block.lines[1].text) == "rule"
        rows = block.lines[:1] + block.lines[2:] if block.headed else block.lines
        block.rows = [_cells(line) for line in rows]


def _open_item(block: Rough, first: Line) -> None:
    _, block.label, rest = _ITEM.split(first.text, maxsplit=1)
    words = first.part(len(first.text) - len(rest))
    block.lines = [words, *block.lines[1:]] if words.text or len(block.lines) == 1 else block.lines[1:]


def _cells(line: Line) -> list[Line]:
    """Return the cells of a row, without the spaces around their words."""
    bars = [found.start() for found in _BAR.finditer(line.text) if found[1]]
    ends = [*bars[1:], len(line.text)]
    cells = [_stripped(line.part(bar + 1, end)) for bar, end in zip(bars, ends, strict=True)]
    return cells if cells[-1].text else cells[:-1]


def _stripped(cell: Line) -> Line:
    text = cell.text.lstrip()
    return Line(cell.number, cell.column + len(cell.text) - len(text), text.rstrip())

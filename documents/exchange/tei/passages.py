"""A passage in our markup, written into an element so that it comes back as it was typed.

What is written is read again at once: where the ordinary spelling is not the one that was typed, the typed
one is kept beside the elements (spelling.py).
"""

from collections.abc import Iterable

from documents import markup
from documents.exchange.tei import spelling
from documents.exchange.tei.blocks import Flow, Notes, words_of_blocks, write_inlines
from documents.exchange.tei.elements import Element, put
from documents.exchange.tei.spelling import Piece
from documents.markup.lines import Rough, closed_blocks, joined
from documents.markup.marks import readable


def write_passage(container: Element, text: str, notes: Notes) -> None:
    """Writes the blocks of a markup into an element: a division, a note, an abstract."""
    source = readable(text)
    closed, flow, blocks = closed_blocks(source), Flow(container, notes), markup.parse(text)
    if source == text and _are_kept(_gaps(source, closed)):
        _write(flow, source, closed, blocks)
        return
    _write_plainly(flow, blocks)
    put(container, "style", text)


def write_line(element: Element, text: str, notes: Notes) -> None:
    """Writes a markup into an element that holds words and no blocks: a heading, a date, a signature."""
    write_inlines(element, words_of_blocks(markup.parse(text)), notes)
    if spelling.words_in_line(element) != text:
        put(element, "style", text)


def _write(flow: Flow, source: str, closed: list[Rough], blocks: Iterable[markup.Block]) -> None:
    """Adds the blocks as they were typed, and the blank lines around them."""
    gaps = _gaps(source, closed)
    for gap, rough, block in zip(gaps, closed, blocks, strict=False):
        flow.say(gap)
        _add(flow, rough, block)
    flow.say(gaps[-1])


def _write_plainly(flow: Flow, blocks: Iterable[markup.Block]) -> None:
    for block in blocks:
        flow.add(block)


def _add(flow: Flow, rough: Rough, block: markup.Block) -> None:
    """Adds one block; keeps how it was typed where its ordinary spelling is another."""
    typed = joined(rough.lines)
    element = flow.add(block, lambda made, inner: _quoted(made, rough, inner, flow.notes))
    piece = Piece(element, "", block.label if isinstance(block, markup.Item) else "")
    if spelling.ordinary_block(piece) == typed:
        return
    if "[[page:" in typed:
        spelling.mark_pages(element)
        if spelling.ordinary_block(piece) == typed:
            return
        spelling.unmark_pages(element)
    if isinstance(block, markup.Quote):
        element.clear()
        _write_plainly(Flow(element, flow.notes), block.blocks)
    put(element, "style", typed)


def _quoted(made: Element, rough: Rough, blocks: Iterable[markup.Block], notes: Notes) -> None:
    source = "\n".join(line.text[2:] for line in rough.lines)
    closed = closed_blocks(source, quoted=True)
    if _are_kept(_gaps(source, closed)):
        _write(Flow(made, notes), source, closed, blocks)
    else:
        _write_plainly(Flow(made, notes), blocks)


def _gaps(source: str, closed: list[Rough]) -> list[str]:
    """What stands before each block and after the last one: line ends and blank lines."""
    if not closed:
        return [source]
    lines = source.split("\n")
    begins = [rough.lines[0].number - 1 for rough in closed]
    ends = [rough.lines[-1].number for rough in closed]
    between = [lines[end:begin] for end, begin in zip(ends, begins[1:], strict=False)]
    return [
        "".join(f"{line}\n" for line in lines[: begins[0]]),
        *("\n" + "".join(f"{line}\n" for line in blank) for blank in between),
        "".join(f"\n{line}" for line in lines[ends[-1] :]),
    ]


def _are_kept(gaps: list[str]) -> bool:
    """Whether XML keeps them between elements, so that they can be told from another program's layout."""
    return not any(gap.strip(" \t\n") for gap in gaps) and (not gaps[-1] or gaps[-1].endswith("\n"))

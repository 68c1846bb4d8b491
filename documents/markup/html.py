"""Blocks → safe HTML: every character of the text is escaped, and only the few tags written here are made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape as quote
from types import MappingProxyType

from .blocks import (
    Block,
    Emphasis,
    Heading,
    Inline,
    Item,
    LineBreak,
    Mention,
    Note,
    Page,
    Paragraph,
    Quote,
    Supplied,
    Table,
    Text,
)
from .plain import anchors, plain
from .turns import Sought, Turns, turns

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
# A path on this host: `//`, `/\` and white space could lead a browser elsewhere.
_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]*")
# Figures, which stand under each other in a table: “13, 093, 678”, “$465.50”, “12 1/2”, “–3”.
_FIGURES = re.compile(r"[-–+]?\s?[$£€¥]?\s?\d[\d\s.,:/'’%½¼¾]*")
_OTHER = re.compile(r"[^A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """Where a note stands on the page: the id of its element. Raises ValueError for an id unfit for HTML."""

    id: str

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(
                f"“{self.id}” is no id of an element: a letter, then letters, digits and - _ . only."
            )


Notes = Mapping[tuple[str, int], NoteTarget]
NO_LINKS: Mapping[str, str] = MappingProxyType({})
NO_NOTES: Notes = MappingProxyType({})


def html(
    blocks: Iterable[Block],
    *,
    links: Mapping[str, str] = NO_LINKS,
    notes: Notes = NO_NOTES,
    prefix: str = "",
    sought: Sought | None = None,
    match_id: str = "",
) -> str:
    """Return the blocks as a fragment of HTML that is safe and valid whatever the text holds.

    `links` gives the path of each public id that has a page; a mention of another id is shown without a link.
    `notes` gives the place of each note by label and number; an anchor of another note is shown as missing.
    `prefix` begins the ids of the page breaks, so that several texts can share a page.
    `sought` tells which words are looked for; they are marked, in pieces where other tags stand among them.
    `match_id` is the id of the first of these, to which a link can lead.
    Raises ValueError for a prefix that no id can begin with, and for a `match_id` that is none.
    """
    if match_id and not _ID.fullmatch(match_id):
        raise ValueError(f"“{match_id}” is no id: a letter, then letters, digits and - _ . only.")
    if prefix and not _ID.fullmatch(prefix):
        raise ValueError(f"“{prefix}” cannot begin an id: a letter, then letters, digits and - _ . only.")
    blocks = tuple(blocks)
    return _Writer(links, notes, prefix, turns(blocks, sought) if sought else None, match_id).blocks(blocks)


def backlinks(blocks: Iterable[Block], notes: Notes) -> dict[str, list[str]]:
    """Return for the id of each note the ids that `html` gives to its anchors, in reading order."""
    found: dict[str, list[str]] = {target.id: [] for target in notes.values()}
    for key in anchors(blocks):
        if key in notes:
            refs = found[notes[key].id]
            refs.append(f"{notes[key].id}-ref-{len(refs) + 1}")
    return found


def page_id(label: str, repeat: int = 1, prefix: str = "") -> str:
    """Return the id of a page break: any label makes a valid one, different labels make different ones."""
    name = _OTHER.sub(lambda found: f"_{ord(found[0]):x}_", label)
    return f"{prefix}p-{name}" if repeat == 1 else f"{prefix}p-{name}-{repeat}"


@dataclass(slots=True)
class _Writer:
    """Writes one fragment and counts the anchors and page breaks in it."""

    links: Mapping[str, str]
    notes: Notes
    prefix: str
    turns: Iterator[Turns] | None = None
    match_id: str = ""
    anchored: Counter[str] = field(default_factory=Counter)
    turned: Counter[str] = field(default_factory=Counter)

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph(inlines):
                return f"<p>{self.inlines(inlines)}</p>"
            case Heading(inlines):
                return f"<h3>{self.inlines(inlines)}</h3>"
            case Item(label, inlines):
                shown = f'<span class="item-label">{quote(label)}</span>'
                return f'<p class="item">{shown} {self.inlines(inlines)}</p>'
            case Quote(blocks):
                return f"<blockquote>{self.blocks(blocks)}</blockquote>"
            case Table():
                return self.table(block)

    def table(self, table: Table) -> str:
        # No row may be wider than the first (HTML 4.9.12.1), so the shorter ones are filled up.
        width = max(len(row) for row in table.rows)
        full = tuple(row + ((),) * (width - len(row)) for row in table.rows)
        heads, rows = (full[:1], full[1:]) if table.headed else ((), full)
        head = "".join(f"<thead>{self.row(row, 'th')}</thead>" for row in heads)
        body = "".join(self.row(row, "td") for row in rows)
        body = f"<tbody>{body}</tbody>" if body else ""
        # A group, not a region: several tables on a page would be landmarks of one name.
        frame = '<div class="table" role="group" tabindex="0" aria-label="Table">'
        return f"{frame}<table>{head}{body}</table></div>"

    def row(self, cells: Iterable[tuple[Inline, ...]], tag: str) -> str:
        return f"<tr>{''.join(self.cell(cell, tag) for cell in cells)}</tr>"

    def cell(self, inlines: tuple[Inline, ...], tag: str) -> str:
        if tag == "th" and inlines:
            return f'<th scope="col">{self.inlines(inlines)}</th>'
        name = ' class="numeric"' if _FIGURES.fullmatch(plain([Paragraph(inlines)])) else ""
        return f"<td{name}>{self.inlines(inlines)}</td>"

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join([self.inline(inline) for inline in inlines])

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(words):
                return quote(words) if self.turns is None else self.marked(next(self.turns))
            case LineBreak():
                return "<br>\n"
            case Emphasis(inner):
                return f"<em>{self.inlines(inner)}</em>"
            case Supplied(inner, kind):
                names = "supplied" if kind == "supplied" else f"supplied {kind}"
                return f'<span class="{names}">[{self.inlines(inner)}]</span>'
            case Mention():
                return self.mention(inline)
            case Note():
                return self.note(inline)
            case Page():
                return self.page(inline)

    def marked(self, turns: Turns) -> str:
        return "".join(self.mark(words) if sought else quote(words) for words, sought in turns)

    def mark(self, words: str) -> str:
        ident, self.match_id = self.match_id, ""
        return f'<mark id="{ident}">{quote(words)}</mark>' if ident else f"<mark>{quote(words)}</mark>"

    def mention(self, mention: Mention) -> str:
        words, path = self.inlines(mention.inlines), self.links.get(mention.id, "")
        if _PATH.fullmatch(path):
            return f'<a class="mention {mention.kind}" href="{quote(path)}">{words}</a>'
        return f'<span class="mention {mention.kind}">{words}</span>'

    def note(self, note: Note) -> str:
        label, target = quote(note.label), self.notes.get((note.label, note.number))
        if target is None:
            return f'<span class="noteref missing"><sup>{label}</sup></span>'
        self.anchored[target.id] += 1
        ref = f"{target.id}-ref-{self.anchored[target.id]}"
        return (
            f'<a class="noteref" role="doc-noteref" href="#{target.id}" id="{ref}" aria-label="note {label}">'
            f"<sup>{label}</sup></a>"
        )

    def page(self, page: Page) -> str:
        self.turned[page.label] += 1
        name, label = page_id(page.label, self.turned[page.label], self.prefix), quote(page.label)
        return (
            f'<span class="page" role="doc-pagebreak" aria-label="page {label}" id="{name}">|{label}|</span>'
        )

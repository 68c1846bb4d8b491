"""Blocks → plain text, whole or by voice, and the lists of what a text anchors, mentions and numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from .blocks import (
    Block,
    Emphasis,
    Inline,
    Item,
    LineBreak,
    Mention,
    MentionKind,
    Note,
    Page,
    Quote,
    Supplied,
    Table,
    Text,
    walk,
)
from .memory import once
from .parse import parse

_UNBRACKETED = re.compile(r"[\[\]]")

Voice = Literal["own", "supplied"]
VOICES: tuple[Voice, ...] = ("own", "supplied")
OWN, SUPPLIED = VOICES[:1], VOICES[1:]


class Words(NamedTuple):
    """The words of a text as `plain` gives them, and by voice: the document's own, and those of another hand.

    `mixed` are the paragraphs with both, as they read without brackets: Kara[bakh] is Karabakh.
    """

    shown: str
    own: str
    supplied: str
    mixed: str


class Mentioned(NamedTuple):
    """Who or what is mentioned, and in which words."""

    kind: MentionKind
    id: str
    words: str


def plain(blocks: Iterable[Block], *, voices: Collection[Voice] = VOICES, notes: bool = False) -> str:
    """Return the reading text: paragraphs apart by a blank line, cells by a tab, page breaks left out.

    Supplied words stay in their brackets. `voices` names the voices to be heard; `notes` shows the
    anchors by their labels.
    """
    texts = (_block(block, voices, notes) for block in blocks)
    return "\n\n".join(text for text in texts if not text.isspace() and text)


def words(blocks: Iterable[Block]) -> Words:
    """Return the words of a text by voice, each a plain text. A block with one voice is read once."""
    said: tuple[list[str], ...] = ([], [], [], [])
    shown, own, supplied, mixed = said
    for block in blocks:
        text = plain([block])
        shown.append(text)
        if "[" in text and any(isinstance(inline, Supplied) for inline in walk([block])):
            own.append(plain([block], voices=OWN))
            supplied.append(plain([block], voices=SUPPLIED))
            mixed.append(_UNBRACKETED.sub("", text))
        else:
            own.append(text)
    return Words(*("\n\n".join(filter(None, each)) for each in said))


def anchors(blocks: Iterable[Block]) -> list[tuple[str, int]]:
    """Return label and number of every note anchor in reading order, with repetitions."""
    return [(inline.label, inline.number) for inline in walk(blocks) if isinstance(inline, Note)]


def mentions(blocks: Iterable[Block]) -> list[Mentioned]:
    """Return every mention in reading order, with its words as plain text."""
    found = (inline for inline in walk(blocks) if isinstance(inline, Mention))
    return [Mentioned(each.kind, each.id, _inlines(each.inlines, VOICES, False)) for each in found]


@once
def mentions_in(text: str) -> list[Mentioned]:
    """Return every mention in a text that is still to be read; without two brackets there is none."""
    return mentions(parse(text)) if "[[" in text else []


def pages(blocks: Iterable[Block]) -> list[str]:
    """Return the labels of the page breaks in reading order."""
    return [inline.label for inline in walk(blocks) if isinstance(inline, Page)]


def _block(block: Block, voices: Collection[Voice], notes: bool) -> str:
    match block:
        case Quote(blocks):
            return plain(blocks, voices=voices, notes=notes)
        case Table(rows):
            return "\n".join("\t".join(_inlines(cell, voices, notes) for cell in row) for row in rows)
        case Item(label, inlines):
            text = _inlines(inlines, voices, notes)
            return f"{label} {text}" if "own" in voices else text
    return _inlines(block.inlines, voices, notes)


def _inlines(inlines: Iterable[Inline], voices: Collection[Voice], notes: bool) -> str:
    """Join what the voices say; where another voice falls silent between two words, a space parts them."""
    said: list[str] = []
    left_out = False
    for voice, text in _spoken(inlines, "own", notes):
        if voice not in voices:
            left_out = True
            continue
        if left_out and said and not said[-1][-1].isspace() and not text[0].isspace():
            said.append(" ")
        said.append(text)
        left_out = False
    return "".join(said)


def _spoken(inlines: Iterable[Inline], voice: Voice, notes: bool) -> Iterator[tuple[Voice, str]]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield voice, text
            case LineBreak():
                yield voice, "\n"
            case Supplied(inner):
                yield "supplied", "["
                yield from _spoken(inner, "supplied", notes)
                yield "supplied", "]"
            case Emphasis(inner) | Mention(_, _, inner):
                yield from _spoken(inner, voice, notes)
            case Note(label) if notes:
                yield voice, label

"""What an editor is told about a text: marks that were not understood, characters that cannot be kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from .blocks import MarkupError, Note
from .inlines import Token, is_empty, pairs, tokens
from .lines import Line, joined, place, rough_blocks
from .marks import FORBIDDEN, ITEM, KINDS, LONGEST, anchor
from .memory import once
from .parse import too_long

MOST_LINES = 5
"""Lines told of an anchor that has no note; they are all mended by one note."""

MOST = 100
"""Problems told at once; a text with more is better mended step by step."""

_NAMED = re.compile(r"\[\[([^\W\d_]{1,20}):")
_ITEM = re.compile(ITEM)
_KINDS = "person, place, body, document, page, item"


class Problem(NamedTuple):
    """A sentence for the editor, and the place it speaks of: line and column, counted from 1."""

    line: int
    column: int
    sentence: str


def problems(text: str) -> list[Problem]:
    """Return what is wrong with a text in the order of its places, at most the first hundred of each sort."""
    if len(text) > LONGEST:
        return [Problem(1, 1, too_long(text))]
    found = [*islice(_forbidden(text), MOST), *islice(_misread(text), MOST)]
    return sorted(found)[:MOST]


def footnote_problems(text: str, notes: Sequence[str]) -> list[str]:
    """Return a sentence for each anchor without a note and each note without an anchor, at most a hundred.

    `notes` are the labels of the text's notes in their order; the second note with a label is its number 2.
    """
    if len(text) > LONGEST:
        return [too_long(text)]
    anchored: dict[tuple[str, int], list[int]] = {}
    for source in _sources(text):
        for token, in_mention in source.notes():
            if isinstance(token.node, Note) and not in_mention:
                lines = anchored.setdefault((token.node.label, token.node.number), [])
                if len(lines) <= MOST_LINES:
                    lines.append(source.place(token.at)[0])
    noted = dict.fromkeys(_numbered(notes))
    lost = (_lost(key, lines, notes) for key, lines in anchored.items() if key not in noted)
    idle = (_idle(*key) for key in noted if key not in anchored)
    return list(islice(chain(lost, idle), MOST))


def _numbered(notes: Sequence[str]) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for label in notes:
        seen[label] += 1
        yield label, seen[label]


def _lost(key: tuple[str, int], lines: list[int], notes: Sequence[str]) -> str:
    label, mark, same = key[0], anchor(*key), notes.count(key[0])
    where = f"The anchor {mark} in {_lines(sorted(set(lines)))} has no note"
    if same:
        have = "only one note has" if same == 1 else f"only {same} notes have"
        return f"{where}: {have} the label {label}."
    return f"{where}: add a note labelled {label}, or remove the anchor."


def _lines(lines: list[int]) -> str:
    """“line 4”, “lines 4, 8 and 12”, “lines 1, 2, 3 and others”."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    told = [str(line) for line in lines[:MOST_LINES]]
    last = "others" if len(lines) > MOST_LINES else told.pop()
    return f"lines {', '.join(told)} and {last}"


def _idle(label: str, number: int) -> str:
    which = label if number == 1 else f"{label} (number {number} of this label)"
    try:
        return f"Note {which} has no anchor: write {anchor(label, number)} where it belongs in the text."
    except MarkupError as error:
        return str(error)


@dataclass(frozen=True)
class _Source:
    """One run of words with its tokens, as the parser reads it."""

    lines: list[Line]
    text: str
    tokens: list[Token]

    @cached_property
    def pairs(self) -> dict[int, int]:
        return pairs(self.tokens)

    def place(self, offset: int) -> tuple[int, int]:
        return place(self.lines, self.text, offset)

    def notes(self) -> Iterator[tuple[Token, bool]]:
        """Give every note anchor, and whether it stands in a mention."""
        closing = -1
        for at, token in enumerate(self.tokens):
            if token.sign == "mention":
                closing = max(closing, self.pairs.get(at, -1))
            elif token.sign == "note":
                yield token, at < closing


@once
def _sources(text: str) -> tuple[_Source, ...]:
    lines_of_runs = [lines for block in rough_blocks(text) for lines in block.sources()]
    runs = ((lines, joined(lines)) for lines in lines_of_runs)
    return tuple(_Source(lines, run, tokens(run)) for lines, run in runs if "[" in run or "_" in run)


def _forbidden(text: str) -> Iterator[Problem]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.replace("\n", "").isprintable():
        return  # as nearly every text is: to look at each character takes fifteen times as long
    line, start = 1, 0
    for found in FORBIDDEN.finditer(text):
        line += text.count("\n", start, found.start())
        start = found.start()
        column = start - text.rfind("\n", 0, start)
        code = f"U+{ord(found[0]):04X}"
        yield Problem(
            line, column, f"The character {code} cannot be kept: it is no character of a text. Remove it."
        )


def _misread(text: str) -> Iterator[Problem]:
    for source in _sources(text):
        signs = {token.sign for token in source.tokens}
        if not signs.isdisjoint(("mention", "bracket")):
            yield from _wrong_brackets(source)
        if not signs.isdisjoint(("begin", "beginend")):
            for token in _open_emphasis(source.tokens):
                yield Problem(*source.place(token.at), UNCLOSED)
        if "mention" in signs:
            yield from _notes_in_mentions(source)


def _wrong_brackets(source: _Source) -> Iterator[Problem]:
    last = source.text.rfind("]]")
    for at, token in enumerate(source.tokens):
        if token.sign == "mention":
            sentence = _mention(source, at)
        elif token.sign == "bracket":
            sentence = _bracket(source.text, token.at, last)
        else:
            continue
        if sentence:
            yield Problem(*source.place(token.at), sentence)


def _notes_in_mentions(source: _Source) -> Iterator[Problem]:
    for token, in_mention in source.notes():
        if in_mention:
            sentence = f"A note anchor cannot stand in a mention: write {token.words} after the ]]."
            yield Problem(*source.place(token.at), sentence)


UNCLOSED = r"“_” begins emphasis that does not end: write _ behind its words. For the sign itself write \_."


def _open_emphasis(found: list[Token]) -> Iterator[Token]:
    """The underscores that could begin emphasis and find no end in the brackets in which they stand."""
    begun: list[Token | None] = [None]
    for token in found:
        if token.sign in ("open", "mention"):
            begun.append(None)
        elif token.sign == "close" and len(begun) > 1:
            yield from filter(None, [begun.pop()])
        elif "end" in token.sign and begun[-1]:
            begun[-1] = None
        elif "begin" in token.sign:
            yield from filter(None, [begun[-1]])
            begun[-1] = token
    yield from filter(None, begun)


def _mention(source: _Source, at: int) -> str:
    words, closing = source.tokens[at].words, source.pairs.get(at)
    if closing is None:
        return (
            f"“{words}” is not closed: write ]] after the words. Brackets in them come in pairs, "
            "and no other mention stands in them."
        )
    return (
        f"“{words}]]” has no words: write them after the |." if is_empty(source.tokens, at, closing) else ""
    )


def _bracket(source: str, at: int, last: int) -> str:
    """Say why a bracket that could begin a mark does not; of a row of them the last two count."""
    if source.startswith("[^", at):
        return (
            r"“[^” begins a note anchor, as [^*]: its label has 1 to 20 characters. For a bracket write \[."
        )
    if source.startswith("[[[", at) or not source.startswith("[[", at):
        return ""
    if at > last:
        return r"“[[” is not closed: write ]] at the end of the mark. For two brackets write \[\[."
    named = _NAMED.match(source, at)
    if not named:
        return rf"“[[” begins a mark: one of {_KINDS}, then a colon. For two brackets write \[\[."
    return _named(named[1], source, at)


def _named(kind: str, source: str, at: int) -> str:
    if kind in KINDS.split("|"):
        return f"Write [[{kind}:ID|words]]: the ID has eight characters (0-9, a-z), and a | follows it."
    if kind == "item" and _ITEM.match(source, at):
        return "An item begins a line: put its mark at the start of a line of its own."
    if kind in ("page", "item"):
        return f"The label in [[{kind}:label]] has 1 to 40 characters, without brackets and |."
    return f"“{kind}” is no kind of mark: there are {_KINDS}."

"""From words to inlines: one pass for the tokens, one to pair the brackets, one to build; each is linear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from .blocks import (
    Emphasis,
    Inline,
    LineBreak,
    Mention,
    Note,
    Page,
    Supplied,
    SuppliedKind,
    Text,
    walk_inlines,
)
from .marks import KINDS, LABEL, MARKS, MENTION, NOTE, NOTE_LABEL, NUMBER, PAGE
from .memory import once

_TOKEN = re.compile(
    rf"""
      (?P<text>[^\\\[\]_\n]+|_{{2,}})
    | \\(?P<escaped>[{re.escape(MARKS)}])
    | (?P<line>\n)
    | (?P<under>_)
    | (?P<close>\])
    | (?P<note>\[\^(?P<label>{NOTE_LABEL})(?:\#(?P<number>{NUMBER}))?\])
    | (?P<page>\[\[page:(?P<leaf>{LABEL})\]\])
    | (?P<mention>\[\[(?P<kind>{KINDS}):(?P<id>[0-9a-z]{{8}})\|)
    | (?P<open>\[(?=[^\[^]|{NOTE}|{PAGE}|{MENTION}))
    | (?P<bracket>\[)
    | (?P<backslash>\\)
    """,
    re.VERBOSE,
)
_BREAK = LineBreak()
_GAP = re.compile(r"[.…\s]+")


class Token(NamedTuple):
    """A piece of the text: where it begins, what it is, how it reads as it stands, what it may become."""

    at: int
    sign: str
    words: str
    node: Inline | None = None


def inlines(text: str) -> tuple[Inline, ...]:
    """Read the words of one block, whose lines are joined by line ends."""
    if not ("[" in text or "_" in text or "\n" in text or "]" in text or "\\" in text):
        return (Text(text),) if text else ()
    found = _settle_pages(tokens(text))
    return _build(found, pairs(found), 0, len(found), frozenset())


@once
def tokens(text: str) -> list[Token]:
    """Cut a text into tokens; nothing is left out, so that their words joined are the text as it reads."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        sign = match.lastgroup or ""
        if sign == "text":
            found.append(Token(match.start(), sign, match[0]))
            continue
        if sign == "open" and found and found[-1].sign == "bracket":
            sign = "bracket"
        plain = sign in ("open", "bracket", "close")
        found.append(Token(match.start(), sign, match[0]) if plain else _token(match, sign, text))
    return found


def _token(match: re.Match[str], sign: str, text: str) -> Token:
    at, words = match.start(), match[0]
    match sign:
        case "escaped" | "backslash":
            return Token(at, "text", words[-1])
        case "line":
            return Token(at, sign, words, _BREAK)
        case "under":
            return Token(at, _underscore(text, at), words)
        case "note":
            return Token(at, sign, words, Note(match["label"], int(match["number"] or 1)))
        case "page":
            return Token(at, sign, words, Page(match["leaf"]))
    return Token(at, sign, words, Mention(match["kind"], match["id"], ()))  # type: ignore[arg-type]  # the pattern allows three kinds


def _underscore(text: str, at: int) -> str:
    """Say whether an underscore can begin emphasis, end it, do both, or is a character like any other."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    begins = not _in_word(before) and bool(after) and not after.isspace()
    ends = not _in_word(after) and bool(before) and not before.isspace()
    return ("begin" if begins else "") + ("end" if ends else "") or "text"


def _in_word(character: str) -> bool:
    return character.isalnum() or (bool(character) and unicodedata.category(character)[0] == "M")


def _settle_pages(found: list[Token]) -> list[Token]:
    """Let a page break that is alone on its line take no line: it goes to the beginning of the next."""
    if not any(token.sign == "page" for token in found):
        return found
    settled: list[Token] = []
    held: list[Token] = []
    begun = False
    for line in _lines_of(found):
        pages = [token for token in line if token.sign == "page"]
        if pages and all(token.sign in ("page", "line") or token.words.isspace() for token in line):
            held += pages
            continue
        if line[0].sign == "line" and not begun:
            line = line[1:]
        head = line[:1] if line and line[0].sign == "line" else []
        settled += head + held + line[len(head) :]
        held, begun = [], True
    return settled + held


def _lines_of(found: list[Token]) -> Iterable[list[Token]]:
    """Give the tokens line by line; each line but the first begins with its line end."""
    line: list[Token] = []
    for token in found:
        if token.sign == "line" and line:
            yield line
            line = []
        line.append(token)
    yield line


def pairs(found: list[Token]) -> dict[int, int]:
    """Pair opening and closing brackets: index of the opening token → index of the (first) closing one.

    A mention is closed by two brackets in a row. Of two open mentions only the later one can close.
    """
    paired: dict[int, int] = {}
    stack: list[int] = []
    mention = spent = -1
    for at, token in enumerate(found):
        if token.sign in ("open", "bracket", "mention"):
            stack.append(at)
            mention = at if token.sign == "mention" else mention
        elif token.sign == "close" and at != spent:
            while stack and found[stack[-1]].sign == "mention" and stack[-1] != mention:
                stack.pop()
            if stack and stack[-1] != mention:
                paired[stack.pop()] = at
            elif stack and at + 1 < len(found) and found[at + 1].sign == "close":
                paired[stack.pop()] = at
                mention, spent = -1, at + 1
    return paired


def is_empty(found: list[Token], opening: int, closing: int) -> bool:
    """Say whether there are no words between two paired tokens."""
    between = closing - opening - 1
    return between == 0 or (between == 1 and found[opening + 1].words.isspace())


def _build(
    found: list[Token], paired: dict[int, int], at: int, end: int, inside: frozenset[str]
) -> tuple[Inline, ...]:
    parts: list[Inline | Token | str] = []
    while at < end:
        token, closing = found[at], paired.get(at)
        holds = token.sign in ("open", "mention") and token.sign not in inside
        if closing is None or not holds or is_empty(found, at, closing):
            parts.append(_leaf(token, inside))
            at += 1
            continue
        inner = _build(found, paired, at + 1, closing, inside | {token.sign})
        if isinstance(token.node, Mention):
            parts.append(Mention(token.node.kind, token.node.id, inner))
        else:
            parts.append(Supplied(inner, _supplied_kind(inner)))
        at = closing + (2 if token.sign == "mention" else 1)
    return _emphasise(parts)


def _leaf(token: Token, inside: frozenset[str]) -> Inline | Token | str:
    """Return the token's node or its words; underscores are decided later, links do not stand in links."""
    if token.sign in ("begin", "end", "beginend"):
        return token
    if token.node is None or token.sign == "mention" or (token.sign == "note" and "mention" in inside):
        return token.words
    return token.node


def _supplied_kind(inner: tuple[Inline, ...]) -> SuppliedKind:
    words = "".join(inline.words for inline in walk_inlines(inner) if isinstance(inline, Text))
    bare = words.strip().casefold()
    if _GAP.fullmatch(bare):
        return "gap"
    if bare in ("?", "??"):
        return "unclear"
    return "sic" if bare in ("sic", "sic!") else "supplied"


def _emphasise(parts: list[Inline | Token | str]) -> tuple[Inline, ...]:
    """Put what stands between two underscores into emphasis; the nearest two belong together."""
    done: list[Inline | str] = []
    begun = -1
    for part in parts:
        if not isinstance(part, Token):
            done.append(part)
        elif "end" in part.sign and begun >= 0:
            done[begun:] = [Emphasis(_joined(done[begun + 1 :]))]
            begun = -1
        else:
            begun = len(done) if "begin" in part.sign else begun
            done.append(part.words)
    return _joined(done)


def _joined(parts: list[Inline | str]) -> tuple[Inline, ...]:
    """Make one text of the words that follow each other."""
    joined: list[Inline] = []
    run: list[str] = []
    for part in parts:
        if isinstance(part, str):
            run.append(part)
            continue
        if run:
            joined.append(Text("".join(run)))
            run = []
        joined.append(part)
    return (*joined, Text("".join(run))) if run else tuple(joined)

"""A reader's words read as a tree. What cannot be read as an operator is searched as words, and told.

The language is described for readers in docs/search.md. Reading never fails, takes one pass, and is bounded
by LONGEST characters, MOST_WORDS words and parentheses DEEPEST deep.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from documents.search.tokens import (
    AND,
    CLOSE,
    LEAF,
    MOST_WORDS,
    NOT,
    OPEN,
    OR,
    SCOPE,
    Token,
    Tokens,
    holds_words,
    plain,
    shown,
)
from documents.search.tree import (
    PREFIXES,
    All,
    Either,
    Fuzzy,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    in_words,
    is_plain,
    typed_again,
)

__all__ = [
    "DEEPEST", "LONGEST", "MOST_WORDS", "PREFIXES", "All", "Either", "Fuzzy", "Node", "Not", "Phrase",
    "Prefix", "Reading", "Word", "in_words", "is_plain", "read", "typed_again",
]  # fmt: skip

LONGEST, DEEPEST = 500, 8
_BEGINS = (LEAF, OPEN, NOT, SCOPE)


@dataclass(frozen=True, slots=True)
class Reading:
    """How words were understood: the tree (None: nothing to search for), and sentences on what was not."""

    tree: Node | None = None
    told: tuple[str, ...] = ()


def read(typed: str) -> Reading:
    """Reads what a reader typed. Never raises, whatever it is."""
    told = []
    if len(typed) > LONGEST:
        typed = typed[:LONGEST]
        told.append(f"Only the first {LONGEST} characters were read; the rest was left out.")
    tokens = Tokens(typed)
    told += tokens.told
    sound = _settled(_balanced(tokens.found, told), told)
    tree = _Parser(sound).everything()
    if tree is None and not told and (seen := plain(typed).strip()):
        told.append(f"There is no word to search for in {shown(seen)}.")
    return Reading(tree, tuple(dict.fromkeys(told)))


# --- What has no partner ---


def _balanced(tokens: list[Token], told: list[str]) -> list[Token]:
    """The tokens without parentheses that have no partner or are too deep."""
    opened: list[int] = []
    dropped: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind == OPEN:
            opened.append(at)
        elif token.kind == CLOSE and not opened:
            dropped.add(at)
            told.append("A “)” has no “(” before it and was passed over.")
        elif token.kind == CLOSE:
            begin = opened.pop()
            if len(opened) >= DEEPEST:
                dropped |= {begin, at}
                told.append(
                    f"Parentheses more than {DEEPEST} deep were passed over; their words were searched."
                )
    if opened:
        told.append("A “(” has no “)” after it and was passed over.")
    dropped |= set(opened)
    return [token for at, token in enumerate(tokens) if at not in dropped]


def _settled(tokens: list[Token], told: list[str]) -> list[Token]:
    """The tokens with every operator that has nothing to join made a word, or passed over if it is none."""
    settled: list[Token] = []  # from the last to the first
    for at in range(len(tokens) - 1, -1, -1):
        token, before = tokens[at], tokens[at - 1].kind if at else ""
        follows = bool(settled) and settled[-1].kind in _BEGINS
        joins = token.kind not in (OR, AND) or before in (LEAF, CLOSE)
        if token.kind in (LEAF, OPEN, CLOSE) or (follows and joins):
            settled.append(token)
        elif holds_words(token.typed):
            told.append(f"{shown(token.typed)} has nothing to join here and was searched as a word.")
            settled.append(Token(LEAF, token.typed, Word(token.typed.rstrip(":").lower())))
        else:
            told.append(f"{shown(token.typed)} has nothing to join here and was passed over.")
    return settled[::-1]


# --- The tree ---


class _Parser:
    """Reads sound tokens from left to right, each once: OR binds least, then AND (said or not), then NOT."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def everything(self) -> Node | None:
        return self.either("")

    def either(self, scope: str) -> Node | None:
        parts = [self.all(scope)]
        while self.next == OR:
            self.take()
            parts.append(self.all(scope))
        return _joined(Either, parts)

    def all(self, scope: str) -> Node | None:
        parts = []
        while self.next not in ("", CLOSE, OR):
            if self.next == AND:
                self.take()
            else:
                parts.append(self.one(scope))
        return _joined(All, parts)

    def one(self, scope: str) -> Node | None:
        """A word, a phrase or a group, with the signs and prefixes before it."""
        unwanted = False
        while self.next in (NOT, SCOPE):
            token = self.take()
            unwanted ^= token.kind == NOT
            scope = PREFIXES[token.typed[:-1].lower()] if token.kind == SCOPE else scope
        token = self.take()
        part = self.group(scope) if token.kind == OPEN else _scoped(token, scope)
        if not unwanted or part is None:
            return part
        return part.part if isinstance(part, Not) else Not(part)

    def group(self, scope: str) -> Node | None:
        part = self.either(scope)
        self.take()
        return part


def _scoped(token: Token, scope: str) -> Node | None:
    return replace(token.leaf, scope=scope) if token.leaf else None


def _joined(kind: type[All] | type[Either], parts: Iterable[Node | None]) -> Node | None:
    """The parts as one, those of the same kind laid together."""
    there = [part for part in parts if part]
    if len(there) < 2:
        return there[0] if there else None
    return kind(tuple(each for part in there for each in (part.parts if isinstance(part, kind) else (part,))))

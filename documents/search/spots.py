"""Where words stand in a passage: as they were typed, in another form, or as a name spelled otherwise.

Works with the analysers of the index and decides nothing: the engine has found. Words are looked for by their
first letters, then compared as the index compares them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from documents.search.finding import Piece
from documents.search.folding import EXACT, analyser, fold, language_of, words
from documents.search.keys import may_be_name
from documents.search.query import All, Either, Fuzzy, Node, Not, Phrase, Prefix, Word
from documents.search.spelling import keys

MOST_SPOTS = 200
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670"
_TOKEN = re.compile(rf"[^\W_](?:[^\W_{_MARKS}]|[{_MARKS}]|[\[\]](?=[^\W_]))*")
# What may be a name, as the index takes names: most of what does not begin with a frequent small letter.
_NAME = re.compile(rf"(?<![^\W_])(?=[^\W\d_a-zа-яё]){_TOKEN.pattern}(?:['’ʼ-]{_TOKEN.pattern})*")
_BRACKETS = re.compile(r"[\[\]]")
# Where Unicode has letters that the index folds: Latin, Greek, Cyrillic, Armenian, phonetic, circled, wide.
_FOLDED_IN = (
    *((0x80, 0x590), (0x1D00, 0x2200), (0x2460, 0x2500), (0x2776, 0x2794), (0x2C60, 0x2C80)),
    *((0xA640, 0xA800), (0xAB30, 0xAB70), (0xFB00, 0xFB18), (0xFF00, 0xFF60)),
)
_SUPPLIED = re.compile(r"\[[^\[\]]*\]")

# The voices of passages in which each scope looks.
VOICES_OF: dict[str, tuple[str, ...]] = {
    "": ("title", "own", "notes", "editorial", "signed", "names", "references"),
    "title": ("title",),
    "text": ("own",),
    "supplied": ("own",),
    "notes": ("notes",),
    "editorial": ("editorial",),
    "names": ("signed", "names"),
    "signed": ("signed",),
    "references": ("references",),
    "number": (),
}
NAMES = ("signed", "names")
# How many of its first letters a word has in whatever form it is found; phrases and beginnings have all.
_IN_COMMON: dict[type, int] = {Word: 3, Fuzzy: 1}

Leaf = Word | Phrase | Prefix | Fuzzy


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a passage that matched; `typed` is the reader's word if it was another spelling."""

    start: int
    end: int
    typed: str = ""


def leaves(node: Node | None, scope: str = "") -> list[tuple[Leaf, str]]:
    """The words that are looked for, each with its scope; not those that must be absent."""
    match node:
        case All(parts) | Either(parts):
            return [leaf for part in parts for leaf in leaves(part, scope)]
        case None | Not():
            return []
    return [(node, node.scope or scope)]


def spots_in(piece: Piece, wanted: list[tuple[Leaf, str]]) -> list[Spot]:
    """Where the words stand in a passage, in order and apart; other spellings only among names."""
    found = [spot for leaf, scope in wanted for spot in spots_of(piece, leaf, scope)]
    if piece.voice in NAMES:
        found += respelled_in(piece, wanted)
    return list(_apart(sorted(found, key=lambda spot: (spot.start, -spot.end))))


def spots_of(piece: Piece, leaf: Leaf, scope: str, most: int = MOST_SPOTS) -> Iterator[Spot]:
    """Where one word stands as it was typed, or in another form; nowhere in passages out of its scope.

    Places that begin with its first letters are looked at one by one, about `most` of them.
    """
    if piece.voice not in VOICES_OF[scope]:
        return
    for spot in _spots(piece, leaf, most):
        if scope != "supplied" or is_supplied(piece.text, spot):
            yield spot


def _apart(spots: Iterable[Spot]) -> Iterator[Spot]:
    end = -1
    for spot in spots:
        if spot.start >= end:
            yield spot
            end = spot.end


def _spots(piece: Piece, leaf: Leaf, most: int) -> Iterator[Spot]:
    said = words(leaf.text, EXACT)
    if not said:
        return
    plain = _in_plain_letters(piece.text)
    looked_for = _first_letters(said[0][: _IN_COMMON.get(type(leaf))])
    for count, candidate in enumerate(looked_for.finditer(plain)):
        if count > most:
            return
        if spot := _spot(piece, leaf, said, candidate.start()):
            yield spot


@lru_cache(maxsize=2)
def _in_plain_letters(text: str) -> str:
    """The text as the index folds it, one letter for one, so that places stay the same."""
    plain = text.replace("İ", "i").lower()  # the one letter whose small form would be two
    if plain.isascii():
        return plain
    for letter in {*_folded_letter().findall(plain)}:
        plain = plain.replace(letter, _folded()[letter][0])  # of several, as oe for œ, the first
    return plain


@cache
def _folded_letter() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_folded()))}]")


@cache
def _folded() -> dict[str, str]:
    """The small letters that are others in the index, each with those."""
    letters = (chr(code) for first, last in _FOLDED_IN for code in range(first, last))
    folded = {letter: analyser(EXACT).analyze(fold(letter)) for letter in letters if letter == letter.lower()}
    return {letter: words[0] for letter, words in folded.items() if words and words[0] != letter}


@lru_cache(maxsize=512)
def _first_letters(letters: str) -> re.Pattern[str]:
    """Where a word begins with these letters; a pattern is found quickly if its first sign is a letter."""
    first = letters[0]
    found = rf"{re.escape(first)}(?<![^\W_]{re.escape(first)})"
    for before, letter in pairwise(letters):
        found += rf"[\[\]{_MARKS}]*{re.escape(letter)}" + "?" * (before + letter in _pairs())
    return re.compile(found)


@cache
def _pairs() -> frozenset[str]:
    """Two letters of the index for which a text may have one, such as ss for ß."""
    return frozenset("".join(pair) for letters in _folded().values() for pair in pairwise(letters))


def _spot(piece: Piece, leaf: Leaf, said: tuple[str, ...], start: int) -> Spot | None:
    """The match that begins here, if the words here are those looked for."""
    tokens = []
    for token in _TOKEN.finditer(piece.text, start):
        tokens.append(token)
        if len(tokens) == len(said):
            break
    if len(tokens) < len(said):
        return None
    there = [_BRACKETS.sub("", token[0]) for token in tokens]
    if _fits(piece, leaf, said, there):
        return Spot(tokens[0].start(), _closed(piece.text, tokens[0].start(), tokens[-1].end()))
    return None


def _closed(text: str, start: int, end: int) -> int:
    """The end of a word, with the bracket that was opened in it."""
    is_open = text.count("[", start, end) > text.count("]", start, end)
    return end + 1 if is_open and text.startswith("]", end) else end


def _fits(piece: Piece, leaf: Leaf, said: tuple[str, ...], there: list[str]) -> bool:
    exact = [word for each in there for word in words(each, EXACT)]
    match leaf:
        case Prefix():
            return len(exact) == len(said) and " ".join(exact).startswith(" ".join(said))
        case Fuzzy(_, distance):
            return len(exact) == 1 and letters_apart(exact[0], said[0]) <= distance
        case Word() if len(said) == 1 and exact != [*said]:
            language = language_of(piece.language)
            return words(there[0], language) == words(leaf.text, language)
    return exact == [*said]


def letters_apart(one: str, other: str) -> int:
    """How many letters must be changed, added, left out or exchanged with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row, before = row, [i], row if i == 1 else before
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[-1] = min(row[-1], before[j - 2] + 1)
        before = above
    return row[-1]


def respelled_in(piece: Piece, wanted: Sequence[tuple[Leaf, str]]) -> list[Spot]:
    """Where a passage has another spelling of a word, in order; one pass, however many words."""
    families = [
        (leaf.text, words(leaf.text, EXACT), keys(leaf.text))
        for leaf, scope in wanted
        if isinstance(leaf, Word) and piece.voice in VOICES_OF[scope]
    ]
    wanted_keys = frozenset[str]().union(*(family for _, _, family in families))
    found = []
    for token in _names_in(piece.text) if wanted_keys else ():
        word = _BRACKETS.sub("", token[0])
        if not may_be_name(word) or wanted_keys.isdisjoint(its := keys(word)):
            continue
        for typed, exact, family in families:
            if family & its and words(word, EXACT) != exact:
                found.append(Spot(token.start(), token.end(), typed))
                break
    return list(_apart(found))


def _names_in(text: str) -> Iterator[re.Match[str]]:
    """What may be a name, in order; one with a hyphen as a whole, then its parts."""
    for name in _NAME.finditer(text):
        yield name
        if not name[0].isalpha() and len(parts := list(_TOKEN.finditer(text, *name.span()))) > 1:
            yield from parts


def is_supplied(text: str, spot: Spot) -> bool:
    """Whether what matched was supplied by another hand: it stands in brackets, or partly."""
    return any(start < spot.end and spot.start < end for start, end in _supplied(text))


@lru_cache(maxsize=8)
def _supplied(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _SUPPLIED.finditer(text)) if "[" in text else ()

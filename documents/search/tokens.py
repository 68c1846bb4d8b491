"""The pieces of a reader's words: quoted words, words, operators, parentheses. One pass, no backing up."""

import re
import unicodedata
from typing import NamedTuple

from documents.search.tree import PREFIXES, Fuzzy, Phrase, Prefix, Word

MOST_WORDS = 32
SHORTEST_PREFIX, SHORTEST_FUZZY = 2, 4
OPEN, CLOSE, OR, AND, NOT, SCOPE, LEAF = "(", ")", "OR", "AND", "NOT", "scope", "leaf"
OPERATORS = {"OR": OR, "AND": AND, "NOT": NOT, "|": OR, "&": AND}

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″〝〞〟", '"'))
_QUOTED = re.compile(r'"([^"]*)"')
# Single quotes pair around words; one between two letters is an apostrophe. Straight ones never pair.
_SINGLE = re.compile(r"""[‘‚‛‹]((?:[^‘’‚‛‹›"]|(?<=\w)’(?=\w))+)[’‘›](?!\w)""")
_SCOPED = re.compile(r"(\w{1,20}):(?=[^\s)|])")
# What looks like a prefix and is none; neither 10:30 nor http:// does.
_NO_SCOPE = re.compile(r"([^\W\d_]{2,20}):(?=[\w\"(])")
_MINUS = re.compile(r"-(?=[^\s)|-])")
_WORD = re.compile(r'[^\s()"|]+')


class Token(NamedTuple):
    """A piece of what was typed; `leaf` is what a word or a phrase is read as."""

    kind: str
    typed: str
    leaf: Word | Phrase | Prefix | Fuzzy | None = None


class Tokens:
    """Reads `typed` into `found`; `told` says what could not be taken as it was meant."""

    def __init__(self, typed: str) -> None:
        self.text = plain(typed)
        self.found: list[Token] = []
        self.told: list[str] = []
        self.at = 0
        self.words = 0
        self.is_start = True  # only here is a minus sign an operator
        while self.at < len(self.text) and self.words <= MOST_WORDS:
            self._next()
        self._let_go()
        if self.words > MOST_WORDS:
            self._cut()

    def _next(self) -> None:
        character = self.text[self.at]
        if character.isspace() or character in "()|":
            self._separator(character)
        elif self.is_start and _MINUS.match(self.text, self.at):
            self._take(NOT, "-")
        elif (found := _SCOPED.match(self.text, self.at)) and found[1].lower() in PREFIXES:
            self._take(SCOPE, found[0])
        elif found := _QUOTED.match(self.text, self.at) or _SINGLE.match(self.text, self.at):
            self._phrase(found)
        elif is_mark(character) and not self._is_and():
            self._mark(character)
        else:
            self._word()

    def _is_and(self) -> bool:
        found = _WORD.match(self.text, self.at)
        return bool(found and found[0] == "&")

    def _separator(self, character: str) -> None:
        if character != OPEN:
            self._let_go()
        self.is_start = character != CLOSE
        if character.isspace():
            self.at += 1
        else:
            self._take(OPERATORS.get(character, character), character)

    def _take(self, kind: str, typed: str) -> None:
        self.found.append(Token(kind, typed))
        self.at += len(typed)

    def _mark(self, character: str) -> None:
        """A mark before a word or alone is passed over; told where it may have been meant to do something."""
        if character == '"':
            self.told.append(
                "A quotation mark has no partner, so the words after it were searched one by one."
            )
        elif character in "*~-":
            self.told.append(f"“{character}” has no word to go with and was passed over.")
        self.at += 1
        self.is_start = False

    def _phrase(self, found: re.Match[str]) -> None:
        if holds_words(found[1]):
            self._phrase_of(found[1], found.end())
            return
        self.at, self.is_start = found.end(), False
        self.told.append("Quotation marks with no word between them were passed over.")

    def _phrase_of(self, quoted: str, end: int) -> None:
        self.at, self.is_start = end, False
        words = quoted.split()
        text = " ".join(words[: max(MOST_WORDS - self.words, 0)])
        self.words += len(words)
        if holds_words(text):
            self.found.append(Token(LEAF, text, Phrase(text)))

    def _word(self) -> None:
        found = _WORD.match(self.text, self.at)
        typed = found[0] if found else self.text[self.at]
        self.is_start = False
        if typed in OPERATORS:
            self._take(OPERATORS[typed], typed)
            return
        if unknown := _NO_SCOPE.match(self.text, self.at):
            quoted = _QUOTED.match(self.text, unknown.end())
            if quoted and self._is_bound():
                self._unknown_and_quoted(unknown, quoted)
                return
            typed = self._unknown(unknown, typed)
        self.at += len(typed)
        if not holds_words(typed):
            return
        self.words += 1
        if self.words <= MOST_WORDS:
            self.found.append(Token(LEAF, typed, self._leaf(typed)))

    def _unknown(self, unknown: re.Match[str], typed: str) -> str:
        """What is searched for where a part of the documents is named that they do not have: two words.

        After a minus sign or another prefix it stays one, so that all of it is unwanted, or in that part.
        """
        is_bound = self._is_bound() and typed != unknown[0]
        searched = typed if is_bound else unknown[0]
        as_what = f"; {shown(typed)} was searched as words." if is_bound else " and was searched as a word."
        self.told.append(f"{shown(unknown[0])} names no part of the documents{as_what}")
        return searched

    def _is_bound(self) -> bool:
        """Whether a minus sign or a prefix goes with what comes next."""
        return bool(self.found) and self.found[-1].kind in (NOT, SCOPE)

    def _unknown_and_quoted(self, unknown: re.Match[str], quoted: re.Match[str]) -> None:
        """All of it is one phrase: of -foo:"a b" nothing is wanted."""
        typed = self.text[self.at : quoted.end()]
        self.told.append(
            f"{shown(unknown[0])} names no part of the documents; {shown(typed)} was searched as a phrase."
        )
        self._phrase_of(f"{unknown[1]} {quoted[1]}", quoted.end())

    def _leaf(self, typed: str) -> Word | Prefix | Fuzzy:
        word = without_marks(typed)
        marks = typed[len(word) :]
        letters = sum(map(str.isalnum, word))
        if "*" in marks and letters >= SHORTEST_PREFIX:
            return Prefix(word)
        if "~" in marks and letters >= SHORTEST_FUZZY:
            return Fuzzy(word, 2 if "~2" in marks else 1)
        if why := why_only_a_word(word, marks):
            self.told.append(f"{shown(typed)} {why}")
        return Word(word.lower() if word in OPERATORS else word)

    def _let_go(self) -> None:
        """A minus sign or a prefix with nothing right after it joins nothing."""
        while self.found and (self.found[-1].kind == SCOPE or self.found[-1].typed == "-"):
            token = self.found.pop()
            if token.kind == SCOPE:
                self.told.append(
                    f"{shown(token.typed)} has no word right after it and was searched as a word."
                )
                self.words += 1
                self.found.append(Token(LEAF, token.typed, Word(token.typed[:-1])))
                return
            self.told.append("“-” has no word to go with and was passed over.")

    def _cut(self) -> None:
        """Ends what is too long so that what was read stands as it was meant."""
        self.told.append(f"Only the first {MOST_WORDS} words were searched; the rest were left out.")
        while self.found and self.found[-1].kind not in (LEAF, CLOSE):
            self.found.pop()
        kinds = [token.kind for token in self.found]
        self.found += [Token(CLOSE, CLOSE)] * (kinds.count(OPEN) - kinds.count(CLOSE))


def plain(typed: str) -> str:
    """What was typed with straight double quotes, without square brackets and characters nobody sees."""
    seen = (_visible(character) for character in typed.translate(_QUOTES))
    return "".join(seen)


def _visible(character: str) -> str:
    if character in "[]":  # words are found with and without the brackets of an editor
        return ""
    kind = unicodedata.category(character)
    return " " if kind in ("Cc", "Cs") else "" if kind == "Cf" else character


def is_mark(character: str) -> bool:
    """Whether this is no part of a word at its beginning or end: punctuation, a symbol, nothing assigned."""
    return unicodedata.category(character)[0] in "PSZC"


def holds_words(text: str) -> bool:
    """Whether there is anything to search for."""
    return any(map(str.isalnum, text))


def without_marks(typed: str) -> str:
    """The word without what stands after it: punctuation, `*`, `~`, `~1`, `~2`."""
    end = len(typed)
    while end:
        if is_mark(typed[end - 1]):
            end -= 1
        elif typed[max(end - 2, 0) : end] in ("~1", "~2"):
            end -= 2
        else:
            break
    return typed[:end]


def why_only_a_word(word: str, marks: str) -> str:
    """Why a sign in a word, or among the marks after it, does nothing; nothing to say without a sign."""
    if "*" in marks:
        return f"was searched as a word: “*” needs at least {SHORTEST_PREFIX} letters before it."
    if "~" in marks:
        return f"was searched as a word: “~” needs at least {SHORTEST_FUZZY} letters before it."
    if "*" in word or "~" in word:
        return "was searched as words: “*”, “~”, “~1” and “~2” go after a word."
    if marks.startswith(":") and word.lower() in PREFIXES:
        return "has no word right after it and was searched as a word."
    return ""


def shown(typed: str) -> str:
    """What was typed, short enough for a sentence."""
    return f"“{typed}”" if len(typed) <= 40 else f"“{typed[:40]}…”"

"""Which words of a document may be names, and the keys by which each is found in other spellings."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from documents.search.spelling import heard

ELSEWHERE = "elsewhere"
GROUPS = ("signed", "names", "own", ELSEWHERE)
"""The voices whose keys stand apart, and all others together."""

# Begins with what is none of the most frequent small letters and signs: of those left most are capitals. That
# it is a letter at all is looked at last, because it takes longest; small letters of English go quickest.
_WORD = re.compile(
    r"[^\x00-@\[-\x7fа-яё\u2010-\u201f](?<=[^\W\d_])(?:[a-z]+[^\W\d_]*|[^\W\d_]+)(?:['’ʼ-][^\W\d_]+)*"
)
_GEORGIAN = {chr(letter) for letter in range(0x10D0, 0x10FB)}


def may_be_name(word: str) -> bool:
    """Whether a word begins with a capital, or is of a script that has none."""
    return word[0].isupper() or word[0] in _GEORGIAN


def keys_in(*texts: str) -> set[str]:
    """The keys of all words of the texts that may be names."""
    words = set[str]().union(*map(_WORD.findall, texts))
    return set[str]().union(*map(keys_of, filter(may_be_name, words)))


@lru_cache(maxsize=1 << 16)
def keys_of(name: str) -> tuple[str, ...]:
    """The keys of a name. Most words come again and again; cleared when the cards of an archive are made."""
    return heard(name)


def spelled(texts: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The keys in texts, each given with its voice: by group, in order, without groups that have none."""
    gathered = dict[str, list[str]]()
    for voice, text in texts:
        gathered.setdefault(voice if voice in GROUPS else ELSEWHERE, []).append(text)
    found = {group: keys_in(*of_group) for group, of_group in gathered.items()}
    return {group: tuple(sorted(keys)) for group, keys in found.items() if keys}

"""One name in many spellings: Мдивани, Mdivani; Чичерин, Chicherin, Tchitcherine, Tschitscherin. Pure.

A word is read aloud (`sounds`); what is heard is written down coarsely, and that is a key. Two spellings are
of one family if they have a key in common. Names that are really other names, Tbilisi and Tiflis, are for the
record of the place to tell.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from documents.search.sounds import in_latin, letters_of, readings

MOST_KEYS = 4
# Shorter words are too much alike, longer ones are no names.
SHORTEST, LONGEST = 4, 40


@lru_cache(maxsize=1 << 16)
def keys(word: str) -> frozenset[str]:
    """The keys of one word of a name: 1 to 4, or none if there is neither letter nor figure in it.

    Short words, and those with figures, have one: the word itself in Latin letters, without its marks.
    """
    letters = letters_of(word)
    exact = in_latin(letters)
    if not exact:
        return frozenset()
    if not SHORTEST <= len(exact) <= LONGEST or not exact.isalpha():
        return frozenset({f"={exact}"})
    found = dict.fromkeys(key for sound in readings(letters) for key in _keys_of(sound))
    return frozenset([*found][:MOST_KEYS]) or frozenset({f"={exact}"})


_JOINED = (("dJ", "J"), ("dS", "J"), ("dz", "D"), ("tC", "C"), ("tS", "C"), ("ts", "T"), ("tT", "T"))
_DOUBLE = re.compile(r"(.)\1+")
# Russian writes г where Muslim and Armenian names have h: Гасан, Гусейн, Гаджи, Гамид.
_RUSSIAN_H = re.compile("^g(?=asan|use[iy]|aJ|amid|aSim|abib)")
# Khatissoff, Hamzah; and Chicherine.
_ENDINGS = {"of": "ov", "ef": "ev", "ah": "a", "eh": "e", "oh": "o", "uh": "u"}
_IAN = re.compile("(?<=..)[iye]{1,3}an(?:T[iy]?)?$")
_OGLU = ("oGlu", "oGli", "oGly", "ogli", "ogly")
# A soft consonant: Гянджа, Gandja. At the end, -ia is more than -a.
_GLIDE = re.compile("[iy]+(?=[aou])(?!a$)")
_FIRST_GLIDE = re.compile("^[iy]+(?=[aou])")
_FRONT = re.compile("[eiy]+")
_HARD_END = str.maketrans("bdgz", "ptks")
_GH_FIRST = re.compile("^[gG]")
_VOICELESS = str.maketrans({"b": "p", "d": "t", "g": "k", "G": "k", "D": "T", "J": "C", "h": "", "X": "h"})
_LATE_U = re.compile("(?<=...)u(?=rY$)")  # Խաչատրեան, Khachaturian
_OHAN = re.compile("^h?(?:ov?h?an|ogan)")


def _keys_of(sound: str) -> Iterator[str]:
    heard = _heard(sound)
    if heard.endswith("Y"):
        yield _stem(heard)
    elif "G" in heard:  # Gharabagh, Karabagh, Karabakh
        yield _key(heard.replace("G", "g"))
        yield _key(_GH_FIRST.sub("k", heard).replace("G", "h"))
    else:
        yield _key(heard)


def _heard(sound: str) -> str:
    for apart, joined in _JOINED:
        sound = sound.replace(apart, joined)
    sound = _DOUBLE.sub(r"\1", sound)
    if sound.startswith("g"):
        sound = _RUSSIAN_H.sub("h", sound)
    sound = sound[:-2] + _ENDINGS.get(sound[-2:], sound[-2:])
    if sound.endswith("ine"):
        sound = sound[:-1]
    if "an" in sound[-5:]:
        sound = _IAN.sub("Y", sound)
    elif sound.endswith(_OGLU):
        sound = f"{sound[:-4]}oglu"
    return _FRONT.sub("e", _GLIDE.sub("", _FIRST_GLIDE.sub("j", sound)))


def _key(heard: str) -> str:
    heard = heard.replace("X", "h")
    return heard[:-1] + heard[-1:].translate(_HARD_END)


def _stem(heard: str) -> str:
    """The stem of a name in -ian as East and West have in common: no voice, no h, no weak vowels."""
    stem = _LATE_U.sub("", _OHAN.sub("oan", heard)).translate(_VOICELESS)
    stem = stem[:1] + stem[1:].replace("e", "")
    return _DOUBLE.sub(r"\1", stem.replace("tC", "C"))

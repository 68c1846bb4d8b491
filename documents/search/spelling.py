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


@lru_cache(maxsize=1 << 12)
def keys(word: str) -> frozenset[str]:
    """The keys of one word of a name: 1 to 4, or none if there is neither letter nor figure in it.

    Short words, and those with figures, have one: the word itself in Latin letters, without its marks.
    """
    return frozenset(heard(word))


def heard(word: str) -> tuple[str, ...]:
    """The keys of a word, made anew."""
    letters = letters_of(word)
    exact = in_latin(letters)
    if not exact:
        return ()
    if not SHORTEST <= len(exact) <= LONGEST or not exact.isalpha():
        return (f"={exact}",)
    sounds = [_coarse(sound) for sound in readings(letters)]
    if len(exact) > SHORTEST and letters.isascii() and not sounds[0].endswith(_NOT_ARMENIAN):
        sounds.append(sounds[0].translate(_TURNED))
    found = dict.fromkeys(key for each in sounds for key in _keys_of(each))
    return tuple(found)[:MOST_KEYS] or (f"={exact}",)


_JOINED = (
    ("dJ", "J"),
    ("dS", "J"),
    ("dz", "D"),
    ("tC", "C"),
    ("tS", "C"),
    ("ts", "T"),
    ("tT", "T"),
    ("ff", "f"),
)
# Russian writes г where Muslim and Armenian names have h: Гасан, Гусейн, Гаджи, Гамид.
_RUSSIAN_H = re.compile("^g(?=as+an|us+e[iy]|aJ|amid|aSim|abib)")
# Khatissoff, Hamzah; and Chicherine.
_ENDINGS = {"of": "ov", "ef": "ev", "ah": "a", "eh": "e", "oh": "o", "uh": "u"}
_IAN = re.compile("(?<=..)[iye]{1,3}an{1,2}(?:T[iy]?)?$")
_OGLU = ("oGlu", "oGli", "oGly", "ogli", "ogly")
# A soft consonant, as in Гянджа, Gandja; between vowels it is heard. At the end, -ia is more than -a.
_GLIDE = re.compile("[iy]+(?=[aou])(?!a$)")
_VOWELS = "aeou"
_FRONT = str.maketrans("iy", "ee")
_DOUBLE = re.compile(r"(.)\1+")
_HARD_END = str.maketrans("bdgz", "ptks")
_GH_FIRST = re.compile("^[gG]")
# Western Armenian says b for p and p for b; so with d, t, g, k, dz, ts. Other peoples' names are left alone.
_TURNED = str.maketrans("bpdtgkDT", "pbtdkgTD")
_NOT_ARMENIAN = (
    "ov",
    "ev",
    "ova",
    "eva",
    "ske",
    "en",
    "ene",
    "ena",
    "De",
    "dze",
    "vele",
    "ele",
    "eC",
    "ea",
    "Y",
)
_VOICELESS = str.maketrans({"b": "p", "d": "t", "g": "k", "G": "k", "D": "T", "J": "C", "h": "", "X": "h"})
_LATE_U = re.compile("(?<=...)u(?=rY$)")  # Խաչատրեան, Khachaturian
_OHAN = re.compile("^h?(?:ov?h?an|ogan)")


def _coarse(sound: str) -> str:
    for apart, joined in _JOINED:
        sound = sound.replace(apart, joined)
    if sound.startswith("g"):
        sound = _RUSSIAN_H.sub("h", sound)
    sound = sound[:-2] + _ENDINGS.get(sound[-2:], sound[-2:])
    if sound.endswith("ine"):
        sound = sound[:-1]
    if "an" in sound[-5:]:
        sound = _IAN.sub("Y", sound)
    elif sound.endswith(_OGLU):
        sound = f"{sound[:-4]}oglu"
    return _DOUBLE.sub(r"\1", _GLIDE.sub(_glide, sound).translate(_FRONT))


def _glide(found: re.Match[str]) -> str:
    before = found.string[: found.start()][-1:]
    return "j" if not before or before in _VOWELS else ""


def _keys_of(heard: str) -> Iterator[str]:
    if heard.endswith("Y"):
        yield _stem(heard)
    elif "G" in heard:  # Gharabagh, Karabagh, Karabakh
        yield _key(heard.replace("G", "g"))
        yield _key(_GH_FIRST.sub("k", heard).replace("G", "h"))
    else:
        yield _key(heard)


def _key(heard: str) -> str:
    heard = heard.replace("X", "h")
    return heard[:-1] + heard[-1:].translate(_HARD_END)


def _stem(heard: str) -> str:
    """The stem of a name in -ian as East and West have in common: no voice, no h, no weak vowels."""
    stem = _LATE_U.sub("", _OHAN.sub("oan", heard)).translate(_VOICELESS)
    stem = stem[:1] + stem[1:].replace("e", "")
    return _DOUBLE.sub(r"\1", stem.replace("tC", "C"))

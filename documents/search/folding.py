"""Words as the index knows them: one folding, one set of analysers, for documents and readers' words.

Exact words are folded only: no capitals, no diacritics. Stems are made by the language of a text; the
words of other scripts in it get the stems of theirs.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from unicodedata import normalize

import snowballstemmer
import tantivy

EXACT = "exact"
OTHER = "other"
STEMMED = {"en": "english", "fr": "french", "de": "german", "it": "italian", "tr": "turkish"}
LANGUAGES = (*STEMMED, OTHER)
LONGEST_WORD = 60

# Greek letters without accents, as capitals are written; and one sigma. No stem depends on them.
_GREEK = {
    chr(code): letter
    for code in (*range(0x0370, 0x0400), *range(0x1F00, 0x2000))
    if (letter := normalize("NFD", chr(code))[0]) != chr(code) and letter.isalpha()
} | {"ς": "σ"}
# What the engine's filters leave apart: İ and ı, Ё, the Armenian ligature, old Russian letters, signs that no
# reader types. All else that is found below is left out: accents written apart, points, vowel signs.
_LETTERS = (
    {"İ": "I", "ı": "i", "ё": "е", "Ё": "Е", "և": "եւ", "ѣ": "е", "Ѣ": "Е", "і": "и", "І": "И"}
    | {"ѳ": "ф", "Ѳ": "Ф", "ʼ": "'", "’": "'"}
    | {"Ǧ": "G", "ǧ": "g", "Ǥ": "G", "ǥ": "g"}  # the engine's filter makes capitals of these
    | _GREEK
)  # fmt: skip
_LEFT_OUT = """
    00ad 200c 200d 0300-036f 0483-0489 0591-05bd 05bf 05c1 05c2 05c4 05c5 05c7
    0610-061a 064b-065f 0670 06d6-06ed
"""
# Words of these scripts are stems before the engine sees them: it has none for Armenian, and one more stemmer
# in its chain costs every word. Of languages without a stemmer of their own it makes the Russian stems.
_STEMMED_BEFORE = re.compile("[\u0370-\u0587\u1f00-\u1fff]+"), (0x03, 0x04, 0x05, 0x1F)
_STEMMED_BEFORE_RUSSIAN = re.compile("[\u0370-\u03ff\u0531-\u0587\u1f00-\u1fff]+"), (0x03, 0x05, 0x1F)


def rows_in(text: str) -> bytes:
    """The row of each character: a row is 256 characters of Unicode, Greek is 0x03, Cyrillic 0x04.

    To see that a row is missing is a hundred times quicker than to look for its letters one by one.
    """
    return text.encode("utf-16-le", "surrogatepass")[1::2]


def fold(text: str) -> str:
    """The text (in NFC) without what readers do not type; capitals go in the analysers."""
    if text.isascii():
        return text
    rows = rows_in(text)
    for row, letters in _folded().items():
        if row in rows:
            for letter, instead in letters:
                text = text.replace(letter, instead)
    return text


@cache
def _folded() -> dict[int, list[tuple[str, str]]]:
    """By row the letters that are folded, each with what stands instead."""
    found = dict.fromkeys(_left_out(), "") | _LETTERS
    rows: dict[int, list[tuple[str, str]]] = {}
    for letter, instead in found.items():
        rows.setdefault(ord(letter) >> 8, []).append((letter, instead))
    return rows


def _left_out() -> Iterator[str]:
    for codes in _LEFT_OUT.split():
        first, _, last = codes.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


@cache
def analyser(name: str) -> tantivy.TextAnalyzer:
    """The analyser of exact words, of a language, or of all other languages."""
    built = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    built = built.filter(tantivy.Filter.remove_long(LONGEST_WORD)).filter(tantivy.Filter.lowercase())
    if name != EXACT:
        built = built.filter(tantivy.Filter.stemmer(STEMMED.get(name, "russian")))
    return built.filter(tantivy.Filter.ascii_fold()).build()


def prepared(text: str, name: str) -> str:
    """The text as its analyser takes it: folded; where stems are asked for, some words are stems already."""
    return stemmed(fold(text), name)


def stemmed(folded: str, name: str) -> str:
    """A folded text as this analyser takes it."""
    if name == EXACT or folded.isascii():
        return folded
    words, of_rows = _STEMMED_BEFORE_RUSSIAN if name == OTHER else _STEMMED_BEFORE
    rows = rows_in(folded)
    return words.sub(_stem, folded) if any(row in rows for row in of_rows) else folded


def _stem(word: re.Match[str]) -> str:
    return _stem_of(word[0].lower())


@lru_cache(maxsize=20_000)
def _stem_of(word: str) -> str:
    return snowballstemmer.stemmer(_language_of_script(word[0])).stemWord(word)


def _language_of_script(letter: str) -> str:
    if letter < "\u0400":
        return "greek"
    return "russian" if letter < "\u0531" else "armenian" if letter < "\u0588" else "greek"


@lru_cache(maxsize=4096)
def words(text: str, name: str = EXACT) -> tuple[str, ...]:
    """The words of a reader's text as they stand in the index."""
    return tuple(analyser(name).analyze(prepared(normalize("NFC", text), name)))


def language_of(tag: str) -> str:
    """Which analyser a text in this language (BCP 47) needs."""
    primary = tag.partition("-")[0].lower()
    return primary if primary in STEMMED else OTHER

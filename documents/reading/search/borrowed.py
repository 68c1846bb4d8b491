"""Words of the archive at hand, for examples that find something in it.

They are taken from documents that readers see, as the index keeps them, the earliest ones first.
"""

import re
from collections.abc import Iterable, Iterator

from documents.dates.words import MONTHS
from documents.models.listing import Listing
from documents.search.cards import NOT_STATED
from documents.search.finding import Hit, find
from documents.search.index import Opened
from documents.search.query import read
from documents.search.recognising import recognised
from documents.search.request import Request

LOOKED_AT = 40
_WORD = re.compile(r"[^\W\d_]{5,}")
_LONG = re.compile(r"[^\W\d_]{9,}")
_PAIR = re.compile(r"(?<!\w)[^\W\d_]{4,} [^\W\d_]{4,}(?!\w)")
_NAME = re.compile(r"[^\W\d_]{4,}")
_SUPPLIED = re.compile(r"\[([^\W\d_]{4,})(?=[\]\s])")
_SHELF = re.compile(r"(?<!\w)[^\W\d_]{1,6}\.? [0-9]{1,5}(?!\w)")
_NUMBER = re.compile(r"[0-9]{1,5}")


def borrowed(index: Opened) -> dict[str, str]:
    """A word of the archive for each use that it has a word for; the names are those of the examples."""
    hits = find(index, Request(), size=LOOKED_AT, facets=()).hits
    found = {name: next(words, "") for name, words in _sources(index, hits).items()}
    found |= dict(zip(("word", "other"), _two(hits), strict=False))
    found["stranger"] = next((w for w in _in(hits[::-1], _WORD, "title") if w not in found.values()), "")
    if found["long"]:
        found |= _spoiled(found.pop("long"))
    return {name: word for name, word in found.items() if word}


def _sources(index: Opened, hits: tuple[Hit, ...]) -> dict[str, Iterator[str]]:
    kept, printed = (*hits, *_stating(index, "repository")), (*hits, *_stating(index, "collection"))
    return {
        "phrase": _in(hits, _PAIR, "title"),
        "long": _in(hits, _LONG, "title", "own"),
        "said": _in(hits, _WORD, "own"),
        "supplied": _in(hits, _SUPPLIED, "own"),
        "noted": _in(hits, _WORD, "notes"),
        "edited": _in(hits, _WORD, "editorial"),
        "name": _in(hits, _NAME, "signed"),
        "shelf": _in(kept, _SHELF, "references"),
        "reference": _references(kept),
        "number": (
            number for hit in printed for _, number in hit.face.printings if _NUMBER.fullmatch(number)
        ),
        "day": _days(hits),
    }


def _stating(index: Opened, facet: str) -> tuple[Hit, ...]:
    """The earliest documents that state something that not all do."""
    stated = Request(exclude={facet: (NOT_STATED,)})
    return find(index, stated, size=LOOKED_AT, facets=()).hits


def _in(hits: Iterable[Hit], wanted: re.Pattern[str], *voices: str) -> Iterator[str]:
    """What fits in the passages of these voices."""
    for hit in hits:
        for piece in hit.pieces:
            if piece.voice in voices:
                yield from (found[found.lastindex or 0] for found in wanted.finditer(piece.text))


def _two(hits: tuple[Hit, ...]) -> tuple[str, ...]:
    """Two words of one title; of the first that has two."""
    for hit in hits:
        words = tuple(dict.fromkeys(_in([hit], _WORD, "title")))
        if len(words) > 1:
            return words[:2]
    return ()


def _references(hits: Iterable[Hit]) -> Iterator[str]:
    """References as they are printed, if they are recognised and nothing in them is an operator."""
    for hit in hits:
        for line in (
            line for piece in hit.pieces if piece.voice == "references" for line in piece.text.split("\n")
        ):
            if any(each.kind == "reference" for each in recognised(line)) and not read(line).told:
                yield line


def _days(hits: Iterable[Hit]) -> Iterator[str]:
    """The days of documents of which the day is known."""
    listings = Listing.objects.filter(pk__in=[hit.document for hit in hits]).in_order()
    for day in (each.earliest for each in listings if each.earliest and each.earliest == each.latest):
        yield f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _spoiled(word: str) -> dict[str, str]:
    """The beginning of a long word, and the word with one letter missing, and with two."""
    return {
        "beginning": word[:5],
        "misspelt": word[:4] + word[5:],
        "doubtful": word[:4] + word[5:7] + word[8:],
    }

"""The fields of the index, and a card as the engine takes it.

A voice has a field of exact words and one for the stems of each language. Facets are counted from integers
where the values are records, from codes where they are terms. Nothing else of this house knows field names.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import orjson
import tantivy

from documents.search.cards import EDITION, FACETS, NOT_STATED, RECORDS, TERMS, Card, Passage, Records, Values
from documents.search.folding import EXACT, LANGUAGES, analyser, fold, language_of, stemmed
from documents.search.keys import GROUPS
from places.register import ALPHABET

STEMMED_VOICES = ("title", "own", "supplied", "mixed", "notes", "editorial")
NAME_VOICES = ("signed", "names")
SPELLED = {group: f"spelled_{group}" for group in GROUPS}
UNSTATED = "unstated"  # the facets in which a document has no value: one number tells them all
VOICES = (*STEMMED_VOICES, *NAME_VOICES, "references")
PERIODS = {"year": 1, "month": 100, "day": 10_000}  # what a day counts in, as a divisor of YYYYMMDD upwards

ALWAYS, NEVER = 99_999_999, 0
_ID_BITS, _SPAN_BITS, _UNDATED = 35, 3, (1 << 22) - 1
_SPANS = (1, 31, 366, 3660, 36600)


@lru_cache(maxsize=1 << 14)
def number_of(public_id: str) -> int:
    """A public id as an integer: its characters are digits to the base 29. `none` is 0."""
    if public_id == NOT_STATED:
        return 0
    value = 0
    for character in public_id:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value


def public_id_of(number: int) -> str:
    """The public id that `number_of` made the integer of."""
    if not number:
        return NOT_STATED
    characters = []
    while number:
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(reversed(characters))


Field = tuple[str, str, dict[str, Any]]
"""Type in the engine, name, and how it is held."""


def fields() -> Iterator[Field]:
    """The fields of the index. A query knows them by their places, so their order is part of an edition."""
    # Signed: the engine deletes nothing by a term of an unsigned field.
    yield "integer", "id", {"indexed": True, "fast": True}
    for name in ("version", "changed", "by_date", "by_date_down"):
        yield "integer", name, {"fast": True}
    for voice in VOICES:
        yield "text", voice, {"tokenizer_name": EXACT}
    for voice in STEMMED_VOICES:
        for language in LANGUAGES:
            yield "text", f"{voice}_{language}", {"tokenizer_name": language, "index_option": "freq"}
    for name in SPELLED.values():
        yield "text", name, {"tokenizer_name": "whitespace", "index_option": "basic"}
    yield "text", "numbers", {"tokenizer_name": "raw", "index_option": "basic"}
    for facet in RECORDS:
        yield "integer", facet, {"indexed": True, "fast": True}
    for facet in TERMS:
        yield "text", facet, {"tokenizer_name": "raw", "index_option": "basic", "fast": True}
    yield "integer", UNSTATED, {"fast": True}
    yield "integer", "dated", {"indexed": True, "fast": True}
    for period in PERIODS:
        for bound in ("first", "last"):
            # Only days are looked for; by years and months it is counted.
            yield "integer", f"{bound}_{period}", {"indexed": period == "day", "fast": True}
    yield "bytes", "kept", {"stored": True}


@cache
def schema() -> tantivy.Schema:
    """The schema of every index of this edition."""
    builder = tantivy.SchemaBuilder()
    for kind, name, how in fields():
        getattr(builder, f"add_{kind}_field")(name, **how)
    return builder.build()


def with_analysers(index: tantivy.Index) -> tantivy.Index:
    """The index with its analysers, which the engine forgets whenever it opens one."""
    for name in (EXACT, *LANGUAGES):
        index.register_tokenizer(name, analyser(name))
    return index


@cache
def edition() -> str:
    """What must be the same for an index to be readable: what its cards become, fields and engine."""
    return sha256(repr((EDITION, [*fields()], version("tantivy"))).encode()).hexdigest()[:12]


def document_of(card: Card, changed: int, merged: Records) -> tantivy.Document:
    """The card as the engine takes it; `changed` is the number of the entry that made it current."""
    made, facets = tantivy.Document(), merged_in(card.facets, merged)
    ident = number_of(card.document)
    made.add_integer("id", ident)
    made.add_integer("version", card.version)
    made.add_integer("changed", changed)
    for passage in card.passages:
        _add_passage(made, passage)
    _add_keys(made, card.spelled)
    for number in card.numbers:
        made.add_text("numbers", spelled_number(number))
    for facet in RECORDS:
        for value in facets[facet]:
            made.add_integer(facet, number_of(value))
    for facet in TERMS:
        for value in facets[facet]:
            made.add_text(facet, value)
    made.add_integer(UNSTATED, unstated(facets))
    _add_days(made, card.earliest, card.latest)
    made.add_integer("by_date", date_key(card.earliest, card.latest, ident))
    made.add_integer("by_date_down", date_key(card.earliest, card.latest, ident, down=True))
    made.add_bytes("kept", kept(card))
    return made


def merged_in(facets: Mapping[str, Values], merged: Records) -> Mapping[str, Values]:
    """The facets in which a record that was merged is the one in which it ended."""
    if not merged:
        return facets
    return {
        facet: tuple(dict.fromkeys(merged.get(value, value) for value in values))
        for facet, values in facets.items()
    }


def unstated(facets: Mapping[str, Values]) -> int:
    """A number with a bit for each facet that has no value, in the order of the facets."""
    return sum(1 << place for place, facet in enumerate(FACETS) if facets[facet] == (NOT_STATED,))


def kept(card: Card) -> bytes:
    """What the index gives back of a card: its face, and its passages as they are shown."""
    passages = [(each.voice, each.where, each.language, each.text) for each in card.passages]
    return orjson.dumps([tuple(card.face), passages])


def spelled_number(number: str) -> str:
    """A printed number as it is looked up: without capitals and white space."""
    return "".join(number.casefold().split())


# --- Words ---


def _add_passage(made: tantivy.Document, passage: Passage) -> None:
    if passage.voice == "own":
        _add_words(made, "own", passage.language, passage.own)
        _add_words(made, "supplied", passage.language, passage.supplied)
        _add_mixed(made, "mixed", passage, f"{passage.own}\n{passage.supplied}")
        return
    _add_words(made, passage.voice, passage.language, passage.text)
    if passage.voice in STEMMED_VOICES:
        _add_mixed(made, passage.voice, passage, passage.text)


def _add_keys(made: tantivy.Document, spelled: Mapping[str, Iterable[str]]) -> None:
    """How the names in the passages sound: in each field the keys of all its words, once."""
    for group, keys in spelled.items():
        made.add_text(SPELLED[group], " ".join(keys))


def _add_mixed(made: tantivy.Document, voice: str, passage: Passage, apart: str) -> None:
    """All of it for phrases; of the stems, which stand without order, only those not there already."""
    if passage.mixed:
        folded = fold(passage.mixed)
        made.add_text(voice, folded)
        together = set(folded.split()).difference(fold(apart).split())
        _add_stems(made, voice, passage.language, " ".join(sorted(together)))


def _add_words(made: tantivy.Document, voice: str, language: str, text: str) -> None:
    if not text:
        return
    folded = fold(text)
    made.add_text(voice, folded)
    if voice in STEMMED_VOICES:
        _add_stems(made, voice, language, folded)


def _add_stems(made: tantivy.Document, voice: str, language: str, folded: str) -> None:
    name = language_of(language)
    made.add_text(f"{voice}_{name}", stemmed(folded, name))


# --- Days ---


def day_number(day: date) -> int:
    """A day as the integer YYYYMMDD, which compares as days do."""
    return day.year * 10_000 + day.month * 100 + day.day


def in_period(number: int, period: str) -> int:
    """A day as the integer of its year (YYYY), month (YYYYMM) or day (YYYYMMDD)."""
    return number * PERIODS[period] // 10_000


def _add_days(made: tantivy.Document, earliest: date | None, latest: date | None) -> None:
    made.add_integer("dated", int(bool(earliest or latest)))
    if not (earliest or latest):
        return
    first = day_number(earliest) if earliest else NEVER
    last = day_number(latest) if latest else ALWAYS
    for period in PERIODS:
        made.add_integer(f"first_{period}", in_period(first, period))
        made.add_integer(f"last_{period}", in_period(last, period))


def date_key(earliest: date | None, latest: date | None, ident: int, *, down: bool = False) -> int:
    """An integer by which documents stand in the order of their dates, undated last, ties broken by id.

    Of two that begin (going down: end) on one day, the one dated more exactly stands first.
    """
    day = (latest or earliest) if down else (earliest or latest)
    if day is None:
        place, span = _UNDATED, 0
    else:
        place = _UNDATED - 1 - day.toordinal() if down else day.toordinal()
        span = _span(earliest, latest)
    return ((place << _SPAN_BITS | span) << _ID_BITS) | ident // len(ALPHABET)


def _span(earliest: date | None, latest: date | None) -> int:
    if not (earliest and latest):
        return len(_SPANS)
    days = (latest - earliest).days + 1
    return sum(days > most for most in _SPANS)

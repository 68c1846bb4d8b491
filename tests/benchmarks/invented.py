"""Invented documents: what a document of the archive says, and the same as plain data for the baselines.

Everything follows from a document's number, so that an interrupted generation goes on where it stopped.
"""

from datetime import date, timedelta
from functools import cache, lru_cache
from random import Random
from typing import NamedTuple

from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Document,
    Footnote,
    Name,
    Printing,
    Signatory,
    Snapshot,
    Text,
)
from places.register import ALPHABET, LENGTH, check_character
from tests.benchmarks import vocabulary
from tests.benchmarks.vocabulary import LANGUAGES, zipf

AUTHORITIES = {"person": 20_000, "place": 5_000, "collection": 300, "repository": 150, "body": 200}
TYPES = (
    *("telegram", "letter", "report", "note", "resolution", "minutes", "decree", "order", "appeal"),
    *("memorandum", "decision", "statement", "petition", "treaty", "agreement"),
)
YEARS = range(1900, 1926)
LETTER = {"document": "d", "person": "p", "place": "g", "collection": "c", "repository": "r", "body": "b"}
WEIGHTS = {
    "person": zipf(AUTHORITIES["person"], 8),
    "place": zipf(AUTHORITIES["place"]),
    "collection": zipf(AUTHORITIES["collection"]),
    "type": zipf(len(TYPES)),
    "word": zipf(vocabulary.WORDS, 2),
    "language": [0.30, 0.55, 0.67, 0.77, 0.84, 0.89, 0.95, 1.0],
}
POOL = 60  # people of whom a collection's documents are signed more often than not
DAYS_OF_A_DOCUMENT = (0.93, 0.98, 1.0)  # dated to the day, to the month, to the year

# How often what is asked for stands in a document: (words, share of the documents).
CONSTAN = ("constantin", "constantinople", "constancy", "constant", "constance")
INJECTED = (
    ("acidification", 53 / 300_000),
    ("government", 0.337),
    ("peace conference", 0.1615),
    ("peace", 0.10),
    ("conference", 0.10),
    ("constan", 0.0358),
)


class Plain(NamedTuple):
    """A document as the baselines take it: records and terms by number from 1, texts without marks."""

    number: int
    ident: str
    title: str
    body: str
    day: str
    year: int
    people: tuple[int, ...]
    places: tuple[int, ...]
    collection: int
    repository: int
    type: int
    language: int


class Invented(NamedTuple):
    """One document: its snapshot, and the same as plain data."""

    snapshot: Snapshot
    plain: Plain


@lru_cache(30_000)
def ident(kind: str, number: int) -> str:
    """The public id of the n-th record of a kind: well formed, scattered as ids drawn by chance are."""
    size = len(ALPHABET) ** (LENGTH - 2)
    value, digits = number * 123_456_791 % size, []
    for _ in range(LENGTH - 2):
        value, digit = divmod(value, len(ALPHABET))
        digits.append(ALPHABET[digit])
    stem = LETTER[kind] + "".join(digits)
    return stem + check_character(stem)


@cache
def names(kind: str) -> tuple[str, ...]:
    """The preferred names of all authority records of a kind, the first that of number 1."""
    random = Random(f"names {kind}")
    shape = {
        "person": "{} {}",
        "place": "{}",
        "collection": "Papers of {} {}",
        "repository": "Archive of {}",
        "body": "Council of {}",
    }[kind]
    return tuple(
        shape.format(vocabulary.name(random), vocabulary.name(random)) for _ in range(AUTHORITIES[kind])
    )


def repository_of(collection: int) -> int:
    """Each collection is kept in one repository."""
    return collection * 7 % AUTHORITIES["repository"] + 1


@cache
def pool(collection: int) -> tuple[int, ...]:
    """The people of a collection."""
    return tuple(_drawn(Random(f"pool {collection}"), "person", POOL))


def document(number: int) -> Invented:
    """The n-th document, from 1."""
    random = Random(number)
    language = random.choices(range(len(LANGUAGES)), cum_weights=WEIGHTS["language"])[0]
    places = _distinct(_drawn(random, "place", 4))
    collection = _drawn(random, "collection", 1)[0]
    kind = _drawn(random, "type", 1)[0]
    people = _people(random, collection)
    day = _day(random)
    title = " ".join(_words(random, "en", 6)).capitalize()
    notes = random.choice((0, 0, 1, 2, 3))
    marked, body = _text(random, LANGUAGES[language], places[1:], notes)
    plain = Plain(
        *(number, ident("document", number), title, body, day.isoformat(), day.year, people, places),
        *(collection, repository_of(collection), kind, language + 1),
    )
    return Invented(_snapshot(random, plain, marked, notes), plain)


def _drawn(random: Random, what: str, times: int) -> list[int]:
    weights = WEIGHTS[what]
    return random.choices(range(1, len(weights) + 1), cum_weights=weights, k=times)


def _distinct(numbers: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _people(random: Random, collection: int) -> tuple[int, ...]:
    drawn = _drawn(random, "person", 3)
    if random.random() < 0.5:
        drawn[0] = random.choice(pool(collection))
    return _distinct(drawn)


def _day(random: Random) -> date:
    year = min(max(round(random.gauss(1918, 4)), YEARS[0]), YEARS[-1])
    return date(year, 1, 1) + timedelta(days=random.randrange(365))


def _words(random: Random, language: str, count: int) -> list[str]:
    return random.choices(vocabulary.words(language), cum_weights=WEIGHTS["word"], k=count)


# --- Texts ---


def _text(random: Random, language: str, places: tuple[int, ...], notes: int) -> tuple[str, str]:
    """A text with its marks, and without them."""
    count = min(max(int(random.lognormvariate(6.217, 0.5)), 40), 5_000) // 2 * 2
    plain = _words(random, language, count)
    # What is asked for stands at even places, marks at odd ones: they never meet.
    slots = iter(random.sample(range(0, count, 2), 12))
    for asked, share in INJECTED:
        if random.random() < share:
            for _ in range(random.choice((1, 1, 2))):
                plain[next(slots)] = random.choice(CONSTAN) if asked == "constan" else asked
    _punctuate(plain)
    marked = plain[:]
    _mark(random, marked, plain, places, notes)
    return _paragraphs(marked), _paragraphs(plain)


def _punctuate(words: list[str]) -> None:
    for first in range(0, len(words) - 1, 14):
        words[first] = words[first][:1].upper() + words[first][1:]
        words[min(first + 13, len(words) - 1)] += "."


def _mark(random: Random, marked: list[str], plain: list[str], places: tuple[int, ...], notes: int) -> None:
    supplied = random.choice((0, 0, 1, 2, 3))
    # Not the last word of a sentence, whose full stop stays outside of marks.
    inner = [n for n in range(1, len(plain), 2) if n % 14 != 13 and n != len(plain) - 1]
    slots = iter(sorted(random.sample(inner, len(places) + supplied + notes)))
    for number in places:
        at, name = next(slots), names("place")[number - 1]
        marked[at], plain[at] = f"[[place:{ident('place', number)}|{name}]]", name
    for _ in range(supplied):
        at = next(slots)
        marked[at] = f"[{plain[at]}]"
    for label in range(1, notes + 1):
        marked[next(slots)] += f"[^{label}]"


def _paragraphs(words: list[str]) -> str:
    return "\n\n".join(" ".join(words[n : n + 98]) for n in range(0, len(words), 98))


# --- The snapshot ---


def _snapshot(random: Random, plain: Plain, text: str, notes: int) -> Snapshot:
    bodies = [random.randrange(1, AUTHORITIES["body"] + 1)]
    language = LANGUAGES[plain.language - 1]
    content = Document(
        public_id=plain.ident,
        title=plain.title,
        wording_language=language,
        type=TYPES[plain.type - 1],
        date_edtf=plain.day[: random.choices((10, 7, 4), cum_weights=DAYS_OF_A_DOCUMENT)[0]],
        place=ident("place", plain.places[0]),
        place_as_written=names("place")[plain.places[0] - 1],
        original_language=language,
        texts=(Text(key="text0001", role="original", language=language, content=text),),
        signatories=_signatories(plain, bodies[0]),
        footnotes=tuple(_note(random, language, label) for label in range(1, notes + 1)),
        archival_references=(_reference(random, plain),),
        printings=(
            Printing(
                key="prnt0001",
                collection=ident("collection", plain.collection),
                number=str(random.randrange(1, 1_500)),
                pages=str(random.randrange(1, 900)),
            ),
        ),
    )
    return Snapshot(document=content, names=_names(plain, bodies))


def _signatories(plain: Plain, body: int) -> tuple[Signatory, ...]:
    return tuple(
        Signatory(
            key=f"sign{place:04d}",
            name_as_signed=names("person")[person - 1],
            person=ident("person", person),
            body=ident("body", body) if place == 0 else None,
        )
        for place, person in enumerate(plain.people)
    )


def _note(random: Random, language: str, label: int) -> Footnote:
    content = " ".join(_words(random, language, 14)).capitalize() + "."
    return Footnote(
        key=f"note{label:04d}", owner="text0001", label=str(label), language=language, content=content
    )


def _reference(random: Random, plain: Plain) -> ArchivalReference:
    parts = (("fonds", 900), ("inventory", 30), ("file", 400))
    return ArchivalReference(
        key="arch0001",
        repository=ident("repository", plain.repository),
        parts=tuple(ArchivalPart(level=level, value=str(random.randrange(1, most))) for level, most in parts),
        leaves=str(random.randrange(1, 300)),
    )


def _names(plain: Plain, bodies: list[int]) -> dict[str, Name]:
    numbers = {
        "person": plain.people,
        "place": plain.places,
        "collection": (plain.collection,),
        "repository": (plain.repository,),
        "body": bodies,
    }
    found = {
        ident(kind, number): Name(kind=kind, label=names(kind)[number - 1], language="en")
        for kind, all_of in numbers.items()
        for number in all_of
    }
    kind = TYPES[plain.type - 1]
    found[f"type:{kind}"] = Name(kind="type", label=kind, language="en")
    for level, label in (("fonds", "fonds"), ("inventory", "inventory (opis)"), ("file", "file (delo)")):
        found[f"level:{level}"] = Name(kind="level", label=label, language="en")
    return found

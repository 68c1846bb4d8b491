"""The count shown is the count found, and what a plain evaluation finds: random archives, asked at random.

CLICKS says how many archives (8 unless told otherwise). Each is asked twelve times for words of every kind,
values, exclusions and periods; of two of the answers every way to narrow the search further is taken.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import history
from documents.models import Listing
from documents.reading.caching import kept
from documents.search.spelling import keys
from documents.snapshot import (
    ArchivalReference,
    Correspondent,
    Document,
    DocumentTopic,
    EditorialText,
    Footnote,
    Printing,
    Signatory,
    Snapshot,
    Text,
    date_of,
    load,
)
from people.models import Person
from places.models import Place, PlaceName
from tests.documents import builders
from tests.documents.search import plainly

pytestmark = pytest.mark.django_db

# Words by which the records of an archive are known; the last two stand in no document.
LABELS = ("Ada Weaver", "Bela Smith", "Cleo Baker", "Oldname", "Goris")
KNOWN = ("Weaver", "Goris", "Oldname", "Gerusy")
DATES = ("", "1919", "1920-07", "1920-07-10", "1920/1921", "../1919", "1921-02-03/..", "1920-02-29")
PERIODS = (
    *[()] * 4,
    (("from", "1920"),),
    (("to", "1919"),),
    (("from", "1920-07"), ("to", "1921")),
    (("from", "1920-07-10"), ("to", "1920-07-10")),
    (("from", "1920-02-29"), ("to", "1920-07")),
    (("from", "none"),),
)
EXAMPLES = int(os.environ.get("CLICKS", "8"))
TYPES = (None, "letter", "telegram", "decree")
LANGUAGES = ("en", "ru", "hy", "und")
CLASSIFICATIONS = (None, "secret", "top-secret")
CAPACITIES = (None, "member", "commander")
EXEMPLARS = (None, "original", "copy")
TOPICS = ("roads", "mills")


@dataclass(frozen=True)
class Names:
    """The records that documents of an archive may name."""

    people: list[str]
    bodies: list[str]
    places: list[str]
    collections: list[str]
    repositories: list[str]
    ended: dict[str, str]
    """Merged person → the one in which that ended."""


@pytest.fixture
def names() -> Names:
    people = [builders.person(label) for label in LABELS[:4]]
    places = [builders.place("Goris"), builders.place("Place 1")]
    with history.revision(builders.user("editor"), "Another name"):
        PlaceName.objects.create(place_id=places[0], name="Gerusy", position=0)
    with history.revision(builders.user("editor"), "The same"):
        record = Person.objects.get(pk=people[3])
        record.merged_into_id = people[0]
        record.save()
    for code in TOPICS:
        builders.term(code)
    return Names(
        people,
        [builders.body(f"Body {n}") for n in range(2)],
        places,
        [builders.collection(f"Book {n}") for n in range(2)],
        [builders.repository(f"Archive {n}") for n in range(2)],
        {people[3]: people[0]},
    )


def fields(draw: st.DrawFn, names: Names) -> dict:
    """One document, named by chance."""

    def maybe(values: list) -> str | None:
        return draw(st.sampled_from([None, *values]))

    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2))
    words = [
        " ".join(draw(st.lists(st.sampled_from(plainly.SAID), max_size=4))) or "sedge" for _ in languages
    ]
    mentioned = [
        f" [[{kind}:{ident}|N.]]"
        for kind, ident in (("person", maybe(names.people)), ("place", maybe(names.places)))
        if ident
    ]
    has_note = draw(st.booleans())
    roles = ["original", "translation"]
    return {
        "title": " ".join(
            ["paper", *draw(st.lists(st.sampled_from((*plainly.WORDS, *plainly.NAMES)), max_size=2))]
        ),
        "title_language": "en",
        "type": draw(st.sampled_from(TYPES)),
        "date_edtf": draw(st.sampled_from(DATES)),
        "place": maybe(names.places),
        "texts": tuple(
            Text(
                key=f"text000{n}",
                role=roles[n],
                language=language,
                content=words[n] + ("".join([*mentioned, "[^1]" * has_note]) if n == 0 else ""),
            )
            for n, language in enumerate(languages)
        ),
        "classification": draw(st.sampled_from(CLASSIFICATIONS)),
        "topics": tuple(
            DocumentTopic(key=f"topi000{n}", topic=code)
            for n, code in enumerate(draw(st.lists(st.sampled_from(TOPICS), max_size=2, unique=True)))
        ),
        "footnotes": (
            Footnote(
                key="foot0001",
                owner="text0000",
                label="1",
                content=draw(st.sampled_from((*plainly.WORDS, *plainly.NAMES))),
                language=draw(st.sampled_from(["en", "ru"])),
            ),
        )
        * has_note,
        "editorial_texts": (
            EditorialText(
                key="edit0001",
                editorial_kind="commentary",
                language="en",
                content=" ".join(draw(st.lists(st.sampled_from(plainly.WORDS), min_size=1, max_size=2))),
            ),
        )
        * draw(st.integers(0, 1)),
        "signatories": tuple(
            Signatory(
                key=f"sign000{n}",
                name_as_signed=draw(st.sampled_from(["N.", *plainly.NAMES])),
                person=maybe(names.people),
                body=maybe(names.bodies),
                capacity=draw(st.sampled_from(CAPACITIES)),
            )
            for n in range(draw(st.integers(0, 2)))
        ),
        "correspondents": tuple(
            Correspondent(key=f"corr000{n}", role=role, as_written="N.", person=maybe(names.people))
            for n, role in enumerate(draw(st.lists(st.sampled_from(["sender", "recipient"]), max_size=2)))
        ),
        "printings": tuple(
            Printing(
                key=f"prin000{n}",
                collection=ident,
                number=draw(st.sampled_from(["", "1", *plainly.NUMBERS])),
            )
            for n, ident in enumerate(
                draw(st.lists(st.sampled_from(names.collections), max_size=2, unique=True))
            )
        ),
        "archival_references": tuple(
            ArchivalReference(
                key=f"arch000{n}",
                repository=maybe(names.repositories),
                exemplar=draw(st.sampled_from(EXEMPLARS)),
                as_printed="f. 1",
            )
            for n in range(draw(st.integers(0, 1)))
        ),
    }


# --- A plain evaluation, which shares nothing with the search ---


MENTION = re.compile(r"\[\[(person|place):(\w+)\|")


def values_of(document: Document, ended: dict[str, str]) -> dict[str, set[str]]:
    """What a document states in each facet; `none` where it states nothing."""
    letters, signatories = document.correspondents, document.signatories
    mentions = [found for text in document.texts for found in MENTION.findall(text.content)]
    found = {
        "type": [document.type],
        "classification": [document.classification],
        "signatory": [row.person for row in signatories],
        "person": [
            *(row.person for row in (*signatories, *letters)),
            *(ident for kind, ident in mentions if kind == "person"),
        ],
        "sender": [row.person for row in letters if row.role == "sender"],
        "recipient": [row.person for row in letters if row.role == "recipient"],
        "body": [row.body for row in signatories],
        "capacity": [row.capacity for row in signatories],
        "place": [document.place, *(ident for kind, ident in mentions if kind == "place")],
        "collection": [row.collection for row in document.printings],
        "repository": [row.repository for row in document.archival_references],
        "exemplar": [row.exemplar for row in document.archival_references],
        "topic": [row.topic for row in document.topics],
        "language": [None if text.language == "und" else text.language for text in document.texts],
        "has": [
            "translation" if len(document.texts) > 1 else None,
            "footnotes" if document.footnotes else None,
        ],
    }
    return {
        facet: {ended.get(value, value) for value in values if value} or {"none"}
        for facet, values in found.items()
    }


FACETS = tuple(values_of(Document(), {}))


@dataclass(frozen=True)
class Asked:
    """A search by chance: the conditions of its address, and the words as a tree."""

    conditions: tuple[tuple[str, str], ...]
    words: plainly.Query | None = None
    scope: str = ""

    @property
    def query(self) -> str:
        words = [("q", str(self.words))] if self.words else []
        return urlencode([*words, *([("scope", self.scope)] if self.scope else []), *self.conditions])

    def but(self, *names: str) -> "Asked":
        """The same without the conditions of these names."""
        return replace(self, conditions=tuple(each for each in self.conditions if each[0] not in names))


def fits(snapshot: Snapshot, asked: Asked, ended: dict[str, str]) -> bool:
    """Whether a document is what is asked for, condition by condition."""
    stated = values_of(snapshot.document, ended)
    for facet in FACETS:
        wanted = {ended.get(value, value) for name, value in asked.conditions if name == facet}
        unwanted = {ended.get(value, value) for name, value in asked.conditions if name == f"not-{facet}"}
        if (wanted and not wanted & stated[facet]) or unwanted & stated[facet]:
            return False
    if not in_period(snapshot.document, dict(asked.conditions)):
        return False
    return not asked.words or plainly.fits(plainly.spoken(snapshot, known(stated)), asked.words, asked.scope)


def known(stated: dict[str, set[str]]) -> set[str]:
    """The words by which the records that a document names are known, each by a whole name of it."""
    labels = {
        **dict(PlaceName.objects.values_list("place", "name")),
        **dict(Person.objects.exclude(merged_into=None).values_list("merged_into", "name")),
    }
    goris = set(Place.objects.filter(name="Goris").values_list("pk", flat=True))
    found = {labels[ident] for ident in stated["person"] | stated["place"] if ident in labels}
    return found | ({"Goris"} if goris & stated["place"] else set())


def in_period(document: Document, asked: dict[str, str]) -> bool:
    when = date_of(document)
    dated = when.earliest or when.latest
    if asked.get("from") == "none":
        return not dated
    if not asked.keys() & {"from", "to"}:
        return True
    first = date(*parts(asked["from"], 1, 1)) if "from" in asked else date.min
    last = date(*parts(asked["to"], 12, 31)) if "to" in asked else date.max
    return bool(dated and (when.earliest or date.min) <= last and (when.latest or date.max) >= first)


def parts(typed: str, month: int, day: int) -> tuple[int, int, int]:
    """Year, month and day of what is typed; the months of these tests have 31 days."""
    said = [int(part) for part in typed.split("-")]
    return (*said, month, day)[:3] if len(said) != 2 else (*said, day)


def everything() -> list[Snapshot]:
    return [load(listing.version.content) for listing in Listing.objects.select_related("version")]


def asked_by_chance(draw: st.DrawFn, documents: list[Snapshot], names: Names) -> Asked:
    """Conditions that documents of the archive may fulfil, and words of every kind."""
    asked = list(draw(st.sampled_from(PERIODS)))
    for facet in draw(st.lists(st.sampled_from(FACETS), max_size=2, unique=True)):
        there = sorted({v for each in documents for v in values_of(each.document, names.ended)[facet]})
        there += [old for old, end in names.ended.items() if end in there]
        chosen = draw(st.lists(st.sampled_from(there), min_size=1, max_size=2, unique=True))
        prefix = draw(st.sampled_from(["", "", "not-"]))
        asked += [(prefix + facet, value) for value in chosen]
    words = draw(st.one_of(st.none(), *[plainly.queries(KNOWN)] * 4))
    scope = draw(st.sampled_from(["", "", "", *plainly.SCOPES])) if words else ""
    return Asked(tuple(asked), words, scope)


# --- Asking ---


def page_of(address: str):
    kept.pages.clear()
    reply = Client().get(address, follow=True)
    assert reply.status_code == 200
    return reply.context["page"]


def ways(page) -> Iterator[tuple[str, int]]:
    """Every way to narrow the search further that tells what it would find."""
    for facet in page.facets:
        if not page.address.get(facet.name):
            yield from ((value.choose, value.count) for value in facet.values)
    yield from ((bar.address, bar.count) for bar in page.periods.bars)
    if page.periods.undated:
        yield page.periods.undated_address, page.periods.undated


def counted(documents: list[Snapshot], asked: Asked, facet: str, ended: dict[str, str]) -> Counter[str]:
    """How many documents have each value, whatever is chosen of its facet; an excluded one if it were."""
    free = asked.but(facet)
    found = Counter(
        value
        for each in documents
        if fits(each, free, ended)
        for value in values_of(each.document, ended)[facet]
    )
    for name, value in asked.conditions:
        if name == f"not-{facet}":
            others = tuple(
                each
                for each in free.conditions
                if (each[0], ended.get(each[1], each[1])) != (name, ended.get(value, value))
            )
            instead = replace(free, conditions=(*others, (facet, value)))
            found[ended.get(value, value)] = sum(fits(each, instead, ended) for each in documents)
    return found


def told(data: dict, facet: str) -> dict[str, int]:
    """What the answer tells of a facet; what is chosen and has none is told too."""
    return {each["value"]: each["count"] for each in data["facets"][facet] if each["count"]}


def test_words_are_alike_only_as_this_test_says():
    capitals = {*plainly.NAMES, *(word for label in LABELS for word in label.split()), "Gerusy"}
    others = {*capitals, *plainly.WORDS}
    alike = {(one, other) for one in capitals for other in others if one != other and keys(one) & keys(other)}
    assert alike == {pair for names in plainly.ALIKE for pair in permutations(names)}


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_counted_is_what_is_found(names, data):
    for ident in Listing.objects.values_list("pk", flat=True):  # the archive of the example before
        builders.withdraw(ident)
    draw = data.draw
    for _ in range(5):
        builders.published(**draw(st.composite(fields)(names)))
    documents = everything()
    for number in range(12):
        asked = draw(st.composite(asked_by_chance)(documents, names))
        wanted = {each.document.public_id for each in documents if fits(each, asked, names.ended)}
        answer = Client().get(f"/documents.json?{asked.query}").json()
        assert {hit["id"] for hit in answer["hits"]} == wanted, asked.query
        assert answer["total"] == len(wanted), asked.query
        for facet in FACETS:
            expected = +counted(documents, asked, facet, names.ended)
            assert told(answer, facet) == expected, (asked.query, facet)
        if number < 2:
            page = page_of(f"/documents/?{asked.query}")
            assert page.total == len(wanted)
            for address, count in ways(page):
                assert page_of(address).total == count, (asked.query, address)

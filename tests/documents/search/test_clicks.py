"""The count shown is the count found: for every value of every facet and every bar, over random archives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import history
from documents.models import Listing
from documents.reading.caching import kept
from documents.snapshot import (
    ArchivalReference,
    Correspondent,
    Document,
    DocumentTopic,
    Footnote,
    Printing,
    Signatory,
    Text,
    date_of,
    load,
)
from people.models import Person
from tests.documents import builders

pytestmark = pytest.mark.django_db

WORDS = ("saxifrage", "gentian", "heather", "sorrel")
SAID = (*WORDS, *(f"[{word}]" for word in WORDS))
QUERIES = ('"{0}"', '"{0}" "{1}"', '"{0}" OR "{1}"', '"{0}" -"{1}"', '-"{0}"')
DATES = ("", "1919", "1920-07", "1920-07-10", "1920/1921", "../1919", "1921-02-03/..", "1920-02-29")
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
    people = [builders.person(f"Person {n}") for n in range(4)]
    with history.revision(builders.user("editor"), "The same"):
        record = Person.objects.get(pk=people[3])
        record.merged_into_id = people[0]
        record.save()
    for code in TOPICS:
        builders.term(code)
    return Names(
        people,
        [builders.body(f"Body {n}") for n in range(2)],
        [builders.place(f"Place {n}") for n in range(2)],
        [builders.collection(f"Book {n}") for n in range(2)],
        [builders.repository(f"Archive {n}") for n in range(2)],
        {people[3]: people[0]},
    )


def fields(draw: st.DrawFn, names: Names) -> dict:
    """One document, named by chance."""

    def maybe(values: list) -> str | None:
        return draw(st.sampled_from([None, *values]))

    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2))
    words = [" ".join(draw(st.lists(st.sampled_from(SAID), min_size=1, max_size=3))) for _ in languages]
    mentioned = [
        f" [[{kind}:{ident}|N.]]"
        for kind, ident in (("person", maybe(names.people)), ("place", maybe(names.places)))
        if ident
    ]
    has_note = draw(st.booleans())
    roles = ["original", "translation"]
    return {
        "title": "A document",
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
                content=draw(st.sampled_from(WORDS)),
                language="en",
            ),
        )
        * has_note,
        "signatories": tuple(
            Signatory(
                key=f"sign000{n}",
                name_as_signed="N.",
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
            Printing(key=f"prin000{n}", collection=ident, number=str(n + 1))
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


def fits(document: Document, asked: list[tuple[str, str]], ended: dict[str, str]) -> bool:
    """Whether a document is what is asked for, condition by condition."""
    stated = values_of(document, ended)
    for facet in FACETS:
        wanted = {ended.get(value, value) for name, value in asked if name == facet}
        unwanted = {ended.get(value, value) for name, value in asked if name == f"not-{facet}"}
        if (wanted and not wanted & stated[facet]) or unwanted & stated[facet]:
            return False
    single = dict(asked)
    there = said(document, single.get("scope", ""))
    return has_words(there, single.get("q", "")) and in_period(document, single)


def said(document: Document, scope: str) -> set[str]:
    """The words of a part of the document."""
    text = " ".join(re.sub(r"\[\[.*|\[\^1\]", "", text.content) for text in document.texts)
    parts = {
        "text": text,
        "supplied": " ".join(re.findall(r"\[(\w+)\]", text)),
        "notes": " ".join(note.content for note in document.footnotes),
    }
    chosen = [parts[scope]] if scope else parts.values()
    return {word for part in chosen for word in re.findall(r"\w+", part)}


def has_words(there: set[str], typed: str) -> bool:
    """Whether these words are what a query of QUERIES asks for."""
    sides = [side.split() for side in typed.split(" OR ")]
    return any(
        all((word.strip('-"') in there) is not word.startswith("-") for word in side) for side in sides
    )


def in_period(document: Document, asked: dict[str, str]) -> bool:
    when = date_of(document)
    dated = when.earliest or when.latest
    if asked.get("from") == "none":
        return not dated
    bounds = [
        date(int(asked[name]), *day) for name, day in (("from", (1, 1)), ("to", (12, 31))) if name in asked
    ]
    if not bounds:
        return True
    first = bounds[0] if "from" in asked else date.min
    last = bounds[-1] if "to" in asked else date.max
    return bool(dated and (when.earliest or date.min) <= last and (when.latest or date.max) >= first)


def everything() -> list[Document]:
    listings = Listing.objects.select_related("version")
    return [load(listing.version.content).document for listing in listings]


def asked_by_chance(draw: st.DrawFn, documents: list[Document], names: Names) -> list[tuple[str, str]]:
    """Conditions that documents of the archive may fulfil."""
    asked = []
    if query := draw(st.sampled_from(["", *QUERIES])):
        asked.append(("q", query.format(*draw(st.permutations(WORDS)))))
        asked += [
            ("scope", scope) for scope in [draw(st.sampled_from(["", "text", "supplied", "notes"]))] if scope
        ]
    for bound in ("from", "to"):
        if year := draw(st.sampled_from(["", "", "1920"])):
            asked.append((bound, year))
    for facet in draw(st.lists(st.sampled_from(FACETS), max_size=3, unique=True)):
        there = sorted({value for document in documents for value in values_of(document, names.ended)[facet]})
        there += [old for old, end in names.ended.items() if end in there]
        chosen = draw(st.lists(st.sampled_from(there), min_size=1, max_size=2, unique=True))
        prefix = draw(st.sampled_from(["", "", "not-"]))
        asked += [(prefix + facet, value) for value in chosen]
    return asked


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


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_counted_is_what_is_found(names, data):
    for ident in Listing.objects.values_list("pk", flat=True):  # the archive of the example before
        builders.withdraw(ident)
    draw = data.draw
    for _ in range(5):
        builders.published(**draw(st.composite(fields)(names)))
    documents = everything()
    for _ in range(2):
        asked = draw(st.composite(asked_by_chance)(documents, names))
        page = page_of(f"/documents/?{urlencode(asked)}")
        wanted = {document.public_id for document in documents if fits(document, asked, names.ended)}
        assert page.total == len(wanted), asked
        assert {result.row.address.split("/")[2] for result in page.results} == wanted
        for address, count in ways(page):
            assert page_of(address).total == count, (asked, address)

"""How much a long page costs, against a plain Django view of the same size in the same run."""

from statistics import median
from time import perf_counter

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path

from archive.urls import urlpatterns as addresses
from documents import chain
from documents.models.entry import EntryKind
from documents.reading.caching import kept
from documents.snapshot import Footnote, Signatory, Text
from tests.documents import builders

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

WORDS, NOTES, ROUNDS, BOUND = 10_000, 100, 15, 5

# A page as Django's tutorial would write it: a layout, and a loop that escapes each paragraph.
PLAIN = """{% extends "base.html" %}{% block title %}Plain{% endblock %}
{% block content %}{% for paragraph in paragraphs %}<p>{{ paragraph }}</p>
{% endfor %}{% endblock %}"""

paragraphs: list[str] = []


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PLAIN).render({"paragraphs": paragraphs}, request))


class Urls:
    urlpatterns = [path("plain/", plain), *addresses]


def long_document() -> str:
    """Publishes a letter of 10,000 words: each 100 a paragraph, with mentions, a supplied word and a note."""
    mill, ada = builders.place("The mill"), builders.person("Ada Miller")
    words = " ".join(["grain"] * (WORDS // NOTES - 4))
    text = "\n\n".join(
        f"[[person:{ada}|Ada]] saw [[place:{mill}|the]] [mill] {words}[^{n}]." for n in range(1, NOTES + 1)
    )
    notes = tuple(
        Footnote(key=f"note{n:04d}", owner="text0001", label=str(n), content="As in the other book.")
        for n in range(1, NOTES + 1)
    )
    signatories = tuple(Signatory(key=f"sign{n:04d}", name_as_signed="Ada", person=ada) for n in range(5))
    version = builders.published(
        texts=(Text(key="text0001", language="en", content=text),), footnotes=notes, signatories=signatories
    )
    return f"/documents/{version.document_id}/"


def seconds(client: Client, address: str) -> float:
    start = perf_counter()
    assert client.get(address).status_code == 200
    return perf_counter() - start


def seconds_anew(client: Client, address: str) -> float:
    """As for the very first reader of a version."""
    kept.pages.clear()
    return seconds(client, address)


def seconds_after_an_entry(client: Client, address: str) -> float:
    """As for the first reader after something else was published: the archive's clock has moved on."""
    chain.append([chain.Link(EntryKind.TOUCHED, note="benchmark")])
    return seconds(client, address)


def test_long_page_costs_at_most_five_plain_ones(client, settings, capsys):
    settings.ROOT_URLCONF = Urls
    address = long_document()
    size = len(client.get(address).content)
    paragraphs[:] = ["grain & mill " * 45] * (size // (45 * 17))
    plain_size = len(client.get("/plain/").content)
    rounds = [
        (
            seconds_anew(client, address),
            seconds_after_an_entry(client, address),
            seconds(client, address),
            seconds(client, "/plain/"),
        )
        for _ in range(ROUNDS)
    ]
    anew, moved, again, plains = (median(column) * 1000 for column in zip(*rounds, strict=True))
    with capsys.disabled():
        print(  # noqa: T201 - what a benchmark is for
            f"\n{size:,} bytes; plain: {plain_size:,} bytes in {plains:.1f} ms. Times the plain page: "
            f"kept {again / plains:.2f} ({again:.1f} ms), after another publication {moved / plains:.1f} "
            f"({moved:.1f} ms), the very first reader {anew / plains:.1f} ({anew:.1f} ms)"
        )
    assert again <= BOUND * plains
    assert moved <= BOUND * plains

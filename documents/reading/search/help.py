"""`/documents/help/`: how to search, by examples that run on the archive at hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from documents.chain import last_digest
from documents.reading.caching import etag, kept
from documents.reading.search.address import Address
from documents.reading.search.borrowed import borrowed
from documents.reading.search.chips import SCOPE_NAMES
from documents.reading.search.examples import SECTIONS, STAND_INS, Section
from documents.reading.search.suggestions import counted
from documents.reading.search.views import with_tag
from documents.search.index import Behind, Opened, opened
from documents.search.query import DEEPEST, LONGEST, MOST_WORDS, PREFIXES, in_words, read
from documents.search.recognising import recognised
from documents.search.slots import Busy, slot


@dataclass(frozen=True, slots=True)
class Example:
    """A search: what is typed, its address, what it means, and how many documents it finds.

    `count` is None where it cannot be told now, and where something else than the words is meant.
    """

    typed: str
    address: str
    meaning: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with its examples run."""

    section: Section
    examples: tuple[Example, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """How to search. Without an index the examples stand there without counts."""
    tag = etag("how to search", last_digest())
    if held := get_conditional_response(request, etag=tag) or kept.find(tag):
        return with_tag(held, tag)
    try:
        with slot():
            index = opened()
            response = _page(request, index)
    except (Behind, Busy):
        index, response = None, _page(request, None)
    if index is None or not index.is_exact:  # it will say more in a moment
        response.headers["Cache-Control"] = "no-store"
        return response
    kept.put(tag, response)
    return with_tag(response, tag)


def _page(request: HttpRequest, index: Opened | None) -> HttpResponse:
    words = {**STAND_INS, **(borrowed(index) if index else {})}
    context = {
        "sections": [shown(section, words, index) for section in SECTIONS],
        "prefixes": list(_prefixes()),
        "limits": {"characters": LONGEST, "words": MOST_WORDS, "deep": DEEPEST},
    }
    return render(request, "reading/search/help.html", context)


def shown(section: Section, words: Mapping[str, str], index: Opened | None) -> Shown:
    """A section with these words in its examples."""
    return Shown(section, tuple(_example(each.format_map(words), index) for each in section.examples))


def _example(typed: str, index: Opened | None) -> Example:
    address = Address({"q": (typed,)}).changed({})
    if alike := recognised(typed):
        return Example(typed, address, " ".join(each.sentence for each in alike), None)
    tree = read(typed).tree
    meaning = f"{in_words(tree)}." if tree else ""
    return Example(typed, address, meaning, counted(index, address) if index else None)


def _prefixes() -> Iterator[tuple[str, list[str]]]:
    """Each part of the documents in words, with the prefixes that look there."""
    for scope, name in SCOPE_NAMES.items():
        yield name, [f"{prefix}:" for prefix, its in PREFIXES.items() if its == scope]

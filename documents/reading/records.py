"""The two pages that every kind of authority record has: the list from A to Z, and the page of one record."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from documents.dates import HistoricalDate
from documents.reading.authorities import Found, find, index
from documents.reading.languages import name_of
from documents.reading.paging import page_of
from documents.reading.wording import Phrase, phrase

INDEX_SIZE = 500

# Where the authority files of others show a record, by scheme.
ELSEWHERE = {
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "gnd": "https://d-nb.info/gnd/{}",
    "geonames": "https://www.geonames.org/{}",
    "isni": "https://isni.org/isni/{}",
    "lcnaf": "https://id.loc.gov/authorities/names/{}",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of an A–Z: its mark in the page, and the address that leads there from any page."""

    letter: str
    mark: str
    address: str
    headings: list[Any]


def index_page(request: HttpRequest, kind: str, template: str, **options: Any) -> HttpResponse:
    """The list of all records of a kind that published documents name; options as for `index`."""
    headings = index(kind, **options)
    page = page_of(headings, request, size=INDEX_SIZE)
    context = {
        "page": page,
        "letters": letters(page.rows),
        "every_letter": letters(headings),
    }
    return render(request, template, context)


def _at(number: int) -> str:
    return f"?page={number}" if number > 1 else ""


def letters(headings: Any, at: Callable[[int], str] = _at) -> list[Letter]:
    """The headings by letter. The address of a letter names the page on which it begins; `at` gives it."""
    found, before = [], 0
    for letter, group in groupby(headings, key=lambda heading: heading.letter):
        under = list(group)
        mark = f"letter-{ord(letter[0]):x}"
        number = before // INDEX_SIZE + 1
        found.append(Letter(letter, mark, f"{at(number)}#{mark}", under))
        before += len(under)
    return found


def record_page(
    request: HttpRequest, kind: str, ident: str, facts: Callable[[Found, HttpRequest], dict[str, Any]]
) -> HttpResponse:
    """The page of one record with what `facts` tells of it; a merged record leads to the one it went into.

    Raises Http404 as `find` does.
    """
    found = find(kind, ident)
    if found.record.pk != ident:
        return redirect(found.address, permanent=True)
    context = {
        "record": found.record,
        "name": phrase(found.record.name, found.record.language),
        "address": found.address,
    }
    return render(request, f"reading/{kind}.html", {**context, **facts(found, request)})


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name of a record: in which language, and of what kind or from when it is."""

    name: Phrase
    detail: str
    transliteration: str = ""


def other_name(row: Any, *details: str) -> OtherName:
    """A name of a record with its language and what else is known of it, in words."""
    known = ", ".join(detail for detail in (name_of(row.language), *details) if detail)
    return OtherName(phrase(row.name, row.language), known, getattr(row, "transliteration", ""))


@dataclass(frozen=True, slots=True)
class Identifier:
    """The record's identifier in somebody else's authority file, and where that file shows it."""

    scheme: str
    value: str
    address: str


def identifiers(record: Any) -> list[Identifier]:
    """The identifiers of a record, as links that lead out of the archive."""
    return [
        Identifier(
            row.get_scheme_display(), row.value, ELSEWHERE[row.scheme].format(quote(row.value, safe=""))
        )
        for row in record.identifiers.all()
    ]


def words_of(edtf: str) -> str:
    """A date of an authority record in words."""
    return HistoricalDate(edtf=edtf).in_words()


def span_of(begins: str, ends: str) -> str:
    """Two dates as a span in words: “1919 – 3 July 1920”, “from 1919”, “until 1920”."""
    first, last = words_of(begins), words_of(ends)
    if first and last:
        return f"{first} – {last}" if first != last else first
    return f"from {first}" if first else f"until {last}" if last else ""

"""`/documents/by/<facet>/`: every value of a facet within a search, from A to Z, each with its count."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from documents.chain import last_digest
from documents.reading.authorities import folded, letter
from documents.reading.caching import etag, kept
from documents.reading.paging import Page as Pages
from documents.reading.paging import links_of
from documents.reading.records import INDEX_SIZE, Letter, letters
from documents.reading.search.address import PATH, Address
from documents.reading.search.chips import Chip, chips
from documents.reading.search.facets import ALL_VALUES, Labelled, Value, value_of
from documents.reading.search.labels import FACET_NAMES, labels
from documents.reading.search.page import known, labels_of
from documents.reading.search.views import unavailable, with_tag
from documents.reading.wording import Phrase
from documents.search.cards import FACETS, NOT_STATED
from documents.search.counting import MOST_LISTED, Counts, counts
from documents.search.filters import SearchFilter
from documents.search.index import Behind, Opened, opened
from documents.search.slots import Busy, slot
from documents.search.sounds import in_latin, letters_of
from documents.search.spelling import keys

# More values of one facet than an archive has documents to tell apart by them.
LONGEST = 100


class Line(NamedTuple):
    """A value by its name, before its links are made: of many, one page is shown."""

    key: str
    letter: str
    label: Phrase
    value: str


@dataclass(frozen=True, slots=True)
class Values:
    """All that the page shows. `pages` says which of the values, `every_letter` leads to all of them."""

    facet: str
    name: str
    total: int
    letters: list[Letter]
    every_letter: list[Letter]
    pages: Pages
    unstated: list[Value]
    find: str
    carried: list[tuple[str, str]]
    back: str
    whole: str
    chips: list[Chip] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@require_safe
def page(request: HttpRequest, facet: str) -> HttpResponseBase:
    """The page of one facet; what is wrong with the search itself, the page of the search says."""
    if facet not in FACETS:
        raise Http404("Documents cannot be narrowed by this.")
    filters = SearchFilter(request.GET)
    if not filters.is_valid():
        return HttpResponseRedirect(f"{PATH}?{request.GET.urlencode()}")
    # The end of the chain is read first: the page can only be newer than its ETag says.
    tag = etag("values", last_digest(), _asked(request, filters, facet))
    if held := get_conditional_response(request, etag=tag) or kept.find(tag):
        return with_tag(held, tag)
    try:
        with slot():
            index = opened()
            response = _rendered(request, index, filters, facet)
    except (Behind, Busy) as why:
        return unavailable(request, why)
    if not index.is_exact:
        response.headers["Cache-Control"] = "no-store"
        return response
    kept.put(tag, response)
    return with_tag(response, tag)


def _asked(request: HttpRequest, filters: SearchFilter, facet: str) -> str:
    """What decides the page: parameters that say nothing do not make it another one."""
    if [*filters.told()]:
        return request.get_full_path()
    return f"{Address(filters.typed(), ALL_VALUES.format(facet))} {_find(request)}"


def _find(request: HttpRequest) -> str:
    return " ".join(request.GET.get("find", "")[:LONGEST].replace("\0", "").split())


def _rendered(request: HttpRequest, index: Opened, filters: SearchFilter, facet: str) -> HttpResponse:
    shown = values_of(index, filters, facet, _find(request))
    return render(request, "reading/search/values.html", {"page": shown})


def _cut(values: int) -> list[str]:
    if values < MOST_LISTED:
        return []
    return [f"There are more values than can be listed; these are the {MOST_LISTED:,} most frequent ones."]


def values_of(index: Opened, filters: SearchFilter, facet: str, find: str = "") -> Values:
    """The values of a facet in what a search finds, those with `find` in their names."""
    request, dropped, address = known(index, filters.asked(), Address(filters.typed()))
    found = counts(index, request, [facet], top=MOST_LISTED)[facet]
    labelled = labels.of(index.digest, [(facet, value) for value in found])
    fitting = matching(_lines(facet, found, labelled, address.get(facet)), find)
    here = Address(address.parameters, ALL_VALUES.format(facet))
    at = _addresses(here, find)
    last = max(-(-len(fitting) // INDEX_SIZE), 1)
    number = min(request.page, last)

    def value(value: str) -> Value:
        return value_of(facet, value, found[value], address, labelled)

    shown = fitting[(number - 1) * INDEX_SIZE : number * INDEX_SIZE]
    return Values(
        facet=facet,
        name=FACET_NAMES[facet],
        total=len(fitting),
        letters=[_values_of(each, value) for each in letters(shown)],
        every_letter=letters(fitting, at),
        pages=_pages(number, last, len(fitting), at),
        unstated=[value(NOT_STATED)] if found.get(NOT_STATED) and not find else [],
        find=find,
        carried=here.hidden(but=()),
        back=address.changed({}),
        whole=here.changed({}),
        chips=chips(here, labels_of(address, {}, index.digest)),
        told=[*filters.told(), *dropped, *_cut(len(found))],
    )


def _lines(facet: str, found: Counts, labelled: Labelled, chosen: tuple[str, ...]) -> list[Line]:
    """The values by name. “Not stated” has no place among them."""
    lines = (
        Line(folded(label.text), letter(label.text), label, value)
        for value, count in found.items()
        if value != NOT_STATED and (label := labelled.get((facet, value))) and (count or value in chosen)
    )
    return sorted(lines, key=lambda line: (line.key, line.value))


def matching(lines: list[Line], find: str) -> list[Line]:
    """The values with these letters in their names; if there are none, with these words in any spelling, and
    else with words that begin so in another script."""
    wanted = folded(find)
    if not wanted:
        return lines
    found = [line for line in lines if wanted in line.key]
    return found or list(_alike(lines, find)) or list(_beginning(lines, find))


def _alike(lines: list[Line], find: str) -> Iterator[Line]:
    wanted = [keys(word) for word in find.split() if keys(word)]
    for line in lines if wanted else ():
        there = [keys(word) for word in line.label.text.split()]
        if all(any(each & word for word in there) for each in wanted):
            yield line


def _beginning(lines: list[Line], find: str) -> Iterator[Line]:
    wanted = [begun for word in find.split() if (begun := in_latin(letters_of(word)))]
    for line in lines if wanted else ():
        there = [in_latin(letters_of(word)) for word in line.label.text.split()]
        if all(any(word.startswith(begun) for word in there) for begun in wanted):
            yield line


def _values_of(letter: Letter, value: Callable[[str], Value]) -> Letter:
    """A letter with its values ready to print instead of their lines."""
    return replace(letter, headings=[value(line.value) for line in letter.headings])


def _addresses(here: Address, find: str) -> Callable[[int], str]:
    """From the number of a page to its address, with what is looked for among the values."""

    def at(number: int) -> str:
        query = QueryDict(mutable=True)
        if find:
            query["find"] = find
        if number > 1:
            query["page"] = str(number)
        whole = here.changed({})
        return f"{whole}{'&' if '?' in whole else '?'}{query.urlencode()}" if query else whole

    return at


def _pages(number: int, last: int, total: int, at: Callable[[int], str]) -> Pages:
    return Pages(
        rows=(),
        total=total,
        first=(number - 1) * INDEX_SIZE + 1 if total else 0,
        last=min(number * INDEX_SIZE, total),
        links=tuple(links_of(number, last, at)) if last > 1 else (),
        earlier=at(number - 1) if number > 1 else "",
        later=at(number + 1) if number < last else "",
    )

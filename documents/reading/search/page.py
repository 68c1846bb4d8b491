"""A page of results, ready to print: made of one view of the index, in the order of the page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from documents.reading.paging import Page as Pages
from documents.reading.search import facets as of_facets
from documents.reading.search import paging
from documents.reading.search.address import Address
from documents.reading.search.chips import PERIOD, SCOPE_NAMES, Chip, chips
from documents.reading.search.facets import Facet, Labelled
from documents.reading.search.instead import Instead, offers
from documents.reading.search.labels import FACET_NAMES, labels
from documents.reading.search.periods import Periods, periods
from documents.reading.search.rows import Result, results
from documents.reading.search.suggestions import Suggestion, WaysOf, public_pages, suggestions
from documents.search.cards import FACETS
from documents.search.counting import Counts, is_value
from documents.search.filters import TIMELINE, SearchFilter
from documents.search.finding import Hit, find
from documents.search.index import Opened
from documents.search.named import Sought, sought
from documents.search.query import in_words, is_plain
from documents.search.request import CHANGED, DATE, DATE_DOWN, NUMBER, RELEVANCE, Request, Values

VIEWS = {
    "list": ("list", "reading/search/_results.jinja"),
    "table": ("table", "reading/search/_table.jinja"),
    "timeline": ("timeline", "reading/search/_timeline.jinja"),
}

Lines = Callable[[Iterable[Hit], Sought, Address, dict[str, str]], list[Result]]

CHIPS_IN_SHORT = 3

# What the form has fields for, and what a new search begins anew.
FIELDS = ("q", "scope", "from", "to", "sort", "page")

SORT_NAMES = {
    RELEVANCE: "best match first",
    DATE: "by date",
    DATE_DOWN: "by date, latest first",
    CHANGED: "recently changed first",
    NUMBER: "by number in the collection",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to show the same: an order, a view."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the documents in which words can be looked for."""

    name: str
    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page of results shows; `understood` says how words were read that are not just words."""

    address: Address
    total: int
    results: list[Result]
    pages: Pages
    facets: list[Facet]
    periods: Periods
    chips: list[Chip]
    sorts: list[Choice]
    views: list[Choice]
    understood: str = ""
    told: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    instead: Instead = field(default_factory=Instead)
    scopes: list[Scope] = field(default_factory=list)

    @property
    def template(self) -> str:
        """The template of the hits in the view asked for."""
        return VIEWS[next(iter(self.address.get("view")), "list")][1]

    @property
    def years(self) -> list[tuple[str, list[Result]]]:
        """The hits in the order of time, by year."""
        return [(year, list(found)) for year, found in groupby(self.results, key=lambda each: each.year)]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form carries along: the conditions that it has no field for."""
        return self.address.hidden(but=FIELDS)

    @property
    def is_timeline(self) -> bool:
        """Whether the periods stand above the hits."""
        return self.address.get("view") == (TIMELINE,)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.chips)

    @property
    def in_short(self) -> str:
        """What is asked for, for the title of the page."""
        said = [f"{'not ' if chip.excluded else ''}{chip.in_short}" for chip in self.chips]
        more = len(said) - CHIPS_IN_SHORT
        return ", ".join(said[:CHIPS_IN_SHORT]) + (f" and {more} more" if more > 0 else "")

    @property
    def is_fit_for_machines(self) -> bool:
        """Whether a search engine may keep the page: at most one condition, the first page as it comes."""
        as_it_comes = not any(self.address.get(name) for name in ("q", "sort", "view", "page"))
        return len(self.chips) <= 1 and as_it_comes and not any(chip.name == PERIOD for chip in self.chips)


def page_of(
    index: Opened,
    filters: SearchFilter,
    address: Address,
    facets: Sequence[str] = FACETS,
    lines: Lines = results,
    pages: WaysOf = public_pages,
) -> Page:
    """The page of a search, from what it asks for, with these facets.

    `lines` makes hits into results; `pages` leads from an id to what can be opened.
    """
    request, dropped, address = known(index, filters.asked(), address)
    found = find(index, request, facets=facets, years=True)
    beyond = paging.beyond(found.total, request.page)
    labelled = labels_of(address, found.counts, index.digest)
    conditions = chips(address, labelled)
    wanted = sought(request, index.position.merged)
    return Page(
        address=address,
        total=found.total,
        results=lines(found.hits, wanted, address, labels.types(index.digest)),
        pages=paging.pages(found.total, request.page, address),
        facets=of_facets.facets(found.counts, address, labelled),
        periods=periods(index, request, address, found.counted.by_year),
        chips=conditions,
        sorts=_sorts(filters.sorts(), request, address),
        views=_views(address),
        understood=in_words(request.tree) if request.tree and not is_plain(request.tree) else "",
        told=[*filters.told(), *dropped, *filter(None, [beyond])],
        suggestions=suggestions(index, address, pages),
        instead=offers(index, request, address, conditions, found.total)
        if request.is_narrowed
        else Instead(),
        scopes=scopes(*address.get("scope")),
    )


def known(index: Opened, request: Request, address: Address) -> tuple[Request, list[str], Address]:
    """The request without values that no document has, and what was left out; merged records by their end."""
    told: list[str] = []
    asked: dict[str, Values] = {}
    parameters = dict(address.parameters)
    for part, prefix in (("include", ""), ("exclude", "not-")):
        kept: dict[str, tuple[str, ...]] = {}
        for facet, values in getattr(request, part).items():
            ended = dict.fromkeys(index.position.merged.get(value, value) for value in values)
            there = tuple(v for v in ended if is_value(index, facet, v))
            told += [
                f"“{v}” is no value of “{FACET_NAMES[facet]}” here and was left out."
                for v in ended
                if v not in there
            ]
            kept |= {facet: there} if there else {}
            parameters[prefix + facet] = there
        asked[part] = kept
    address = Address({name: values for name, values in parameters.items() if values}, address.path)
    return replace(request, include=asked["include"], exclude=asked["exclude"]), told, address


def labels_of(address: Address, counts: Mapping[str, Counts], moment: str) -> Labelled:
    """The labels of all values that a page shows, as they are while the chain ends in this digest."""
    shown = {(facet, value) for facet, values in counts.items() for value in values}
    chosen = {(facet, v) for facet in FACETS for name in (facet, f"not-{facet}") for v in address.get(name)}
    return labels.of(moment, shown | chosen)


def _sorts(fit: tuple[str, ...], request: Request, address: Address) -> list[Choice]:
    """The orders that make sense; the usual one needs no word in the address."""
    ways = {sort: address.changed({"sort": () if sort == fit[0] else (sort,)}) for sort in fit}
    return [Choice(SORT_NAMES[sort], way, sort == request.sort) for sort, way in ways.items()]


def _views(address: Address) -> list[Choice]:
    chosen = next(iter(address.get("view")), "list")
    return [
        Choice(name, address.changed({"view": () if view == "list" else (view,)}), view == chosen)
        for view, (name, _) in VIEWS.items()
    ]


def scopes(chosen: str = "") -> list[Scope]:
    """Where words can be looked for, and which of it is chosen."""
    return [Scope(name, scope, scope == chosen) for scope, name in SCOPE_NAMES.items()]

"""Long lists, a page at a time.

A page number that cannot be meant is never an error: too small or unreadable gives the first page, too large
the last. Page numbers are not addresses to keep, for every new document moves them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

PARAMETER = "page"
SIZE = 25
DIGITS = 7


@dataclass(frozen=True, slots=True)
class PageLink:
    """One link of the page set; a gap between far pages has no number."""

    number: int | None = None
    address: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What one page of a list shows: its rows, which of the whole they are, and the other pages."""

    rows: Sequence[Any]
    total: int
    first: int
    last: int
    links: tuple[PageLink, ...] = ()
    earlier: str = ""
    later: str = ""


def page_of(
    rows: QuerySet | Sequence[Any], request: HttpRequest, keep: Sequence[str] = (), size: int = SIZE
) -> Page:
    """The page that the request asks for; its links keep the parameters in `keep` and no others."""
    paginator = Paginator(rows, size)
    found = paginator.page(_wanted(request.GET.get(PARAMETER, ""), paginator.num_pages))
    number, last = found.number, paginator.num_pages
    return Page(
        rows=list(found.object_list),
        total=paginator.count,
        first=found.start_index(),
        last=found.end_index(),
        links=tuple(links_of(number, last, lambda page: address_of(page, request.GET, keep)))
        if last > 1
        else (),
        earlier=address_of(number - 1, request.GET, keep) if number > 1 else "",
        later=address_of(number + 1, request.GET, keep) if number < last else "",
    )


def address_of(number: int, parameters: QueryDict, keep: Sequence[str]) -> str:
    """The query of a page: the parameters to keep, then the page unless it is the first."""
    query = QueryDict(mutable=True)
    for name in keep:
        query.setlist(name, [value for value in parameters.getlist(name) if value])
    if number > 1:
        query[PARAMETER] = str(number)
    return f"?{query.urlencode()}"


def _wanted(typed: str, last: int) -> int:
    """The page number meant, among those there are."""
    if not (typed.isascii() and typed.isdigit()):
        return 1
    return min(max(int(typed), 1), last) if len(typed) <= DIGITS else last


def links_of(current: int, last: int, at: Callable[[int], str]) -> Iterator[PageLink]:
    """First, last, and the neighbours of the current page, with gaps between; `at` gives a page's address."""
    before = 0
    for number in sorted({1, *range(current - 2, current + 3), last}):
        if not 1 <= number <= last:
            continue
        if number > before + 1:
            yield PageLink()
        yield PageLink(number, at(number), number == current)
        before = number

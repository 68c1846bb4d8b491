"""The pages of a result; their addresses are those of the search."""

from documents.reading.paging import Page, links_of
from documents.reading.search.address import Address
from documents.search.request import LAST_PAGE, SIZE


def last_page(total: int) -> int:
    """The last page that is shown."""
    return min(max(-(-total // SIZE), 1), LAST_PAGE)


def pages(total: int, number: int, address: Address) -> Page:
    """Which of the hits a page shows, and the ways to the others; no page lies beyond LAST_PAGE."""
    last = last_page(total)
    number = min(number, last)

    def at(page: int) -> str:
        return address.changed({"page": (str(page),) if page > 1 else ()})

    return Page(
        rows=(),
        total=total,
        first=(number - 1) * SIZE + 1 if total else 0,
        last=min(number * SIZE, total),
        links=tuple(links_of(number, last, at)) if last > 1 else (),
        earlier=at(number - 1) if number > 1 else "",
        later=at(number + 1) if number < last else "",
    )

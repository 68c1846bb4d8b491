"""The pages of a result; their addresses are those of the search."""

from documents.reading.paging import Page, links_of
from documents.reading.search.address import Address
from documents.search.request import LAST_PAGE, SIZE


def last_page(total: int) -> int:
    """The last page that is shown."""
    return min(max(-(-total // SIZE), 1), LAST_PAGE)


def beyond(total: int, number: int) -> str:
    """What is to be said of a page that there is not; nothing of one that there is.

    It is empty in every form of the result: a program that asks for page after page comes to an end.
    """
    last = last_page(total)
    if number <= last:
        return ""
    if last == LAST_PAGE:
        return f"There is no page after page {last}. Please narrow the search to see the other documents."
    return f"There is no page {number}. What was found ends on page {last}."


def pages(total: int, number: int, address: Address) -> Page:
    """Which of the hits a page shows, and the ways to the others; no page lies beyond LAST_PAGE."""
    last = last_page(total)
    is_there = number <= last

    def at(page: int) -> str:
        return address.changed({"page": (str(page),) if page > 1 else ()})

    return Page(
        rows=(),
        total=total,
        first=(number - 1) * SIZE + 1 if total and is_there else 0,
        last=min(number * SIZE, total) if is_there else 0,
        links=tuple(links_of(number if is_there else last + 1, last, at)) if last > 1 or not is_there else (),
        earlier=at(min(number - 1, last)) if number > 1 else "",
        later=at(number + 1) if number < last else "",
    )

"""What a reader's words look like besides words: offered as a search for just that, or as the page itself.

Every search that is offered has been counted. Of an id only what readers can see is offered.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from documents.models.listing import Listing, ListingName
from documents.reading import addresses
from documents.reading.search.address import Address
from documents.search.counting import total
from documents.search.filters import SearchFilter
from documents.search.index import Opened
from documents.search.recognising import Recognised, recognised


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How the words can be understood, and where that leads.

    `count` is how many documents are found there; None where it leads to a page.
    """

    sentence: str
    offer: str
    address: str
    count: int | None = None


WaysOf = Callable[[str], Iterable[Suggestion]]
"""From an id to the pages that can be opened."""


def suggestions(index: Opened, address: Address, pages: WaysOf) -> list[Suggestion]:
    """All that the words of a search look like, what finds something first; none for plain words."""
    alike = [each for words in address.get("q") for each in recognised(words)]
    offers = [offer for each in alike for offer in _of(index, address, each, pages)]
    return sorted(offers, key=lambda offer: offer.count == 0)


def _of(index: Opened, address: Address, each: Recognised, pages: WaysOf) -> Iterable[Suggestion]:
    if each.kind == "id":
        return pages(dict(each.parameters)["id"])
    asked = address.changed({"q": (), "scope": (), **{name: (value,) for name, value in each.parameters}})
    count = counted(index, asked)
    # Figures alone may be anything: that there is no such number is worth no word.
    return [Suggestion(each.sentence, each.offer, asked, count)] if count or each.kind != "figures" else []


def counted(index: Opened, address: str) -> int:
    """How many documents the search at this address finds."""
    filters = SearchFilter(QueryDict(address.partition("?")[2]))
    return total(index, filters.asked()) if filters.is_valid() else 0


def public_pages(ident: str) -> Iterator[Suggestion]:
    """The page of a published document, or of a record that a published document names."""
    if Listing.objects.filter(pk=ident).exists():
        yield _page("document", ident)
    elif name := ListingName.objects.filter(ident=ident, kind__in=addresses.RECORDS).first():
        yield _page(name.kind, ident)


def _page(kind: str, ident: str) -> Suggestion:
    sentence = f"“{ident}” is the id of a {kind} in this archive."
    return Suggestion(sentence, f"Open the page of the {kind}", addresses.of_record(kind, ident))

"""`/documents.atom`: the documents of any search as a feed, what was changed last first (RFC 4287, RFC 5005).

A document is one entry, whichever of its versions is current: a feed reader shows it once as new, and as
changed with each later version.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpResponse

from documents.chain import moment_text
from documents.models.entry import Entry, EntryKind
from documents.reading import addresses
from documents.reading.feed import ATOM, NEVER, XML, add, link
from documents.reading.rows import date_of, date_words
from documents.reading.search.address import FEED
from documents.reading.search.answering import Asked, of_search
from documents.reading.search.chips import chips
from documents.reading.search.matches import current
from documents.reading.search.page import labels_of
from documents.search.finding import Found, find
from documents.search.request import CHANGED, LAST_PAGE

SIZE = 50
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class News:
    """A document of the feed: when readers first saw it, and when its current version was published.

    The listing is one of `matches.current`: it tells number and digest of the version, too.
    """

    listing: Any
    first: datetime
    last: datetime


@of_search
def as_atom(asked: Asked) -> HttpResponse:
    """The feed of a search, fifty documents a page."""
    found = find(asked.index, replace(asked.request, sort=CHANGED), size=SIZE, facets=())
    return HttpResponse(atom(asked, found, list(news(found))), content_type=CONTENT_TYPE)


def news(found: Found) -> Iterator[News]:
    """The documents found with their moments in the chain: two queries."""
    listed = [listing for _, listing in current(found.hits)]
    kinds = (EntryKind.PUBLISHED, EntryKind.REINSTATED)
    entries = Entry.objects.filter(document__in=[each.pk for each in listed], kind__in=kinds)
    moments: dict[str, list[datetime]] = {}
    for ident, moment in entries.order_by("number").values_list("document", "moment"):
        moments.setdefault(ident, []).append(moment)
    for listing in listed:
        yield News(listing, moments[listing.pk][0], moments[listing.pk][-1])


def atom(asked: Asked, found: Found, shown: list[News]) -> bytes:
    """The feed as XML in UTF-8."""
    address, page = asked.address, asked.request.page
    root = ElementTree.Element("feed", {"xmlns": ATOM, f"{{{XML}}}lang": "en"})
    # One search has one feed, whatever page of it is read.
    add(root, "id", addresses.absolute(address.feed))
    add(root, "title", f"{_conditions(asked)} – {settings.SITE_NAME}")
    add(root, "subtitle", " ".join(asked.told))
    add(root, "updated", moment_text(max((each.last for each in shown), default=NEVER)))
    add(add(root, "author"), "name", settings.SITE_NAME)
    link(root, "alternate", address.without("view", "page"), type="text/html")
    for relation, number in _pages(page, found.total):
        link(root, relation, _at(asked, number), type="application/atom+xml")
    for each in shown:
        _entry(root, each)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _conditions(asked: Asked) -> str:
    """What is asked for, in a line."""
    of = [
        f"{chip.about}: {'not ' if chip.excluded else ''}{chip.value}"
        for chip in chips(asked.address, labels_of(asked.address, {}, asked.index.digest))
    ]
    return f"Documents ({'; '.join(of)})" if of else "Documents"


def _pages(page: int, count: int) -> Iterable[tuple[str, int]]:
    last = min(max(-(-count // SIZE), 1), LAST_PAGE)
    return [
        ("self", page),
        ("first", 1),
        *([("previous", min(page - 1, last))] if page > 1 else []),
        *([("next", page + 1)] if page < last else []),
        ("last", last),
    ]


def _at(asked: Asked, number: int) -> str:
    changes: dict[str, tuple[str, ...]] = {
        "sort": (),
        "view": (),
        "page": (str(number),) if number > 1 else (),
    }
    return asked.address.changed(changes, path=FEED)


def _entry(root: ElementTree.Element, news: News) -> None:
    listing = news.listing
    entry = add(root, "entry")
    add(entry, "id", tag(news))
    add(entry, "title", listing.title or "Untitled")
    add(entry, "updated", moment_text(news.last))
    add(entry, "published", moment_text(news.first))
    link(entry, "alternate", addresses.of_document(listing.pk), type="text/html")
    number = listing.version_number
    link(entry, "related", addresses.of_document(listing.pk, number), type="text/html", title="This version")
    if listing.type:
        add(entry, "category", term=listing.type)
    date = date_words(date_of(listing))
    words = date.new or date.words or date.as_written or "Undated"
    add(entry, "summary", f"{words}. Version {number}, SHA-256 {listing.version_digest}", type="text")


def tag(news: News) -> str:
    """The id of a document's entry for ever (RFC 4151): the archive's host, the first day, the public id."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{news.first:%Y-%m-%d}:document/{news.listing.pk}"

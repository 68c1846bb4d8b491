"""A search as data: `/documents.json` page by page; `/documents.csv`, `.ris` and `.bib` whole.

The whole of a result is streamed: which documents, and in which order, the index says once, at the beginning.
Each is written as it stands when its turn comes, so that what is cited is what readers see: its current
version, and nothing of one that was withdrawn in the meantime. At most MOST documents are given; the reply
says so.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import JsonResponse, StreamingHttpResponse

from documents.exchange import bibtex, overview
from documents.exchange import ris as ris_format
from documents.exchange.citations import Citation, citation_of, one_line
from documents.exchange.tables import csv_lines
from documents.models.listing import Listing
from documents.reading import addresses
from documents.reading.rows import date_of
from documents.reading.search.address import MOST
from documents.reading.search.answering import Asked, of_search
from documents.reading.search.facets import value_of
from documents.reading.search.matches import matches
from documents.reading.search.page import labels_of
from documents.reading.search.paging import beyond
from documents.reading.search.rows import where
from documents.search.counting import Counts, total
from documents.search.finding import find, idents
from documents.search.named import sought
from documents.search.query import in_words
from documents.search.request import LAST_PAGE, SIZE
from documents.search.slots import Held
from documents.search.snippets import Snippet
from documents.snapshot import Snapshot, load

AT_ONCE = 100
TOTAL, CUT = "X-Total-Count", "X-Cut-After"
_HARMLESS = str.maketrans("@{}", " ()")
NARROW = "Please narrow the search to have the others."


# --- JSON ---


@of_search
def as_json(asked: Asked) -> JsonResponse:
    """`/documents.json`: the page of a search, with the same facets; `Link` leads to the next page."""
    found = find(asked.index, asked.request)
    labelled = labels_of(asked.address, found.counts, asked.index.digest)
    wanted = sought(asked.request, asked.index.position.merged)
    response = JsonResponse(
        {
            "total": found.total,
            "hits": [_hit(listing, what.snippets) for _, listing, what in matches(found.hits, wanted)],
            "facets": {name: _facet(name, counts, asked, labelled) for name, counts in found.counts.items()},
            "understood": understood(asked, beyond(found.total, asked.request.page)),
        },
        json_dumps_params={"ensure_ascii": False},
    )
    if found.total > asked.request.page * SIZE and asked.request.page < LAST_PAGE:
        following = asked.address.changed({"page": (str(asked.request.page + 1),)}, path="/documents.json")
        response.headers["Link"] = f'<{addresses.absolute(following)}>; rel="next"'
    return response


def understood(asked: Asked, beyond: str) -> str:
    """The words as they were understood, what was left out, and what is said of a page that there is not."""
    words = f"{in_words(asked.request.tree)}." if asked.request.tree else ""
    return " ".join(filter(None, [words, *asked.told, beyond]))


def _hit(listing: Listing, snippets: Iterable[Snippet]) -> dict[str, Any]:
    return {
        "id": listing.pk,
        "title": listing.title,
        "date": date_of(listing).gregorian(),
        "type": listing.type,
        "snippets": [
            {
                "where": where(each.piece),
                "language": each.piece.language,
                "text": "".join(words for words, _ in each.turns),
                "matched": [words for words, is_match in each.turns if is_match],
            }
            for each in snippets
        ],
    }


def _facet(name: str, counts: Counts, asked: Asked, labelled: Any) -> list[dict[str, Any]]:
    values = (
        value_of(name, value, count, asked.address, labelled)
        for value, count in counts.items()
        if (name, value) in labelled
    )
    return [
        {"value": each.value, "label": each.label.text, "count": each.count, "selected": each.selected}
        for each in values
        if each.count or each.selected
    ]


# --- All that was found ---

Version = tuple[Snapshot, Citation]
Written = Callable[[Iterable[Version], Iterable[str]], Iterator[str]]
"""From versions, and from what is to be said of them at the end, to the text of a file, bit by bit."""


@of_search
def as_csv(asked: Asked) -> StreamingHttpResponse:
    """`/documents.csv`: a line for each document."""

    def written(found: Iterable[Version], told: Iterable[str]) -> Iterator[str]:
        rows = (overview.cells(*each) for each in found)
        return csv_lines(overview.COLUMNS, chain(rows, ([f"# {sentence}"] for sentence in told)))

    return _streamed(asked, "csv", "text/csv; charset=utf-8", written)


@of_search
def as_bib(asked: Asked) -> StreamingHttpResponse:
    """`/documents.bib`: an entry of BibTeX for each document."""

    def written(found: Iterable[Version], told: Iterable[str]) -> Iterator[str]:
        yield from (bibtex.bibtex(citation) for _, citation in found)
        # Outside of entries BibTeX reads nothing but the sign that begins one; others count braces.
        yield from (f"% {sentence.translate(_HARMLESS)}\n" for sentence in told)

    return _streamed(asked, "bib", bibtex.CONTENT_TYPE, written)


@of_search
def as_ris(asked: Asked) -> StreamingHttpResponse:
    """`/documents.ris`: a record of RIS for each document."""

    def written(found: Iterable[Version], told: Iterable[str]) -> Iterator[str]:
        yield from (ris_format.ris(citation) for _, citation in found)
        # RIS knows no comments; what stands after the end of the last record belongs to none.
        yield from (f"# {sentence}\r\n" for sentence in told)

    return _streamed(asked, "ris", ris_format.CONTENT_TYPE, written)


def _streamed(asked: Asked, form: str, content_type: str, written: Written) -> StreamingHttpResponse:
    """What was found; if it is not all, a header and a sentence at the end say so."""
    found = idents(asked.index, asked.request, MOST)
    count = total(asked.index, asked.request)
    told, is_cut = asked.told, count > len(found)
    if is_cut:
        told = [*told, f"The first {len(found)} of {count} documents. {NARROW}"]
    gone: list[str] = []
    at_the_end = chain(told, _missed(gone))
    # The place among the searches is given back before the first line: a slow reader keeps no search waiting.
    pieces = Held(written(versions(found, gone), map(one_line, at_the_end)))
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="documents.{form}"'
    response.headers[TOTAL] = str(count)
    if is_cut:
        response.headers[CUT] = str(len(found))
    return response


def _missed(gone: list[str]) -> Iterator[str]:
    """What is said at the end, when it is known."""
    if gone:
        some = (
            f"{len(gone)} of the documents found were" if len(gone) > 1 else "One of the documents found was"
        )
        yield f"{some} withdrawn and left out while this list was written."


def versions(found: list[str], gone: list[str]) -> Iterator[Version]:
    """The current versions of these documents, in this order; those that readers see no more go to `gone`."""
    rows = Listing.objects.select_related("version")
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        listed = rows.in_bulk(some)
        gone += (ident for ident in some if ident not in listed)
        yield from (_version(listed[ident]) for ident in some if ident in listed)


def _version(listing: Listing) -> Version:
    version = listing.version
    snapshot = load(version.content)
    address = addresses.absolute(addresses.of_document(listing.pk, version.number))
    return snapshot, citation_of(
        snapshot,
        version=version.number,
        digest=version.digest,
        address=address,
        archive=settings.SITE_NAME,
    )

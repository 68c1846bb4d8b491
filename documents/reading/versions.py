"""The versions of a document: when each was published, why, and what changed in it, told in words."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from documents import comparison
from documents.models.version import Version
from documents.reading import addresses
from documents.reading.asked import Asked, of_readers
from documents.reading.caching import etag, kept, revalidated
from documents.reading.page import title_of
from documents.reading.paging import Page, page_of
from documents.reading.standing import PublishedVersion, Standing
from documents.snapshot import Snapshot, load

# Each version of a page is compared with the one before, so a page is no longer than can be told at once.
SIZE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What changed from one version to another, in words; or whether only names are what they were not."""

    changed: tuple[str, ...]
    only_names: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One version of the list; `before` is the one it is compared with, where there is one to be read."""

    version: PublishedVersion
    is_current: bool
    address: str = ""
    before: PublishedVersion | None = None
    told: Told | None = None
    comparison: str = ""
    comparison_with_current: str = ""


@of_readers
def versions(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """`/documents/<id>/versions/`: all versions, also those that cannot be read any more."""
    # All that stands there comes from the document's own versions: what else is published changes nothing.
    tag = etag("versions", asked.standing, request.get_full_path())
    return revalidated(request, tag, lambda: kept.get(tag, lambda: _versions(request, asked)))


def _versions(request: HttpRequest, asked: Asked) -> HttpResponse:
    document, page = asked.standing.document, page_of(asked.standing.versions[::-1], request, size=SIZE)
    context = {
        "title": title_of(load(asked.content()).document),
        "standing": asked.standing,
        "address": addresses.of_document(document),
        "page": page,
        "lines": lines(asked.standing, page),
        "former": asked.standing.before(asked.version.number),
    }
    return render(request, "reading/document_versions.html", context)


def lines(standing: Standing, page: Page) -> list[Line]:
    """The versions of one page of the list. One query."""
    before = {each: standing.before(each.number) for each in page.rows if each.is_readable}
    compared = [(first, then) for then, first in before.items() if first]
    snapshots = snapshots_of(standing.document, {each.number for pair in compared for each in pair})
    told = {then: told_of(snapshots[first.number], snapshots[then.number]) for first, then in compared}
    return [_line(standing, each, before.get(each), told.get(each)) for each in page.rows]


def _line(
    standing: Standing, version: PublishedVersion, before: PublishedVersion | None, told: Told | None
) -> Line:
    document, number, current = standing.document, version.number, standing.current
    if not version.is_readable or current is None:
        return Line(version, is_current=False)
    return Line(
        version=version,
        is_current=version == current,
        address=addresses.of_document(document, number),
        before=before,
        told=told,
        comparison=addresses.of_comparison(document, before.number, number) if before else "",
        comparison_with_current=addresses.of_comparison(document, number, current.number)
        if version != current
        else "",
    )


def snapshots_of(document: str, numbers: set[int]) -> dict[int, Snapshot]:
    """What these versions of a document hold, by number. One query, none for no version."""
    found = Version.objects.filter(document=document, number__in=numbers)
    return {number: load(content) for number, content in found.values_list("number", "content")}


def told_of(before: Snapshot, after: Snapshot) -> Told:
    """What changed between two versions, for one who reads the list of them."""
    words = comparison.in_words(comparison.compare(before, after))
    return Told(tuple(words), only_names=not words and before.names != after.names)

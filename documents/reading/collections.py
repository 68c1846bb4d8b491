"""Source collections: what of a printed collection is here, by its own numbers."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from documents.models.listing import Listing, ListingName, ListingNameQuerySet
from documents.reading.authorities import Found, find
from documents.reading.caching import by_clock
from documents.reading.paging import page_of
from documents.reading.records import index_page, record_page
from documents.reading.rows import Row, row_of, rows_of
from documents.reading.vocabulary import type_labels
from documents.reading.wording import phrase
from places.words import normalised

SIZE = 100


@require_safe
@by_clock
def collections(request: HttpRequest) -> HttpResponse:
    """`/collections/`"""
    return index_page(request, "collection", "reading/collections.html")


@require_safe
@by_clock
def collection(request: HttpRequest, ident: str) -> HttpResponse:
    """`/collections/<id>/`; `?number=` leads to that number, so that looking up works without script."""
    if number := request.GET.get("number", "").strip():
        return redirect(number_address(find("collection", ident), number))
    return record_page(request, "collection", ident, collection_facts)


def collection_facts(found: Found, request: HttpRequest) -> dict[str, Any]:
    """The bibliographic description, and the documents in the order of their numbers."""
    page = page_of(_printed(found).select_related("listing").in_order_of_number(), request, size=SIZE)
    return {"page": page, "rows": _rows(page.rows)}


@require_safe
@by_clock
def concordance(request: HttpRequest, ident: str, number: str) -> HttpResponse:
    """`/collections/<id>/<number>/`: the document printed there under it; of several, a list; else 404."""
    found, number = find("collection", ident), normalised(number).strip()
    if found.record.pk != ident:
        return redirect(number_address(found, number), permanent=True)
    rows = _rows(_printed(found).filter(number=number).select_related("listing").in_order_of_number())
    if len(rows) == 1:
        return redirect(rows[0].address)
    context = {
        "name": phrase(found.record.name, found.record.language),
        "address": found.address,
        "number": number,
        "rows": rows,
    }
    if rows:
        return render(request, "reading/concordance.html", context)
    context["referring"] = rows_of(_referring(found, number))
    return render(request, "reading/concordance_missing.html", context, status=404)


def number_address(found: Found, number: str) -> str:
    """The permanent address of a number in a collection, whatever characters the number has."""
    return f"{found.address}{quote(number, safe='/')}/"


def _printed(found: Found) -> ListingNameQuerySet:
    return ListingName.objects.of("collection", found.idents, "printed").in_sources()


def _referring(found: Found, number: str) -> Any:
    """Documents that refer to a number which is not here."""
    references = ListingName.objects.of("collection", found.idents, "referred").filter(number=number)
    return Listing.objects.sources().filter(pk__in=references.values("listing")).in_order()[:SIZE]


def _rows(names: Any) -> list[Row]:
    labels = type_labels()
    return [row_of(name.listing, labels, name.number) for name in names]

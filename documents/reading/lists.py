"""The list of documents, by date, which readers narrow by period and type."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models.listing import Listing
from documents.reading.caching import by_clock
from documents.reading.filters import PARAMETERS, DocumentFilter
from documents.reading.paging import page_of
from documents.reading.rows import rows_of
from documents.reading.vocabulary import type_labels


@require_safe
@by_clock
def documents(request: HttpRequest) -> HttpResponse:
    """`/documents/`: what readers can see; 400 with a message beside the field that cannot be read."""
    labels = type_labels()
    chosen = DocumentFilter(request.GET, Listing.objects.sources(), labels)
    readable = chosen.is_valid()
    context: dict[str, Any] = {"form": chosen.form, "types": chosen.type_values()}
    if readable:
        page = page_of(chosen.narrowed().in_order(), request, keep=PARAMETERS)
        context |= {"page": page, "rows": rows_of(page.rows, labels), "undated": undated(chosen)}
    return render(request, "reading/documents.html", context, status=200 if readable else 400)


def undated(chosen: DocumentFilter) -> int:
    """How many documents a period leaves out only because nobody knows their date."""
    if not chosen.has_period:
        return 0
    types = chosen.form.cleaned_data["type"]
    return chosen.filters["type"].filter(chosen.queryset.undated(), types).count()

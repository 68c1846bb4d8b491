"""What is said after a document was saved, and where the editor goes on."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from documents import history, review
from documents.desk import mending
from documents.desk.standing import revision_of
from documents.models import Document


def tell(desk: Any, request: HttpRequest, document: Document, *, new: bool) -> None:
    """Says which revision was made, and how much the checks want mended before it is published."""
    saved = "Saved as a draft" if new else "Saved"
    name = "" if "_continue" in request.POST else f": “{document}”"
    desk.message_user(request, f"{saved}{name}. This is revision {revision_of(document)}.", messages.SUCCESS)
    if sentence := mending.blocking(review.findings(history.snapshot(document.pk))):  # type: ignore[arg-type]  # it is there
        desk.message_user(request, sentence, messages.WARNING)


def onwards(desk: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """To the form again, to an empty one, or back to the list, as the button says."""
    if "_continue" in request.POST:
        name, args = "change", [document.pk]
    elif "_addanother" in request.POST:
        name, args = "add", []
    else:
        return desk.response_post_save_change(request, document)
    filters = {"preserved_filters": desk.get_preserved_filters(request), "opts": desk.opts}
    address = reverse(f"admin:documents_document_{name}", args=args)
    return HttpResponseRedirect(add_preserved_filters(filters, address))

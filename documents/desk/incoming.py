"""What a file says anew of a document that editors have changed: compared, and taken over as one chooses."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from documents import history
from documents.desk import conflict
from documents.exchange.importing import incoming
from documents.models import Document

NOTHING = "No file says anything else of this document than what was imported or decided."


def shown(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """`/admin/documents/document/<id>/incoming/`: the file and the desk, field by field, to choose from.

    The choices go where those between two editors go, and are saved as one revision.
    """
    document = desk.get_object(request, object_id)
    if document is None:
        raise Http404
    if not desk.has_change_permission(request, document):
        raise PermissionDenied
    waits, last = incoming.waiting_for(document.pk), history.latest(Document.kind, document.pk)
    if waits is None or last is None:
        messages.info(request, NOTHING)
        return HttpResponseRedirect(reverse("admin:documents_document_change", args=[document.pk]))
    met = conflict.Conflict(
        document=document.pk,
        user=request.user.pk,  # type: ignore[arg-type]  # who is here is logged in
        base=waits.imported.revision,
        theirs=last.number,
        mine=incoming.content_of(waits),
        reason=f"Compared with {waits.file}" if waits.file else "Compared with the file",
        incoming=waits.pk,
        seal=incoming.seal_of(waits),
    )
    return conflict.page(desk, request, met, {})

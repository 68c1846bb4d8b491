"""What a file says anew of what editors have changed: compared, and taken over as one chooses."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from documents import history
from documents.desk import conflict, meeting
from documents.exchange.importing import incoming
from documents.merges import MODELS
from documents.models import Document

NOTHING = "No file says anything else of this {} than what was imported or decided."


def shown(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """`/admin/documents/document/<id>/incoming/`: the file and the desk, field by field, to choose from.

    The choices go where those between two editors go, and are saved as one revision.
    """
    found = desk.get_object(request, object_id)
    if found is None:
        raise Http404
    if not desk.has_change_permission(request, found):
        raise PermissionDenied
    return _page(desk, request, Document.kind, found.pk)


def record(site: Any, request: HttpRequest, kind: str, ident: str) -> HttpResponse:
    """`/admin/import/compare/<kind>/<id>/`: the same of a person, body, place, repository or collection.

    POST of the choices saves, once.
    """
    if kind not in MODELS:
        raise Http404
    desk = site.get_model_admin(MODELS[kind])
    found = desk.get_object(request, ident)
    if found is None:
        raise Http404
    if not desk.has_change_permission(request, found):
        raise PermissionDenied
    if request.method == "POST":
        return conflict.decide(desk, request, conflict.opened(request, ident, kind))
    return _page(desk, request, kind, ident)


def _page(desk: Any, request: HttpRequest, kind: str, ident: str) -> HttpResponse:
    waits, last = incoming.waiting_for(ident, kind), history.latest(kind, ident)
    if waits is None or last is None:
        messages.info(request, NOTHING.format(meeting.model_of(kind)._meta.verbose_name))
        return HttpResponseRedirect(meeting.address_of(kind, ident))
    met = conflict.Conflict(
        record=ident,
        user=request.user.pk,  # type: ignore[arg-type]  # who is here is logged in
        base=waits.imported.revision,
        theirs=last.number,
        mine=incoming.content_of(waits),
        reason=f"Compared with {waits.file}" if waits.file else "Compared with the file",
        incoming=waits.pk,
        seal=incoming.seal_of(waits),
        kind=kind,
    )
    return conflict.page(desk, request, met, {})

"""The preview: the public page of what is typed, or of what the desk holds. It reads, and saves nothing.

What is typed becomes a snapshot without touching a table, so there is nothing to take back afterwards.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import checks, history
from documents.desk import sections
from documents.desk import typed as typed_form
from documents.models import Document
from documents.snapshot import Snapshot


def address(document: Document | None) -> str:
    """Where a preview of this document, or of a new one, is shown."""
    if document is None:
        return reverse("admin:documents_document_preview_new")
    return reverse("admin:documents_document_preview", args=[document.pk])


def shown(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """GET: the document as it stands on the desk. POST: as it is typed into its form."""
    document = get_object_or_404(Document, pk=object_id)
    if request.method == "POST":
        return typed(desk, request, document)
    if not desk.has_view_permission(request, document):
        raise PermissionDenied
    return page(desk, request, history.snapshot(object_id), [], document)  # type: ignore[arg-type]


def typed(desk: Any, request: HttpRequest, document: Document | None = None) -> HttpResponse:
    """The public page of what the form says, as far as it can be understood, and what has to be mended."""
    allowed = desk.has_change_permission(request, document) if document else desk.has_add_permission(request)
    if not allowed:
        raise PermissionDenied
    names = [name for _, options in desk.fieldsets for line in options["fields"] for name in line]
    form = desk.get_form(request, document, change=bool(document), fields=names)(
        request.POST, request.FILES, instance=document
    )
    formsets, _ = desk._create_formsets(request, form.instance, change=bool(document))
    form.is_valid()
    all_valid(formsets)
    return page(desk, request, typed_form.snapshot(form, formsets), sections.faults(form, formsets), document)


def page(
    desk: Any, request: HttpRequest, snapshot: Snapshot, faults: list[Any], document: Document | None
) -> HttpResponse:
    """The reading page of a snapshot, marked as a preview, with what the checks find."""
    context = {
        "public": snapshot.public(),
        "faults": faults,
        "findings": checks.check(snapshot),
        "document": document,
        "may_change": document is not None and desk.has_change_permission(request, document),
    }
    reply = TemplateResponse(request, "desk/preview.html", context)
    reply.headers["Cache-Control"] = "private, no-store"
    return reply

"""The preview: the public page of what is typed, or of what the desk holds. It reads, and saves nothing.

What is typed becomes a snapshot without touching a table, so there is nothing to take back afterwards.
"""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from documents import history, review, rights
from documents.desk import mending, sections
from documents.desk import typed as typed_form
from documents.desk.standing import next_version
from documents.models import Document, Version
from documents.reading.page import Page, page_of
from documents.reading.standing import PublishedVersion, Standing
from documents.reading.surroundings import around
from documents.snapshot import Snapshot, digest


def address(document: Document | None) -> str:
    """Where a preview of this document, or of a new one, is shown."""
    if document is None:
        return reverse("admin:documents_document_preview_new")
    return reverse("admin:documents_document_preview", args=[document.pk])


def shown(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """GET: the document as it stands on the desk, or at one of its revisions. POST: as it is typed."""
    document = get_object_or_404(Document, pk=object_id)
    if request.method == "POST":
        return typed(desk, request, document)
    if not desk.has_view_permission(request, document):
        raise PermissionDenied
    return page(desk, request, _asked(desk, request, document), [], document)


def _asked(desk: Any, request: HttpRequest, document: Document) -> Snapshot:
    """The revision that the address names, for those who may see the history; without one, the last."""
    number = request.GET.get("revision", "")
    if not number:
        return history.snapshot(document.pk)  # type: ignore[return-value]  # it is there
    if not desk.may_see_history(request, document):
        raise PermissionDenied
    numbered = number.isascii() and number.isdigit() and len(number) < 10
    found = history.snapshot(document.pk, at=int(number)) if numbered else None
    if found is None or not history.revisions(document.pk).filter(number=int(number)).exists():
        raise Http404
    return found


def typed(desk: Any, request: HttpRequest, document: Document | None = None) -> HttpResponse:
    """The public page of what the form says, as far as it can be understood, and what has to be mended."""
    allowed = desk.has_change_permission(request, document) if document else desk.has_add_permission(request)
    if not allowed:
        raise PermissionDenied
    form, formsets, _ = typed_form.sent(desk, request, document)
    return page(desk, request, typed_form.snapshot(form, formsets), sections.faults(form, formsets), document)


def page(
    desk: Any, request: HttpRequest, snapshot: Snapshot, faults: list[Any], document: Document | None
) -> HttpResponse:
    """The reading page of a snapshot, marked as a preview, with what the checks find."""
    public = snapshot.public()
    told = {fault.sentence for fault in faults}
    findings = [finding for finding in review.findings(snapshot) if finding.sentence not in told]
    may_change = document is not None and desk.has_change_permission(request, document)
    version = _as_if_published(public)
    context = {
        "page": _with_images_of_the_desk(page_of(public, version, around(public.document))),
        "standing": Standing(version.document, (version,)),
        "is_current": True,
        "faults": faults,
        "findings": mending.with_places(findings),
        "document": document,
        "may_change": may_change,
        "form_address": _form(document) if document and may_change and _is_as_saved(request) else "",
        "not_yours": "" if may_change or not document else _not_yours(desk, request, document),
    }
    return TemplateResponse(request, "desk/preview.html", context)


def _is_as_saved(request: HttpRequest) -> bool:
    """Whether the form would show the same: neither what is only typed, nor an earlier revision."""
    return request.method == "GET" and not request.GET.get("revision")


def _form(document: Document) -> str:
    return reverse("admin:documents_document_change", args=[document.pk])


def _not_yours(desk: Any, request: HttpRequest, document: Document) -> str:
    """Why somebody who changes documents cannot change this one; "" for who changes none."""
    if not desk.has_change_permission(request):
        return ""
    if rights.was_purged(document.pk):
        return "Purged: its content and history are gone, and nothing can be entered in it again."
    first = history.revisions(document.pk).filter(number=1).select_related("user").first()
    by = first.user if first and first.user else "somebody else"
    return f"You can change only documents that you entered; this one was entered by {by}."


def _as_if_published(public: Snapshot) -> PublishedVersion:
    document = public.document.public_id
    numbers = Version.objects.filter(document=document).values_list("number", flat=True)
    return PublishedVersion(
        document=document,
        number=next_version(tuple(numbers)),
        moment=timezone.now(),
        note="",
        digest=digest(public.to_json()),
    )


def _with_images_of_the_desk(page: Page) -> Page:
    """Readers get images with a published version; editors get them at once."""
    images = (replace(each, path=_desk_address(each.path)) for each in page.facsimiles)
    return replace(page, facsimiles=tuple(images))


def _desk_address(path: str) -> str:
    return reverse("admin:documents_document_image", args=[path.rstrip("/").rpartition("/")[2]])

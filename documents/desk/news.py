"""The page “Since you last looked”, and its buttons. What is news is in documents/desk/looks.py."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.desk import looks
from documents.reading.paging import page_of
from places.register import is_well_formed
from places.revisions import Revision

ON_A_PAGE = 20


def shown(desk: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/news/`: the documents that others have changed, the newest first."""
    _require(request)
    page = page_of(looks.by_document(request.user), request, size=ON_A_PAGE)
    context = {
        **desk.each_context(request),
        "title": "Since you last looked",
        "page": page,
        "news": looks.news_of(request.user, page.rows),
        # What is saved while this page is read has not been seen.
        "until": Revision.objects.aggregate(last=Max("pk"))["last"] or 0,
        "since": request.user.date_joined,  # type: ignore[union-attr]  # logged in
    }
    return TemplateResponse(request, "desk/news.html", context)


def seen(desk: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/news/seen/`: notes what has been seen, and leads back."""
    _require(request)
    until = request.POST.get("until", "")
    if _is_number(until):
        count = looks.see_all(request.user, int(until))
    else:
        count = looks.see(request.user, asked(request.POST.getlist("seen")))
    messages.success(request, f"{count} document{'' if count == 1 else 's'} noted as seen.")
    return HttpResponseRedirect(reverse("admin:news"))


def asked(values: list[str]) -> dict[str, int]:
    """Document → revision of values such as `b9qjw4z0:7`; what is not one is left out."""
    pairs = (value.rpartition(":") for value in values[: 5 * ON_A_PAGE])
    return {
        document: int(number)
        for document, _, number in pairs
        if is_well_formed(document) and _is_number(number)
    }


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 15


def _require(request: HttpRequest) -> None:
    if not looks.may_look(request.user):
        raise PermissionDenied

"""What a visitor sees when a request cannot be served."""

import sys
from typing import Any
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views import csrf, defaults

from archive import listening

RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 and "try again" when the database was busy, full or away, else 500.

    Django calls this while the failure is being handled, so the failure can be looked at.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = loader.render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return defaults.server_error(request)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 to who may not see or do this; the audit log keeps who was refused what."""
    listening.note_refusal(request)
    return defaults.permission_denied(request, exception)


def log_in_ended(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form of the desk that comes without a log-in. The page holds all that was typed.

    Going back would not do: the desk's pages are kept nowhere, so the browser would load the form anew,
    without the rows that were added in it.
    """
    return render(request, "desk/log_in_ended.html", _typed(request), status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without a valid token. One of our own can be sent again, with all that it holds.

    It is one of our own if the browser says so: no page elsewhere can set the Origin header.
    """
    listening.note_refusal(request, "a form without a valid token")
    ours = urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    if not (ours and request.POST) or any("password" in name for name in request.POST):
        return csrf.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return log_in_ended(request)
    return render(request, "desk/send_again.html", _typed(request), status=403)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What the form holds, but for its token and for passwords, which stand in no page."""
    typed = [
        (name, words)
        for name, every in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for words in every
    ]
    return {"typed": typed, "files_lost": bool(request.FILES)}

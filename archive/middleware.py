"""What is done for every request and every reply, and nowhere else."""

import time
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views import defaults

Handler = Callable[[HttpRequest], HttpResponse]

QUERY_LENGTH = 2000
DESK = "/admin/"
VISIT_SECONDS = 600

# What a page may load, and from where. Nothing inline, nothing from other hosts.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# The desk shows a preview of the page inside its form.
POLICY_OF_THE_DESK = POLICY | {"frame-src": "'self'", "frame-ancestors": "'self'"}

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def written(policy: dict[str, str]) -> str:
    """Return a policy as the value of a Content-Security-Policy header."""
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


PUBLIC_HEADERS = {
    "Content-Security-Policy": written(POLICY),
    "Permissions-Policy": PERMISSIONS,
    "Cache-Control": "no-cache",
}
DESK_HEADERS = {
    "Content-Security-Policy": written(POLICY_OF_THE_DESK),
    "Permissions-Policy": PERMISSIONS,
    "Cache-Control": "private, no-store",
    "X-Frame-Options": "SAMEORIGIN",
}


def protect(get_response: Handler) -> Handler:
    """Put the protecting headers on every reply; a view that sets one itself keeps its own."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        headers = DESK_HEADERS if request.path_info.startswith(DESK) else PUBLIC_HEADERS
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return handle


def keep_logged_in(get_response: Handler) -> Handler:
    """Let a log-in last SESSION_COOKIE_AGE from the last visit to the desk.

    Visits are written down every ten minutes at most. Only who is logged in has a session; readers get
    no cookie.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DESK) and request.user.is_authenticated:
            now = int(time.time())
            came = request.user.last_login.timestamp() if request.user.last_login else 0
            if now - request.session.get("last_visit", came) >= VISIT_SECONDS:
                request.session["last_visit"] = now
        return get_response(request)

    return handle


def refuse_unreadable_addresses(get_response: Handler) -> Handler:
    """Answer 400 to an address with NUL, with bytes that are not UTF-8, or with an endless query."""

    def handle(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "").encode("latin-1")
        if len(query) <= QUERY_LENGTH and readable(query) and readable(request.path_info.encode()):
            return get_response(request)
        # Answered, not raised: such addresses come by the thousand and are worth one line in the log.
        return defaults.bad_request(request, BadRequest("unreadable address"))

    return handle


def readable(address: bytes) -> bool:
    """Tell whether a percent-encoded address is UTF-8 without NUL."""
    try:
        return "\0" not in unquote_to_bytes(address).decode()
    except UnicodeDecodeError:
        return False

"""Replies that browsers keep and ask about each time: 304 while nothing has changed, at once new when it has.

The ETag of a page is made of the archive's public clock (the number of the last entry of the chain) and of
the edition of the software, with whatever else tells two replies apart. The clock is read before anything
else: a reply can only be newer than its ETag says, never older.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, wraps
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from documents.chain import clock
from documents.reading.demonstration import is_demonstration

SOURCES = {
    "templates": ("*.html", "*.jinja", "*.txt"),
    "archive": ("*.py", "*.css", "*.js", "*.woff2"),
    "documents": ("*.py",),
    "people": ("*.py",),
    "places": ("*.py",),
    "locale": ("*.mo",),
}


@lru_cache(maxsize=1)
def edition() -> str:
    """The template version: a digest of all that makes a page besides the data, taken once in each process.

    It covers templates, programs, styles and fonts, Django's version, and the archive's name and address.
    """
    found = sha256(repr((django.VERSION, settings.SITE_NAME, settings.SITE_URL)).encode())
    for folder, patterns in SOURCES.items():
        files = {path for pattern in patterns for path in Path(settings.BASE_DIR, folder).rglob(pattern)}
        for path in sorted(files):
            found.update(str(path.relative_to(settings.BASE_DIR)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def etag(*facts: object) -> str:
    """A strong ETag of these facts, of the edition, and of whether pages must say that all is fictional."""
    return f'"{sha256(repr((*facts, edition(), is_demonstration())).encode()).hexdigest()[:32]}"'


def revalidated(request: HttpRequest, tag: str, respond: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """304 if the reader has the reply with this ETag, else what `respond` gives, with the ETag.

    `If-None-Match: *` means any reply, so it is asked first whether there is one (RFC 9110, 13.1.2).
    """
    any_reply = request.headers.get("If-None-Match", "").strip() == "*"
    held = None if any_reply else get_conditional_response(request, etag=tag)
    response = held or respond()
    if any_reply and response.status_code == HTTPStatus.OK:
        response = HttpResponseNotModified()
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    return response


class Kept:
    """The pages rendered last, in this process, by their ETag: whoever has the ETag has the page.

    At most `room` bytes are kept; what was not asked for the longest time goes first.
    """

    def __init__(self, room: int) -> None:
        self.room, self.used = room, 0
        self.pages: OrderedDict[str, bytes] = OrderedDict()
        self.lock = Lock()

    def get(self, tag: str, render: Callable[[], HttpResponse]) -> HttpResponse:
        """The page with this ETag, rendered if it is not kept."""
        if held := self.find(tag):
            return held
        response = render()
        self.put(tag, response)
        return response

    def find(self, tag: str) -> HttpResponse | None:
        """The page with this ETag, if it is kept."""
        with self.lock:
            if tag not in self.pages:
                return None
            self.pages.move_to_end(tag)
            return HttpResponse(self.pages[tag])

    def put(self, tag: str, response: HttpResponse) -> None:
        """Keeps the page with this ETag."""
        with self.lock:
            self._put(tag, response.content)

    def _put(self, tag: str, page: bytes) -> None:
        self.used += len(page) - len(self.pages.pop(tag, b""))
        self.pages[tag] = page
        while self.used > self.room:
            _, oldest = self.pages.popitem(last=False)
            self.used -= len(oldest)


kept = Kept(room=16 * 1024 * 1024)


def by_clock(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view whose reply depends on the archive as a whole: a list, or the page of a person."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tag = etag(clock(), request.get_full_path())
        return revalidated(request, tag, lambda: view(request, *args, **kwargs))

    return asked

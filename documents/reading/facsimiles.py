"""Page images: read with the version that names them, and gone with it."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from documents.reading.caching import revalidated
from documents.reading.views import Asked, of_readers
from documents.snapshot import load

FOLDER = "facsimiles"
MEDIA_TYPES = {"image/jpeg", "image/png", "image/webp"}


@of_readers
def image(request: HttpRequest, asked: Asked, image: str) -> HttpResponseBase:
    """`/documents/<id>/v2/facsimiles/<SHA-256>`: 404 for an image that this version does not name."""
    rows = [row for row in load(asked.content()).document.facsimiles if row.image == image]
    file = Path(settings.DATA_DIR, FOLDER, image)
    if not rows or rows[0].media_type not in MEDIA_TYPES or not file.is_file():
        raise Http404("This version names no such image.")
    # The name of the image is the digest of its bytes, so it serves as ETag.
    return revalidated(
        request, f'"{image}"', lambda: FileResponse(file.open("rb"), content_type=rows[0].media_type)
    )

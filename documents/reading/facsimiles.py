"""Page images: read with the version that names them, and gone with it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from documents import facsimiles
from documents.reading.asked import Asked, of_readers
from documents.reading.caching import revalidated
from documents.snapshot import load

MEDIA_TYPES = {"image/jpeg", "image/png", "image/webp"}


@of_readers
def image(request: HttpRequest, asked: Asked, image: str) -> HttpResponseBase:
    """`/documents/<id>/v2/facsimiles/<SHA-256>`: 404 for an image that this version does not name, or whose
    bytes are not those that were published.
    """
    rows = [row for row in load(asked.content()).document.facsimiles if row.image == image]
    if not rows or rows[0].media_type not in MEDIA_TYPES:
        raise Http404("This version names no such image.")
    # The name of the image is the digest of its bytes, so it serves as ETag.
    return revalidated(request, f'"{image}"', lambda: _reply(image, rows[0].media_type))


def _reply(image: str, media_type: str) -> FileResponse:
    try:
        return FileResponse(facsimiles.read(image), content_type=media_type)
    except facsimiles.Unfit as unfit:
        raise Http404(f"The image {unfit}.") from unfit

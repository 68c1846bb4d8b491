"""Page images: checked by what they are, kept under the SHA-256 of their bytes in DATA_DIR/facsimiles."""

import os
import tempfile
import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest
from PIL import Image

from documents.models import Facsimile

LARGEST = 10 * 1024 * 1024
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class PageImage:
    """An image that was looked at: its bytes, what they are, how large."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """The SHA-256 of the bytes: the image's name for ever."""
        return sha256(self.content).hexdigest()


def inspect(upload: Any) -> PageImage:
    """What an uploaded file holds. Raises ValidationError unless it is a JPEG, PNG or WebP up to 10 MB."""
    if upload.size > LARGEST:
        raise ValidationError(
            f"“{upload.name}” is larger than 10 MB. Please save the image in a smaller size."
        )
    content = upload.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=list(TYPES)) as image:
                image.load()
                return PageImage(content, TYPES[image.format or ""], *image.size)
    except Exception as error:  # Pillow raises whatever its decoders raise
        raise ValidationError(f"“{upload.name}” is not a whole JPEG, PNG or WebP image.") from error


def folder() -> Path:
    """Where the images lie."""
    return Path(settings.DATA_DIR) / "facsimiles"


def shown(desk: Any, request: HttpRequest, name: str) -> FileResponse:
    """The image of a row on the desk, for those who may see documents there."""
    row = Facsimile.objects.filter(image=name).first()
    if not desk.has_view_permission(request):
        raise PermissionDenied
    if row is None or not (folder() / row.image).is_file():
        raise Http404("There is no such image on the desk.")
    return FileResponse((folder() / row.image).open("rb"), content_type=row.media_type)


def keep(image: PageImage) -> None:
    """Writes the bytes so that they are on the disk before the row that names them is committed."""
    target = folder() / image.name
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as half:
        half.write(image.content)
        half.flush()
        os.fsync(half.fileno())
    os.replace(half.name, target)

"""Page images on the desk: checked by what they are when they come in, shown to those who work there."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest

from documents import facsimiles
from documents.facsimiles import LARGEST
from documents.models import Facsimile

WEEK = 7 * 24 * 3600


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
        return facsimiles.name_of(self.content)


def inspect(upload: Any) -> PageImage:
    """What an uploaded file holds. Raises ValidationError unless it is a JPEG, PNG or WebP up to 10 MB."""
    if upload.size > LARGEST:
        raise ValidationError(
            f"“{upload.name}” is larger than 10 MB. Please save the image in a smaller size."
        )
    content = upload.read()
    try:
        return PageImage(content, *facsimiles.looked_at(content))
    except facsimiles.Unfit as unfit:
        raise ValidationError(f"“{upload.name}” {unfit}.") from unfit


def let_wait(page_image: PageImage) -> None:
    """Lays an image aside for a form that was refused; those of forms given up a week ago are removed."""
    folder = _waiting_room()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / page_image.name).write_bytes(page_image.content)
    for each in folder.iterdir():
        if each.stat().st_mtime < time.time() - WEEK:
            each.unlink(missing_ok=True)


def waiting(name: str) -> PageImage | None:
    """The image that waits under this name, looked at anew, or None."""
    if not facsimiles.NAME.fullmatch(name) or not (_waiting_room() / name).is_file():
        return None
    found = inspect(ContentFile((_waiting_room() / name).read_bytes(), "The image"))
    return found if found.name == name else None


def _waiting_room() -> Path:
    return Path(settings.DATA_DIR) / "facsimiles-waiting"


def shown(desk: Any, request: HttpRequest, name: str) -> FileResponse:
    """The image of a row on the desk, for those who may see documents there."""
    row = Facsimile.objects.filter(image=name).first()
    if not desk.has_view_permission(request):
        raise PermissionDenied
    if row is None:
        raise Http404("There is no such image on the desk.")
    try:
        return FileResponse(facsimiles.read(row.image), content_type=row.media_type)
    except facsimiles.Unfit as unfit:
        raise Http404(f"The image {unfit}.") from unfit

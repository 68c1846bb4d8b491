"""Page images on the disk: each lies in DATA_DIR/facsimiles and is named by the SHA-256 of its bytes."""

import os
import re
import tempfile
import warnings
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from PIL import Image

NAME = re.compile(r"[0-9a-f]{64}")
LARGEST = 10 * 1024 * 1024
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class Unfit(Exception):
    """There is no such image, or it is not what its name says; the message follows on “the image …”."""


def folder() -> Path:
    """Where the images lie."""
    return Path(settings.DATA_DIR) / "facsimiles"


def name_of(content: bytes) -> str:
    """The name of the image that has these bytes."""
    return sha256(content).hexdigest()


def looked_at(content: bytes) -> tuple[str, int, int]:
    """Media type, width and height of an image, which is read to its end. Raises Unfit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=list(TYPES)) as image:
                image.load()
                return TYPES[image.format or ""], *image.size
    except Exception as error:  # Pillow raises whatever its decoders raise
        raise Unfit("is not a whole JPEG, PNG or WebP image") from error


def keep(content: bytes) -> str:
    """Writes the image before the row that names it is committed, and gives its name."""
    name = name_of(content)
    try:
        read(name).close()
    except Unfit:
        _write(content, folder() / name)
    return name


def read(name: str) -> BinaryIO:
    """The open file of an image whose bytes are those that it is named after. Raises Unfit."""
    try:
        file = (folder() / name).open("rb")
    except FileNotFoundError as error:
        raise Unfit("is missing") from error
    except OSError as error:
        raise Unfit("cannot be read") from error
    if file_digest(file, "sha256").hexdigest() != name:
        file.close()
        raise Unfit("does not fit its name, so it was altered")
    file.seek(0)
    return file


def remove(name: str) -> None:
    """Takes the image from the disk, if it is there."""
    if NAME.fullmatch(name):
        (folder() / name).unlink(missing_ok=True)


def _write(content: bytes, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as half:
        half.write(content)
        half.flush()
        os.fsync(half.fileno())
    os.replace(half.name, target)

"""What is asked of a Word file before anything of it is read: a sound archive of bounded size, plain XML."""

import zipfile
import zlib
from io import BytesIO

from documents.exchange.importing.xml import Unreadable, parse

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
# Its words as XML, unpacked. Reading takes a few seconds for each megabyte, so there are few of them.
MOST_XML = 2 * MEGABYTE
MOST_PARTS = 5000
# A paragraph or a run takes some tenth of a millisecond; of a long chapter there are ten thousand.
MOST_ELEMENTS = 60_000
MAIN = "word/document.xml"


class Refused(ValueError):
    """The file cannot be taken; the message says why, and what to do."""


def parts_of(data: bytes) -> dict[str, bytes]:
    """The XML parts of a .docx, by their names, each looked at. Raises Refused.

    Sizes are counted while unpacking: what an archive says of itself may be a lie.
    """
    if len(data) > LARGEST:
        raise Refused("This file is larger than 20 MB. Take out its images, or divide it.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "This is an older Word file (.doc), or one with a password. Save it as .docx, without a password."
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Refused(
            "This is no Word file (.docx), or it is damaged. Open it in Word and save it again."
        ) from error
    if MAIN not in parts:
        raise Refused("This file holds no text of Word. Save the text as .docx.")
    elements = sum(part.count(b"<") - part.count(b"</") for part in parts.values())
    if elements > MOST_ELEMENTS:
        raise Refused(
            f"This file has {elements:,} paragraphs, runs and other elements, and at most {MOST_ELEMENTS:,} "
            "are read. Divide it."
        )
    for name, part in parts.items():
        try:
            parse(part, name)
        except Unreadable as error:
            raise Refused(f"The file is damaged or not made by Word. {error}") from error
    return parts


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or len({entry.filename for entry in entries}) < len(entries):
        raise Refused("This is no file as Word makes them: it has too many parts, or one of them twice.")
    parts: dict[str, bytes] = {}
    left = MOST_XML
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as stream:
            parts[entry.filename] = stream.read(left + 1)
        left -= len(parts[entry.filename])
        if left < 0:
            raise Refused("Unpacked, the words of this file take more than 2 MB. Divide it.")
    return parts


def repacked(parts: dict[str, bytes]) -> BytesIO:
    """The archive again with these parts only: what was not looked at does not come along."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed

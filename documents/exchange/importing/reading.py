"""A file → what it says: parsed by the one parser of foreign XML, read by the dialect that recognises it."""

from pathlib import Path

from documents.exchange.importing import bounds, dialects, xml
from documents.exchange.importing.sources import Source, Unreadable


def read(data: bytes, name: str) -> Source:
    """What the file says. Raises Unreadable, also where no dialect recognises it or too much is in it."""
    root = xml.parse(data, name)
    dialect = dialects.dialect_of(root)
    if dialect is None:
        raise Unreadable(
            "This is XML, but in none of the forms that are understood here; docs/importing.md tells them.",
            file=name,
        )
    try:
        bounds.refuse_too_much(dialect.documents_in(root))
    except bounds.TooMuch as fault:
        place = xml.place_of(data, name, root, fault.element)
        raise Unreadable(fault.sentence, file=name, **place) from fault
    source = dialect.read(root, name)
    bounds.refuse_many_named(source)
    return source


def tells_of_names(path: Path) -> bool:
    """Whether a file has a register in it (TEI P5, 17.4 `standOff`), as its bytes show; it may be no XML."""
    try:
        return path.stat().st_size <= xml.LARGEST and b"<standOff" in path.read_bytes()
    except OSError:
        return False

"""A citation as a record of RIS, the tagged format that reference managers exchange, in UTF-8."""

import re
from collections.abc import Iterator

from documents.exchange.citations import Citation, one_line

CONTENT_TYPE = "application/x-research-info-systems; charset=utf-8"
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def ris(citation: Citation) -> str:
    """The record of one version, from TY to ER; records can follow each other. Lines end with CRLF."""
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in _lines(citation))


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    yield from (line for line in _facts(citation) if line[1])
    yield "ER", ""


def _facts(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "ID", citation.key
    yield "TI", citation.title
    yield from (("AU", author.name) for author in citation.authors)
    yield "PY", citation.year
    # A date that is more than day, month or year has no place in DA; the note tells it.
    certain = _DAY.fullmatch(citation.date)
    yield "DA", citation.date.replace("-", "/") if certain else ""
    yield "PB", citation.archive
    yield "UR", citation.address
    yield "CN", citation.kept
    yield "N1", citation.note
    if citation.dated and not certain:
        yield "N1", f"Date: {citation.dated}"

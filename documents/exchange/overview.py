"""A document in one line of a table: who wrote what to whom and when, where it lies, how to cite it.

csv_lines(COLUMNS, (cells(snapshot, citation) for …))
"""

from collections.abc import Iterable

from documents.exchange.citations import Citation, one_line
from documents.snapshot import Snapshot, date_of

COLUMNS = (
    "id",
    "version",
    "title",
    "date",
    "date_in_words",
    "date_as_written",
    "earliest",
    "latest",
    "type",
    "languages",
    "senders",
    "recipients",
    "signatories",
    "archival_references",
    "printings",
    "address",
    "sha256",
)


def cells(snapshot: Snapshot, citation: Citation) -> tuple[object, ...]:
    """The cells of a version under COLUMNS; several values in one cell are parted by "; ".

    `date` is EDTF in the new style, as in the citation; names are given as they stand on the paper.
    """
    document, date = snapshot.document, date_of(snapshot.document)
    signed = ((row.name_as_signed, row.person, None) for row in document.signatories)
    return (
        citation.document,
        citation.version,
        citation.title,
        citation.date,
        citation.dated,
        citation.date_as_written,
        date.earliest,
        date.latest,
        document.type,
        _joined(dict.fromkeys(text.language for text in document.texts)),
        _names(snapshot, _correspondents(snapshot, "sender")),
        _names(snapshot, _correspondents(snapshot, "recipient")),
        _names(snapshot, signed),
        citation.kept,
        citation.printed,
        citation.address,
        citation.digest,
    )


_Named = tuple[str, str | None, str | None]


def _correspondents(snapshot: Snapshot, role: str) -> Iterable[_Named]:
    rows = (row for row in snapshot.document.correspondents if row.role == role)
    return ((row.as_written, row.person, row.body) for row in rows)


def _names(snapshot: Snapshot, rows: Iterable[_Named]) -> str:
    """Names as written; where they were not, as the record was called when this was published."""
    return _joined(
        one_line(written) or _label(snapshot, "person", person) or _label(snapshot, "body", body)
        for written, person, body in rows
    )


def _label(snapshot: Snapshot, kind: str, ident: str | None) -> str:
    name = snapshot.name(kind, ident)
    return one_line(name.label) if name else ""


def _joined(words: Iterable[str]) -> str:
    return "; ".join(filter(None, words))

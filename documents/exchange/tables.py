"""Tables for spreadsheets: CSV that opens with its letters right and runs nothing."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

# Without it Excel takes UTF-8 for the encoding of the reader's country.
BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection), full-width forms too.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The header and each row as they come, as lines of CSV (RFC 4180) to be encoded as UTF-8.

    The first begins with the byte order mark. A cell that a spreadsheet might run gets an apostrophe before
    it; None is an empty cell. A cell may hold line breaks, so a "line" may be several lines of the file.
    """
    yield BYTE_ORDER_MARK + _line(header)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text

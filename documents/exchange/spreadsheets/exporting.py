"""Rows of the desk as a sheet that can be taken in again: taken in unchanged, it changes nothing."""

from collections.abc import Iterable, Iterator, Sequence

from documents.exchange.spreadsheets.kinds import Kind
from documents.exchange.spreadsheets.resource import SheetResource, rows_of
from documents.exchange.spreadsheets.sheets import MOST_ROWS, Refused, write

AT_ONCE = 500
TOO_MANY = f"There are more than {MOST_ROWS:,} rows. Narrow the list first, and export it in parts."


def export(kind: Kind, records: Sequence[str], form: str) -> bytes:
    """The rows of these records, in their order, as a file of this format ("csv" or "xlsx").

    Raises Refused for more rows than can be taken in again, and for what XLSX cannot hold.
    """
    if len(records) > MOST_ROWS:
        raise Refused(TOO_MANY)
    head = SheetResource(kind).get_export_headers()
    return write(head, _limited(_rows(kind, records)), form)


def _rows(kind: Kind, records: Sequence[str]) -> Iterator[list[str]]:
    for begin in range(0, len(records), AT_ONCE):
        chunk = records[begin : begin + AT_ONCE]
        if kind.part:
            order = {record: place for place, record in enumerate(chunk)}
            found = rows_of(kind, chunk)
            rows = [found[each] for each in sorted(found, key=lambda each: order[each[0]])]
        else:
            there = kind.model.objects.in_bulk(chunk)
            rows = [there[record] for record in chunk if record in there]
        for cells in SheetResource(kind).export(rows):
            yield [str(cell or "") for cell in cells]


def _limited(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise Refused(TOO_MANY)
        yield row

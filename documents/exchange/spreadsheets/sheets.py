"""A file as a table: its head, and its rows as words, each with the number that a spreadsheet shows."""

import csv
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from documents.exchange.importing.xml import Unreadable, parse
from documents.exchange.spreadsheets.cells import neutral, restored
from documents.exchange.tables import BYTE_ORDER_MARK

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_UNPACKED = 40 * MEGABYTE
MOST_PARTS = 1000
MOST_ROWS, MOST_COLUMNS = 20_000, 200
# Characters in all cells of an .xlsx: many of them may hold one and the same long string of the file.
MOST_CHARACTERS = 20_000_000
# What a cell of XLSX can hold (ECMA-376); a longer one of ours is refused on the way out, and CSV advised.
LONGEST_CELL = 32_767
LONGEST_WORDS = 1_000_000
FORMATS = ("csv", "xlsx")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
# XLSX cannot hold these; it writes carriage returns, and words that look so themselves, as _xHHHH_.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# No database and no page can hold these.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Refused(ValueError):
    """The file cannot be taken; the message says where and why, and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names in the first row, and the others that are not empty: (row number, cells).

    `separator` is what divides the columns of a CSV; "" for an XLSX.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str = ""

    @property
    def divided_by(self) -> str:
        """What divides the columns, where that is not the comma; "" else."""
        return SEPARATORS[self.separator] if self.separator not in ("", ",") else ""


def read(data: bytes, knows: Callable[[str], bool] = lambda name: False) -> Sheet:
    """Reads CSV (UTF-8) or the first sheet of an XLSX. Raises Refused.

    `knows` says whether a column of a name is expected: by the names in the head it is decided what divides
    the columns of a CSV. Where that says nothing, it is the comma.
    """
    if len(data) > LARGEST:
        raise Refused("This file is larger than 20 MB. Divide it.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "This is an older spreadsheet (.xls), or one with a password. Save it as .xlsx without one."
        )
    if data.startswith(b"PK"):
        return _sheet(_xlsx(data), "")
    text = _text(data)
    separator = _separator(text, knows)
    return _sheet(_csv(text, separator), separator)


def _sheet(lines: Iterable[tuple[int, Sequence[str]]], separator: str) -> Sheet:
    found = [(number, tuple(restored(cell) for cell in cells)) for number, cells in lines if any(cells)]
    if not found:
        raise Refused("There is nothing in this file.")
    head = tuple(name.strip() for name in found[0][1])
    while head and not head[-1]:
        head = head[:-1]
    for place, name in enumerate(head, 1):
        _refuse_unfit(found[0][0], place, name)
        if not name or name in head[: place - 1]:
            why = f"“{name[:60]}” stands there twice" if name else "it has no name"
            raise Refused(f"Row {found[0][0]}, column {place}: {why}. Every column needs a name of its own.")
    rows = tuple((number, _fitted(number, cells, len(head), separator)) for number, cells in found[1:])
    return Sheet(head, rows, separator)


def _fitted(number: int, cells: tuple[str, ...], width: int, separator: str) -> tuple[str, ...]:
    sign = SEPARATORS[separator or ","].removesuffix("s")
    for place, cell in enumerate(cells, 1):
        if place > width and cell:
            raise Refused(
                f"Row {number}, column {place}: there is a cell without a column. Perhaps a {sign} "
                "stands in words that are not between quotation marks."
            )
        _refuse_unfit(number, place, cell)
    return (*cells[:width], *[""] * (width - len(cells)))


def _refuse_unfit(number: int, place: int, cell: str) -> None:
    if found := _UNFIT.search(cell):
        called = "NUL" if found[0] == "\x00" else f"U+{ord(found[0]):04X}, which is half of one"
        raise Refused(f"Row {number}, column {place}: there is a character {called}. Delete it.")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            f"Line {line} is not in UTF-8. Choose “CSV UTF-8” when you save it, or save it as .xlsx."
        ) from error


def _separator(text: str, knows: Callable[[str], bool]) -> str:
    """What divides the columns. Raises Refused where the names in the head leave that open."""
    heads = {each: _head(text, each) for each in SEPARATORS}
    fitting = [each for each, head in heads.items() if len(head) > 1 and any(map(knows, head))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Refused(
            "It is not certain what divides the columns: their names can be read with "
            f"{' and with '.join(SEPARATORS[each] for each in fitting)}. Save it with commas, or as .xlsx."
        )
    first = text.partition("\n")[0]
    if "," not in first and (other := next((each for each in SEPARATORS if each in first), "")):
        raise Refused(
            f"The columns seem to be divided by {SEPARATORS[other]}, and none of their names is known. "
            "Give them the names that an export has, save it with commas, or as .xlsx."
        )
    return ","


def _head(text: str, separator: str) -> list[str]:
    """The names in the first row that is not empty, if this divides the columns."""
    try:
        return next((cells for cells in islice(_reader(text, separator), 100) if any(cells)), [])
    except csv.Error:
        return []


def _reader(text: str, separator: str) -> Any:
    csv.field_size_limit(LONGEST_WORDS)
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)


def _csv(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = _reader(text, separator)
    try:
        for number, cells in enumerate(reader, 1):
            _refuse_more(number, len(cells))
            yield number, cells
    except csv.Error as error:
        raise Refused(f"Line {reader.line_num} cannot be read as CSV ({error}). Save it as .xlsx.") from error


def _refuse_more(row: int, columns: int) -> None:
    if row > MOST_ROWS + 1:
        raise Refused(f"There are more than {MOST_ROWS:,} rows. Divide the file.")
    if columns > MOST_COLUMNS:
        raise Refused(f"Row {row} has more than {MOST_COLUMNS} columns. Delete those that are not needed.")


# openpyxl is imported where it is used: it takes long to load, and few processes ever see such a file.


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    looked_at = _looked_at(data)
    left = MOST_CHARACTERS
    try:
        book = load_workbook(looked_at, read_only=True, data_only=False, keep_links=False)
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=False), 1):
            _refuse_more(number, len(cells))
            row = [_words(cell) for cell in cells]
            left -= sum(map(len, row))
            if left < 0:
                raise Refused(f"Its cells have more than {MOST_CHARACTERS:,} characters. Divide the file.")
            yield number, row
    except Refused:
        raise
    except Exception as error:  # sound XML that is still no workbook fails anywhere
        raise Refused(
            "This spreadsheet could not be read. Open it, save it as .xlsx and try again."
        ) from error


def _words(cell: Any) -> str:
    """A cell as it would be typed. A formula of the sheet is no words of anybody, so it is refused."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Refused(
            f"Row {cell.row}, column {cell.column}: this is a formula. Put its value there in its place."
        )
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    words = str(value)
    if len(words) > LONGEST_WORDS:
        raise Refused(
            f"Row {cell.row}, column {cell.column}: this cell has {len(words):,} characters, and at most "
            f"{LONGEST_WORDS:,} are read. Put so long a text into the form of its document."
        )
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


def _looked_at(data: bytes) -> BytesIO:
    """The archive again with its XML parts only, each looked at: openpyxl reads parts of any name.

    Every part is unpacked once, counting: what an archive says of its own sizes may be a lie.
    """
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in _parts(data).items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def _parts(data: bytes) -> dict[str, bytes]:
    left = MOST_UNPACKED
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise Refused("This is no file as spreadsheets are saved: it has too many parts.")
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    part = stream.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise Refused(
                        "Unpacked, this file takes more than 40 MB. Divide it, or take out its images."
                    )
                if entry.filename.endswith((".xml", ".rels")):
                    parse(part, entry.filename)
                    parts[entry.filename] = part
        return parts
    except Unreadable as error:
        raise Refused(f"The file is damaged or no spreadsheet. {error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Refused("This is no spreadsheet (.xlsx), or it is damaged. Save it again.") from error


def write(head: Sequence[str], rows: Iterable[Sequence[str]], kind: str) -> bytes:
    """The table as a file of this format ("csv" or "xlsx"). Raises Refused for what XLSX cannot hold."""
    lines = (tuple(neutral(cell) for cell in row) for row in (head, *rows))
    return _as_csv(lines) if kind == "csv" else _as_xlsx(lines)


def _as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(lines)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _as_xlsx(lines: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Fonds")
    for number, row in enumerate(lines, 1):
        sheet.append([_text_cell(sheet, number, place, cell) for place, cell in enumerate(row, 1)])
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _text_cell(sheet: Any, row: int, column: int, words: str) -> Any:
    """A cell that holds words whatever they look like: no number, no day, no formula."""
    words = _ESCAPED.sub(lambda found: f"_x005F{found[0]}", words).replace("\r", "_x000D_")
    if len(words) > LONGEST_CELL or _NOT_IN_XML.search(words):
        why = "is too long" if len(words) > LONGEST_CELL else "has a character that cannot be printed"
        raise Refused(f"Row {row}, column {column} {why} for .xlsx. Export it as CSV.")
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=None)
    if words:
        cell.value, cell.data_type = words, "s"
    return cell

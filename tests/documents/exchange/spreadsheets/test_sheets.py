"""Tables go out and come back exactly; what is no table, or means harm, is refused with its place."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from documents.exchange.spreadsheets import Refused, read, write

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")) | st.sampled_from("=+-@'\t\r\n_x0D")
)
FORMULAS = st.builds(
    lambda sign, rest: sign + rest, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", "'=", "''="]), WORDS
)
TABLES = st.lists(st.tuples(WORDS | FORMULAS, WORDS), min_size=1, max_size=5)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=60)
@given(table=TABLES)
def test_what_goes_out_comes_back_exactly(kind: str, table: list[tuple[str, str]]) -> None:
    back = read(write(("a", "b"), table, kind))
    assert back.head == ("a", "b")
    assert [cells for _, cells in back.rows] == [row for row in table if any(row)]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_formula_goes_out(words: str) -> None:
    assert f"'{words}".encode() in write(("a",), [(words,)], "csv")
    book = load_workbook(BytesIO(write(("a",), [(words,)], "xlsx")))
    cell = book.active["A2"]  # type: ignore[index]  # a new book has a sheet
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]  # a new book has a sheet
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_numbers_and_days_of_a_sheet_are_read_as_typed() -> None:
    from datetime import date

    sheet = read(xlsx(("number", "day"), (1921, date(1921, 5, 5))))
    assert sheet.rows == ((2, ("1921", "1921-05-05")),)


def zipped(**parts: bytes) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing in this file"),
        (b"a,b\n1,\xff\n", "Line 2 is not in UTF-8"),
        ("a,b".encode("utf-16"), "not in UTF-8"),
        (b"a;b\n1;2\n", "semicolons"),
        (b"a\tb\n1\t2\n", "tabs"),
        (b"a,b\n1,\x002\n", "Row 2, column 2|Line 2"),
        (b"a,a\n", "Row 1, column 2: “a” stands there twice"),
        (b"a,,b\n", "Row 1, column 2: it has no name"),
        (b"a,b\n1,2,3\n", "Row 2, column 3"),
        (b'a,b\n1,"2\n', "Line 2"),
        (b"a\n" + b"x" * 1_000_001, "Line 2"),
        (b"a\n" + b"x\n" * 20_001, "more than 20,000 rows"),
        (b"," * 300, "nothing|more than 200 columns"),
        (bytes(20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "older spreadsheet"),
        (b"PK\x03\x04" + bytes(100), "no spreadsheet"),
        (zipped(**{"a.txt": b"words"}), "could not be read"),
        (zipped(**{"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged or no spreadsheet"),
        (zipped(**{"a.bin": bytes(100_000_000)}), "more than 40 MB"),
        (xlsx(("a",), ("=1+1",)), "Row 2, column 1: this is a formula"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(data)


# --- What divides the columns ---


def knows(name: str) -> bool:
    return name.strip() in {"public_id", "name", "note"}


@pytest.mark.parametrize(("separator", "called"), [(",", ""), (";", "semicolons"), ("\t", "tabs")])
def test_known_names_in_the_head_tell_what_divides_the_columns(separator, called):
    lines = [["public_id", "name", "note"], ["", "Ada", '"A mill; a, b\tand c"'], ["", '"Two\nlines"', ""]]
    data = "\r\n".join(separator.join(line) for line in lines).encode()
    sheet = read(data, knows)
    assert sheet.head == ("public_id", "name", "note")
    assert sheet.rows == ((2, ("", "Ada", "A mill; a, b\tand c")), (3, ("", "Two\nlines", "")))
    assert (sheet.separator, sheet.divided_by) == (separator, called)


def test_a_head_of_one_name_is_one_column():
    assert read(b"name\nAda; Bob\n", knows).rows == ((2, ("Ada; Bob",)),)


def test_a_head_that_can_be_read_in_two_ways_is_refused():
    with pytest.raises(Refused, match="with commas and with semicolons"):
        read(b"name,note;public_id\nA,b;c\n", knows)


def test_a_separator_is_not_guessed_where_no_name_is_known():
    with pytest.raises(Refused, match="divided by semicolons, and none of their names is known"):
        read(b"x;y\n1;2\n", knows)


def test_a_cell_without_a_column_names_the_sign_that_may_stand_there_by_mistake():
    with pytest.raises(Refused, match="Perhaps a semicolon stands in words"):
        read(b"public_id;name\n;Ada;the miller\n", knows)


# --- Files that swell ---

TYPES = "[Content_Types].xml"
SHARED_STRINGS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def changed(data: bytes, parts: dict[str, bytes], renamed: tuple[str, str] = ("", "")) -> bytes:
    """The archive with other parts in it, and one name exchanged wherever it stands."""
    old, new = renamed
    with zipfile.ZipFile(BytesIO(data)) as archive:
        every = {name: archive.read(name) for name in archive.namelist()} | parts
    if old:
        every = {
            name.replace(old, new): part.replace(old.encode(), new.encode()) for name, part in every.items()
        }
    return zipped(**every)


def swelling() -> bytes:
    """11 kB: a sheet of another name, and in it an entity of 2.5 MB that one cell names ninety times."""
    sheet = (
        f'<!DOCTYPE worksheet [<!ENTITY e "{"x" * 2_500_000}">]><worksheet xmlns="{MAIN}"><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"&e;" * 90}</t></is></c></row></sheetData></worksheet>'
    )
    path = "xl/worksheets/sheet1.xml"
    return changed(xlsx(("a",)), {path: sheet.encode()}, ("sheet1.xml", "sheet1.dat"))


def long_cells(length: int, rows: int) -> bytes:
    """Every row has the one string of the file."""
    strings = f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><t>{"x" * length}</t></si></sst>'
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(2, rows + 2))
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>{cells}'
        "</sheetData></worksheet>"
    )
    plain = xlsx(("a",))
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        types = archive.read(TYPES).replace(b"</Types>", SHARED_STRINGS + b"</Types>")
    parts = {"xl/sharedStrings.xml": strings.encode(), "xl/worksheets/sheet1.xml": sheet.encode()}
    return changed(plain, {**parts, TYPES: types})


SWELLING = [
    (swelling, "could not be read"),
    (lambda: long_cells(1_000_001, 1), "Row 2, column 1: this cell has 1,000,001 characters"),
    (lambda: long_cells(9_000_000, 1), "Row 2, column 1: this cell has 9,000,000 characters"),
    (lambda: long_cells(999_999, 5_000), "more than 20,000,000 characters"),
]

# The peak of this process alone: that of `getrusage` begins with the peak of the one that started it.
STATUS = Path("/proc/self/status")
CHILD = """
import re, sys
from pathlib import Path
from documents.exchange.spreadsheets import Refused, read
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
data = sys.stdin.buffer.read()
at_first = peak()
try:
    read(data)
except Refused as refused:
    print(refused)
print(peak() - at_first)
"""


@pytest.mark.skipif(not STATUS.exists(), reason="memory is measured on Linux")
@pytest.mark.parametrize(("made", "said"), SWELLING)
def test_a_small_file_that_would_swell_is_refused_within_little_memory(
    made: Callable[[], bytes], said: str
) -> None:
    done = subprocess.run([sys.executable, "-c", CHILD], input=made(), capture_output=True, check=True)
    sentence, megabytes = done.stdout.decode().splitlines()
    assert said in sentence
    assert int(megabytes) < 150


def test_a_cell_as_long_as_a_text_may_be_is_read() -> None:
    assert read(long_cells(1_000_000, 2)).rows[1] == (3, ("x" * 1_000_000,))


def test_what_a_spreadsheet_holds_besides_xml_is_no_hindrance() -> None:
    data = changed(xlsx(("a",), ("b",)), {"xl/printerSettings1.bin": b"<!DOCTYPE", "xl/media/a.png": b"\x89"})
    assert read(data).rows == ((2, ("b",)),)

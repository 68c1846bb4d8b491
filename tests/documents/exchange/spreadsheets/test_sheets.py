"""Tables go out and come back exactly; what is no table, or means harm, is refused with its place."""

import zipfile
from io import BytesIO

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
    cell = book.active["A2"]  # type: ignore[index]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
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

"""Tables for spreadsheets: what is written can be read again, and nothing in it is run."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.exchange.tables import csv_lines

CELLS = st.text(st.sampled_from("=+-@\t\r\n\",;' ж") | st.characters(codec="utf-8", exclude_characters="\0"))


def read(lines) -> list[list[str]]:
    """The table as a spreadsheet reads it: from UTF-8, the byte order mark taken off."""
    text = "".join(lines).encode().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def test_table_is_utf8_with_a_mark_and_ends_lines_as_rfc_4180_says():
    data = "".join(csv_lines(["id", "title"], [["b1234567", "Прошеніе, «мельниковъ»"]])).encode()
    assert data == '\ufeffid,title\r\nb1234567,"Прошеніе, «мельниковъ»"\r\n'.encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_formula_is_shown_and_not_run(start):
    formula = f'{start}HYPERLINK("https://example.org","x")'
    assert read(csv_lines(["title"], [[formula]])) == [["title"], [f"'{formula}"]]


def test_formula_in_the_header_is_not_run_either():
    assert read(csv_lines(["=1+1"], [])) == [["'=1+1"]]


def test_numbers_and_gaps_are_told():
    assert read(csv_lines(["a", "b", "c"], [[1, None, ""]])) == [["a", "b", "c"], ["1", "", ""]]


def test_rows_are_taken_one_by_one():
    def rows():
        yield ["first"]
        raise AssertionError("The second row was asked for too early.")

    lines = csv_lines(["title"], rows())
    assert [next(lines), next(lines)] == ["\ufefftitle\r\n", "first\r\n"]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_whatever_is_written_is_read_again_and_never_run(rows):
    found = read(csv_lines(["a", "b"], rows))[1:]
    assert len(found) == len(rows)
    for written, cells in zip(rows, found, strict=True):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
        assert [cell.removeprefix("'") for cell in cells] == [cell.removeprefix("'") for cell in written]

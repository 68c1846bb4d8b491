"""Real-looking lines, English and Russian, and what each of them says: golden.toml, line by line."""

import tomllib
from pathlib import Path

import pytest

from documents.exchange.pasting import read
from documents.exchange.pasting.correspondence import read_heading
from documents.exchange.pasting.dating import find_date

GOLDEN = tomllib.loads(Path(__file__).with_name("golden.toml").read_text("utf-8"))
CASES = [(kind, case) for kind, cases in GOLDEN.items() for case in cases]


def headings(line: str) -> list[str]:
    """The type; then role, as written, how they act, and the record that is looked for."""
    heading = read_heading(line)
    if heading is None:
        return []
    named = {each.field.rpartition("-")[0]: f"{each.kind} {each.words}" for each in heading.wanted}
    rows = [(row.role, row.as_written, row.by, named.get(row.key, "")) for row in heading.correspondents]
    return [heading.type, *map(_told, rows)]


def dates(line: str) -> list[str]:
    """As written, EDTF, EDTF of the old style, calendar."""
    date = find_date(line)
    return [_told((line[date.start : date.end], date.edtf, date.edtf_julian, date.calendar))] if date else []


def signatures(line: str) -> list[str]:
    """Capacity as signed, name as signed, body that is looked for, code of the capacity, manner."""
    wanted, content = _read(line, "signatures")
    return [
        _told(
            (
                row.capacity_as_signed,
                row.name_as_signed,
                _words(wanted, row, "body"),
                row.capacity,
                row.manner,
            )
        )
        for row in content.signatories
    ]


def archival(line: str) -> list[str]:
    """Repository that is looked for, steps, leaves, exemplar, production."""
    wanted, content = _read(line, "archival")
    found = []
    for row in content.archival_references:
        steps = " / ".join(f"{step.level} {step.value}" for step in row.parts)
        found.append(
            _told((_words(wanted, row, "repository"), steps, row.leaves, row.exemplar, row.production))
        )
    return found


def printings(line: str) -> list[str]:
    """Collection that is looked for, its place, publisher, year, editors; number, pages, relation."""
    wanted, content = _read(line, "printings")
    found = []
    for row in content.printings:
        collection = wanted[f"{row.key}-collection"]
        imprint = [collection.details.get(name) for name in ("published_in", "publisher", "year", "editors")]
        found.append(_told((collection.words, *imprint, row.number, row.pages, row.printing_relation)))
    return found


def _read(line, kind):
    proposed = read(line, kind)
    return {each.field: each for each in proposed.wanted}, proposed.content


def _words(wanted, row, field):
    found = wanted.get(f"{row.key}-{field}")
    return found.words if found else ""


def _told(values) -> str:
    return " | ".join((value or "").replace("\n", " ") for value in values)


READERS = {each.__name__: each for each in (headings, dates, signatures, archival, printings)}


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[case["line"][:60] for _, case in CASES])
def test_a_line_says_what_the_golden_file_has(kind, case):
    assert READERS[kind](case["line"]) == case["rows"]
    if kind in ("signatures", "archival", "printings"):
        assert list(read(case["line"], kind).left) == case.get("left", [])


def test_there_are_sixty_lines_in_both_languages():
    lines = [case["line"] for kind, case in CASES if kind in ("signatures", "archival", "printings")]
    assert len(lines) >= 60
    assert sum(any("а" <= letter <= "я" for letter in line) for line in lines) >= 25

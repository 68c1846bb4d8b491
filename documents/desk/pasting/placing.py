"""Where the pieces of a paste really go in this archive: what it has no record or term for has no field.

The grammar gives every piece the field that is meant. Where that stays empty, the piece stands in the wording
of its row, or it is not placed: its words would be gone when the form is saved.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from documents.desk.pasting.matching import Found
from documents.desk.pasting.values import Filling, Values
from documents.exchange.pasting import Proposed, Span, Use

# Columns of a row in which all of its words stand, whatever else is read from them.
WORDINGS = ("as_printed", "as_written", "capacity_as_signed", "content")


def placed(proposed: Proposed, found: Iterable[Found], filling: Filling) -> Proposed:
    """The proposal with its spans as they go: those of a field that stays empty are in a wording, or left."""
    records = {each.wanted.field: each for each in found}
    spans = [
        _placed(span, proposed.text[span.start : span.end], filling, records.get(span.field))
        for span in proposed.spans
    ]
    return replace(proposed, spans=_joined(proposed.text, spans))


def _placed(span: Span, words: str, filling: Filling, found: Found | None) -> Span:
    part, _, rest = span.field.partition("-")
    number, _, column = rest.partition("-")
    rows = filling.rows.get(part, [])
    row = rows[int(number)] if number and int(number) < len(rows) else filling.own
    column = column if number else part
    if not column or not any(each.isalnum() for each in words) or _holds(row, column, words, found):
        return span
    wording = next((each for each in WORDINGS if number and words in row.get(each, "")), "")
    return (
        replace(span, field=f"{part}-{number}-{wording}")
        if wording
        else Span(span.start, span.end, use=Use.LEFT)
    )


def _holds(row: Values, column: str, words: str, found: Found | None) -> bool:
    """Whether the field says these words, or names a record that is called and described so."""
    if column == "parts":
        return any(words == value for name, value in row.items() if name.startswith("parts_"))
    if column not in row:
        return False
    return found is None or found.record is None or _described(found, words)


def _described(found: Found, words: str) -> bool:
    """False for a detail, such as a year, that the record does not have."""
    said: dict[str, Any] = {name: getattr(found.record, name) for name in found.wanted.details}
    return all(words in str(said[name]) for name, told in found.wanted.details.items() if told == words)


def _joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Left pieces that touch, or have nothing but signs between them on one line, are one."""
    done: list[Span] = []
    for span in spans:
        done.append(span)
        for back in (2, 3):
            if len(done) >= back and _are_one(text, done[-back:]):
                done[-back:] = [Span(done[-back].start, span.end, use=Use.LEFT)]
    return tuple(done)


def _are_one(text: str, spans: list[Span]) -> bool:
    first, *between, last = spans
    words = "".join(text[each.start : each.end] for each in between)
    are_left = first.use is last.use is Use.LEFT
    return are_left and "\n" not in words and not any(each.isalnum() for each in words)

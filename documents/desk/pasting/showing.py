"""A proposal as an editor sees it: the text in pieces that say where they go, and the fields filled."""

from dataclasses import dataclass
from typing import Any

from documents.desk.inlines import INLINES
from documents.desk.pasting.matching import Found
from documents.desk.pasting.values import CODES, Filling, Values
from documents.exchange.pasting import Proposed, Use
from documents.models import Document

# More pieces than these are not told one by one.
MOST_PIECES = 2000
MODELS: dict[str, Any] = {
    inline.model._meta.get_field("document").remote_field.get_accessor_name(): inline.model
    for inline in INLINES
}
SAYS = {Use.SIGN: "read as a sign", Use.LEFT: "not placed"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the pasted text, and what becomes of it in words."""

    words: str
    use: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One field that would be filled: what it is called, and what it would say."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of the document, or of one row of a part."""

    title: str
    lines: tuple[Line, ...]


def pieces(proposed: Proposed) -> list[Piece]:
    """The whole text, in order, every character in exactly one piece."""
    said = ((span, proposed.text[span.start : span.end]) for span in proposed.spans)
    found = [Piece(words, str(span.use), _label(words, span.field, span.use)) for span, words in said]
    if len(found) > MOST_PIECES:
        rest = "".join(each.words for each in found[MOST_PIECES:])
        found = [*found[:MOST_PIECES], Piece(rest, "many", "many more pieces")]
    return found


def _label(words: str, field: str, use: Use) -> str:
    if use is Use.LEFT:
        return SAYS[use]
    if not any(each.isalnum() for each in words):
        return ""  # white space and punctuation between two pieces
    label = label_of(field)
    return f"{label} ({SAYS[use]})" if use is Use.SIGN else label


def label_of(name: str) -> str:
    """What a field of the form is called: "signatories-0-body" → “Signatory 1: body”."""
    part, _, rest = name.partition("-")
    if part not in MODELS:
        return _capitalised(_name_in(Document, part))
    number, _, field = rest.partition("-")
    row = _capitalised(MODELS[part]._meta.verbose_name) + (f" {int(number) + 1}" if number else "")
    return f"{row}: {_name_in(MODELS[part], field)}" if field else row


def _name_in(model: Any, field: str) -> str:
    column = field.partition("_")[0] if field.startswith("parts_") else field
    try:
        return str(model._meta.get_field(column).verbose_name)
    except LookupError:
        return column.replace("_", " ")


def _capitalised(words: Any) -> str:
    return str(words)[:1].upper() + str(words)[1:]


def groups(filling: Filling, found: list[Found]) -> list[Group]:
    """The fields that would be filled, those of each row together; records and terms by their names."""
    records = {str(each.record.pk): str(each.record) for each in found if each.record is not None}
    rows = [
        Group(label_of(f"{part}-{number}"), _lines(MODELS[part], row, filling, records))
        for part, each in filling.rows.items()
        for number, row in enumerate(each)
    ]
    own = Group("Document", _lines(Document, filling.own, filling, records))
    return [group for group in (own, *rows) if group.lines]


def _lines(model: Any, values: Values, filling: Filling, records: dict[str, str]) -> tuple[Line, ...]:
    said = {name: value for name, value in values.items() if value and name != "owner"}
    steps = [said.pop(name) for name in list(said) if name.startswith("parts_")]
    pairs = zip(steps[::2], steps[1::2], strict=True)
    path = ", ".join(f"{filling.called['level', level]} {value}" for level, value in pairs)
    lines = [Line("Steps from the top down", path)] if path else []
    for name, value in said.items():
        called = filling.called.get((CODES.get(name, ""), value)) or records.get(value, value)
        lines.append(Line(_capitalised(_name_in(model, name)), called))
    return tuple(lines)

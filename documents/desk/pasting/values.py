"""A proposal as the values of the document form: field → what would be typed or chosen there."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from documents.desk.pasting.matching import Found, known_terms
from documents.desk.pasting.mentions import Mentioned, marked
from documents.exchange.pasting import Proposed
from documents.snapshot import PARTS

Values = dict[str, str]

# Field of the document or of a row → the vocabulary of its code.
CODES = {
    "type": "type",
    "classification": "classification",
    "capacity": "capacity",
    "exemplar": "exemplar",
    "production": "production",
    "printing_relation": "printing_relation",
}
# What is concluded of a record says nothing where the record is not found.
CONCLUDED = {"body": ("body_basis", "body_reason"), "collection": ("collection_basis", "collection_reason")}


@dataclass(frozen=True, slots=True)
class Filling:
    """What a proposal puts into the form: the fields of the document, and the rows of its parts."""

    own: Values
    rows: dict[str, list[Values]]
    called: dict[tuple[str, str], str]  # (vocabulary, code) → what the term is called


def of(proposed: Proposed, found: list[Found], those: list[Mentioned]) -> Filling:
    """The values of the form, with the records and the terms that this archive has, and with its mentions."""
    records = {each.wanted.field: str(each.record.pk) for each in found if each.record is not None}
    content = proposed.content
    known = known_terms(_terms(content))
    own = _values(content, "", records, known)
    rows = {
        part: [_values(row, f"{part}-{n}-", records, known) for n, row in enumerate(getattr(content, part))]
        for part in PARTS
        if getattr(content, part)
    }
    for row in rows.get("texts", []):
        row["content"] = marked(row["content"], those)
    return Filling(own, rows, known)


def _terms(content: Any) -> list[tuple[str, str]]:
    rows = [content, *(row for part in PARTS for row in getattr(content, part))]
    coded = [(kind, getattr(row, name, None)) for row in rows for name, kind in CODES.items()]
    steps = [("level", step.level) for row in content.archival_references for step in row.parts]
    return [(kind, code) for kind, code in (*coded, *steps) if code]


def _values(row: Any, prefix: str, records: Values, known: Collection[tuple[str, str]]) -> Values:
    """What the row says beyond what an empty one would say."""
    values: Values = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name in PARTS or field.name in ("key", "public_id") or value == field.default:
            continue
        if field.name == "parts":
            values |= _steps(value, known)
        elif field.name not in CODES or (CODES[field.name], value) in known:
            values[field.name] = str(value)
    for field_name in ("person", "body", "place", "collection", "repository"):
        if ident := records.get(f"{prefix}{field_name}"):
            values[field_name] = ident
        else:
            for each in CONCLUDED.get(field_name, ()):
                values.pop(each, None)
    return values


def _steps(steps: Any, known: Collection[tuple[str, str]]) -> Values:
    kept = [step for step in steps if ("level", step.level) in known]
    pairs = [(step.level, step.value) for step in kept]
    return {f"parts_{2 * n + side}": pair[side] for n, pair in enumerate(pairs) for side in (0, 1)}

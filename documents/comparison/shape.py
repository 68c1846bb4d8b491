"""What a kind of record consists of, in the order of its form, and how each field is read."""

from __future__ import annotations

from dataclasses import dataclass

# How a value is read: as prose that is compared by words, as a short value, as the id of a record or a
# term, as the id of a document, as the key of the row or the fixed place that something belongs to, as the
# steps of an archival reference.
PROSE, VALUE, RECORD, TARGET, OWNER, STEPS = "prose", "value", "record", "target", "owner", "steps"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in the data, its label, how it is read.

    `kind` is that of the record it names. `language` names the field, of the row or of the whole record, that
    holds the language of its words; "" if they are the editors' or the software's.
    """

    name: str
    label: str
    form: str = VALUE
    kind: str = ""
    language: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a part: its name in the data, what one row is called, which fields tell it from others."""

    name: str
    noun: str
    nouns: str
    titled_by: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form: fields of the record, then the rows of one part."""

    name: str
    title: str
    fields: tuple[Field, ...] = ()
    rows: Rows | None = None


Shape = tuple[Section, ...]

"""What a file says, before anything of it is looked up here: the form that every dialect gives.

In a content, whatever refers to a record or to another document is a local name that begins with `@`, such as
`person="@p_BND1"` or `[[document:@frus1884/d12|No. 12]]`: `named` tells who that is. Terms of the
vocabularies are codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from documents.snapshot import Document

LOCAL = "@"

IDENTITY = 500
"""How many characters an identity has at most."""
TOO_LONG = f"Its name in the file is longer than {IDENTITY} characters, by which it could not be found again."


class Unreadable(Exception):
    """A file that cannot be read. `sentence` says what is wrong and how to mend it; lines count from 1."""

    def __init__(self, sentence: str, *, file: str = "", line: int = 0, column: int = 0) -> None:
        self.sentence, self.file, self.line, self.column = sentence, file, line, column
        place = f", line {line}" if line else ""
        place += f", column {column}" if line and column else ""
        super().__init__(f"{file}{place}: {sentence}" if file else sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherName:
    """Another name of a record: its language (BCP 47) where the source states it."""

    name: str
    language: str = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person, body, place, repository, collection or term as the source tells of it.

    `local` is its name within the source, without `@`; `identifiers` are (scheme, value), such as
    ("gnd", "118554018"); `born` and `died` are EDTF; `data` holds further columns of the record's table.
    """

    kind: str
    local: str
    name: str
    language: str = "und"
    names: tuple[OtherName, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    born: str = ""
    died: str = ""
    note: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One document of a file, and what became of what stood in it.

    `identity` names it for ever, whatever the file is called: "frus1884/d330". `line` is where it begins.
    `notes` and `signatures` are how many there are in the file and how many of them are in the content;
    `unknown` counts the elements that no rule knew, by name: their words are kept. `told` are sentences
    for the report on whatever else was not carried over as it stood.
    """

    identity: str
    content: Document
    line: int = 0
    notes: tuple[int, int] = (0, 0)
    signatures: tuple[int, int] = (0, 0)
    unknown: Mapping[str, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file as one dialect reads it: its documents, read one after the other, and those it names."""

    file: str
    identity: str
    dialect: str
    documents: Iterable[SourceDocument]
    named: Mapping[str, Named] = field(default_factory=dict)

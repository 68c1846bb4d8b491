"""What is cited of one published version: the facts that every form of a citation sets in its own way.

    citation = citation_of(load(version.content), version=2, digest=version.digest, address="https://…/v2/")
    bibtex(citation), ris(citation)

What is cited is always the version: its address and its digest stay the same whatever is published later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.listings import in_one_line
from documents.snapshot import ArchivalReference, Correspondent, Printing, Signatory, Snapshot, date_of

UNTITLED = "Untitled document"
DIGEST_PREFIX = 12
# What may break a line or a parser: white space, control characters, line and paragraph separators.
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FAMILY_FIRST = re.compile(r"[^,]+, [^,]+")


@dataclass(frozen=True, slots=True)
class Author:
    """A person or a body that the editors have identified as sender or signatory."""

    name: str
    is_body: bool = False

    @property
    def is_family_first(self) -> bool:
        """Whether the name is given as "Family, Given". Of any other form nobody can tell the parts."""
        return not self.is_body and bool(_FAMILY_FIRST.fullmatch(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The facts of one version, each in one line; "" for what is not known.

    `date` is EDTF in the Gregorian calendar, `year` the one year in which the date lies, `dated` its words.
    """

    document: str
    version: int
    digest: str
    address: str
    archive: str
    title: str
    authors: tuple[Author, ...]
    date: str
    year: str
    dated: str
    date_as_written: str
    kept: str
    printed: str

    @property
    def key(self) -> str:
        """The name of the citation in a bibliography, for ever the same: b1234567-v2."""
        return f"{self.document}-v{self.version}"

    @property
    def note(self) -> str:
        """Version, digest, the date as written, where the exemplar lies and where it was printed."""
        return "; ".join(
            [
                f"Version {self.version}",
                f"SHA-256 {self.digest[:DIGEST_PREFIX]}",
                *([f"Dated in the source: {self.date_as_written}"] if self.date_as_written else []),
                *([f"Archival reference: {self.kept}"] if self.kept else []),
                *([f"Printed in: {self.printed}"] if self.printed else []),
            ]
        )


def citation_of(snapshot: Snapshot, *, version: int, digest: str, address: str, archive: str) -> Citation:
    """What is cited of a version: its frozen snapshot, number, digest, address, the archive's name."""
    document, date = snapshot.document, date_of(snapshot.document)
    years = {day.year if day else None for day in (date.earliest, date.latest)}
    year = years.pop() if len(years) == 1 else None
    return Citation(
        document=document.public_id,
        version=version,
        digest=digest,
        address=address,
        archive=one_line(archive),
        title=one_line(document.title) or one_line(in_one_line(document.heading)) or UNTITLED,
        authors=tuple(dict.fromkeys(_authors(snapshot))),
        date=date.gregorian(),
        year=f"{year:04}" if year else "",
        dated=date.in_words(),
        date_as_written=one_line(in_one_line(document.date_as_written)),
        kept="; ".join(filter(None, (_kept(row, snapshot) for row in document.archival_references))),
        printed="; ".join(filter(None, (_printed(row, snapshot) for row in document.printings))),
    )


def one_line(text: str) -> str:
    """The words of a text in one line, without control characters, so that it cannot begin another field."""
    return _BLANK.sub(" ", text).strip()


def _authors(snapshot: Snapshot) -> Iterator[Author]:
    """The senders whom the editors have identified; if there are none, those who certainly signed."""
    document = snapshot.document
    senders = [row for row in document.correspondents if row.role == "sender"]
    authors = [author for row in senders if (author := _sender(row, snapshot))]
    yield from authors or (author for row in document.signatories if (author := _signed(row, snapshot)))


def _sender(row: Correspondent, snapshot: Snapshot) -> Author | None:
    if name := _label("person", row.person, snapshot):
        return Author(name)
    # What some members of a body wrote, the body did not write.
    name = _label("body", row.body, snapshot) if row.by != "members of" else ""
    return Author(name, is_body=True) if name else None


def _signed(row: Signatory, snapshot: Snapshot) -> Author | None:
    certain = row.certainty == "certain" and row.manner in ("signed", "illegible")
    name = _label("person", row.person, snapshot) if certain else ""
    return Author(name) if name else None


def _kept(row: ArchivalReference, snapshot: Snapshot) -> str:
    """The reference as printed; where it was not, put together from its levels."""
    if row.as_printed.strip():
        return one_line(row.as_printed)
    levels = [f"{_label('level', part.level, snapshot)} {part.value}" for part in row.parts if part.value]
    leaves = [f"leaves {row.leaves}"] if row.leaves else []
    repository = _label("repository", row.repository, snapshot)
    return one_line(", ".join(filter(None, [repository, *levels, *leaves])))


def _printed(row: Printing, snapshot: Snapshot) -> str:
    name = snapshot.name("collection", row.collection)
    imprint = f" ({name.detail})" if name and name.detail else ""
    if not name and row.as_printed:
        return one_line(row.as_printed)
    collection = f"{name.label}{imprint}" if name else ""
    number = f"No. {row.number}" if row.number else ""
    pages = f"pp. {row.pages}" if row.pages else ""
    return one_line(", ".join(filter(None, [collection, number, pages])))


def _label(kind: str, ident: str | None, snapshot: Snapshot) -> str:
    name = snapshot.name(kind, ident)
    return one_line(name.label) if name else ""

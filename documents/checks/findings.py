"""What a check gives, and the places of a document as an editor would name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents import markup
from documents.snapshot import Document


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: a permanent code, where it is, a sentence that says what and how to mend it."""

    code: str
    where: str
    sentence: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Something written in the markup: where it stands, the key by which notes belong to it, the words."""

    where: str
    key: str
    words: str

    def blocks(self) -> tuple[markup.Block, ...]:
        return markup.parse(self.words) if len(self.words) <= markup.LONGEST else ()

    def mentions(self) -> list[markup.Mentioned]:
        """Whom and what is marked in it; without two brackets there is nothing to read."""
        return markup.mentions_in(self.words) if len(self.words) <= markup.LONGEST else []

    def is_without_marks(self) -> bool:
        """Whether no sign in it could be a mark, and all of it prints."""
        words = self.words
        return not ("[" in words or "_" in words) and words.replace("\n", "").isprintable()


def passages_of(document: Document) -> Iterator[Passage]:
    """Everything written in the markup, each with its place."""
    yield Passage("Heading", "heading", document.heading)
    yield Passage("Date", "date", document.date_as_written)
    yield Passage("Signature line", "signatures", document.signature_line)
    yield Passage("Summary", "", document.summary)
    for part, name in (("texts", "Text"), ("editorial_texts", "Editorial text"), ("footnotes", "Footnote")):
        for where, row in numbered(name, getattr(document, part)):
            yield Passage(where, row.key, row.content)


def numbered(name: str, rows: tuple[Any, ...], told: str = "label") -> Iterator[tuple[str, Any]]:
    """Rows with their names: “Text 1”, “Footnote 2 (*)”."""
    for number, row in enumerate(rows, start=1):
        known = getattr(row, told, "")
        yield f"{name} {number} ({known})" if known else f"{name} {number}", row

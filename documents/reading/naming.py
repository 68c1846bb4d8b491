"""The names that a version froze, each with its page where it has one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from documents import markup
from documents.reading import addresses, languages
from documents.reading.labels import BASES
from documents.reading.surroundings import Surroundings
from documents.reading.wording import Notes, Phrase, Wording, phrase
from documents.snapshot import Reference, Snapshot, passages


@dataclass(frozen=True, slots=True)
class Named:
    """An authority record as the version names it; `path` is "" where it has no page."""

    kind: str
    id: str
    name: Phrase
    detail: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """How something is known: read from the source or concluded by editors, and why."""

    word: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.word)

    @property
    def is_marked(self) -> bool:
        """Whether a page marks it. What is stated goes without saying, as the page's list of signs tells."""
        return bool(self.reason) or self.word not in ("", BASES["stated"])


UNKNOWN = Basis()


def basis(code: str, reason: str, of: object = True) -> Basis:
    """The basis of a value; nothing where there is no value to have one."""
    return Basis(BASES.get(code, code), reason) if of else UNKNOWN


@dataclass(frozen=True)
class Naming:
    """Looks up in one version what its ids and codes are called, and reads its passages, each once."""

    snapshot: Snapshot
    surroundings: Surroundings = field(default_factory=Surroundings)
    _read: dict[str, tuple[markup.Block, ...]] = field(default_factory=dict)

    def record(self, kind: str, ident: str | None) -> Named | None:
        """The record with this id; None where the document names none."""
        if not ident:
            return None
        name = self.snapshot.name(kind, ident)
        if name is None:
            return Named(kind, ident, phrase(ident, ""))
        path = addresses.of_record(kind, ident) if (kind, ident) in self.surroundings.records else ""
        return Named(kind, ident, phrase(name.label, name.language), name.detail, path)

    def term(self, vocabulary: str, code: str | None) -> str:
        """The label of a term; its code if it has no label, "" where there is no term."""
        name = self.snapshot.name(vocabulary, code)
        return name.label if name else code or ""

    def as_written(self, text: str) -> Phrase:
        """Words of the source, in the language in which they are kept."""
        return phrase(text, self.snapshot.document.wording_language)

    @cached_property
    def links(self) -> Mapping[str, str]:
        """The path of every id that has a page, for mentions in a text."""
        records = {ident: addresses.of_record(kind, ident) for kind, ident in self.surroundings.records}
        return records | {ident: addresses.of_document(ident) for ident in self.surroundings.documents}

    @cached_property
    def references(self) -> Mapping[str, list[Reference]]:
        """The references by the key of the part they stand in."""
        found: dict[str, list[Reference]] = {}
        for row in self.snapshot.document.references:
            found.setdefault(row.owner, []).append(row)
        return found

    def blocks(self, passage: str) -> tuple[markup.Block, ...]:
        """What a passage in the markup is made of."""
        if passage not in self._read:
            self._read[passage] = markup.parse(passage)
        return self._read[passage]

    def wording(
        self,
        passage: str,
        language: str,
        *,
        direction: str = "",
        notes: Notes | None = None,
        prefix: str = "",
    ) -> Wording:
        """A passage ready to print, with its links; where no direction is given, the language decides."""
        return Wording(
            self.blocks(passage),
            languages.tag(language),
            direction or languages.direction_of(language),
            notes or {},
            self.links,
            prefix,
        )

    def mentions(self) -> Iterator[markup.Mentioned]:
        """Whom and what the passages mention, in reading order."""
        for passage in passages(self.snapshot.document):
            if "[[" in passage:
                yield from markup.mentions(self.blocks(passage))

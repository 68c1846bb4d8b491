"""What a document names: the people, bodies, places, repositories, collections and terms in it, by id."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from documents import markup
from documents.snapshot.content import Document, passages, rows

AUTHORITIES = ("person", "body", "place", "repository", "collection")
VOCABULARIES = (
    "type",
    "classification",
    "topic",
    "date_kind",
    "capacity",
    "level",
    "exemplar",
    "production",
    "printing_relation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a person, body, place, repository, collection or term was called, and a detail to tell it by
    (a person's life dates, the imprint of a collection, a repository's town)."""

    kind: str = ""
    label: str = ""
    language: str = "und"
    detail: str = ""


def name_key(kind: str, ident: str) -> str:
    """The key of a name: a public id stands alone, a term's code behind its vocabulary."""
    return f"{kind}:{ident}" if kind in VOCABULARIES else ident


def named(document: Document) -> dict[str, str]:
    """Every authority record and term that the document names: name key → kind. Documents are not among them,
    because the title of a draft must not leave the desk with another document."""
    return {name_key(kind, ident): kind for kind, ident in (*referred(document), *mentioned(document))}


def referred(document: Document) -> Iterator[tuple[str, str]]:
    """(kind, id) of every record and term that a field of the document or of a part holds."""
    for row in (document, *rows(document)):
        for kind in _kinds_in(row.__class__):
            if ident := getattr(row, kind):
                yield kind, ident
    for reference in document.archival_references:
        yield from (("level", part.level) for part in reference.parts if part.level)


@cache
def _kinds_in(row: type) -> tuple[str, ...]:
    """The kinds of records and terms for which rows of this kind have a field."""
    return tuple(kind for kind in (*AUTHORITIES, *VOCABULARIES) if kind in row.__slots__)  # type: ignore[attr-defined]  # of a dataclass


def mentioned(document: Document) -> Iterator[tuple[str, str]]:
    """(kind, id) of every record that is marked in a passage, in reading order."""
    for passage in passages(document):
        if "[[" in passage:  # as in most there is none
            for mention in markup.mentions_in(passage):
                if mention.kind in AUTHORITIES:
                    yield mention.kind, mention.id

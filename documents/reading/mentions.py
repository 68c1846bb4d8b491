"""The people, bodies and places of a document: one line each, with all that the document says of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.reading.labels import ROLES
from documents.reading.naming import Named, Naming
from documents.snapshot import Document


@dataclass(frozen=True, slots=True)
class Part:
    """A record's part in the document: its roles, and the words that mention it other than by its name."""

    record: Named
    roles: tuple[str, ...]
    is_mentioned: bool
    words: tuple[str, ...]


def parts_of(kind: str, naming: Naming) -> tuple[Part, ...]:
    """What the document says of each record of a kind, in the order in which they first appear."""
    document = naming.snapshot.document
    roles: dict[str, dict[str, None]] = {}
    for ident, role in _roles(kind, document):
        roles.setdefault(ident, {})[role] = None
    words: dict[str, dict[str, None]] = {}
    for mention in naming.mentions():
        if mention.kind == kind:
            words.setdefault(mention.id, {})[" ".join(mention.words.split())] = None
    return tuple(
        Part(
            record,
            tuple(roles.get(ident, ())),
            ident in words,
            tuple(said for said in words.get(ident, ()) if said != record.name.text),
        )
        for ident in {**roles, **words}
        if (record := naming.record(kind, ident))
    )


def _roles(kind: str, document: Document) -> Iterator[tuple[str, str]]:
    if kind == "place" and document.place:
        yield document.place, ROLES["written"]
    for correspondent in document.correspondents:
        if ident := getattr(correspondent, kind, None):
            yield ident, ROLES.get(correspondent.role, correspondent.role)
    for signatory in document.signatories:
        if ident := getattr(signatory, kind, None):
            yield ident, ROLES["signatory"]

"""TEI that an archive of this program sent out: one document a file, with all that was published of it.

It is recognised by the mark in its header (`appInfo`). Its identity is the address at which the document was
published; its public id, and those of whatever it names, are kept where they are free.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from documents.exchange.importing.dialects.body import Element
from documents.exchange.importing.sources import LOCAL, Named, Source, SourceDocument, Unreadable
from documents.exchange.tei.elements import children, get, name_of, words_of
from documents.exchange.tei.names import records_in
from documents.exchange.tei.reading import NotOurs, Read, form_of, read_root
from documents.exchange.tei.writing import tree
from documents.markup.spans import mention_spans
from documents.snapshot import AUTHORITIES, PARTS, Document, Name, Snapshot

_NO_LOCAL_NAME = re.compile(r"[\s|\[\]]")
_LIFE = re.compile(r"(\d{1,4}|\?)–(\d{1,4}|\?)")
_IMPRINT = re.compile(
    r"(?:Ed\. (?P<editors>.+?)(?:\. (?=\S)|$))?"
    r"(?:(?P<published_in>[^:,]+?)(?:: (?P<publisher>.+?))?(?:, |$))?"
    r"(?P<year>\d{4}.{0,10})?"
)


class Ours:
    """A document of an archive of this program."""

    name = "export of Fonds"

    def recognises(self, root: Element) -> bool:
        return bool(form_of(root))

    def documents_in(self, root: Element) -> list[Element]:
        return [root]

    def read(self, root: Element, file: str) -> Source:
        try:
            found = read_root(root)
        except NotOurs as error:
            raise Unreadable(str(error), file=file, line=root.sourceline or 0) from error
        archive = _NO_LOCAL_NAME.sub("", found.imprint.site) or "fonds"
        return Source(
            file=file,
            identity=archive,
            dialect=self.name,
            documents=_documents(root, found, archive),
            named=_named(root, found.snapshot),
        )


def _documents(root: Element, found: Read, archive: str) -> Iterator[SourceDocument]:
    document = found.snapshot.document
    counts = Counter(name_of(each) for each in root.iter())
    signed = sum(get(each, "xml:id") != "signatures" for each in root.iter("{*}signed"))
    # What is written again of what was read is what was understood.
    understood = Counter(name_of(each) for each in tree(*found).iter())
    yield SourceDocument(
        identity=_identity(archive, document.public_id),
        content=localised(document, archive),
        line=root.sourceline or 0,
        notes=(len(list(root.iterfind("{*}text/{*}back/{*}note"))), len(document.footnotes)),
        signatures=(signed, len(document.signatories)),
        unknown=dict(counts - understood),
    )


def _identity(archive: str, public_id: str) -> str:
    return f"{archive}/documents/{_NO_LOCAL_NAME.sub('', public_id)}/"


def localised(document: Document, archive: str) -> Document:
    """The document with local names instead of public ids, in fields and in passages."""
    parts = {part: tuple(_localised(row, archive) for row in getattr(document, part)) for part in PARTS}
    return replace(_localised(document, archive), **parts)


def _localised(row: Any, archive: str) -> Any:
    changes: dict[str, str] = {}
    for field in row.__slots__:
        value = getattr(row, field)
        if field in AUTHORITIES and value:
            changes[field] = f"{LOCAL}{value}"
        elif field == "target" and value:
            changes[field] = f"{LOCAL}{_identity(archive, value)}"
        elif isinstance(value, str) and "[[" in value:
            changes[field] = _localised_words(value, archive)
    return replace(row, **changes) if changes else row


def _localised_words(text: str, archive: str) -> str:
    said, at = [], 0
    for span in sorted(mention_spans(text), key=lambda span: span.opens):
        kind, _, ident = span.mark.partition(":")
        local = _identity(archive, ident) if kind == "document" else ident
        said += [text[at : span.opens], f"[[{kind}:{LOCAL}{local}|"]
        at = span.begins
    return "".join([*said, text[at:]])


def _named(root: Element, snapshot: Snapshot) -> dict[str, Named]:
    """Whatever the document names, with the identifiers that stand beside the names."""
    identifiers = {
        get(record, "xml:id") or "": tuple(
            (get(each, "type") or "", words_of(each)) for each in children(record, "idno") if words_of(each)
        )
        for record in records_in(root)
    }
    return {key: _of(key, name, identifiers.get(key, ())) for key, name in snapshot.names.items()}


def _of(key: str, name: Name, identifiers: tuple[tuple[str, str], ...]) -> Named:
    local = key.removeprefix(f"{name.kind}:")
    life = _LIFE.fullmatch(name.detail) if name.kind == "person" else None
    years = [f"{year:0>4}" if year != "?" else "" for year in life.groups()] if life else ["", ""]
    imprint = _IMPRINT.fullmatch(name.detail) if name.kind == "collection" else None
    return Named(
        kind=name.kind,
        local=local,
        name=name.label,
        language=name.language,
        identifiers=identifiers,
        born=years[0],
        died=years[1],
        data={k: v for k, v in imprint.groupdict().items() if v} if imprint else {},
    )

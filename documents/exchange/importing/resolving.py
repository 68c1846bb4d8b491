"""Local names → public ids, and row keys that are the same at every import. Pure: data to data.

A reference to a document that is not here yet stays unresolved: its words are kept without a mark, its row
without a target. Nothing is guessed.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any

from documents.exchange.importing.sources import LOCAL
from documents.markup.spans import mention_spans
from documents.snapshot import AUTHORITIES, PARTS, Document, passages

KEY = re.compile(r"[0-9a-z]{8}")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
PAIRS = [first + second for second in DIGITS for first in DIGITS]
FIXED = ("", "document", "heading", "date", "signatures")

# A mark with a local name; a backslash before it makes it literal.
MARK = re.compile(r"\[\[(person|place|body|document):@([^\s|\[\]]+)\|")

Known = Callable[[str, str], str]
"""(kind, local name) → public id; "" for a record or document that is not known."""


@dataclass(slots=True)
class Resolved:
    """The content with public ids, the documents that it waits for, and who is named but nowhere told of."""

    content: Document
    awaited: set[str] = field(default_factory=set)
    unknown: set[tuple[str, str]] = field(default_factory=set)


def targets_in(content: Document) -> Iterator[str]:
    """The identities of the documents that the content refers to."""
    rows: tuple[Any, ...] = (*content.references, *content.relations)
    for row in rows:
        if row.target and row.target.startswith(LOCAL):
            yield row.target.removeprefix(LOCAL)
    for passage in passages(content):
        if "[[document:@" in passage:
            marks = (mark for mark in MARK.finditer(passage) if mark[1] == "document")
            yield from (mark[2] for mark in marks if not _is_literal(mark))


def resolve(content: Document, identity: str, ident: str, known: Known) -> Resolved:
    """The content as the desk takes it, with the public id `ident`. The keys of its rows follow from
    `identity`, by which the source calls it."""
    found = Resolved(content)
    keys = _keys(content, identity)
    owners = keys[""]
    parts = {
        name: tuple(
            _row(row, found, known, owners, key=key)
            for row, key in zip(getattr(content, name), keys[name], strict=True)
        )
        for name in PARTS
    }
    found.content = _row(content, found, known, owners, public_id=ident, **parts)
    return found


def _keys(content: Document, identity: str) -> dict[str, Any]:
    """For each part the keys of its rows; under "" the source's own keys with those that stand for them."""
    keys: dict[str, Any] = {"": {}}
    for name in PARTS:
        keys[name] = []
        for place, row in enumerate(getattr(content, name)):
            fits = KEY.fullmatch(row.key)
            key = row.key if fits else key_of(f"{identity}\n{name}\n{row.key or place}")
            keys[name].append(key)
            if row.key:
                keys[""][row.key] = key
    return keys


def key_of(words: str) -> str:
    """Eight characters that follow from the words alone."""
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8])
    return "".join([PAIRS[number // 1296**place % 1296] for place in range(4)])


def _row(row: Any, found: Resolved, known: Known, owners: dict[str, str], **told: Any) -> Any:
    names, values, kinds = _fields(row.__class__)
    told = {**dict(zip(names, values(row), strict=True)), **told}
    if told.get("owner", "") not in FIXED:
        told["owner"] = owners.get(told["owner"], told["owner"])
    for kind in kinds:
        if (local := told[kind]) and local.startswith(LOCAL):
            of = "document" if kind == "target" else kind
            told[kind] = _known(of, local.removeprefix(LOCAL), found, known) or None
    for name, value in told.items():
        if type(value) is str and ":@" in value:
            told[name] = _words(value, found, known)
    return row.__class__(**told)


@cache
def _fields(row: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    """The fields of rows of this kind, what takes all values, and the fields that refer to something."""
    names: tuple[str, ...] = row.__slots__  # type: ignore[attr-defined]  # of a dataclass
    return names, attrgetter(*names), tuple(name for name in (*AUTHORITIES, "target") if name in names)


def _known(kind: str, local: str, found: Resolved, known: Known) -> str:
    ident = known(kind, local)
    if not ident:
        if kind == "document":
            found.awaited.add(local)
        else:
            found.unknown.add((kind, local))
    return ident


def _words(text: str, found: Resolved, known: Known) -> str:
    """The text with ids for local names; the marks of what is not known are taken away, their words stay."""
    idents: list[str] = []

    def place(mark: re.Match[str]) -> str:
        if _is_literal(mark):
            return mark[0]
        idents.append(_known(mark[1], mark[2], found, known))
        # No id begins with a digit, so this stands for a mark only until the next lines.
        return f"[[{mark[1]}:{idents[-1] or f'{len(idents) - 1:08d}'}|"

    text = MARK.sub(place, text)
    if all(idents):
        return text
    pieces, end = [], 0
    cuts = [
        cut
        for span in mention_spans(text)
        if not idents_of(span.mark)
        for cut in ((span.opens, span.begins), (span.ends, span.closes))
    ]
    for begins, ends in sorted(cuts):
        pieces.append(text[end:begins])
        end = ends
    return "".join((*pieces, text[end:]))


def _is_literal(mark: re.Match[str]) -> bool:
    at = mark.start()
    while at and mark.string[at - 1] == "\\":
        at -= 1
    return (mark.start() - at) % 2 == 1


def idents_of(mark: str) -> str:
    """The public id in a mark such as “person:b2345678”; "" for one that only stands for nothing known."""
    ident = mark.partition(":")[2]
    return "" if ident.isdigit() else ident

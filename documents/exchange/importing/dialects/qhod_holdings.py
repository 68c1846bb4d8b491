"""Where the exemplars of a document lie, from the `msIdentifier` of a header (TEI P5, 10.4)."""

import re
from typing import Any

from documents.exchange.importing.dialects.qhod_header import Said
from documents.exchange.importing.dialects.qhod_names import bare, words
from documents.exchange.importing.sources import Named
from documents.snapshot import ArchivalPart, ArchivalReference

BOX = re.compile(r"(?:Kt|Karton)\.?\s+(?P<value>[^,]+?)\s*,\s*")
LEAVES = re.compile(r"(?:^|,\s*|\s)(?:fol|Folio|p|Page)\.?\s*(?P<leaves>\[?\d.*?)(?<!f)\.?$")
ENTRY = re.compile(r",?\s*(?P<value>(?:entr(?:y|ies)|letter)\b.*)$")


def archival_references(header: Any, exemplar: str | None, said: Said) -> tuple[ArchivalReference, ...]:
    """Each exemplar: archive, fonds or register, box, entry and leaves, and the whole as it stands."""
    return tuple(
        _archival(each, exemplar, said)
        for each in header.iterfind(".//{*}msDesc/{*}msIdentifier")
        if words(each)
    )


def _archival(where: Any, exemplar: str | None, said: Said) -> ArchivalReference:
    institution, collection = words(where.find("{*}institution")), words(where.find("{*}collection"))
    numbers = [words(each) for each in where.iterfind("{*}idno") if words(each)]
    repository = None
    if institution:
        local = f"repository:{bare(institution)}"
        repository = said.local(Named(kind="repository", local=local, name=institution))
    parts = [ArchivalPart(level="fonds", value=collection)] if collection else []
    leaves = ""
    for number in numbers:
        steps, leaves = steps_of(number)
        parts += steps
    return ArchivalReference(
        repository=repository,
        parts=tuple(parts),
        leaves=leaves,
        exemplar=exemplar,
        as_printed=", ".join(filter(None, (institution, collection, *numbers))),
    )


def steps_of(number: str) -> tuple[list[ArchivalPart], str]:
    """A shelfmark such as “Kt. 184-3, fol. 83r-87v”: steps and leaves; what is no box or entry is a file."""
    steps: list[ArchivalPart] = []
    rest, leaves = number.strip(), ""
    if box := BOX.match(rest):
        steps.append(ArchivalPart(level="box", value=box["value"]))
        rest = rest[box.end() :]
    if entry := ENTRY.search(rest):
        rest, entries = rest[: entry.start()], [ArchivalPart(level="item", value=entry["value"])]
    else:
        entries = []
    if found := LEAVES.search(rest):
        rest, leaves = rest[: found.start()], found["leaves"]
    if rest.strip(" ,.;"):
        steps.append(ArchivalPart(level="file", value=rest.strip(" ,;")))
    return steps + entries, leaves

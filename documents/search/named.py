"""Found by the record of a name: where in a document it is named, when its words stand nowhere there.

Whoever looks for Gerusy finds what speaks of Goris, if the record of Goris says that both are one. A hit must
then say so, and show the passage.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from documents import markup
from documents.search.finding import Hit, Piece
from documents.search.known import names_in
from documents.search.query import Word
from documents.search.request import Request
from documents.search.snippets import Snippet, snippet
from documents.search.spots import Leaf, Spot, leaves, respelled_in, spots_of
from documents.search.variants import Known
from documents.search.where import MOST_SNIPPETS, Matched, OtherName, matched
from documents.snapshot import Document, Snapshot

Wanted = list[tuple[Leaf, str]]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in a hit: words, and the records of which they are names."""

    words: Wanted
    records: "tuple[Record, ...]" = ()

    @property
    def idents(self) -> frozenset[str]:
        """The public ids by which documents name these records."""
        return frozenset[str]().union(*(record.idents for record in self.records))


@dataclass(frozen=True, slots=True)
class Record:
    """A record of which a reader's words are a name; `idents` are its id and those merged into it."""

    words: tuple[str, ...]
    known: Known
    idents: frozenset[str]


def sought(request: Request, merged: Mapping[str, str]) -> Sought:
    """What a search looks for in its hits; `merged` leads from a record to the one in which it ended."""
    wanted = list(dict.fromkeys(leaves(request.tree, request.scope)))
    if not request.known or request.tree is None:
        return Sought(wanted)
    names = dict.fromkeys(names_in(request.tree, unwanted=False))
    return Sought(
        wanted,
        tuple(
            Record(
                words, known, frozenset({known.id, *(old for old, end in merged.items() if end == known.id)})
            )
            for words in names
            for known in request.known.get(words, ())
        ),
    )


def what_matched(
    hits: Iterable[Hit], sought: Sought, read: Callable[[Iterable[str]], Mapping[str, Snapshot]]
) -> list[Matched]:
    """What matched in each hit. What only a record explains is looked up by `read`, all at once."""
    hits = list(hits)
    asked = {hit.document: records for hit in hits if (records := unexplained(hit, sought.records))}
    snapshots = read(asked) if asked else {}
    found = []
    for hit in hits:
        what = matched(hit, sought.words)
        if snapshot := snapshots.get(hit.document):
            what = explained(what, snapshot, asked[hit.document])
        found.append(what)
    return found


def unexplained(hit: Hit, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The records of whose names the words stand nowhere in a hit, in whatever form or spelling."""
    return tuple(each for each in records if not all(_stands(hit, word) for word in each.words))


def _stands(hit: Hit, word: str) -> bool:
    leaf: tuple[Leaf, str] = (Word(word), "")
    return any(any(spots_of(piece, *leaf)) or respelled_in(piece, [leaf]) for piece in hit.pieces)


def explained(found: Matched, snapshot: Snapshot, records: tuple[Record, ...]) -> Matched:
    """What matched, and where the document names the records: one place of each beside other words."""
    names, shown = [], list[Snippet]()
    for record in records:
        places = list(_places(snapshot, record.idents))
        if places:
            names.append(OtherName(" ".join(record.words), record.known.matched, record.known.name))
            shown += places[: 1 if found.snippets or len(records) > 1 else MOST_SNIPPETS]
    snippets = (*shown, *found.snippets)[:MOST_SNIPPETS]
    return replace(found, snippets=snippets, other_names=tuple(dict.fromkeys(names)))


# --- Where a document names a record: in its passages, then as what ---


def _places(snapshot: Snapshot, idents: frozenset[str]) -> Iterator[Snippet]:
    for voice, where, language, passage in _passages(snapshot):
        if not any(ident in passage for ident in idents):
            continue
        text, standing = markup.reading(markup.parse(passage))
        if spots := [Spot(each.start, each.end) for each in standing if each.id in idents]:
            yield snippet(Piece(voice, where, language, text.rstrip()), spots)
    for voice, where, language, name in _roles(snapshot, idents):
        yield Snippet(Piece(voice, where, language, name), ((name, True),), False, False, False)


def _passages(snapshot: Snapshot) -> Iterator[tuple[str, str, str, str]]:
    """Voice, place, language and words of each passage in the markup, the document's own first."""
    document = snapshot.document
    wording = document.wording_language
    yield "title", "heading", wording, document.heading
    for text in document.texts:
        yield "own", text.role, text.language, text.content
    yield "own", "date", wording, document.date_as_written
    yield "own", "signatures", wording, document.signature_line
    for note in document.footnotes:
        yield "notes", f"{note.voice}:{note.label}", note.language or wording, note.content
    yield "editorial", "summary", document.title_language, document.summary
    for written in document.editorial_texts:
        yield "editorial", written.editorial_kind, written.language, written.content


def _roles(snapshot: Snapshot, idents: frozenset[str]) -> Iterator[tuple[str, str, str, str]]:
    """Voice, role, language and name of each part that a record has in the document, as it stands there."""
    document = snapshot.document
    for kind, ident, voice, role, as_written in _parts(document):
        if ident not in idents:
            continue
        if as_written:
            yield voice, role, document.wording_language, as_written
        elif name := snapshot.name(kind, ident):
            yield voice, role, name.language, name.label


def _parts(document: Document) -> Iterator[tuple[str, str | None, str, str, str]]:
    for row in document.signatories:
        yield "person", row.person, "signed", "signatory", row.name_as_signed
        yield "body", row.body, "signed", "signatory", ""
    for each in document.correspondents:
        yield "person", each.person, "names", each.role, each.as_written
        yield "body", each.body, "names", each.role, each.as_written
    yield "place", document.place, "own", "written", document.place_as_written

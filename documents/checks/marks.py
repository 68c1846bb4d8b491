"""Marks in the texts: understood, of somebody, and each anchor with its footnote."""

from collections import defaultdict
from collections.abc import Iterator

from documents import markup
from documents.checks.findings import Finding, numbered, passages_of
from documents.snapshot import AUTHORITIES, Footnote, Snapshot
from places.register import is_well_formed


def marks_not_understood(snapshot: Snapshot) -> Iterator[Finding]:
    """Marks that stay literal because they are not closed or not known; a text too long to be read."""
    for passage in passages_of(snapshot.document):
        if passage.is_without_marks() and len(passage.words) <= markup.LONGEST:
            continue
        too_long = len(passage.words) > markup.LONGEST
        for line, column, sentence in markup.problems(passage.words):
            where = f"{passage.where}, line {line}, column {column}"
            yield Finding("markup", where, sentence, blocks=too_long)


def mentions_of_nobody(snapshot: Snapshot) -> Iterator[Finding]:
    """A mention by an id that this archive does not know."""
    for passage in passages_of(snapshot.document):
        for kind, ident, words in passage.mentions():
            name = snapshot.names.get(ident)
            known = is_well_formed(ident) and (kind not in AUTHORITIES or (name and name.kind == kind))
            if not known:
                sentence = (
                    f"“{words}” is marked as {kind} {ident}, which is not in this archive. Check the id."
                )
                yield Finding("unknown-mention", passage.where, sentence, blocks=True)


def notes_and_anchors(snapshot: Snapshot) -> Iterator[Finding]:
    """A footnote without anchor, an anchor without footnote; a note that belongs to nothing."""
    labels = defaultdict(list)
    for note in snapshot.document.footnotes:
        labels[note.owner].append(note.label)
    for passage in passages_of(snapshot.document):
        notes = labels[passage.key] if passage.key else []
        if len(passage.words) > markup.LONGEST or not (notes or "[^" in passage.words):
            continue
        for sentence in markup.footnote_problems(passage.words, notes):
            yield Finding("footnote-anchor", passage.where, sentence, blocks=True)
    places = {passage.key for passage in passages_of(snapshot.document)} - {""}
    owners = {note.key: note.owner for note in snapshot.document.footnotes}
    for where, note in numbered("Footnote", snapshot.document.footnotes):
        if _root(note, owners) not in places - owners.keys():
            sentence = (
                "The note belongs to no text. Choose what it belongs to: a text, the heading, another note …"
            )
            yield Finding("footnote-owner", where, sentence, blocks=True)


def _root(note: Footnote, owners: dict[str, str]) -> str:
    """What a note belongs to in the end, through notes on notes; another note where they go in a circle."""
    owner, steps = note.owner, 0
    while owner in owners and steps <= len(owners):
        owner, steps = owners[owner], steps + 1
    return owner

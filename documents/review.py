"""All that is looked at before publishing: the checks of a document, and what only the register can tell."""

from collections.abc import Collection, Iterable, Iterator

from documents import checks
from documents.checks import Finding
from documents.models.document import Document
from documents.snapshot import Snapshot
from places.register import PublicId, is_well_formed


def findings(snapshot: Snapshot) -> list[Finding]:
    """What the checks and the register find, errors first. At most one query."""
    return [*mentions_of_no_document(snapshot), *checks.check(snapshot)]


def errors(snapshot: Snapshot, coming: Collection[str] = ()) -> list[Finding]:
    """What of it keeps the document from being published. `coming` are ids of documents that will be here."""
    return [*mentions_of_no_document(snapshot, coming), *checks.errors(snapshot)]


def documents_mentioned(snapshots: Iterable[Snapshot]) -> set[str]:
    """The documents that these mention and to which this archive gave their ids, in one query."""
    idents = {ident for snapshot in snapshots for ident, _ in _mentioned(snapshot)}
    drawn = PublicId.objects.filter(pk__in=idents, kind=Document.kind)
    return {*drawn.values_list("pk", flat=True)} if idents else set()


def mentions_of_no_document(snapshot: Snapshot, coming: Collection[str] = ()) -> Iterator[Finding]:
    """A mention of a document by an id that this archive never gave to one. A slip in it the checks tell."""
    known = {snapshot.document.public_id, *coming}
    mentioned = [(ident, where) for ident, where in _mentioned(snapshot) if ident not in known]
    known = documents_mentioned([snapshot]) if mentioned else known
    for ident, where in mentioned:
        if ident not in known:
            sentence = (
                f"This archive has no document with the id {ident}. Check the id, or take the mark away."
            )
            yield Finding("unknown-document", where, sentence, blocks=True)


def _mentioned(snapshot: Snapshot) -> dict[tuple[str, str], None]:
    """Each document mentioned, with the place, in reading order."""
    return {
        (mention.id, passage.where): None
        for passage in checks.passages_of(snapshot.document)
        if "[[document:" in passage.words
        for mention in passage.mentions()
        if mention.kind == "document" and is_well_formed(mention.id)
    }

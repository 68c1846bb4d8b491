"""The history of documents: the block that ties a save together, rows → snapshot, snapshot → rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from documents.decisions import hold_all
from documents.models import VOCABULARIES, Document, Repository, SourceCollection
from documents.models.footnote import FIXED_OWNERS
from documents.snapshot import AUTHORITIES, Name, Snapshot, from_data, name_key, named, referred, rows
from documents.snapshot import Document as Content
from people.models import Body, Capacity, Person
from people.years import years
from places import entering, records, writing
from places.models import Place
from places.register import hold_id
from places.revisions import OutsideRevision, Revision, current, latest, lock, revision
from places.states import states as states_of
from places.writing import Faults

__all__ = ["OutsideRevision", "Stale", "latest", "revision", "snapshot", "write"]

# Which table holds the records of a kind, and which of its columns make up the label, language and detail.
NAMES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "person": (Person, ("name", "language", "born", "died")),
    "body": (Body, ("name", "language")),
    "place": (Place, ("name", "language")),
    "repository": (Repository, ("name", "language")),
    "collection": (SourceCollection, ("name", "language", "editors", "published_in", "publisher", "year")),
    "capacity": (Capacity, ("label",)),
    **{model.kind: (model, ("label",)) for model in VOCABULARIES},
}
COLUMNS = 6


class Stale(Exception):
    """The document was saved by somebody else after the revision that this snapshot was based on."""

    def __init__(self, base: int | None, last: Revision | None) -> None:
        self.base, self.last = base, last
        now = f"is now at revision {last.number}" if last else "does not exist any more"
        super().__init__(
            f"This was based on revision {base or 0}, but the document {now}. Nothing was saved."
        )


def snapshot(public_id: str, at: int | None = None) -> Snapshot | None:
    """The document as it is today, or as its revision number `at` left it; None where there is none.

    Names are those of now, also for an earlier revision: what a record is called belongs to its own history.
    """
    data = records.read(Document, public_id, at)
    if data is None:
        return None
    content = from_data({"document": data}).document
    return Snapshot(document=content, names=names(named(content)))


def snapshots(public_ids: Iterable[str]) -> dict[str, Snapshot]:
    """The documents as they are today, by id: in a number of queries that does not grow with theirs."""
    return _with_names(_contents(records.read_many(Document, public_ids)))


def snapshots_at(revisions: Mapping[str, int]) -> dict[str, Snapshot]:
    """The documents as those revisions (id → number) left them, by id; as few queries as for one."""
    return _with_names(_contents(records.read_many_at(Document, revisions)))


def states(public_id: str, numbers: Iterable[int]) -> dict[int, Snapshot | None]:
    """Revision number → the document as that revision left it, None where it was not there."""
    found = states_of(Document, public_id, numbers)
    contents = {n: from_data({"document": data}).document for n, data in found.items() if data}
    called = names({key: kind for each in contents.values() for key, kind in named(each).items()})
    return {
        n: Snapshot(
            document=contents[n], names={key: called[key] for key in named(contents[n]) if key in called}
        )
        if n in contents
        else None
        for n in found
    }


def _contents(found: Mapping[str, dict[str, Any]]) -> list[Content]:
    return [from_data({"document": data}).document for data in found.values()]


def _with_names(found: Iterable[Content]) -> dict[str, Snapshot]:
    contents = list(found)
    keys = [named(content) for content in contents]
    called = names({key: kind for each in keys for key, kind in each.items()})
    return {
        content.public_id: Snapshot(
            document=content, names={key: called[key] for key in each if key in called}
        )
        for content, each in zip(contents, keys, strict=True)
    }


def names(wanted: dict[str, str]) -> dict[str, Name]:
    """What the records and terms in `wanted` (name key → kind) are called now, in one query."""
    by_kind: dict[str, set[str]] = {}
    for key, kind in wanted.items():
        by_kind.setdefault(kind, set()).add(key.removeprefix(f"{kind}:"))
    queries = [_labels(kind, idents) for kind, idents in by_kind.items()]
    if not queries:
        return {}
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return {_key(kind, ident): _name(kind, values) for kind, ident, *values in found}


def _labels(kind: str, idents: Iterable[str]) -> Any:
    return _all_labels(kind).filter(pk__in=idents)


@cache
def _all_labels(kind: str) -> Any:
    """The query for all records of a kind: it takes longer to be made than to be asked for some of them."""
    model, columns = NAMES[kind]
    text = CharField()
    padded: list[Any] = [Cast(F(column), text) for column in columns]
    padded += [Value("", text) for _ in range(COLUMNS - len(columns))]
    named_columns = {f"column_{n}": column for n, column in enumerate(padded)}
    chosen = model.objects.order_by().annotate(kind_=Value(kind, text), **named_columns)
    return chosen.values_list("kind_", "pk", *named_columns)


def _key(kind: str, ident: str) -> str:
    return ident if kind in AUTHORITIES else f"{kind}:{ident}"


def _name(kind: str, values: list[str]) -> Name:
    label, language, *rest = values
    if kind == "person":
        return Name(kind=kind, label=label, language=language, detail=years(rest[0], rest[1]))
    if kind == "collection":
        imprint = SourceCollection(
            editors=rest[0], published_in=rest[1], publisher=rest[2], year=rest[3]
        ).imprint
        return Name(kind=kind, label=label, language=language, detail=imprint)
    return Name(kind=kind, label=label, language=language or "en")


def write(snapshot: Snapshot, base: int | None, untouched: Collection[str] = ()) -> int:
    """Makes the desk say what the snapshot says, in one revision; only differences are written.

    `base` is the number of the revision that the snapshot was made from, None for a document new to this
    archive. `untouched` names parts in which it is what that revision was, and which need not be compared.
    Gives the number of the document's revision afterwards. Works inside `with revision(…):`.
    Raises Stale, or ValidationError with the place of each fault; nothing is written then.
    """
    document = snapshot.document
    if not lock(Document, document.public_id):
        # Of two who bring back a deleted document the second waits here, and is refused.
        hold_id(document.public_id)
    last = latest(Document.kind, document.public_id)
    if (last.number if last else None) != base:
        raise Stale(base, last)
    writing.write(Document, snapshot.to_data()["document"], dangling(document), untouched)
    opened = current().opened.get((Document, document.public_id))
    return opened.number if opened else base or 0


def write_many(contents: Iterable[Content], bases: Mapping[str, int]) -> dict[str, int]:
    """What `write` does, for many documents that are here, most of which change in a part or two.

    `bases` are id → the number of the revision that each stands on. Gives id → its number afterwards. Works
    inside `with revision(…):`. Raises Stale or ValidationError because of the first that cannot be written;
    the block is to be rolled back then.
    """
    documents = {content.public_id: content for content in contents}
    hold_all(documents)
    last = last_revisions(documents)
    for ident in documents:
        if ident not in last or last[ident].number != bases[ident]:
            raise Stale(bases[ident], last.get(ident))
    faults = dangling_in(list(documents.values()))
    now = {each.public_id: each for each in _contents(records.read_many(Document, documents))}
    for ident, content in documents.items():
        equal = [part for part in Document.parts if getattr(content, part) == getattr(now[ident], part)]
        writing.write(Document, Snapshot(document=content).to_data()["document"], faults[ident], equal)
    opened = current().opened
    return {
        ident: made.number if (made := opened.get((Document, ident))) else bases[ident] for ident in bases
    }


def prepare(
    contents: Iterable[Content], coming: Collection[str] = (), *, rules: bool = False
) -> list[entering.Fresh]:
    """The rows of new documents, checked as `write` checks them, many at once; nothing is written.

    `coming` are ids of records and documents that are not here and will be. The rules between columns, which
    cost a query each, are left to the database that writes the rows, unless asked for.
    """
    contents = list(contents)
    faults = dangling_in(contents, coming)
    fresh = [_prepare(each, rules) for each in contents]
    for each in fresh:
        each.faults = {**faults[each.row.pk], **each.faults}
    return fresh


def _prepare(content: Content, rules: bool) -> entering.Fresh:
    said = Snapshot(document=content).to_data()["document"]
    fresh = entering.prepare(Document, said, rules=rules)
    # As a rule the desk keeps what came as it came; then it need not be read back.
    if all(said.get(name, "") == value for name, value in fresh.data.items()):
        fresh.read = content
    return fresh


def enter(fresh: Iterable[entering.Fresh]) -> dict[str, Snapshot]:
    """Enters new documents, many at once: what `write` leaves for each. Works inside `with revision(…):`.

    Their ids must not be in the register yet. Gives their snapshots by id. If the database refuses one of
    them, the whole block is to be rolled back: IntegrityError or DataError, which `write` would explain.
    """
    fresh = list(fresh)
    entering.enter(Document, fresh)
    return _with_names(content_of(each) for each in fresh)


def content_of(fresh: entering.Fresh) -> Content:
    """What the desk will say of a document that was prepared."""
    return fresh.read or from_data({"document": fresh.data}).document


def dangling(document: Content) -> Faults:
    """What does not hang together, by place: a repeated key, an owner that is not there, an id of nothing."""
    return dangling_in([document])[document.public_id]


def dangling_in(documents: list[Content], coming: Collection[str] = ()) -> dict[str, Faults]:
    """The same for documents that are written together, by id, in two queries."""
    wanted = {name_key(kind, ident): kind for document in documents for kind, ident in referred(document)}
    called = names(wanted)
    missing = {key: kind for key, kind in wanted.items() if key not in called and key not in coming}
    known = {*_targets_that_are_there(documents), *coming}
    return {document.public_id: _dangling(document, missing, known) for document in documents}


def _dangling(document: Content, missing: Mapping[str, str], known: set[str]) -> Faults:
    given = [row.key for row in rows(document) if row.key]
    keys = {*given}
    faults: Faults = {}
    if len(keys) < len(given):
        faults["key"] = ["Two rows of the document have the same key."]
    for part, fixed in (("footnotes", {*FIXED_OWNERS, ""}), ("references", {"document"})):
        for number, row in enumerate(getattr(document, part)):
            if row.owner not in fixed and row.owner not in keys:
                faults[f"{part}[{number}].owner"] = [f"No part of the document has the key “{row.owner}”."]
    if missing:
        lacking = {
            name_key(kind, ident): kind for kind, ident in referred(document)
        }.items() & missing.items()
        if lacking:
            faults["names"] = [f"This archive has no {kind} “{key}”." for key, kind in sorted(lacking)]
    for place, target in _targets(document):
        if target not in known:
            faults[place] = [f"This archive has no document “{target}”."]
    return faults


def _targets(document: Content) -> Iterator[tuple[str, str]]:
    for part in ("references", "relations"):
        for number, row in enumerate(getattr(document, part)):
            if row.target:
                yield f"{part}[{number}].target", row.target


def _targets_that_are_there(documents: list[Content]) -> set[str]:
    written = {document.public_id for document in documents}
    others = {target for document in documents for _, target in _targets(document)} - written
    if not others:
        return written
    return {*written, *Document.objects.filter(pk__in=others).values_list("pk", flat=True)}


def revisions(public_id: str) -> Any:
    """The revisions of a document, the last one first."""
    return Revision.objects.filter(kind=Document.kind, record=public_id)


def last_revisions(public_ids: Iterable[str]) -> dict[str, Revision]:
    """The last revision of each of these documents that has one, by id, in one query."""
    found = Revision.objects.filter(kind=Document.kind, record__in=list(public_ids)).order_by("number")
    return {revision.record: revision for revision in found.defer("reason")}

"""What is asked before an import is undone: whether it can be, by whom, and what would happen then."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db.models import F, Max

from documents.decisions import Refused, require
from documents.exchange.importing import reports
from documents.exchange.importing.authorities import TERMS
from documents.exchange.importing.running import PUBLISHING, RIGHT
from documents.merges import MODELS
from documents.models.document import Document
from documents.models.entry import Entry
from documents.models.importing import ImportBatch, ImportState
from documents.models.listing import Listing, ListingName
from documents.models.reference import Reference
from documents.models.relation import Relation
from documents.models.version import Version
from places.records import Part, Revised
from places.revisions import Revision

SHOWN = 20
REFERRING: tuple[Any, ...] = (Reference, Relation)
RECORDS: Mapping[str, Any] = {**MODELS, **TERMS}
"""All that an import brings besides documents: kind → table."""


def touched(batch: ImportBatch) -> list[Revision]:
    """The revisions made by others, after the import, of records that it made or changed.

    Of a later import that was undone nothing is left, so its revisions do not count.
    """
    found: list[Revision] = []
    for kind in ours(batch).values_list("kind", flat=True).distinct():
        found += since(batch, kind, ours(batch).filter(kind=kind).values("record"))
    return found


def ours(batch: ImportBatch) -> Any:
    return Revision.objects.filter(batch=batch.batch).order_by()


def since(batch: ImportBatch, kind: str, records_of_kind: Any) -> list[Revision]:
    """The revisions made by others of these records, after the import's last one of each."""
    undone = ImportBatch.objects.filter(state=ImportState.UNDONE).values_list("batch", "undone_by")
    passed_over = {batch.batch, batch.undone_by, *(each for pair in undone for each in pair)}
    last_of_ours = ours(batch).filter(kind=kind, record__in=records_of_kind)
    last = dict(last_of_ours.values("record").annotate(last=Max("number")).values_list("record", "last"))
    others = Revision.objects.filter(kind=kind, record__in=records_of_kind).exclude(batch__in=passed_over)
    return [each for each in others.order_by("record", "number") if each.number > last[each.record]]


def publishedsince(batch: ImportBatch) -> int:
    """How many documents that came as drafts were published by somebody since."""
    if batch.publishes:
        return 0
    return Version.objects.filter(document__in=fresh_documents(batch)).values("document").distinct().count()


def refuse_touched(batch: ImportBatch) -> None:
    """Raises Refused, naming the first of them, if somebody has worked on what the import brought."""
    if batch.trial or batch.state in (ImportState.UNDONE, ImportState.RUNNING):
        raise Refused("There is nothing to undo: it was a dry run, or still runs, or is undone already.")
    if found := touched(batch):
        named = ", ".join(dict.fromkeys(f"{each.kind} {each.record}" for each in found[:SHOWN]))
        many = "1 change was" if len(found) == 1 else f"{len(found)} changes were"
        raise Refused(
            f"This import cannot be undone as a whole: since then, {many} made to what it brought: {named}."
        )
    if number := publishedsince(batch):
        were = "was" if number == 1 else "were"
        raise Refused(
            f"This import cannot be undone: since then, {number} of its documents {were} published."
        )


def refuse_undoing(batch: ImportBatch, user: Any) -> None:
    """Raises PermissionDenied for who may not undo this import; Refused where nobody can."""
    require(user, RIGHT)
    require(user, "documents.delete_document")
    if Version.objects.filter(document__in=ours(batch).filter(kind=Document.kind).values("record")).exists():
        require(user, PUBLISHING)
    refuse_touched(batch)


def size_of(batch: ImportBatch) -> int:
    """How many records the import made or changed."""
    return ours(batch).values("kind", "record").distinct().count()


# --- What would happen ---


def readers_see(batch: ImportBatch) -> bool:
    """Whether readers see anything that the import brought or changed, so that they are told why it goes."""
    made = Listing.objects.filter(document__in=fresh_documents(batch))
    return made.exists() or bool(_shown_changes(batch))


def foreseen(batch: ImportBatch) -> Counter[str]:
    """What undoing would do, "document deleted" → how many; if it was interrupted, what is left to do."""
    done = undone_before(batch)
    found: Counter[str] = Counter()
    for kind in (Document.kind, *RECORDS):
        pairs = bases(batch, kind).items()
        changed = [record for record, base in pairs if base and (kind, record) not in done]
        found[f"{kind} {reports.RESTORED}"] = len(changed)
        fresh = {record for record, base in pairs if not base and (kind, record) not in done}
        found += _of_documents(batch) if kind == Document.kind else _of_records(batch, kind, fresh)
    return +found


def _of_documents(batch: ImportBatch) -> Counter[str]:
    fresh = fresh_documents(batch)
    entered = Entry.objects.filter(document__in=fresh).values("document")
    drafts = set(Document.objects.filter(pk__in=fresh).exclude(pk__in=entered).values_list("pk", flat=True))
    held = _held(batch, drafts)
    withdrawn = Listing.objects.filter(document__in=fresh).count()
    return Counter(
        {
            f"{Document.kind} {reports.DELETED}": len(drafts - held),
            f"{Document.kind} {reports.WITHDRAWN}": withdrawn,
            f"{Document.kind} {reports.LEFT}": len(held),
        }
    )


def _held(batch: ImportBatch, drafts: set[str]) -> set[str]:
    """The drafts that cannot be deleted, since a document refers to them that stays.

    Others' documents stay, and those that readers have seen, for these are withdrawn; so does a draft that is
    held itself, unless it stands in a ring: from such a one its references are taken.
    """
    found = bases(batch, Document.kind)
    order, ring = in_order(batch, [record for record, base in found.items() if not base])
    going = drafts.union(record for record, base in found.items() if base)
    targets = _targets(batch)
    held = set[str]().union(*(those for document, those in targets.items() if document not in going))
    loosened = {*ring}
    for record in order:
        if record in held and record in drafts and record not in loosened:
            held |= targets.get(record, set())
    return held & drafts


def _targets(batch: ImportBatch) -> dict[str, set[str]]:
    """Document → those of the documents made by the import to which it refers."""
    found: dict[str, set[str]] = {}
    for table in REFERRING:
        links = table.objects.filter(target__in=fresh_documents(batch)).order_by()
        for document, target in links.values_list("document", "target"):
            found.setdefault(document, set()).add(target)
    return found


def in_order(batch: ImportBatch, fresh: list[str]) -> tuple[list[str], list[str]]:
    """These documents, so that one comes before those to which it refers; and those that do so in a ring."""
    made = fresh_documents(batch)
    sorter = TopologicalSorter[str](dict.fromkeys(fresh, ()))
    for table in REFERRING:
        between = table.objects.filter(document__in=made, target__in=made).exclude(document=F("target"))
        for document, target in between.order_by().values_list("document", "target"):
            sorter.add(target, document)
    with suppress(CycleError):  # then all are given that stand in no ring
        sorter.prepare()
    order: list[str] = []
    while ready := sorted(sorter.get_ready()):
        order += ready
        sorter.done(*ready)
    ring = sorted(set(fresh).difference(order))
    return order + ring, ring


def _of_records(batch: ImportBatch, kind: str, fresh: set[str]) -> Counter[str]:
    if kind in TERMS:
        left = {record for record in fresh if is_used_elsewhere(batch, kind, record)}
    else:
        named = ListingName.objects.filter(kind=kind).exclude(listing__document__in=_documents(batch))
        left = fresh & set(named.filter(ident__in=_fresh(batch, kind)).values_list("ident", flat=True))
    return Counter({f"{kind} {reports.SET_ASIDE}": len(fresh - left), f"{kind} {reports.LEFT}": len(left)})


def is_used_elsewhere(batch: ImportBatch, kind: str, code: str) -> bool:
    """Whether a record that this import has not brought or changed uses the term."""
    for relation in TERMS[kind]._meta.get_fields(include_hidden=True):
        table: Any = relation.related_model
        if not relation.one_to_many or not issubclass(table, Revised | Part):  # as the tables of histories
            continue
        owner = getattr(table, "owner_field", "pk")
        model = table if owner == "pk" else table._meta.get_field(owner).related_model
        of_ours = ours(batch).filter(kind=model.kind).values("record")
        rows = table.objects.filter(**{relation.field.name: code})
        if rows.exclude(**{f"{owner}__in": of_ours}).exists():
            return True
    return False


def _shown_changes(batch: ImportBatch) -> list[str]:
    """The documents that were here before, of which readers see what the import made of them."""
    done = undone_before(batch)
    found = bases(batch, Document.kind).items()
    before = {record: base for record, base in found if base and (Document.kind, record) not in done}
    seen = Listing.objects.filter(document__in=_documents(batch)).values_list("document", "version__revision")
    return [record for record, number in seen if record in before and number > before[record]]


def undone_before(batch: ImportBatch) -> set[tuple[str, str]]:
    """Kind and id of the records that undoing the import has written, until it was interrupted."""
    return set(Revision.objects.filter(batch=batch.undone_by).values_list("kind", "record"))


def fresh_documents(batch: ImportBatch) -> Any:
    """The ids of the documents that the import made, for a subquery."""
    return _fresh(batch, Document.kind)


def bases(batch: ImportBatch, kind: str) -> dict[str, int]:
    """Record → the revision on which the import's first one stands, 0 for a record that the import made."""
    pairs = ours(batch).filter(kind=kind).order_by("record", "-number").values_list("record", "base")
    return {record: base or 0 for record, base in pairs}


def _fresh(batch: ImportBatch, kind: str) -> Any:
    return ours(batch).filter(kind=kind, number=1).values("record")


def _documents(batch: ImportBatch) -> Any:
    return ours(batch).filter(kind=Document.kind).values("record")

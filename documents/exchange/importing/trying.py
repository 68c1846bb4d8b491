"""What a dry run foretells: which documents could not be published, though nothing of them is here yet."""

from collections.abc import Collection, Iterable

from django.conf import settings

from documents import history, publishing, review
from documents.models.entry import Entry
from documents.models.importing import Imported
from documents.models.listing import Listing
from documents.snapshot import Document, Name, Snapshot, from_data, named
from places.entering import Fresh


def refused(fresh: Iterable[Fresh], coming: Collection[str]) -> dict[str, str]:
    """Why new documents could not be published, by id. `coming` are the ids of what would be here by then."""
    fresh = list(fresh)
    if settings.FOUR_EYES:
        return {each.row.pk: publishing.OWN_WORK for each in fresh}
    contents = {each.row.pk: from_data({"document": each.data}).document for each in fresh}
    found = {ident: review.errors(_snapshot(content, coming), coming) for ident, content in contents.items()}
    return {ident: " ".join(each.sentence for each in errors) for ident, errors in found.items() if errors}


def _snapshot(content: Document, coming: Collection[str]) -> Snapshot:
    wanted = named(content)
    names = {key: Name(kind=kind) for key, kind in wanted.items() if key in coming}
    return Snapshot(document=content, names=names | history.names(wanted))


def is_seen(document: str) -> bool:
    """Whether readers can open it, so that they would see a change of it."""
    return Listing.objects.filter(document=document).exists()


def publishable(documents: Collection[str]) -> list[str]:
    """Those of these drafts of an earlier import that would be published now."""
    entered = set(Entry.objects.filter(document__in=documents).values_list("document_id", flat=True))
    drafts = [ident for ident in documents if ident not in entered]
    left = dict(Imported.objects.filter(kind="document", record__in=drafts).values_list("record", "revision"))
    last = history.last_revisions(drafts)
    ours = [ident for ident in drafts if ident in last and last[ident].number == left.get(ident)]
    if settings.FOUR_EYES:
        return []
    return [ident for ident, snapshot in history.snapshots(ours).items() if not review.errors(snapshot)]

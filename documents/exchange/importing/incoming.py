"""What files say anew of documents that editors have changed: kept until an editor has put the two together.

An import never overwrites an editor's work. It leaves here what the file says; the desk shows it beside what
stands there, on the state that both began with, and saves what the editor takes of it (desk/incoming.py).
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from documents import history
from documents.models.document import Document
from documents.models.importing import ImportBatch, Imported, Incoming
from documents.snapshot import Document as Content
from documents.snapshot import Snapshot, canonical, digest, from_data
from places import entering

Data = dict[str, Any]


def offer(row: Imported, content: Content, said: str, file: str, batch: ImportBatch) -> bool:
    """Keeps what the file says now, in place of what it said before; `content` has ids, `said` is its digest.

    Without a file's name the one that is known stays. Gives whether that is kept only now.
    """
    kept = _kept(content)
    found = Incoming.objects.filter(imported=row).first()
    if found is not None and found.content == kept:
        return False
    file = file or (found.file if found else "")
    values = {"content": kept, "digest": said, "file": file[:500], "batch": batch}
    Incoming.objects.update_or_create(imported=row, defaults=values)
    return True


def take_back(rows: Iterable[Imported]) -> None:
    """Forgets what waits for these."""
    Incoming.objects.filter(imported__in=rows).exclude(content="").update(content="", digest="")


def say_again(rows: Iterable[Imported]) -> list[Imported]:
    """Forgets what waits for these: their files say again what they said when it was imported.

    What waits because somebody they name is here by now stays: it is what the files say. Gives those of whom
    something was forgotten.
    """
    other = waiting().filter(imported__in=rows).exclude(digest=F("imported__digest"))
    found = [incoming.imported for incoming in other]
    if found:
        take_back(found)
    return found


def is_offered(row: Imported, content: Content) -> bool:
    """Whether this waits already."""
    return Incoming.objects.filter(imported=row, content=_kept(content)).exists()


def waiting() -> Any:
    """Those that nobody has decided, oldest first."""
    return Incoming.objects.exclude(content="").select_related("imported")


def waiting_for(document: str) -> Incoming | None:
    """What waits for this document; None if nothing does."""
    return waiting().filter(imported__kind=Document.kind, imported__record=document).first()


def seal_of(incoming: Incoming) -> str:
    """By which it is known again whether this is what an editor has compared."""
    return digest(f"{incoming.digest}\n{incoming.content}")


def content_of(incoming: Incoming) -> Data:
    """The document as the file tells it."""
    return json.loads(incoming.content)


def base_of(incoming: Incoming) -> Data:
    """What the file said before and the desk took over: from there the two went apart."""
    if incoming.base:
        return json.loads(incoming.base)
    row = incoming.imported
    found = history.snapshot(row.record, at=row.revision) if row.revision else None
    return found.to_data()["document"] if found else {}


def decide(incoming: Incoming, saved: Data, revision: int) -> None:
    """Remembers that an editor has put the two together as `saved`, which is now this revision.

    The same file changes nothing from now on. If the desk says what the file says, the import may write over
    it again; else the next change of the file waits for an editor once more. Works inside a transaction, and
    does nothing if the file has been imported anew meanwhile.
    """
    taken = Incoming.objects.filter(pk=incoming.pk, digest=incoming.digest, content=incoming.content)
    if not taken.exclude(content="").update(content="", base=incoming.content):
        return
    row = incoming.imported
    row.digest = incoming.digest
    if saved == json.loads(incoming.content):
        row.revision = revision
        Incoming.objects.filter(pk=incoming.pk).update(base="")
    row.save(update_fields=["digest", "revision"])
    for awaited in row.awaits.arrived():
        # What has come, and is not named in what was compared yet, is still to be offered.
        come = Imported.objects.filter(kind=awaited.kind, identity=awaited.identity)
        if any(record in incoming.content for record in come.values_list("record", flat=True)):
            awaited.delete()


def _kept(content: Content) -> str:
    said = entering.prepare(Document, _data(content)).data
    return canonical(_data(from_data({"document": said}).document))


def _data(content: Content) -> Data:
    return Snapshot(document=content).to_data()["document"]

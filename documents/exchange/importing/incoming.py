"""What files say anew of what editors have changed: kept until an editor has put the two together.

An import never overwrites an editor's work. It leaves here what the file says; the desk shows it beside what
stands there, on the state that both began with, and saves what the editor takes of it (desk/incoming.py).
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F

from documents import history
from documents.merges import MODELS
from documents.models.document import Document
from documents.models.importing import ImportBatch, Imported, Incoming
from documents.snapshot import Document as Content
from documents.snapshot import Snapshot, canonical, digest, from_data
from places import entering, records
from places.entering import Fresh

Data = dict[str, Any]

# What of a record no file tells: it is the desk's, whatever comes.
DESK_ONLY = ("remarks", "set_aside", "merged_into")


def offer(row: Imported, content: Content, said: str, file: str, batch: ImportBatch) -> bool:
    """Keeps what the file says now, in place of what it said before; `content` has ids, `said` is its digest.

    Without a file's name the one that is known stays. Gives whether that is kept only now.
    """
    return _offer(row, _kept(content), said, file, batch)


def offer_record(row: Imported, fresh: Fresh, said: str, file: str, batch: ImportBatch) -> bool:
    """The same of a person, body, place, repository or collection; `fresh` are its rows."""
    return _offer(row, canonical(of_record(row.kind, fresh.data)), said, file, batch)


def of_record(kind: str, data: Data) -> Data:
    """What of a record a file can tell, as the database would give it back: to compare the two."""
    model = MODELS[kind]
    told = {name: value for name, value in data.items() if name not in DESK_ONLY}
    for column in records.state_fields(model):
        if isinstance(column, DecimalField) and told.get(column.name) is not None:
            told[column.name] = str(round(Decimal(told[column.name]), column.decimal_places))
    return told


def _offer(row: Imported, kept: str, said: str, file: str, batch: ImportBatch) -> bool:
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


def waiting_for(record: str, kind: str = Document.kind) -> Incoming | None:
    """What waits for this document, or record of another kind; None if nothing does."""
    return waiting().filter(imported__kind=kind, imported__record=record).first()


def seal_of(incoming: Incoming) -> str:
    """By which it is known again whether this is what an editor has compared."""
    return digest(f"{incoming.digest}\n{incoming.content}")


def content_of(incoming: Incoming) -> Data:
    """The document, or the record, as the file tells it."""
    return json.loads(incoming.content)


def base_of(incoming: Incoming) -> Data:
    """What the file said before and the desk took over: from there the two went apart."""
    if incoming.base:
        return json.loads(incoming.base)
    row = incoming.imported
    if row.kind != Document.kind:
        return desk_of(row.kind, row.record, row.revision)
    found = history.snapshot(row.record, at=row.revision) if row.revision else None
    return found.to_data()["document"] if found else {}


def desk_of(kind: str, record: str, at: int | None = None) -> Data:
    """What the desk says of a record, today or at a revision, of what a file can tell; {} if it is gone."""
    found = records.read(MODELS[kind], record, at)
    return of_record(kind, found) if found else {}


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

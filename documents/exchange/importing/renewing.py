"""Records that an earlier import brought, and of which a file says something else now: written anew.

What editors have changed since is not written over. What the file says waits, as that of a document does
(incoming.py), until an editor has put the two together.
"""

from typing import Any

from django.db import transaction

from documents import history
from documents.exchange.importing import incoming
from documents.exchange.importing.reports import CHANGED, CONFLICT, LEFT
from documents.merges import MODELS
from documents.models.importing import ImportBatch, Imported
from places import records, writing
from places.entering import Fresh
from places.revisions import lock

EDITED = (
    "Editors have changed it here since it was imported, and the file says something else now. Nothing was "
    "overwritten: please compare the two at the desk, and take over what is wanted."
)


def foretold(row: Imported, fresh: Fresh) -> str:
    """What would become of the record: CHANGED, LEFT as the desk says the same already, or CONFLICT."""
    if _says(row, fresh):
        return LEFT
    return CONFLICT if _is_edited(row) else CHANGED


def renew(row: Imported, fresh: Fresh, said: str, file: str, batch: ImportBatch) -> str:
    """Writes what the file says of a record, unless an editor has worked on it. Gives what became of it.

    `fresh` is what the file says, and `said` the digest of that. The record is locked before it is looked at,
    so that nobody's save comes between the look and the writing.
    """
    with transaction.atomic():
        lock(MODELS[row.kind], row.record)
        what = foretold(row, fresh)
        if what == CONFLICT:
            incoming.offer_record(row, fresh, said, file, batch)
            return CONFLICT
        number = _write(row, fresh, file, batch) if what == CHANGED else _number(row)
        incoming.take_back([row])
        row.digest, row.revision, row.batch = said, number, batch
        row.save(update_fields=["digest", "revision", "batch"])
    return what


def _write(row: Imported, fresh: Fresh, file: str, batch: ImportBatch) -> int:
    """Gives the number of the record's revision afterwards."""
    model: Any = MODELS[row.kind]
    # Undoing an import has set the record aside; else editors have, who are to say when it comes back.
    ours = incoming.DESK_ONLY if row.digest else ("remarks",)
    with history.revision(batch.user, f"Imported from {file}", batch.batch) as block:
        now = records.read(model, row.record) or {}
        writing.write(model, {**fresh.data, **{name: now[name] for name in ours}})
    made = block.opened.get((model, row.record))
    return made.number if made else row.revision


def _is_edited(row: Imported) -> bool:
    return _number(row) != row.revision


def _number(row: Imported) -> int:
    last = history.latest(row.kind, row.record)
    return last.number if last else 0


def _says(row: Imported, fresh: Fresh) -> bool:
    """Whether the desk says what the file says, and no undone import has set the record aside."""
    now = incoming.desk_of(row.kind, row.record)
    return bool(now and row.digest) and now == incoming.of_record(row.kind, fresh.data)

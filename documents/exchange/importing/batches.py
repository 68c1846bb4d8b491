"""Imports from the desk: files that were uploaded, a run in the background, its report on the disk.

Each import has a folder in DATA_DIR: the files, numbered, and `report.jsonl`; if it is undone, `undone.jsonl`
tells of each record, too, and is done in the background likewise. Whoever has looked at a dry run
starts the import with the same files: the folder of files goes from one to the other, until it is done.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from documents import uploads
from documents.decisions import Refused
from documents.exchange.importing import reading
from documents.exchange.importing.before_undoing import refuse_undoing, size_of
from documents.exchange.importing.reports import LEFT, Outcome, from_line
from documents.exchange.importing.running import ALMOST, File, Reader, Run
from documents.exchange.importing.undoing import RUNNING, Undone, undo
from documents.models.importing import ImportBatch, ImportState

EVERY = 1.0
# An import that was not heard of for so long was interrupted.
SILENT = timedelta(minutes=3)
log = logging.getLogger(__name__)


def folder_of(batch: ImportBatch) -> Path:
    """Where the files of an import and its report lie."""
    return uploads.of_import(batch.batch)


def begin(files: Iterable[UploadedFile], user: Any, *, read: Reader | None = None) -> ImportBatch:
    """Keeps the files and starts a dry run of them."""
    batch = ImportBatch(user=user, trial=True)
    folder = folder_of(batch) / "files"
    folder.mkdir(parents=True)
    for number, file in enumerate(files):
        batch.files.append(Path(file.name or "file").name[:200])
        with _path(batch, number).open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
    batch.save()
    _start(batch, read)
    return batch


def go_on(before: ImportBatch, user: Any, *, publish: bool, read: Reader | None = None) -> ImportBatch:
    """Starts the import of the files of a dry run, or of an import that was interrupted."""
    batch = ImportBatch(user=user, publishes=publish, files=before.files)
    folder_of(batch).mkdir(parents=True)
    (folder_of(before) / "files").rename(folder_of(batch) / "files")
    batch.save()
    _start(batch, read)
    return batch


def has_files(batch: ImportBatch) -> bool:
    """Whether the files are still with this import: those of a dry run go to the import made of it."""
    return (folder_of(batch) / "files").is_dir()


def files_of(batch: ImportBatch) -> list[File]:
    """The files under the names that they had where they came from."""
    return [File(name, _path(batch, number)) for number, name in enumerate(batch.files)]


def was_interrupted(batch: ImportBatch) -> bool:
    """Whether a run, or undoing it, has ended without being done: the process was stopped, or failed."""
    silent = timezone.now() - batch.heard > SILENT
    if batch.state == ImportState.UNDOING:
        return silent or bool(batch.why)
    return batch.state == ImportState.RUNNING and silent


def is_running(batch: ImportBatch) -> bool:
    """Whether it is being imported or undone now."""
    return batch.state in (ImportState.RUNNING, ImportState.UNDOING) and not was_interrupted(batch)


def report(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    """The lines of the report, as data."""
    return _lines(folder_of(batch) / "report.jsonl")


def undone(batch: ImportBatch) -> list[dict[str, Any]]:
    """The same of undoing it: one line for each record, though it was interrupted."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in _lines(folder_of(batch) / "undone.jsonl"):
        key = line["kind"], line["public_id"]
        if key not in found or found[key]["what"] == LEFT:
            found[key] = line
    return list(found.values())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            # Where a process was stopped, a line may be half written.
            for line in lines:
                with suppress(ValueError):
                    yield from_line(line)


def tell(batch: ImportBatch, outcomes: Iterable[Outcome]) -> None:
    """Writes the report of an import that was done at once."""
    folder_of(batch).mkdir(parents=True, exist_ok=True)
    lines = (outcome.to_line() for outcome in outcomes)
    (folder_of(batch) / "report.jsonl").write_text("".join(lines), encoding="utf-8")


def take_back(batch: ImportBatch, user: Any, reason: str = "") -> None:
    """Starts undoing an import, or goes on with it. Raises PermissionDenied or Refused before it."""
    refuse_undoing(batch, user)
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if is_running(held):
            raise Refused(RUNNING)
        held.state, held.share, held.why, held.heard = ImportState.UNDOING, 0, "", timezone.now()
        held.save(update_fields=["state", "share", "why", "heard"])
        _begin(f"undoing {held.pk}", _undo_in_background, held, user, reason)


def _path(batch: ImportBatch, number: int) -> Path:
    return folder_of(batch) / "files" / f"{number:04d}.xml"


def _start(batch: ImportBatch, read: Reader | None) -> None:
    _begin(f"import {batch.pk}", _in_background, batch.pk, read or reading.read)


def _begin(name: str, act: Callable[..., None], *args: Any) -> None:
    thread = threading.Thread(target=act, args=args, name=name, daemon=True)
    transaction.on_commit(partial(thread.start))


def _in_background(pk: int, read: Reader) -> None:
    try:
        batch = ImportBatch.objects.select_related("user").get(pk=pk)
        follow(Run(files_of(batch), batch, read))
    except Exception as failure:
        log.exception("An import has stopped.")
        _stopped(pk, failure)
    finally:
        connection.close()


def follow(run: Run) -> None:
    """Runs an import to its end, writes its report, and tells how far it is once in a while."""
    last = 0.0
    # Line by line, so that all of it is on the disk when the state says that it is done.
    with (folder_of(run.batch) / "report.jsonl").open("w", encoding="utf-8", buffering=1) as lines:
        for outcome in run.outcomes():
            lines.write(outcome.to_line())
            if time.monotonic() - last > EVERY:
                ImportBatch.objects.filter(pk=run.batch.pk).update(
                    share=int(run.share * 1000), counts=run.tally.data(), heard=timezone.now()
                )
                last = time.monotonic()
    if not run.batch.trial:
        uploads.remove(folder_of(run.batch) / "files")


def _undo_in_background(batch: ImportBatch, user: Any, reason: str) -> None:
    try:
        follow_undoing(batch, user, reason)
    except Exception as failure:
        log.exception("Undoing an import has stopped.")
        told = str(failure) if isinstance(failure, Refused) else f"{type(failure).__name__}: {failure}"
        ImportBatch.objects.filter(pk=batch.pk).update(why=told[:2000], heard=timezone.now())
    finally:
        connection.close()


def follow_undoing(batch: ImportBatch, user: Any, reason: str) -> None:
    """Undoes an import to its end, writes what became of each record, and tells how far it is."""
    size, last = size_of(batch) or 1, 0.0
    folder_of(batch).mkdir(parents=True, exist_ok=True)
    with (folder_of(batch) / "undone.jsonl").open("a", encoding="utf-8", buffering=1) as lines:
        lines.write("\n")  # ends the line that an interruption may have left
        for number, each in enumerate(undo(batch, user, reason), start=1):
            lines.write(_outcome(each).to_line())
            if time.monotonic() - last > EVERY:
                share = int(1000 * ALMOST * min(number / size, 1))
                ImportBatch.objects.filter(pk=batch.pk).update(share=share, heard=timezone.now())
                last = time.monotonic()


def _outcome(undone: Undone) -> Outcome:
    told = (undone.told,) if undone.told else ()
    return Outcome(
        what=undone.what, kind=undone.kind, file="", record=undone.record, title=undone.title, told=told
    )


def _stopped(pk: int, failure: Exception) -> None:
    """Says why a run ended, where the run itself could not: for a refusal at its beginning."""
    running = ImportBatch.objects.filter(pk=pk, state=ImportState.RUNNING)
    running.update(state=ImportState.STOPPED, why=str(failure)[:2000], heard=timezone.now())

"""Imports from the desk: files that were uploaded, a run in the background, its report on the disk.

Each import has a folder in DATA_DIR: the files, numbered, and `report.jsonl`. Whoever has looked at a dry run
starts the import with the same files: the folder of files goes from one to the other, until it is done.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from documents import uploads
from documents.exchange.importing import reading
from documents.exchange.importing.reports import Outcome, from_line
from documents.exchange.importing.running import File, Reader, Run
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
    """Whether a run has ended without saying so: the process was stopped."""
    return batch.state == ImportState.RUNNING and timezone.now() - batch.heard > SILENT


def report(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    """The lines of the report, as data."""
    path = folder_of(batch) / "report.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            # The last line of an import that runs may be half written.
            yield from (from_line(line) for line in lines if line.endswith("\n"))


def tell(batch: ImportBatch, outcomes: Iterable[Outcome]) -> None:
    """Writes the report of an import that was done at once."""
    folder_of(batch).mkdir(parents=True, exist_ok=True)
    lines = (outcome.to_line() for outcome in outcomes)
    (folder_of(batch) / "report.jsonl").write_text("".join(lines), encoding="utf-8")


def _path(batch: ImportBatch, number: int) -> Path:
    return folder_of(batch) / "files" / f"{number:04d}.xml"


def _start(batch: ImportBatch, read: Reader | None) -> None:
    thread = threading.Thread(
        target=_in_background, args=[batch.pk, read or reading.read], name=f"import {batch.pk}", daemon=True
    )
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
    with (folder_of(run.batch) / "report.jsonl").open("w", encoding="utf-8") as lines:
        for outcome in run.outcomes():
            lines.write(outcome.to_line())
            if time.monotonic() - last > EVERY:
                lines.flush()
                ImportBatch.objects.filter(pk=run.batch.pk).update(
                    share=int(run.share * 1000), counts=run.tally.data(), heard=timezone.now()
                )
                last = time.monotonic()
    if not run.batch.trial:
        uploads.remove(folder_of(run.batch) / "files")


def _stopped(pk: int, failure: Exception) -> None:
    """Says why a run ended, where the run itself could not: for a refusal at its beginning."""
    running = ImportBatch.objects.filter(pk=pk, state=ImportState.RUNNING)
    running.update(state=ImportState.STOPPED, why=str(failure)[:2000], heard=timezone.now())

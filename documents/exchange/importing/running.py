"""One run of an import: from files to outcomes, one after the other. The command and the desk drive it."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied

from documents import audit
from documents.audit import Act
from documents.decisions import require
from documents.exchange.importing import images, late
from documents.exchange.importing.alone import alone
from documents.exchange.importing.authorities import Authorities
from documents.exchange.importing.blocks import blocks, enter, length_of
from documents.exchange.importing.collecting import collecting_rarely
from documents.exchange.importing.intake import Intake
from documents.exchange.importing.reading import tells_of_names
from documents.exchange.importing.reports import REFUSED, Outcome, Tally
from documents.exchange.importing.sources import Source, SourceDocument, Unreadable
from documents.models.importing import ImportBatch, ImportState
from documents.search import index

RIGHT, PUBLISHING = "documents.import_documents", "documents.publish_document"
LARGEST = 20_000_000
# Whether it publishes → about how much of the work is done when all files are read.
READ = {False: 0.95, True: 0.7}
ALMOST = 0.99  # as long as anything is left to do; it must not be rounded to 100 %
Reader = Callable[[bytes, str], Source]


class Running(Exception):
    """Another import is running on this machine."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read, and what it is called in the report."""

    name: str
    path: Path


@dataclass(slots=True)
class Run:
    """What is imported, by whom, and how. Iterate over `outcomes()`; `share` and `tally` tell how far it is.

    In a trial nothing is written, but for what the batch says of itself if it was saved before.
    """

    files: list[File]
    batch: ImportBatch
    read: Reader
    tally: Tally = field(default_factory=Tally)
    share: float = 0.0

    def outcomes(self) -> Iterator[Outcome]:
        """Reads, enters and publishes, and gives what came of each thing.

        Raises PermissionDenied; Running if another import is under way. However it ends, the same run with
        the same files goes on where it stopped.
        """
        refuse_without_right(self.batch)
        with ExitStack() as stack:
            stack.enter_context(collecting_rarely())
            stack.enter_context(index.held_back())
            if not self.batch.trial:
                if not stack.enter_context(alone()):
                    raise Running("Another import is running. Please wait for its end.")
                self._note_beginning()
            try:
                for outcome in self._outcomes():
                    self.tally.add(outcome)
                    self._note()
                    yield outcome
            except Exception as failure:
                self._end(ImportState.STOPPED, f"{type(failure).__name__}: {failure}")
                raise
            self.share = 1.0
            self._end(ImportState.DONE)

    def _outcomes(self) -> Iterator[Outcome]:
        authorities = Authorities(self.batch, self.batch.trial)
        intake = Intake(self.batch, authorities, self.batch.publishes, self.batch.trial)
        yield from self._of_files(intake)
        yield from late.resolve_arrived(intake)
        if self.batch.publishes:
            yield from self._published(intake)
        yield from late.still_awaited(intake)

    def _of_files(self, intake: Intake) -> Iterator[Outcome]:
        # Registers come first, so that those whom a letter names are here when it comes.
        files = sorted(self.files, key=lambda file: not tells_of_names(file.path))
        sizes = [_size(file) for file in files]
        for file, size in zip(files, sizes, strict=True):
            before = self.share
            part = READ[self.batch.publishes] * size / (sum(sizes) or 1)
            for done, outcome in self._file(file, size, intake):
                self.share = before + part * done
                yield outcome
            self.share = before + part

    def _published(self, intake: Intake) -> Iterator[Outcome]:
        """What is published when all is read."""
        before, waiting = self.share, len(intake.unpublished)
        rest = late.foretell_rest(intake) if self.batch.trial else late.publish_rest(intake)
        for done, outcome in enumerate(rest, start=1):
            self.share = before + (ALMOST - before) * done / waiting
            yield outcome

    def _file(self, file: File, size: int, intake: Intake) -> Iterator[tuple[float, Outcome]]:
        """The outcomes of one file, each with how much of the file is done. It is read as a whole before
        anything of it is written."""
        try:
            source = self._read(file, size)
            documents = [self._with_images(document, file) for document in source.documents]
        except Unreadable as fault:
            yield 1.0, Outcome(what=REFUSED, kind="file", file=file.name, line=fault.line, told=(str(fault),))
            return
        total, done = len(source.named) + len(documents), 0
        for done, outcome in enumerate(intake.authorities.enter(source, source.named.values()), start=1):
            yield done / total, outcome
        done = len(source.named)
        left = blocks(documents, lambda each: length_of(each.content))
        for block in left:
            for outcome in enter(intake, source, block):
                done += 1
                yield done / total, outcome

    def _with_images(self, document: SourceDocument, file: File) -> SourceDocument:
        """Keeps the page images that lie beside the file, and tells which do not."""
        if not document.content.facsimiles:
            return document
        told = images.take(document.content.facsimiles, file.path.parent, trial=self.batch.trial)
        return replace(document, told=(*document.told, *told))

    def _read(self, file: File, size: int) -> Source:
        if size > LARGEST:
            raise Unreadable(
                f"It has {size:,} bytes; a file can have {LARGEST:,}. Please divide it.", file=file.name
            )
        try:
            data = file.path.read_bytes()
        except OSError as error:
            raise Unreadable(f"It cannot be opened: {error.strerror}.", file=file.name) from error
        return self.read(data, file.name)

    def _note_beginning(self) -> None:
        """In the audit log, before anything is written, so that one that is interrupted stands there, too."""
        batch, many = self.batch, len(self.files)
        how = "to be published" if batch.publishes else "as drafts"
        told = f"{many} {'file' if many == 1 else 'files'}, {how}"
        audit.note(Act.IMPORTED, user=batch.user, kind="import", record=str(batch.pk), detail=told)

    def _note(self) -> None:
        """What the batch tells of how far it is; written with the next block."""
        self.batch.share, self.batch.counts = int(self.share * 1000), self.tally.data()

    def _end(self, state: str, why: str = "") -> None:
        self._note()
        if self.batch.pk:
            late.close(self.batch, state, why)


def refuse_without_right(batch: ImportBatch) -> None:
    """Raises PermissionDenied unless the user may import, and publish if the import does."""
    require(batch.user, RIGHT)
    if batch.publishes:
        require(batch.user, PUBLISHING)


def may_import(user: Any) -> bool:
    """Whether this user may import."""
    return user.has_perm(RIGHT)


def files_in(paths: Iterable[Path]) -> list[File]:
    """The files themselves, and of folders every XML file in them, in the order of their names.

    Raises Unreadable for a path where there is nothing.
    """
    found = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.suffix.lower() == ".xml")
            found += [File(str(each.relative_to(path)), each) for each in inside if each.is_file()]
        elif path.exists():
            found.append(File(path.name, path))
        else:
            raise Unreadable("There is no such file or folder.", file=str(path))
    return found


def _size(file: File) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


@dataclass(slots=True)
class Pace:
    """How fast it goes, and how long it will take."""

    begun: float = field(default_factory=time.monotonic)

    def told(self, run: Run) -> str:
        """Such as “ 43 %  1,002 documents  131/s  10 s left”."""
        spent = time.monotonic() - self.begun
        documents = run.tally.documents
        left = spent / run.share * (1 - run.share) if run.share else 0
        minutes, seconds = divmod(int(left), 60)
        remaining = f"{minutes} min {seconds} s left" if minutes else f"{seconds} s left"
        return (
            f"{run.share:4.0%}  {documents:,} documents  {documents / max(spent, 0.001):,.0f}/s  {remaining}"
        )


__all__ = ["File", "PermissionDenied", "Run", "Running", "files_in", "may_import"]

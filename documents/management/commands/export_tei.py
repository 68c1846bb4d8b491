"""`manage.py export_tei FOLDER`: the current version of every published document as a TEI file."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from documents.exchange import exporting


class Command(BaseCommand):
    """Exports the archive as readers see it, and shows how far it is."""

    help = (
        "Writes the current version of every published document to FOLDER/<id>.tei.xml, in TEI P5. "
        "Run again, it writes only what has changed; interrupted, it is simply run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="is made if it is not there")
        parser.add_argument(
            "--prune",
            action="store_true",
            help="delete the files of documents that readers cannot open any more; else they are only named",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        bar, written, images = Bar(sys.stderr, exporting.count()), 0, 0
        try:
            for exported in exporting.export(folder):
                written += exported.is_written
                images += exported.images
                self._tell(exported, bar)
                bar.show()
            bar.end()
            self._told_left_over(folder, options["prune"])
        except OSError as why:
            raise CommandError(f"{folder} cannot be written: {why}.") from why
        self.stdout.write(
            f"{bar.done} documents are in {folder}: {written} written, {bar.done - written} unchanged."
        )
        if images:
            self.stdout.write(f"Their {images} page images are in {folder / exporting.IMAGES}.")

    def _tell(self, exported: exporting.Exported, bar: "Bar") -> None:
        for sentence in exported.told:
            bar.clear()
            self.stdout.write(f"{exported.file.name}: {sentence}")

    def _told_left_over(self, folder: Path, prune: bool) -> None:
        for file in (*exporting.left_over(folder), *exporting.images_left_over(folder)):
            if prune:
                file.unlink()
            what = "deleted" if prune else "readers cannot open it any more; --prune deletes it"
            self.stdout.write(f"{file.name}: {what}.")


class Bar:
    """The line at the bottom: share, documents, rate, remaining time. Only where somebody looks on."""

    WIDTH, EVERY = 30, 25

    def __init__(self, out: TextIO, total: int) -> None:
        self.out, self.total, self.done, self.begun = out, max(total, 1), 0, time.monotonic()

    def show(self) -> None:
        self.done += 1
        if self.out.isatty() and self.done % self.EVERY == 0:
            self.out.write(f"\r\x1b[K{self}")
            self.out.flush()

    def clear(self) -> None:
        if self.out.isatty():
            self.out.write("\r\x1b[K")

    def end(self) -> None:
        self.clear()

    def __str__(self) -> str:
        share = min(self.done / self.total, 1)
        rate = self.done / max(time.monotonic() - self.begun, 0.001)
        full = int(self.WIDTH * share)
        left = (self.total - self.done) / rate
        shown = f"[{'#' * full}{'.' * (self.WIDTH - full)}] {share:4.0%}"
        return f"{shown}  {self.done:,} documents  {rate:,.0f}/s  {max(left, 0):,.0f} s left"

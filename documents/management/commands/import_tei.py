"""`manage.py import_tei FILE|FOLDER…`: takes documents in from TEI files; run again, it changes nothing."""

import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from documents import audit
from documents.exchange.importing import reading
from documents.exchange.importing.reports import Outcome, in_words
from documents.exchange.importing.running import Pace, Run, Running, files_in, refuse_without_right
from documents.exchange.importing.sources import Unreadable
from documents.models.importing import ImportBatch

SHOWN = 50


class Command(BaseCommand):
    """Imports files, shows how far it is, and tells what came of it."""

    requires_system_checks = ()
    help = (
        "Imports documents from TEI files, or from all the XML files of a folder. What was imported before "
        "is changed only where the file changed and no editor has; interrupted, it is simply run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, only say what would happen"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish the documents; else they are drafts"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="one line of JSON for each thing")
        parser.add_argument("--user", default="", metavar="NAME", help="who imports; stands in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch(
            user=_user(options["user"]), trial=options["dry_run"], publishes=options["publish"]
        )
        try:
            files = files_in(options["paths"])
            refuse_without_right(batch)
            batch.files = [file.name for file in files]
            if not batch.trial:
                batch.save()
            run = Run(files, batch, reading.read)
            self._follow(run, options["report"])
        except (Unreadable, Running) as why:
            raise CommandError(str(why)) from why
        except PermissionDenied as why:
            raise CommandError(f"{batch.user} may not do this: {why}") from why
        for sentence in in_words(run.tally.data(), batch.trial):
            self.stdout.write(sentence)
        if batch.pk:
            self.stdout.write(f"This was import {batch.pk}; it can be undone at the desk.")

    def _follow(self, run: Run, report: Path | None) -> None:
        bar = Bar(sys.stderr, run)
        with ExitStack() as stack:
            if bar.shown:  # a line for each document published would tear the bar
                stack.enter_context(audit.untold())
            lines = stack.enter_context(report.open("w", encoding="utf-8")) if report else None
            stack.callback(bar.end)
            for outcome in run.outcomes():
                if lines:
                    lines.write(outcome.to_line())
                bar.show()
                self._tell(outcome, bar)

    def _tell(self, outcome: Outcome, bar: "Bar") -> None:
        """Says at once what needs a look; after the first few, the report has the rest."""
        if not outcome.needs_a_look or not outcome.told:
            return
        bar.told += 1
        if bar.told <= SHOWN:
            bar.clear()
            where = outcome.identity or outcome.file
            self.stdout.write(f"{where}: {outcome.what}. {' '.join(outcome.told)}")
        elif bar.told == SHOWN + 1:
            bar.clear()
            self.stdout.write("There is more of this; --report FILE writes all of it.")


class Bar:
    """The line at the bottom: share, documents, rate, remaining time. Only where somebody looks on."""

    WIDTH, EVERY = 30, 25

    def __init__(self, out: TextIO, run: Run) -> None:
        self.out, self.run, self.pace, self.told, self.count = out, run, Pace(), 0, 0
        self.shown = out.isatty()

    def show(self) -> None:
        self.count += 1
        if self.shown and self.count % self.EVERY == 0:
            full = int(self.WIDTH * self.run.share)
            self.out.write(f"\r\x1b[K[{'#' * full}{'.' * (self.WIDTH - full)}] {self.pace.told(self.run)}")
            self.out.flush()

    def clear(self) -> None:
        if self.shown:
            self.out.write("\r\x1b[K")

    def end(self) -> None:
        self.clear()
        self.out.write(f"{self.pace.told(self.run)}\n")


def _user(name: str) -> Any:
    users = get_user_model().objects.filter(is_active=True)
    if name:
        found = users.filter(username=name).first()
        if found is None:
            raise CommandError(f"There is no active user “{name}”.")
        return found
    able = [user for user in users.order_by("pk") if user.has_perm("documents.publish_document")]
    if len(able) != 1:
        raise CommandError("Say who imports: --user NAME. The import stands in the history under that name.")
    return able[0]

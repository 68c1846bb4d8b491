"""`manage.py backup FILE`: a copy of the database in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from documents import audit, facsimiles, uploads
from documents.exchange import backup
from documents.exchange.spreadsheets import keeping


class Command(BaseCommand):
    """Copies the database into a new file while the archive runs."""

    help = "Copies the database into a new file while the archive runs. Page images are not in it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; it must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"].absolute()
        uploads.sweep()
        keeping.sweep()
        database = connection.settings_dict
        images = f"Page images are not in it: copy the folder {facsimiles.folder()} too."
        if connection.vendor != "sqlite":
            raise CommandError(
                f"PostgreSQL is backed up by its own tool. Run:\n{backup.pg_dump(database, target)}\n{images}"
            )
        try:
            copy = backup.copy_sqlite(Path(database["NAME"]), target)
        except backup.BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        audit.note_apart(audit.Act.EXPORTED, detail=f"backup of the database, SHA-256 {copy.sha256}")
        self.stdout.write(f"{copy.file}\n{copy.size} bytes, SHA-256 {copy.sha256}\n{images}")

"""`manage.py load_demo`: the demonstration archive, and one account for each role."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from archive.demonstration import accounts, loading
from documents import audit
from documents.reading.demonstration import DEMONSTRATION


class Command(BaseCommand):
    """Loads the demonstration archive into an empty database; run again, it changes nothing."""

    help = (
        "Loads the demonstration archive, which is fictional, and makes the accounts contributor, editor, "
        "publisher and administrator. Run again, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password", help="for all four accounts; without it, one is drawn and printed once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"]
        if password is not None and not password.strip():
            raise CommandError("An empty password protects nothing: give a word, or leave --password out.")
        try:
            with audit.untold(), transaction.atomic():
                users, told = accounts.make(password)
                number = loading.load(users)
                # Where this file lies, every page says that the archive is fictional; so it lies there before
                # the first page is shown, and on each machine that ran this.
                (settings.DATA_DIR / DEMONSTRATION).touch()
        except loading.OtherDocuments as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"The demonstration archive is loaded: {number} documents, all of them invented."
            if number
            else "The demonstration archive is there already; its documents were left as they are."
        )
        self._tell(told)

    def _tell(self, told: dict[str, str]) -> None:
        self.stdout.write(f"Log in at {settings.SITE_URL}/admin/ as:")
        for role in accounts.ROLES:
            self.stdout.write(f"  {role:<15}{told.get(role, 'password as before')}")
        if len(told) < len(accounts.ROLES):
            self.stdout.write("  A password was printed when it was set. To set another one: --password WORD")

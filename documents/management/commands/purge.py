"""`manage.py purge ID --user NAME --reason "…"`: also for a document that is deleted on the desk."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from documents import publishing


class Command(BaseCommand):
    """Removes a document for ever, as the page of the desk does, but asks nothing."""

    help = (
        "Removes a document for ever, with its history, its versions and its page images, because the law "
        "demands it. Works for documents deleted on the desk, too. It asks nothing, and cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", help="the public id of the document")
        parser.add_argument("--user", required=True, metavar="NAME", help="the administrator who purges it")
        parser.add_argument(
            "--reason",
            required=True,
            help="the law or the ruling; readers see it if they ever saw the document",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name, document = options["user"], options["id"]
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no user “{name}”.")
        try:
            publishing.purge(document, user=user, reason=options["reason"])
        except (publishing.Refused, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Purged {document}. Its content, history and page images are gone, and the uploads it came in."
        )

"""`manage.py index`: makes the listing and the index anew from the versions, or compares them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents import listings
from documents.models.listing import Listing
from documents.search import checking, making, prepared

EVERY = 1_000


class Command(BaseCommand):
    """Makes anew what is derived from the versions, beside what is in use, then exchanges them."""

    help = (
        "Makes the listing and the index anew from the current versions, while the archive runs. "
        "With --check, changes nothing and tells what differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        mended = listings.rebuild()
        self.stdout.write(f"The listing is made anew; it was wrong for {mended} documents.")
        self.all = Listing.objects.count()
        self.stdout.write("The cards of the search are made anew:")
        prepared.make_anew(self._told)
        self.stdout.write("The index is made of them:")
        begun = timezone.now()
        held = making.rebuild(self._told)
        seconds = max((timezone.now() - begun).total_seconds(), 0.001)
        self.stdout.write(
            f"The index is made anew: {held} documents in {seconds:.1f} s ({held / seconds:.0f}/s)."
        )

    def _told(self, done: int) -> None:
        if done % EVERY == 0:
            self.stdout.write(f"  {done} of {self.all} documents")

    def _check(self) -> None:
        found = checking.differences()
        if not found:
            self.stdout.write("The index holds exactly what readers can see.")
            return
        for line in found:
            self.stdout.write(line)
        raise CommandError(f"The index differs for {len(found)} documents. `manage.py index` mends it.")

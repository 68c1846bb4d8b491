"""`manage.py index`: makes the listing anew from the versions."""

from typing import Any

from django.core.management.base import BaseCommand

from documents import listings


class Command(BaseCommand):
    """Makes the listing anew: the rows that lists, neighbours and the pages of people and places read."""

    help = (
        "Makes the listing anew from the current versions, while the archive runs. "
        "(There is no index of words for the search yet; this command will make it, too.)"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        mended = listings.rebuild()
        self.stdout.write(f"The listing is made anew; it was wrong for {mended} documents.")

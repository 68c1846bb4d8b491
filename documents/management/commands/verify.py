"""`manage.py verify`: recomputes the chain and every version, and names what does not fit."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.chain import moment_text
from documents.verification import Tally, entry_with, verify


class Command(BaseCommand):
    """Recomputes every digest, link and listing; ends with an error if anything does not fit."""

    help = "Recomputes the chain, every version, page image and listing, and names what does not fit."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="DIGEST",
            default="",
            help="the digest of an entry that was kept elsewhere: proves that the chain still holds it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        tally, faults = Tally(), 0
        for fault in verify(tally):
            faults += 1
            self.stdout.write(str(fault))
        if options["head"]:
            faults += self._compare(options["head"].strip().lower())
        purged = f", {tally.purged} of them purged" if tally.purged else ""
        self.stdout.write(
            f"{tally.entries} entries, {tally.versions} versions{purged}; {tally.open} documents open."
        )
        if faults:
            raise CommandError(f"{faults} {'thing does' if faults == 1 else 'things do'} not fit.")
        self.stdout.write(f"Everything fits. The head is entry {tally.entries}: {tally.head or 'none yet'}")

    def _compare(self, kept: str) -> bool:
        """Says where in the chain the kept digest stands; whether it is missing."""
        if entry := entry_with(kept):
            moment = moment_text(entry.moment)
            self.stdout.write(
                f"The digest is that of entry {entry.number}, of {moment}: it stands in the chain."
            )
            return False
        self.stdout.write(f"head {kept}: no entry has this digest, so the chain is not the one that had it.")
        return True

"""Finding names on the desk: whatever the case, in any script.

PostgreSQL compares all alphabets without regard to case; SQLite's LIKE only knows A to Z, so there we lend it
Python's. This is for editors' lists. Readers search by the index.
"""

from typing import Any

from django.db import models
from django.db.backends.signals import connection_created
from django.db.models.lookups import IContains
from django.dispatch import receiver

from places.words import normalised


def fold(text: str | None) -> str | None:
    """The text as it is compared: composed (NFC), without regard to case (Unicode 3.13)."""
    return None if text is None else normalised(str(text)).casefold()


@models.CharField.register_lookup
@models.TextField.register_lookup
class Folded(IContains):
    """`name__folded="красная"`: the column holds these words, whatever their case."""

    lookup_name = "folded"

    def get_prep_lookup(self) -> Any:
        return normalised(self.rhs) if isinstance(self.rhs, str) else super().get_prep_lookup()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"INSTR(FOLDED({column}), %s) > 0", [*params, fold(self.rhs)]


@receiver(connection_created)
def lend_alphabets(connection: Any, **kwargs: Any) -> None:
    """Gives every new connection to SQLite the function that `Folded` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("FOLDED", 1, fold, deterministic=True)

"""Who names an authority record. Documents do, and they live upstairs: they tell, and the desk only asks.

`tell(teller)` is called once, by documents/desk/usage.py.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import IntegerField, Value


@dataclass(frozen=True, slots=True)
class Naming:
    """The documents that name one record: how many, the first of them, and where all of them are listed."""

    count: int
    documents: tuple[Any, ...]
    all_at: str
    public_address: str


class Teller(Protocol):
    """What the desk wants to know of those who name records."""

    def naming(self, record: Any) -> Naming | None:
        """Who names this record; None where nobody can."""

    def published(self, kind: str) -> Any:
        """A query expression: how many published documents name the record in the row."""

    def is_seen(self, record: Any) -> bool:
        """Whether readers see this record, because a published document names it."""


class Nobody:
    """Where there are no documents, nobody names anything."""

    def naming(self, record: Any) -> Naming | None:
        return None

    def published(self, kind: str) -> Any:
        return Value(0, IntegerField())

    def is_seen(self, record: Any) -> bool:
        return False


teller: Teller = Nobody()


def tell(by: Teller) -> None:
    """From now on, this is asked."""
    global teller
    teller = by

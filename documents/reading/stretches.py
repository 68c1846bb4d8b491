"""The chain in stretches: fifty entries, named by the number of the entry before which they stand.

Entries are never renumbered, so `?before=151` goes on showing the same ones, and whoever goes from stretch to
stretch misses none.
"""

from dataclasses import dataclass

from documents.chain import clock
from documents.models.entry import Entry

SIZE = 50
DIGITS = 15


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries that follow each other, the newest first, and the queries of the stretches beside them.

    `earlier` and `later` are None where there is nothing; `last` is the query of the oldest stretch.
    """

    entries: tuple[Entry, ...]
    here: str
    earlier: str | None
    later: str | None
    last: str


def stretch_of(before: str) -> Stretch:
    """The entries before the number that was asked for; the newest ones if it is no number of an entry."""
    end = clock() + 1
    asked = int(before) if before.isascii() and before.isdigit() and len(before) <= DIGITS else end
    until = asked if 1 < asked < end else end
    first = max(until - SIZE, 1)
    entries = Entry.objects.filter(number__gte=first, number__lt=until).order_by("-number")
    return Stretch(
        entries=tuple(entries),
        here=_query(until, end),
        earlier=_query(first, end) if first > 1 else None,
        later=_query(until + SIZE, end) if until < end else None,
        last=_query(SIZE + 1, end),
    )


def _query(until: int, end: int) -> str:
    return f"?before={until}" if until < end else ""

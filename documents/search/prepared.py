"""Cards made once, when a version becomes current, and kept: every machine's index is made from them.

To make a card is most of the work of an index, and is the same work on each machine and each time. A card of
another edition of the software, or of none, is no fault: it is then made of the version where it is wanted.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db import transaction

from documents.decisions import hold_all
from documents.models.listing import Listing, ListingCard
from documents.models.version import Version
from documents.search.cards import EDITION, Card, card_of
from documents.search.keys import keys_of
from documents.snapshot import Snapshot, SnapshotError, load
from places.inserting import insert_rows

AT_ONCE = 100


def prepare(versions: Iterable[tuple[Version, Snapshot]]) -> None:
    """Keeps the cards of versions that were listed just now. Call it inside that transaction."""
    made = (card_of(snapshot, version.number) for version, snapshot in versions)
    rows = [(card.document, EDITION, card.to_json()) for card in made]
    insert_rows(ListingCard, ("listing", "edition", "content"), rows)


def card_row(card: Card) -> ListingCard:
    """The row in which a card is kept."""
    return ListingCard(listing_id=card.document, edition=EDITION, content=card.to_json())


def cards(documents: Iterable[str]) -> Iterator[Card]:
    """The cards of the current versions of those among these documents that readers can see, each once."""
    wanted = set(documents)
    listings = Listing.objects.sources()
    ready = listings.filter(pk__in=wanted, card__edition=EDITION).values_list("pk", "card__content")
    for ident, content in list(ready):
        wanted.discard(ident)
        yield Card.from_json(ident, content)
    # Those that were not among the first, whatever has become of their cards since.
    unprepared = listings.filter(pk__in=wanted).values_list("version__number", "version__content")
    for number, content in unprepared:
        yield card_of(load(content), number)


def kept_among(documents: Iterable[str]) -> dict[str, str]:
    """By document the cards of this edition that are kept, as JSON."""
    return dict(
        ListingCard.objects.filter(listing__in=documents, edition=EDITION).values_list("pk", "content")
    )


def is_of(version: Version, content: str) -> bool:
    """Whether a card that was kept as JSON says what the version says."""
    return content == card_of(load(version.content), version.number).to_json()


# --- All of them anew ---


def make_anew(told: Callable[[int], None] | None = None) -> None:
    """Makes the card of every listed document anew, whatever is kept, while the archive runs.

    `told`, if given, is called with the number of those done, again and again. A version that cannot be read
    keeps the card that it has: `manage.py verify` names it.
    """
    done, last = 0, ""
    while rows := _rows_after(last):
        _keep(rows)
        last, done = rows[-1].document, done + len(rows)
        if told:
            told(done)
    keys_of.cache_clear()


class _Row(NamedTuple):
    document: str
    version: int
    number: int
    content: str


def _rows_after(document: str) -> list[_Row]:
    listings = Listing.objects.filter(pk__gt=document).order_by("pk")
    rows = listings.values_list("pk", "version", "version__number", "version__content")
    return [_Row(*row) for row in rows[:AT_ONCE]]


def _keep(rows: Iterable[_Row]) -> None:
    """Keeps their cards, unless readers see another version by now. Nobody waits while they are made."""
    made = {row.version: card for row in rows if (card := _made(row))}
    with transaction.atomic():
        hold_all(card.listing_id for card in made.values())
        current = Listing.objects.filter(version__in=made).values_list("version", flat=True)
        ListingCard.objects.bulk_create(
            [made[version] for version in current],
            update_conflicts=True,
            unique_fields=["listing"],
            update_fields=["edition", "content"],
        )


def _made(row: _Row) -> ListingCard | None:
    try:
        return card_row(card_of(load(row.content), row.number))
    except SnapshotError:
        return None

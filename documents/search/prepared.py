"""Cards made once, when a version becomes current, and kept: every machine's index is made from them.

To make a card is most of the work of an index, and is the same work on each machine and each time. A card of
another edition of the software, or of none, is no fault: it is then made of the version where it is wanted.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db import transaction

from documents.models.listing import Listing, ListingCard
from documents.models.version import Version
from documents.search.cards import EDITION, Card, card_of
from documents.snapshot import Snapshot, load
from places.inserting import insert

AT_ONCE = 100


def prepare(versions: Iterable[tuple[Version, Snapshot]]) -> None:
    """Keeps the cards of versions that were listed just now. Call it inside that transaction."""
    insert(ListingCard, [kept(card_of(snapshot, version.number)) for version, snapshot in versions])


def kept(card: Card) -> ListingCard:
    """The row in which a card is kept."""
    return ListingCard(listing_id=card.document, edition=EDITION, content=card.to_json())


def cards(documents: Iterable[str]) -> Iterator[Card]:
    """The cards of the current versions of those among these documents that readers can see."""
    listings = Listing.objects.sources().filter(pk__in=documents)
    for ident, content in listings.filter(card__edition=EDITION).values_list("pk", "card__content"):
        yield Card.from_json(ident, content)
    unprepared = listings.exclude(card__edition=EDITION)
    for number, content in unprepared.values_list("version__number", "version__content"):
        yield card_of(load(content), number)


def kept_among(documents: Iterable[str]) -> dict[str, str]:
    """By document the cards of this edition that are kept, as JSON."""
    return dict(
        ListingCard.objects.filter(listing__in=documents, edition=EDITION).values_list("pk", "content")
    )


def is_of(version: Version, content: str) -> bool:
    """Whether a card that was kept as JSON says what the version says."""
    return content == card_of(load(version.content), version.number).to_json()


def make_anew(told: Callable[[int], None] | None = None) -> int:
    """Makes every card anew, whatever is kept; gives how many. Meanwhile they are made where they are wanted.

    `told`, if given, is called with the number of those done, again and again.
    """
    ListingCard.objects.all().delete()
    done = 0
    while some := _make_some():
        done += some
        if told:
            told(done)
    return done


def _make_some() -> int:
    with transaction.atomic():
        missing = (
            Listing.objects.exclude(card__edition=EDITION).select_for_update(of=("self",)).order_by("pk")
        )
        rows = missing.values_list("version__number", "version__content")[:AT_ONCE]
        made = [kept(card_of(load(content), number)) for number, content in rows]
        ListingCard.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["listing"], update_fields=["edition", "content"]
        )
    return len(made)

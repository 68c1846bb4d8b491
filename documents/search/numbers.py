"""The order of a source collection: documents as their numbers stand in print."""

from collections.abc import Iterable

from documents.models.listing import ListingName


def in_order_of_number(documents: Iterable[str], collections: Iterable[str]) -> list[str]:
    """These documents by their numbers in the collections, those without one last, as they stood."""
    given = dict.fromkeys(documents)
    names = ListingName.objects.of("collection", collections, "printed").exclude(number="")
    numbered = names.in_order_of_number().values_list("listing", flat=True)
    return list(dict.fromkeys([*(ident for ident in numbered if ident in given), *given]))

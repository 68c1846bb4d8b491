"""Whether the index of this machine holds exactly what readers can see: each document once."""

from collections import Counter

import tantivy

from documents.models.listing import Listing
from documents.search.folders import changes
from documents.search.index import opened
from documents.search.schema import public_id_of

MOST = 10_000_000


def differences() -> list[str]:
    """One line for each document that the index and the database do not agree on.

    What was entered since the index was brought up to date is left out, also while one looks.
    """
    index = opened()
    addresses = [address for _, address in index.searcher.search(tantivy.Query.all_query(), limit=MOST).hits]
    numbers, versions = (
        index.searcher.fast_field_values(name, addresses) if addresses else [] for name in ("id", "version")
    )
    held = Counter(
        (public_id_of(int(number or 0)), int(version or 0))
        for number, version in zip(numbers, versions, strict=True)
    )
    wanted = Counter(dict.fromkeys(Listing.objects.sources().values_list("pk", "version__number"), 1))
    pending = {change.document for change in changes(index.position, MOST)}
    other = {key for key in {*held, *wanted} if held[key] != wanted[key] and key[0] not in pending}
    return [
        f"{ident} version {version}: {held[ident, version]} in the index, {wanted[ident, version]} to be seen"
        for ident, version in sorted(other)
    ]

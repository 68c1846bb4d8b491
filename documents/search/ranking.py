"""The best match first, and of what matches equally well the earliest first: one order on every machine.

The engine leaves what it scores alike in the order in which it lies in its files, and that depends on when
each machine learnt of each document. So a page is read to the end of what is scored like its last document,
and from the beginning of what is scored like its first; docs/adr/0017 tells why, and what remains.
"""

from itertools import groupby, pairwise
from typing import Any

import tantivy

from documents.search.tree import All, Either, Node, Phrase, Word

# How many more are looked at for the end of those that are alike, and by how much that grows.
MORE, GROWTH = 300, 8
MOST = 100_000  # beyond, those that are alike stand as the engine has them


Scored = tuple[float, Any]
"""A score, and the address of a document in the index."""


def can_rank(node: Node | None) -> bool:
    """Whether some of what is found can match better than the rest.

    The engine scores whole words by how rare and how frequent they are. Whatever begins so, is alike or has
    not the word is scored 1: the date is the better order there.
    """
    match node:
        case Word() | Phrase():
            return True
        case All(parts) | Either(parts):
            return any(map(can_rank, parts))
    return False


def ranked(searcher: tantivy.Searcher, query: tantivy.Query, offset: int, size: int) -> tuple[int, list[Any]]:
    """How many fit, and the addresses of `size` of them after the first `offset`."""
    before = min(offset, 1)
    count, hits = _best(searcher, query, offset - before, size + before + 1)
    shown = hits[before : before + size]
    # One more at either end tells whether those that are scored alike go on there.
    borders = (hits[:before] + shown[:1], shown[-1:] + hits[before + size :])
    if not any(one[0] == other[0] for border in borders for one, other in pairwise(border)):
        return count, _in_order(searcher, shown)
    hits = _to_end_of_alike(searcher, query, offset + len(shown), count)
    begin = next(place for place, hit in enumerate(hits) if hit[0] == hits[offset][0])
    return count, _in_order(searcher, hits[begin:])[offset - begin :][:size]


def _best(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, size: int
) -> tuple[int, list[Scored]]:
    found = searcher.search(query, limit=size, count=True, offset=offset)
    return found.count, found.hits  # type: ignore[attr-defined]  # the engine's stubs lack it


def _to_end_of_alike(searcher: tantivy.Searcher, query: tantivy.Query, end: int, count: int) -> list[Scored]:
    """The first `end` documents, and those that are scored like the last of them."""
    more = MORE
    while True:
        wanted = min(end + more, count, MOST)
        _, hits = _best(searcher, query, 0, wanted)
        last = hits[end - 1][0]
        if hits[-1][0] != last or wanted in (count, MOST):
            return [hit for hit in hits if hit[0] >= last]
        more *= GROWTH


def _in_order(searcher: tantivy.Searcher, hits: list[Scored]) -> list[Any]:
    """By score, then by date and id."""
    addresses = [address for _, address in hits]
    keys: list[Any] = searcher.fast_field_values("by_date", addresses) if addresses else []
    alike = groupby(range(len(hits)), key=lambda place: hits[place][0])
    return [addresses[place] for _, places in alike for place in sorted(places, key=keys.__getitem__)]

"""What changed from one version to another, in words: told once for each pair, for versions are frozen."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

from documents import comparison
from documents.models.version import Version
from documents.reading.standing import PublishedVersion
from documents.snapshot import Snapshot, load

# So long one page may compare; what it has not told by then, the next one asked for goes on with.
SECONDS = 1.0
PAIRS_KEPT = 2000

Pair = tuple[PublishedVersion, PublishedVersion]


@dataclass(frozen=True, slots=True)
class Told:
    """What changed, in words; or whether only names are what they were not."""

    changed: tuple[str, ...]
    only_names: bool


class Memory:
    """What was told last in this process, by the digests of the two versions."""

    def __init__(self, room: int) -> None:
        self.room, self.lock = room, Lock()
        self.told: OrderedDict[tuple[str, str], Told] = OrderedDict()

    def get(self, pair: Pair) -> Told | None:
        """What was told of this pair, if it is remembered."""
        with self.lock:
            return self.told.get((pair[0].digest, pair[1].digest))

    def put(self, pair: Pair, told: Told) -> None:
        """Remembers it; what was told first is forgotten first."""
        with self.lock:
            self.told[pair[0].digest, pair[1].digest] = told
            if len(self.told) > self.room:
                self.told.popitem(last=False)


memory = Memory(PAIRS_KEPT)


def told_of(document: str, pairs: Sequence[Pair]) -> dict[int, Told]:
    """What changed in each pair of versions, by the number of the later one, in at most one query.

    Texts that were written wholly anew take long to compare. So pairs may be left out; but each time at least
    one is told that was not before.
    """
    new = [pair for pair in pairs if memory.get(pair) is None]
    numbers = {each.number for pair in new for each in pair}
    contents = contents_of(document, numbers) if numbers else {}
    read, end = cache(lambda number: load(contents[number])), time.monotonic() + SECONDS
    for pair in new:
        memory.put(pair, _told(read(pair[0].number), read(pair[1].number)))
        if time.monotonic() > end:
            break
    found = {pair[1].number: memory.get(pair) for pair in pairs}
    return {number: told for number, told in found.items() if told}


def contents_of(document: str, numbers: set[int]) -> dict[int, str]:
    """The frozen JSON of these versions of a document, by number."""
    found = Version.objects.filter(document=document, number__in=numbers)
    return dict(found.values_list("number", "content"))


def _told(before: Snapshot, after: Snapshot) -> Told:
    words = comparison.in_words(comparison.compare(before, after))
    return Told(tuple(words), only_names=not words and before.names != after.names)

"""The mix of queries: what every contender is asked, and in what form the archive itself takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from tests.benchmarks import invented
from tests.benchmarks.vocabulary import LANGUAGES

TOP = 20  # values of a facet, and hits of a page
FACETS = ("people", "places", "collection", "repository", "type", "language", "year")
RECORDS = {"people": "person", "places": "place", "collection": "collection", "repository": "repository"}


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """Words, a phrase or the beginning of a word; chosen values of facets, by number (years as they are)."""

    letter: str
    name: str
    words: str = ""
    phrase: str = ""
    prefix: str = ""
    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def without(self, facet: str) -> Mapping[str, tuple[int, ...]]:
        """The chosen values of the other facets."""
        return {name: values for name, values in self.chosen.items() if name != facet}

    def typed(self) -> str:
        """What a reader types."""
        return self.words or (f'"{self.phrase}"' if self.phrase else self.prefix and f"{self.prefix}*")

    def address(self) -> str:
        """The page of the archive that answers it."""
        asked = [("q", self.typed())] if self.typed() else []
        for facet, numbers in self.chosen.items():
            asked += _parameters(facet, numbers)
        return f"/documents/?{urlencode(asked)}" if asked else "/documents/"


def _parameters(facet: str, numbers: tuple[int, ...]) -> list[tuple[str, str]]:
    if facet == "year":  # a period: the years chosen follow each other
        return [("from", str(min(numbers))), ("to", str(max(numbers)))]
    if facet == "type":
        return [("type", invented.TYPES[number - 1]) for number in numbers]
    if facet == "language":
        return [("language", LANGUAGES[number - 1]) for number in numbers]
    kind = RECORDS[facet]
    return [(kind, invented.ident(kind, number)) for number in numbers]


QUERIES = (
    Query("A", "everything"),
    Query("B", "a rare word", words="acidification"),
    Query("C", "a common word", words="government"),
    Query("D", "and two facets", words="government", chosen={"language": (1,), "places": (1, 4)}),
    Query("E", "a phrase", phrase="peace conference"),
    Query("F", "a beginning", prefix="constan"),
    Query("G", "three facets", chosen={"type": (1, 2), "collection": (4, 7, 9), "year": (1919, 1920, 1921)}),
)


class Answer(NamedTuple):
    """What a contender found; `counts` (facet → the counts of its top values, falling) only of baselines."""

    total: int
    shown: int
    counts: Mapping[str, tuple[int, ...]] | None = None

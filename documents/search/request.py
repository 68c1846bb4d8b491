"""What a reader asks for, cleaned: the one thing that finding takes, whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Self

from documents.search.known import KnownNames, known_in
from documents.search.query import Node

RELEVANCE, DATE, DATE_DOWN, CHANGED, NUMBER = "relevance", "date", "-date", "changed", "number"
SORTS = (RELEVANCE, DATE, DATE_DOWN, CHANGED, NUMBER)
SIZE = 20
LAST_PAGE = 500

Values = Mapping[str, tuple[str, ...]]


def _nothing() -> Values:
    return MappingProxyType({})


def _no_names() -> KnownNames:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Words as a tree; values of facets to have and not to have; a period of Gregorian days, or no date.

    `scope` narrows all words to one part of the documents. `page` counts from 1.
    `known` are the records that the words name, whatever documents call them.
    """

    tree: Node | None = None
    scope: str = ""
    include: Values = field(default_factory=_nothing)
    exclude: Values = field(default_factory=_nothing)
    earliest: date | None = None
    latest: date | None = None
    undated: bool = False
    sort: str = DATE
    page: int = 1
    known: KnownNames = field(default_factory=_no_names)

    @property
    def has_period(self) -> bool:
        """Whether a beginning or an end is asked for."""
        return bool(self.earliest or self.latest)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.tree or self.include or self.exclude or self.has_period or self.undated)

    def worded(self, tree: Node | None, scope: str) -> Self:
        """The same request with other words, or elsewhere; what the words name is looked up anew."""
        return replace(self, tree=tree, scope=scope, known=known_in(tree, scope))

    def without(self, facet: str) -> Self:
        """The same request whatever the values of this facet."""
        return replace(self, include={name: v for name, v in self.include.items() if name != facet})

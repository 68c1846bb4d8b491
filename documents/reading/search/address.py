"""The address of a search: it alone is the page, and one search has one address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from documents.search.filters import PARAMETERS

PATH = "/documents/"

_PLACES = {name: place for place, name in enumerate(PARAMETERS)}

FEED = "/documents.atom"
# How many documents a table or a list of citations holds at most.
MOST = 10_000
# The forms of a result besides its page, by the words that offer them.
FORMATS = {
    "CSV": "/documents.csv",
    "JSON": "/documents.json",
    "RIS": "/documents.ris",
    "BibTeX": "/documents.bib",
}

# The id of the first place on the page of a document that a search has found.
MATCH = "match"

# What a turn of the page, or a wish for another view, does not carry over.
OF_THE_PAGE = ("page",)


@dataclass(frozen=True)
class Address:
    """The parameters of a search. Every way from one search to another is made here."""

    parameters: Mapping[str, tuple[str, ...]]
    path: str = PATH
    _written: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        return self.changed({name: self.get(name) for name in OF_THE_PAGE})

    def get(self, name: str) -> tuple[str, ...]:
        """The values of a parameter."""
        return self.parameters.get(name, ())

    def changed(self, changes: Mapping[str, tuple[str, ...]], path: str = "") -> str:
        """The address with other values of these parameters; on its first page unless `page` is given."""
        names = sorted({*self.parameters, *changes}, key=_PLACES.__getitem__)
        query = "&".join(part for name in names if (part := self._part(name, changes)))
        return f"{path or self.path}?{query}" if query else path or self.path

    def with_value(self, name: str, value: str) -> str:
        """With one value of a facet more."""
        return self.changed({name: tuple(sorted({*self.get(name), value})), **self._opposite(name, value)})

    def without_value(self, name: str, value: str) -> str:
        """Without one value of a parameter."""
        return self.changed({name: tuple(each for each in self.get(name) if each != value)})

    def without(self, *names: str) -> str:
        """Without these parameters."""
        return self.changed(dict.fromkeys(names, ()))

    def hidden(self, but: Iterable[str]) -> list[tuple[str, str]]:
        """The names and values that a form has to carry along, but for its own fields and the page."""
        left = {*but, *OF_THE_PAGE}
        return [(name, value) for name in PARAMETERS if name not in left for value in self.get(name)]

    @property
    def feed(self) -> str:
        """The feed of the search; its order is its own."""
        return self.changed({"sort": (), "view": ()}, path=FEED)

    @property
    def formats(self) -> list[tuple[str, str]]:
        """The other forms of the result: what each is called, and its address."""
        return [(name, self.changed({"view": ()}, path=path)) for name, path in FORMATS.items()]

    def _opposite(self, name: str, value: str) -> dict[str, tuple[str, ...]]:
        """A value is not asked for and excluded at once."""
        other = name.removeprefix("not-") if name.startswith("not-") else f"not-{name}"
        return {other: tuple(each for each in self.get(other) if each != value)} if self.get(other) else {}

    def _part(self, name: str, changes: Mapping[str, tuple[str, ...]]) -> str:
        if name in changes:
            return _written(name, changes[name])
        if name in OF_THE_PAGE:
            return ""
        if name not in self._written:
            self._written[name] = _written(name, self.get(name))
        return self._written[name]


def to_match(address: str, is_marked: bool) -> str:
    """The address of a document at the first of its marked words; at its top if there are none."""
    return f"{address}#{MATCH}" if is_marked else address


def _written(name: str, values: Iterable[str]) -> str:
    return "&".join(f"{name}={quote_plus(value)}" for value in values)

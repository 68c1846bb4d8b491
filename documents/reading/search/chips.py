"""What a search asks for, in words; each piece can be taken away."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.dates import in_words, parse
from documents.reading.search.address import Address
from documents.reading.search.facets import Labelled
from documents.reading.search.labels import FACET_NAMES
from documents.reading.wording import Phrase
from documents.search.cards import FACETS, NOT_STATED

SCOPE_NAMES = {
    "title": "titles and headings",
    "text": "the texts of documents",
    "supplied": "words supplied in square brackets",
    "notes": "notes",
    "editorial": "introductions and commentaries",
    "names": "names",
    "signed": "signatures",
    "references": "archival references and printings",
    "number": "numbers in collections",
}


PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition: what it is about, its value, whether it excludes, and the search without it.

    `name` and `key` are the parameter and its value; `period` stands for `from` and `to` together.
    """

    about: str
    value: Phrase
    excluded: bool
    address: str
    name: str = ""
    key: str = ""

    @property
    def in_short(self) -> str:
        """The value where it speaks for itself; what is not stated or known, it does not say."""
        return f"{self.about}: {self.value}" if self.key == NOT_STATED else str(self.value)


def chips(address: Address, labelled: Labelled) -> list[Chip]:
    """Every condition of a search, in the order of its address."""
    return [*_of_words(address), *_of_period(address), *_of_facets(address, labelled)]


def _of_words(address: Address) -> Iterator[Chip]:
    for words in address.get("q"):
        yield Chip("Words", Phrase(words), False, address.without("q"), "q")
    for scope in address.get("scope"):
        yield Chip("In", Phrase(SCOPE_NAMES[scope], "en"), False, address.without("scope"), "scope")


def _of_period(address: Address) -> Iterator[Chip]:
    first, last = address.get("from"), address.get("to")
    if first == last and first and NOT_STATED not in first:  # one year, month or day is one condition
        yield Chip(
            "Date", Phrase(in_words(parse(*first)), "en"), False, address.without("from", "to"), PERIOD
        )
        return
    for name, about in (("from", "From"), ("to", "To")):
        for day in address.get(name):
            if day == NOT_STATED:
                yield Chip("Date", Phrase("not known", "en"), False, address.without("from"), name, day)
            else:
                yield Chip(about, Phrase(in_words(parse(day)), "en"), False, address.without(name), name)


def _of_facets(address: Address, labelled: Labelled) -> Iterator[Chip]:
    for facet in FACETS:
        for name in (facet, f"not-{facet}"):
            for value in address.get(name):
                label = labelled.get((facet, value), Phrase(value))
                yield Chip(
                    FACET_NAMES[facet], label, name != facet, address.without_value(name, value), name, value
                )

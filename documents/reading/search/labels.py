"""What the values of facets are called today: the labels of authority records and terms.

Every change of a label that readers can see moves the archive's public clock, so labels are kept by it.
"""

from collections.abc import Iterable, Iterator, Mapping
from threading import Lock

from documents.merges import MODELS
from documents.reading.languages import name_of
from documents.reading.vocabulary import TERMS, term_labels, type_labels
from documents.reading.wording import Phrase, phrase
from documents.search.cards import NOT_STATED, RECORDS

MOST = 50_000
AT_ONCE = 10_000
NONE = Phrase("not stated", "en")

FACET_NAMES = {
    "signatory": "Signatory",
    "person": "Person, in any role",
    "body": "Body",
    "capacity": "Capacity",
    "sender": "Sender",
    "recipient": "Recipient",
    "place": "Place",
    "type": "Type",
    "classification": "Classification",
    "collection": "Source collection",
    "repository": "Repository",
    "language": "Language",
    "topic": "Topic",
    "exemplar": "Exemplar",
    "has": "With",
}
HAS = {"translation": "a translation", "facsimile": "page images", "footnotes": "footnotes"}
HAS_NONE = Phrase("none of these", "en")


class Labels:
    """The labels that one process has read at one moment: as long as the chain ends in one digest."""

    def __init__(self) -> None:
        self.moment: str | None = None
        self.known: dict[tuple[str, str], Phrase] = {}
        self.of_types: dict[str, str] | None = None
        self.lock = Lock()

    def of(self, moment: str, wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Phrase]:
        """The label of each (facet, value); a value that nothing is known of has none."""
        wanted = list(wanted)
        with self.lock:
            self._at(moment)
            missing = [each for each in wanted if each not in self.known]
            if missing:
                self.known |= _read(missing)
            return {each: self.known[each] for each in wanted if each in self.known}

    def types(self, moment: str) -> dict[str, str]:
        """Code → label of every type of documents."""
        with self.lock:
            self._at(moment)
            if self.of_types is None:
                self.of_types = type_labels()
            return self.of_types

    def _at(self, moment: str) -> None:
        if moment != self.moment or len(self.known) > MOST:
            self.moment, self.known, self.of_types = moment, {}, None


labels = Labels()


def _read(wanted: list[tuple[str, str]]) -> dict[tuple[str, str], Phrase]:
    found = _read_records([each for each in wanted if each[0] in RECORDS and each[1] != NOT_STATED])
    stated = {facet for facet, value in wanted if value != NOT_STATED}
    terms = {facet: term_labels(facet) for facet in TERMS if facet in stated}
    for facet, value in wanted:
        if value == NOT_STATED:
            found[facet, value] = HAS_NONE if facet == "has" else NONE
        elif facet == "has" and value in HAS:
            found[facet, value] = Phrase(HAS[value], "en")
        elif facet == "language":
            found[facet, value] = Phrase(name_of(value), "en")
        elif facet in TERMS and (label := terms[facet].get(value)):
            found[facet, value] = Phrase(label, "en")
    return found


def _read_records(wanted: list[tuple[str, str]]) -> dict[tuple[str, str], Phrase]:
    """One query for each kind of record that is asked for, or for each AT_ONCE of them."""
    kinds: dict[str, set[str]] = {}
    for facet, value in wanted:
        for kind in (RECORDS[facet],) if RECORDS[facet] else ("person", "body"):
            kinds.setdefault(kind, set()).add(value)
    names: dict[str, Phrase] = {}
    for kind, idents in kinds.items():
        for some in _in_parts(sorted(idents)):
            rows = MODELS[kind].objects.filter(pk__in=some).values_list("pk", "name", "language")
            names |= {ident: phrase(name, language) for ident, name, language in rows}
    return {(facet, value): names[value] for facet, value in wanted if value in names}


def _in_parts(idents: list[str]) -> Iterator[list[str]]:
    """SQLite takes only so many values in one query."""
    return (idents[start : start + AT_ONCE] for start in range(0, len(idents), AT_ONCE))

"""A document as a line of a list: what every list of the reading room shows of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.dates import HistoricalDate
from documents.models.listing import Listing
from documents.reading import addresses
from documents.reading.languages import name_of
from documents.reading.vocabulary import type_labels
from documents.reading.wording import Phrase, phrase


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date for a reader: in words; by both styles if it is an old one; else as it was written."""

    words: str = ""
    old: str = ""
    new: str = ""
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One document: where it stands, what it is called, and the facts below its title."""

    address: str
    title: Phrase
    date: DateWords
    type: str
    written_in: str
    number: str = ""


def rows_of(listings: Iterable[Listing], labels: dict[str, str] | None = None) -> list[Row]:
    """The lines of a list, in the order given. The labels of the types are read unless given."""
    labels = type_labels() if labels is None else labels
    return [row_of(listing, labels) for listing in listings]


def row_of(listing: Listing, labels: dict[str, str], number: str = "") -> Row:
    """One line; `number` is the document's number in the collection that is shown."""
    return Row(
        address=addresses.of_document(listing.pk),
        title=phrase(listing.title or "Untitled", listing.title_language),
        date=date_words(date_of(listing)),
        type=labels.get(listing.type, ""),
        written_in=name_of(listing.language),
        number=number,
    )


def date_of(listing: Listing) -> HistoricalDate:
    """The date of a listed document."""
    return HistoricalDate(
        as_written=listing.date_as_written,
        edtf=listing.date_edtf,
        calendar=listing.date_calendar,
        calendar_name=listing.date_calendar_name,
        edtf_julian=listing.date_edtf_julian,
    )


def date_words(date: HistoricalDate) -> DateWords:
    """A date as the lists of the reading room show it."""
    styles = date.both_styles()
    if styles and styles.old and styles.new:
        return DateWords(old=styles.old, new=styles.new)
    words = date.in_words()
    return DateWords(words=words, as_written="" if words else date.as_written)

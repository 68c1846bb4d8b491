"""What stands beside the text: dates, place, type, marking, senders and recipients."""

from dataclasses import dataclass

from documents.dates import HistoricalDate
from documents.reading.labels import ACTING, CALENDARS, MEMBERS
from documents.reading.naming import UNKNOWN, Basis, Named, Naming, basis
from documents.reading.wording import Notes, Phrase, Wording
from documents.snapshot import Correspondent, Document, FurtherDate


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said of the document: as written, as editors name it, and how they know."""

    as_written: Phrase | Wording
    words: str = ""
    record: Named | None = None
    basis: Basis = UNKNOWN

    def __bool__(self) -> bool:
        return bool(self.as_written or self.words or self.record)


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date in words, by both styles where the source needs it, as written, with its calendar."""

    kind: str
    as_written: Wording
    words: str = ""
    old: str = ""
    new: str = ""
    day: str = ""
    calendar: str = ""
    basis: Basis = UNKNOWN
    calendar_basis: Basis = UNKNOWN

    def __bool__(self) -> bool:
        return bool(self.as_written or self.words)

    @property
    def short(self) -> str:
        """The date in one line: by the new style if both are known, else in words, else as written."""
        return self.new or self.words or self.as_written.plain()


@dataclass(frozen=True, slots=True)
class CorrespondentFact:
    """A sender or recipient: as written, and whom editors see behind the words."""

    as_written: Phrase
    acting: str
    person: Named | None
    body: Named | None
    basis: Basis


def date_fact(row: Document | FurtherDate, naming: Naming, notes: Notes | None = None) -> DateFact:
    """The date of the document, or a further one with its kind."""
    date = HistoricalDate(
        row.date_as_written, row.date_edtf, row.date_calendar, row.date_calendar_name, row.date_edtf_julian
    )
    words, styles = date.in_words(), date.both_styles()
    language = naming.snapshot.document.wording_language
    return DateFact(
        kind=naming.term("date_kind", getattr(row, "date_kind", None)),
        as_written=naming.wording(row.date_as_written, language, notes=notes),
        words=words,
        old=styles.old if styles else "",
        new=styles.new if styles else "",
        day=date.earliest.isoformat() if date.is_day and date.earliest else "",
        calendar=(row.date_calendar_name or CALENDARS.get(row.date_calendar, "")) if words else "",
        basis=basis(row.date_basis, row.date_reason, of=words),
        calendar_basis=basis(row.date_calendar_basis, row.date_calendar_reason, of=words),
    )


def place_fact(document: Document, naming: Naming) -> Fact:
    """The place of writing."""
    record = naming.record("place", document.place)
    known = basis(document.place_basis, document.place_reason, of=record)
    return Fact(naming.as_written(document.place_as_written), "", record, known)


def type_fact(document: Document, naming: Naming) -> Fact:
    """The type of document."""
    word = naming.term("type", document.type)
    return Fact(Phrase(""), word, None, basis(document.type_basis, document.type_reason, of=word))


def classification_fact(document: Document, naming: Naming) -> Fact:
    """The marking of secrecy or urgency."""
    as_written = naming.as_written(document.classification_as_written)
    return Fact(as_written, naming.term("classification", document.classification))


def correspondents(document: Document, naming: Naming, role: str) -> tuple[CorrespondentFact, ...]:
    """The senders or the recipients, in their order."""
    return tuple(_correspondent(row, naming) for row in document.correspondents if row.role == role)


def _acting(row: Correspondent) -> str:
    """How a correspondent acts, in words; those that stand in the name as written are not said again."""
    acting = ACTING.get(row.by, row.by)
    return "of" if acting == MEMBERS and MEMBERS in row.as_written.casefold() else acting


def _correspondent(row: Correspondent, naming: Naming) -> CorrespondentFact:
    return CorrespondentFact(
        as_written=naming.as_written(row.as_written),
        acting=_acting(row),
        person=naming.record("person", row.person),
        body=naming.record("body", row.body),
        basis=basis(row.basis, row.reason, of=row.person or row.body),
    )

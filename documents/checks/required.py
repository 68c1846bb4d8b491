"""What must be there, and the dates that can be."""

from collections.abc import Iterator

from documents import dates
from documents.checks.findings import Finding, numbered
from documents.models.listing import METHOD
from documents.snapshot import Snapshot, date_of


def what_is_missing(snapshot: Snapshot) -> Iterator[Finding]:
    """A document needs a text, the editors' own page theirs; a title and a date are missed."""
    document = snapshot.document
    ours = document.type == METHOD
    if not any(row.content.strip() for row in (document.editorial_texts if ours else document.texts)):
        sentence = "The document has no text. Enter at least one: original, transcription or translation."
        yield Finding("no-text", "Texts", sentence, blocks=True)
    if not document.title.strip():
        sentence = (
            "There is no title. Readers see the heading of the source instead; add a title of your own."
        )
        yield Finding("no-title", "Title", sentence, blocks=False)
    if not document.date_edtf.strip() and not ours:
        sentence = (
            "No date in numbers is given, so the document stands last in lists. Add what is known: 1920."
        )
        yield Finding("no-date", "Date", sentence, blocks=False)


def dates_that_cannot_be(snapshot: Snapshot) -> Iterator[Finding]:
    """Dates that cannot be read, styles that disagree, a weekday that the day was not."""
    dated = [("Date", snapshot.document), *numbered("Further date", snapshot.document.further_dates)]
    for where, row in dated:
        date = date_of(row)
        yield from (Finding("date", where, problem, blocks=True) for problem in date.problems())
        if problem := date.weekday_problem():
            yield Finding("weekday", where, problem, blocks=False)
    described = [(w, r.described_date) for w, r in numbered("Reference", snapshot.document.references)]
    written = [(w, r.dated) for w, r in numbered("Editorial text", snapshot.document.editorial_texts)]
    for where, edtf in (*described, *written):
        if edtf and (problem := _unreadable(edtf)):
            yield Finding("date", where, problem, blocks=True)


def _unreadable(edtf: str) -> str:
    try:
        dates.parse(edtf)
    except dates.DateError as error:
        return str(error)
    return ""

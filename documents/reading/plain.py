"""A document as plain text: the words of its page, in the order of the page, without links."""

from collections.abc import Iterable, Iterator

from documents.reading.copies import Image, Online
from documents.reading.facts import CorrespondentFact, DateFact, Fact
from documents.reading.mentions import Part
from documents.reading.naming import Basis
from documents.reading.notes import Note
from documents.reading.page import Page
from documents.reading.provenance import ArchivalFact, PrintingFact
from documents.reading.references import ReferenceFact, RelationFact
from documents.reading.signatures import SignatureGroup
from documents.reading.texts import EditorsWords, TextOfDocument

NOT_STATED = "not stated"
NOT_IDENTIFIED = "not identified"


def plain_text(page: Page) -> str:
    """The page of a version as text in UTF-8, paragraphs apart by a blank line."""
    return "\n\n".join(part for part in _parts(page) if part) + "\n"


def _parts(page: Page) -> Iterator[str]:
    yield page.title.text
    yield "\n".join(_facts(page))
    yield _labelled("Summary", page.summary.plain())
    yield from (_editors(each) for each in page.introductions)
    yield _labelled("Heading in the source", page.heading.plain())
    if page.heading:
        yield f"Heading by {page.heading_voice} {_basis(page.heading_voice_basis)}".strip()
    yield from (_text(each) for each in page.texts)
    yield _labelled("Signature line", page.signature_line.plain())
    yield _labelled("Signatures", "\n".join(_group(each) for each in page.signatures))
    for notes in page.notes:
        yield _labelled(f"Notes {notes.owner}", "\n\n".join(_note(each) for each in notes.notes))
    yield from (_editors(each) for each in page.afterwords)
    yield from (_labelled("Archive", "\n".join(_archival(each))) for each in page.archival)
    yield _labelled("Printed in", "\n".join(_printing(each) for each in page.printings))
    yield _labelled("Facsimiles", "\n".join(_facsimile(each) for each in page.facsimiles))
    others = [*map(_reference, page.references), *map(_relation, page.relations)]
    yield _labelled("Other documents", "\n".join(others))
    for title, parts in (("People", page.people), ("Bodies", page.bodies), ("Places", page.places)):
        yield _labelled(f"{title} named here", "\n".join(_named_here(each) for each in parts))
    yield _labelled("Seen elsewhere", "\n".join(_online(each) for each in page.online_copies))
    yield _labelled("Rights", page.rights)
    yield "\n".join(_citation(page))


def _labelled(label: str, text: str) -> str:
    return f"{label}:\n{text}" if text else ""


def _facts(page: Page) -> Iterator[str]:
    yield f"Date: {_date(page.date)}"
    for date in page.further_dates:
        yield f"Date ({date.kind or 'of another kind'}): {_date(date)}"
    yield f"Place of writing: {_fact(page.place)}"
    yield f"Type: {_fact(page.type)}"
    if page.classification:
        yield f"Classification: {_fact(page.classification)}"
    yield from (f"From: {_correspondent(each)}" for each in page.senders)
    yield from (f"To: {_correspondent(each)}" for each in page.recipients)
    if page.original_language or not page.has_original:
        yield f"Original language: {page.original_language or NOT_STATED}"
    if page.topics:
        yield f"Topics: {', '.join(page.topics)}"


def _basis(basis: Basis) -> str:
    return f"[{basis.word}{f': {basis.reason}' if basis.reason else ''}]" if basis else ""


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)


def _date(date: DateFact) -> str:
    styles = [f"{date.old} (old style)" if date.old else "", f"{date.new} (new style)" if date.new else ""]
    words = _joined(styles) or date.words
    written = f"as written: {date.as_written.plain()}" if date.as_written else ""
    calendar = f"{date.calendar} {_basis(date.calendar_basis)}" if date.calendar else ""
    return _joined([f"{words} {_basis(date.basis)}".strip(), written, calendar]) or NOT_STATED


def _fact(fact: Fact) -> str:
    named = fact.record.name.text if fact.record else fact.words
    written = str(fact.as_written)
    return _joined([written, f"{named} {_basis(fact.basis)}".strip()]) or NOT_STATED


def _correspondent(row: CorrespondentFact) -> str:
    named = [record.name.text for record in (row.person, row.body) if record]
    identified = " ".join(part for part in (row.acting, ", ".join(named), _basis(row.basis)) if part)
    return _joined([row.as_written.text, identified])


def _text(text: TextOfDocument) -> str:
    translator = (text.translator or "translator not named") if text.is_translation else text.translator
    taken = f"taken from {text.taken_from}" if text.taken_from else ""
    role = f"{text.role} {_basis(text.role_basis)}"
    title = _joined([role, text.language or "language not stated", translator, text.extent, taken])
    return f"{title}\n\n{text.wording.plain()}"


def _editors(words: EditorsWords) -> str:
    credit = _joined([words.credit or "credit not stated", words.dated])
    references = "\n".join(_reference(each) for each in words.references)
    said = "\n\n".join(part for part in (words.wording.plain(), references) if part)
    return f"{words.kind} by editors ({credit}):\n{said}"


def _group(group: SignatureGroup) -> str:
    names = ", ".join(
        _joined(
            [
                each.name.text,
                each.manner,
                f"{each.certainty} {each.person.name}".strip() if each.person else "",
            ]
        )
        for each in group.signatures
    )
    bases = " ".join(_basis(each) for each in group.bases)
    body = f"{group.body.name} {bases}".strip() if group.body else ""
    return (
        f"{_joined([group.capacity_as_signed.text, group.capacity, body]) or 'capacity not stated'}: {names}"
    )


def _note(note: Note) -> str:
    voice = f"({_joined([f'note by {note.voice} {_basis(note.voice_basis)}'.strip(), note.kind])})"
    return "\n".join(
        [f"{note.label} {note.wording.plain()}", voice, *(_reference(each) for each in note.references)]
    )


def _reference(row: ReferenceFact) -> str:
    """Its words. To what it leads depends on the rest of the archive, so only the page tells that."""
    number = f"No. {row.number}" if row.number else ""
    collection = f"{row.collection.name} {_basis(row.collection_basis)}" if row.collection else ""
    return "→ " + _joined([row.words.text, row.described, row.date, number, collection, row.address])


def _relation(row: RelationFact) -> str:
    return f"→ This document {row.relation} {row.described or 'another one'}"


def _facsimile(image: Image) -> str:
    return _joined([image.label, image.description, image.credit]) or "image of a page"


def _named_here(part: Part) -> str:
    words = ", ".join(f"“{words}”" for words in part.words)
    mentioned = f"mentioned as {words}" if words else "mentioned" if part.is_mentioned else ""
    return _joined([f"{part.record.name} {part.record.detail}".strip(), *part.roles, mentioned])


def _online(copy: Online) -> str:
    first = f"first seen {copy.first_seen}" if copy.first_seen else ""
    last = f"last seen {copy.last_seen}" if copy.last_seen else ""
    return _joined([copy.address, first, last])


def _archival(row: ArchivalFact) -> Iterator[str]:
    unknown = NOT_IDENTIFIED if row.as_printed else NOT_STATED
    yield f"repository: {row.repository.name if row.repository else unknown}"
    yield from (f"{step.level}: {step.value or NOT_STATED}" for step in row.steps)
    yield f"leaves: {row.leaves or NOT_STATED}"
    yield f"exemplar: {row.exemplar or NOT_STATED}"
    yield f"production: {row.production or NOT_STATED}"
    yield f"as printed: {row.as_printed or NOT_STATED}"


def _printing(row: PrintingFact) -> str:
    unknown = f"collection {NOT_IDENTIFIED if row.as_printed else NOT_STATED}"
    collection = row.collection.name.text if row.collection else unknown
    number = f"No. {row.number}" if row.number else "number not stated"
    pages = f"pp. {row.pages}" if row.pages else ""
    told = _joined([collection, row.imprint, number, pages, row.relation, _basis(row.basis)])
    return f"{told}\nas printed: {row.as_printed}" if row.as_printed else told


def _citation(page: Page) -> Iterator[str]:
    yield f"Version {page.version.number} of {page.version.moment:%Y-%m-%d}"
    yield page.address
    yield f"SHA-256 {page.version.digest}"

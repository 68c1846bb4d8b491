"""The page of a document: from one version's snapshot to plain data that a template prints in its order."""

from dataclasses import dataclass
from functools import partial

from documents.listings import in_one_line
from documents.reading import addresses, facts, languages
from documents.reading.copies import Image, Online, images_of, online_copies_of
from documents.reading.labels import VOICES
from documents.reading.mentions import Part, parts_of
from documents.reading.naming import Basis, Named, Naming, basis
from documents.reading.notes import Apparatus, NotesOf, apparatus, notes_by_owner
from documents.reading.provenance import ArchivalFact, PrintingFact, archival_facts, printing_facts
from documents.reading.references import Link, ReferenceFact, RelationFact, references_of, relations
from documents.reading.signatures import SignatureGroup, signature_groups
from documents.reading.standing import PublishedVersion
from documents.reading.surroundings import ListedDocument, Surroundings
from documents.reading.texts import (
    EditorsWords,
    TextOfDocument,
    can_be_aligned,
    editors_words_of,
    text_of,
    whose_notes,
)
from documents.reading.wording import Phrase, Wording, any_supplied, phrase
from documents.snapshot import Document, Snapshot


@dataclass(frozen=True, slots=True)
class Place:
    """Where the document stands in a printed collection, with its neighbours there."""

    collection: Named | None
    number: str
    previous: tuple[str, Link] | None
    next: tuple[str, Link] | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page of one version, in the order of the page."""

    id: str
    version: PublishedVersion
    title: Phrase
    titled: str
    heading: Wording
    heading_voice: str
    heading_voice_basis: Basis
    date: facts.DateFact
    further_dates: tuple[facts.DateFact, ...]
    place: facts.Fact
    type: facts.Fact
    classification: facts.Fact
    senders: tuple[facts.CorrespondentFact, ...]
    recipients: tuple[facts.CorrespondentFact, ...]
    original_language: str
    topics: tuple[str, ...]
    summary: Wording
    texts: tuple[TextOfDocument, ...]
    is_aligned: bool
    signature_line: Wording
    signatures: tuple[SignatureGroup, ...]
    notes: tuple[NotesOf, ...]
    editors_words: tuple[EditorsWords, ...]
    references: tuple[ReferenceFact, ...]
    relations: tuple[RelationFact, ...]
    archival: tuple[ArchivalFact, ...]
    printings: tuple[PrintingFact, ...]
    rights: str
    facsimiles: tuple[Image, ...]
    online_copies: tuple[Online, ...]
    people: tuple[Part, ...]
    bodies: tuple[Part, ...]
    places: tuple[Part, ...]
    in_print: tuple[Place, ...]
    has_supplied_words: bool

    @property
    def address(self) -> str:
        """The permanent address of this version, to be cited."""
        return addresses.absolute(addresses.of_document(self.id, self.version.number))

    @property
    def has_original(self) -> bool:
        """Whether the text itself shows in which language the document was written."""
        return any(text.is_original for text in self.texts)

    @property
    def introductions(self) -> list[EditorsWords]:
        """What editors say before the document speaks."""
        return [each for each in self.editors_words if each.is_introduction]

    @property
    def afterwords(self) -> list[EditorsWords]:
        """What editors say after it."""
        return [each for each in self.editors_words if not each.is_introduction]


def page_of(snapshot: Snapshot, version: PublishedVersion, surroundings: Surroundings) -> Page:
    """The page of a version. Nothing is read here: all comes from the arguments."""
    document, naming = snapshot.document, Naming(snapshot, surroundings)
    notes = apparatus(document)
    written = partial(_as_written, document=document, notes=notes, naming=naming)
    heading = written(document.heading, "heading")
    signature_line = written(document.signature_line, "signatures")
    date = facts.date_fact(document, naming, notes.of("date"))
    texts = tuple(text_of(row, notes, naming) for row in document.texts)
    editors_words = tuple(editors_words_of(row, notes, naming) for row in document.editorial_texts)
    owners = [
        ("heading", "to the heading", heading),
        ("date", "to the date", date.as_written),
        *(
            (row.key, whose_notes(shown, texts), shown.wording)
            for row, shown in zip(document.texts, texts, strict=True)
        ),
        ("signatures", "to the signature line", signature_line),
        *(
            (row.key, f"to the {shown.kind.lower()}", shown.wording)
            for row, shown in zip(document.editorial_texts, editors_words, strict=True)
        ),
    ]
    return Page(
        id=document.public_id,
        version=version,
        title=title_of(document),
        titled=titled(document),
        heading=heading,
        heading_voice=VOICES.get(document.heading_voice, document.heading_voice),
        heading_voice_basis=basis(
            document.heading_voice_basis,
            document.heading_voice_reason,
            of=document.heading_voice != "unknown",
        ),
        date=date,
        further_dates=tuple(facts.date_fact(row, naming) for row in document.further_dates),
        place=facts.place_fact(document, naming),
        type=facts.type_fact(document, naming),
        classification=facts.classification_fact(document, naming),
        senders=facts.correspondents(document, naming, "sender"),
        recipients=facts.correspondents(document, naming, "recipient"),
        original_language=languages.name_of(document.original_language),
        topics=tuple(naming.term("topic", row.topic) for row in document.topics if row.topic),
        summary=naming.wording(document.summary, document.title_language),
        texts=texts,
        is_aligned=can_be_aligned(texts),
        signature_line=signature_line,
        signatures=signature_groups(naming),
        notes=notes_by_owner(owners, notes, naming),
        editors_words=editors_words,
        references=_references_of_document(document, naming),
        relations=relations(naming),
        archival=archival_facts(naming),
        printings=printing_facts(naming),
        rights=document.rights,
        facsimiles=images_of(document, version),
        online_copies=online_copies_of(document),
        people=parts_of("person", naming),
        bodies=parts_of("body", naming),
        places=parts_of("place", naming),
        in_print=_in_print(naming),
        has_supplied_words=any_supplied([heading, *(text.wording for text in texts)]),
    )


def title_of(document: Document) -> Phrase:
    """The editors' title; without one, the heading of the source in one line."""
    if document.title:
        return phrase(document.title, document.title_language)
    heading = in_one_line(document.heading)
    return phrase(heading, document.wording_language) if heading else phrase("Untitled document", "en")


def titled(document: Document) -> str:
    """Where the title comes from, in words."""
    if not document.title:
        return "The editors have given no title; this is the heading in the source"
    as_in_source = " ".join(document.title.split()) == in_one_line(document.heading)
    return "The title is the heading in the source" if as_in_source else "Title given by editors"


def _as_written(text: str, owner: str, *, document: Document, notes: Apparatus, naming: Naming) -> Wording:
    return naming.wording(text, document.wording_language, notes=notes.of(owner), prefix=f"{owner}-")


def _references_of_document(document: Document, naming: Naming) -> tuple[ReferenceFact, ...]:
    """Those of the whole, then those of any part that does not print them itself."""
    printing = {
        *(text.key for text in document.texts),
        *(note.key for note in document.footnotes),
        *(words.key for words in document.editorial_texts),
    }
    owners = dict.fromkeys(["document", *naming.references])
    return tuple(each for owner in owners if owner not in printing for each in references_of(owner, naming))


def _in_print(naming: Naming) -> tuple[Place, ...]:
    def link(neighbour: tuple[str, ListedDocument] | None) -> tuple[str, Link] | None:
        if neighbour is None:
            return None
        number, document = neighbour
        return number, Link(addresses.of_document(document.id), document.title)

    return tuple(
        Place(naming.record("collection", each.collection), each.number, link(each.previous), link(each.next))
        for each in naming.surroundings.neighbours
    )

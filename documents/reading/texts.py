"""The texts of a document, and the words of its editors, ready for a page."""

from dataclasses import dataclass

from documents.reading import facts, languages
from documents.reading.labels import EDITORIAL_KINDS, EXTENTS, TEXT_ROLES
from documents.reading.naming import Basis, Naming, basis
from documents.reading.notes import Apparatus
from documents.reading.references import ReferenceFact, references_of
from documents.reading.wording import Wording
from documents.snapshot import EditorialText, Text

# Texts side by side are set paragraph by paragraph only up to this length: fonds.css counts the rows.
ALIGNED_BLOCKS = 400


@dataclass(frozen=True, slots=True)
class TextOfDocument:
    """One text: what it is, who translated it, from what it was taken."""

    id: str
    role: str
    role_basis: Basis
    language: str
    is_original: bool
    is_translation: bool
    translator: str
    taken_from: str
    extent: str
    wording: Wording
    references: tuple[ReferenceFact, ...]


@dataclass(frozen=True, slots=True)
class EditorsWords:
    """Words of editors: kept apart from the source, credited, dated."""

    id: str
    kind: str
    credit: str
    dated: str
    wording: Wording
    references: tuple[ReferenceFact, ...]
    is_introduction: bool


def text_of(row: Text, notes: Apparatus, naming: Naming) -> TextOfDocument:
    """A text with its notes and references."""
    return TextOfDocument(
        id=f"text-{row.key}",
        role=TEXT_ROLES.get(row.role, row.role),
        role_basis=basis(row.role_basis, row.role_reason),
        language=languages.name_of(row.language),
        is_original=row.role == "original",
        is_translation=row.role == "translation",
        translator=row.translator,
        taken_from=row.taken_from,
        extent=EXTENTS.get(row.extent, row.extent),
        wording=naming.wording(
            row.content,
            row.language,
            direction=row.direction,
            notes=notes.of(row.key),
            prefix=f"text-{row.key}-",
        ),
        references=references_of(row.key, naming),
    )


def whose_notes(text: TextOfDocument, texts: tuple[TextOfDocument, ...]) -> str:
    """To which text notes belong, in words."""
    if len(texts) == 1:
        return "to the text"
    language = f" {'into' if text.is_translation else 'in'} {text.language}" if text.language else ""
    return f"to the {text.role.lower()}{language}"


def can_be_aligned(texts: tuple[TextOfDocument, ...]) -> bool:
    """Whether two texts have the same number of paragraphs, so that each pair can begin on one line."""
    lengths = {len(text.wording.blocks) for text in texts}
    return len(texts) == 2 and len(lengths) == 1 and max(lengths) <= ALIGNED_BLOCKS


def editors_words_of(row: EditorialText, notes: Apparatus, naming: Naming) -> EditorsWords:
    """Words of editors with their notes and references."""
    text = naming.wording(
        row.content,
        row.language,
        direction=row.direction,
        notes=notes.of(row.key),
        prefix=f"words-{row.key}-",
    )
    return EditorsWords(
        id=f"words-{row.key}",
        kind=EDITORIAL_KINDS.get(row.editorial_kind, row.editorial_kind),
        credit=row.credit,
        dated=facts.HistoricalDate(edtf=row.dated).in_words(),
        wording=text,
        references=references_of(row.key, naming),
        is_introduction=row.editorial_kind == "introduction",
    )

"""The sections of a document's form, from top to bottom in the order of a printed page."""

from dataclasses import dataclass
from typing import Any

from places.faults import Fault
from places.faults import faults as every_fault

Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: lines of fields, then the rows of one part of the document."""

    name: str
    title: str
    help: str = ""
    fields: Lines = ()
    rows: str = ""
    folded: bool = False


def rows(name: str, title: str, help: str = "", **kwargs: Any) -> Section:
    """A section that holds nothing but rows."""
    return Section(name, title, help, rows=name, **kwargs)


SECTIONS = (
    Section(
        "title",
        "Title",
        "Your own title, as readers see it first. The heading that the source bears has its place below.",
        fields=(("title", "title_language"),),
    ),
    rows(
        "editorial_texts",
        "Introductions and notices",
        "Words of editors about the document, never the document's own. Each is credited and dated.",
    ),
    Section(
        "heading",
        "Heading in the source",
        "Word for word as the source has it, with whose words they are.",
        fields=(
            ("heading",),
            ("heading_voice", "heading_voice_basis", "heading_voice_reason"),
            ("wording_language",),
        ),
    ),
    Section(
        "kind",
        "Type and classification",
        fields=(
            ("type", "type_basis", "type_reason"),
            ("classification_as_written", "classification"),
        ),
    ),
    Section(
        "date",
        "Date",
        "First as the source has it, then so that it can be sorted and found: a month stays a month.",
        fields=(
            ("date_as_written",),
            ("date_edtf", "date_basis", "date_reason"),
            ("date_calendar", "date_calendar_basis", "date_calendar_reason"),
            ("date_edtf_julian", "date_calendar_name"),
        ),
    ),
    rows("further_dates", "Further dates", "Received, adopted, registered …", folded=True),
    Section(
        "place",
        "Place of writing",
        fields=(("place_as_written",), ("place", "place_basis", "place_reason")),
    ),
    rows("correspondents", "Senders and recipients", "In the order of the source."),
    rows(
        "texts",
        "Texts",
        "Original, transcription, translations. A blank line begins a paragraph; [^*] anchors the note *.",
    ),
    Section(
        "signatures",
        "Signatures",
        "The line as printed, then each name in its order. Names that follow each other with the same "
        "capacity and body are shown as a group.",
        fields=(("signature_line",),),
        rows="signatories",
    ),
    rows(
        "footnotes",
        "Footnotes",
        "Each belongs to a text, an introduction, the heading, the date, another note …",
    ),
    rows("archival_references", "Archival references", "Where the exemplars of the document lie."),
    rows("printings", "Printings", "The collections in which the document was printed."),
    rows(
        "references",
        "References to other documents",
        "What a note or a text refers to. A document that is not here yet is kept as waiting, never guessed.",
    ),
    rows("relations", "Relations", "How this document stands to others as a whole.", folded=True),
    rows("topics", "Topics", folded=True),
    rows("facsimiles", "Facsimiles", "Images of pages: JPEG, PNG or WebP, at most 10 MB each.", folded=True),
    rows(
        "online_copies", "Online copies", "Addresses elsewhere at which the document was seen.", folded=True
    ),
    Section(
        "summary",
        "Summary, original language, rights",
        fields=(("summary",), ("original_language",), ("rights",)),
        folded=True,
    ),
    Section(
        "remarks",
        "Private remarks",
        "For editors only. Nothing of this is ever published.",
        fields=(("remarks",), ("suppressed_warnings",)),
        folded=True,
    ),
)

FIELDSETS: Any = [(section.name, {"fields": section.fields}) for section in SECTIONS if section.fields]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a part as shown: those that say something, the blank ones, the pattern of a new one."""

    formset: Any
    inline: Any
    filled: list[Any]
    blank: list[Any]
    pattern: Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as it is shown now: its fields, its rows, whether it is unfolded."""

    section: Section
    fieldset: Any
    rows: Rows | None
    open: bool


def shown(adminform: Any, formsets: list[Any]) -> list[Shown]:
    """The sections with the form's fields and the admin formsets in their places."""
    fieldsets = {fieldset.name: fieldset for fieldset in adminform}
    parts = {each.formset.prefix: rows_of(each) for each in formsets}
    found = []
    for section in SECTIONS:
        part = parts.get(section.rows)
        is_open = not section.folded or bool(part and part.filled) or _says_something(adminform.form, section)
        found.append(Shown(section, fieldsets.get(section.name), part, is_open))
    return found


def rows_of(part: Any) -> Rows:
    """The rows of an admin formset, sorted by whether they say something."""
    *rows, pattern = part
    filled = [row for row in rows if row.original or (part.formset.is_bound and row.form.has_changed())]
    return Rows(part.formset, part.opts, filled, [row for row in rows if row not in filled], pattern)


def _says_something(form: Any, section: Section) -> bool:
    names = [name for line in section.fields for name in line]
    return any(form[name].value() or form[name].errors for name in names)


_PLACES = {
    name: place
    for place, section in enumerate(SECTIONS)
    for name in (section.rows, *(name for line in section.fields for name in line))
}


def faults(form: Any, formsets: list[Any]) -> list[Fault]:
    """Everything that keeps the form from being saved, in the order of the page."""
    return sorted(every_fault(form, formsets), key=_place)


def _place(fault: Fault) -> int:
    return _PLACES.get(fault.anchor.removeprefix("id_").partition("-")[0], -1)

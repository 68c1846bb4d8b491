"""Footnotes: printed matter with an owner, a label and a voice."""

from django.db import models

from documents.models.choices import Basis, NoteKind, Voice, basis, listed, one_of
from documents.models.part import DocumentPart, part_of_document
from places.words import Line, Passage

FIXED_OWNERS = {"heading": "the heading", "date": "the date", "signatures": "the signature line"}


class Footnote(DocumentPart):
    """A note. `owner` is the key of a text, an editorial text or another note, or one of FIXED_OWNERS."""

    document = part_of_document("footnotes")
    owner = models.CharField("belongs to", max_length=12, blank=True)
    label = Line(max_length=20, help_text="As printed: *, 1, 1), †.")
    language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47; empty: as the text it belongs to."
    )
    content = Passage("note", blank=True)
    voice = listed(Voice, default=Voice.UNKNOWN, verbose_name="the note is by")
    voice_basis = basis(verbose_name="this is")
    voice_reason = Line("because", max_length=1000, blank=True)
    note_kind = listed(NoteKind, default=NoteKind.CONTENT, verbose_name="kind")

    class Meta(DocumentPart.Meta):
        constraints = [
            *DocumentPart.Meta.constraints,
            one_of("voice", Voice),
            one_of("voice_basis", Basis),
            one_of("note_kind", NoteKind),
        ]

    def __str__(self) -> str:
        return f"note {self.label}"

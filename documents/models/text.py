"""The texts of a document."""

from django.db import models

from documents.models.choices import Basis, Direction, Extent, TextRole, basis, listed, one_of
from documents.models.part import DocumentPart, part_of_document
from places.words import Line, Passage


class Text(DocumentPart):
    """The original, a transcription or a translation, in the markup of docs/markup.md."""

    document = part_of_document("texts")
    role = listed(TextRole, default=TextRole.TRANSCRIPTION)
    role_basis = basis(verbose_name="the role is")
    role_reason = Line("because", max_length=1000, blank=True)
    language = models.CharField(max_length=35, default="und", help_text="BCP 47: en, ru, hy, az-Cyrl.")
    direction = listed(Direction, default=Direction.LTR)
    translator = Line(max_length=300, blank=True)
    taken_from = Line(max_length=1000, blank=True, help_text="The edition or page from which it was taken.")
    extent = listed(Extent, default=Extent.FULL)
    content = Passage("text", blank=True)

    class Meta(DocumentPart.Meta):
        constraints = [
            *DocumentPart.Meta.constraints,
            one_of("role", TextRole),
            one_of("role_basis", Basis),
            one_of("direction", Direction),
            one_of("extent", Extent),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.language})"

"""Words of editors, kept apart from the source's."""

from django.db import models

from documents.models.choices import Direction, EditorialKind, listed, one_of
from documents.models.part import DocumentPart, part_of_document
from places.authority import EdtfField
from places.words import Line, Passage


class EditorialText(DocumentPart):
    """An introduction, a commentary or a notice; several may stand side by side, each credited and dated."""

    document = part_of_document("editorial_texts")
    editorial_kind = listed(EditorialKind, default=EditorialKind.INTRODUCTION, verbose_name="kind")
    language = models.CharField(max_length=35, default="en", help_text="BCP 47.")
    direction = listed(Direction, default=Direction.LTR)
    credit = Line(max_length=300, blank=True, help_text="Whose words these are.")
    dated = EdtfField("written")
    content = Passage("text", blank=True)

    class Meta(DocumentPart.Meta):
        constraints = [
            *DocumentPart.Meta.constraints,
            one_of("editorial_kind", EditorialKind),
            one_of("direction", Direction),
        ]

    def __str__(self) -> str:
        return self.get_editorial_kind_display()

"""References from one document to another, resolved or waiting."""

from django.core.exceptions import ValidationError
from django.db import models

from documents.models.choices import Basis, ReferenceBy, basis, listed, one_of
from documents.models.part import DocumentPart, part_of_document, to
from places.authority import EdtfField
from places.words import Line


class Reference(DocumentPart):
    """By collection and number, by description and date, or by link; never guessed."""

    document = part_of_document("references")
    owner = models.CharField(
        "stands in", max_length=12, default="document", help_text="The key of a part, or “document”."
    )
    by = listed(ReferenceBy, default=ReferenceBy.DESCRIPTION, verbose_name="refers by")
    words = Line("as written", max_length=1000, blank=True)
    collection = to("documents.SourceCollection", verbose_name="source collection")
    collection_basis = basis(verbose_name="the collection is")
    collection_reason = Line("because", max_length=1000, blank=True)
    number = Line(max_length=50, blank=True)
    described_type = Line("type described", max_length=200, blank=True, help_text="decision, instruction …")
    issuer = Line(max_length=500, blank=True)
    described_date = EdtfField("date described")
    address = models.URLField("link", max_length=1000, blank=True)
    target = to("documents.Document", verbose_name="document in this archive")

    class Meta(DocumentPart.Meta):
        constraints = [
            *DocumentPart.Meta.constraints,
            one_of("by", ReferenceBy),
            one_of("collection_basis", Basis),
        ]

    def __str__(self) -> str:
        return self.words or f"{self.described_type} {self.number}".strip()

    def clean(self) -> None:
        super().clean()
        if self.by == ReferenceBy.NUMBER and not self.number:
            raise ValidationError({"number": "A reference by number needs the number."})
        if self.by == ReferenceBy.LINK and not self.address:
            raise ValidationError({"address": "A reference by link needs the address."})

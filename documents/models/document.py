"""The document itself: what is said of it as a whole."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from documents.models.choices import Basis, Voice, basis, listed, one_of
from documents.models.dated import DERIVED, Dated
from documents.models.part import to
from documents.snapshot import PARTS
from places.records import Record
from places.words import Line, Passage


class DocumentQuerySet(models.QuerySet):
    """Verbs of the desk. Readers never come here: they see versions and listings."""

    def published(self) -> Self:
        """Documents that readers can see."""
        return self.filter(listing__isnull=False)

    def unpublished(self) -> Self:
        """Documents that readers cannot see: drafts and withdrawn ones."""
        return self.filter(listing=None)


class Document(Dated, Record):
    """A document of the archive as the editors keep it on their desk."""

    kind = "document"
    parts: ClassVar[tuple[str, ...]] = tuple(PARTS)
    derived = DERIVED

    title = Line(max_length=1000, blank=True, help_text="The editors' own title, as readers see it first.")
    title_language = models.CharField(
        "language of the title", max_length=35, default="en", help_text="BCP 47."
    )
    wording_language = models.CharField(
        "language of what is kept as written",
        max_length=35,
        default="und",
        help_text="BCP 47, for the heading, the date, the names and the references as written.",
    )
    heading = Passage("heading in the source", blank=True, help_text="As it stands there.")
    heading_voice = listed(Voice, default=Voice.UNKNOWN, verbose_name="the heading is by")
    heading_voice_basis = basis(verbose_name="this is")
    heading_voice_reason = Line("because", max_length=1000, blank=True)
    type = to("documents.DocumentType", verbose_name="type of document")
    type_basis = basis(verbose_name="the type is")
    type_reason = Line("because", max_length=1000, blank=True)
    classification_as_written = Line("classification as marked", max_length=300, blank=True)
    classification = to("documents.Classification")
    place_as_written = Line("place of writing as written", max_length=500, blank=True)
    place = to("places.Place", verbose_name="place of writing")
    place_basis = basis(verbose_name="the place is")
    place_reason = Line("because", max_length=1000, blank=True)
    summary = Passage("summary (regest)", blank=True)
    original_language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47; empty where not stated."
    )
    signature_line = Passage("signature line as printed", blank=True)
    rights = Passage(blank=True)
    remarks = Passage("private remarks", blank=True, help_text="For editors; never published.")
    suppressed_warnings = models.TextField(
        blank=True, help_text="Codes of warnings that have been looked at, one a line."
    )

    objects = DocumentQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        permissions = [
            ("publish_document", "Can publish, withdraw and reinstate documents"),
            ("purge_document", "Can purge documents for ever"),
        ]
        constraints = [
            *Dated.Meta.constraints,
            one_of("heading_voice", Voice),
            one_of("heading_voice_basis", Basis),
            one_of("type_basis", Basis),
            one_of("place_basis", Basis),
            models.CheckConstraint(
                condition=~models.Q(title="", heading=""),
                name="document_named",
                violation_error_message="A document needs a title or a heading before it can be kept.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.heading or self.public_id

    def clean(self) -> None:
        super().clean()
        if not (self.title.strip() or self.heading.strip()):
            raise ValidationError({"title": "A document needs a title or a heading before it can be kept."})

"""Page images, and addresses elsewhere."""

from django.core.validators import RegexValidator
from django.db import models

from documents.models.part import DocumentPart, part_of_document
from places.words import Line

sha256_name = RegexValidator(r"^[0-9a-f]{64}\Z", "An image is named by the SHA-256 of its bytes.")


class Facsimile(DocumentPart):
    """An image of a page. Its bytes lie in DATA_DIR/facsimiles under their SHA-256: a version proves them."""

    document = part_of_document("facsimiles")
    label = Line(max_length=50, blank=True, help_text="The page or leaf it shows: 72 verso.")
    image = models.CharField(max_length=64, validators=[sha256_name])
    media_type = models.CharField(
        max_length=20, choices={"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    description = Line(max_length=1000, blank=True, help_text="For those who cannot see the image.")
    credit = Line(max_length=300, blank=True)

    class Meta(DocumentPart.Meta):
        pass

    def __str__(self) -> str:
        return self.label or self.image[:8]


class OnlineCopy(DocumentPart):
    """An address at which the document was seen."""

    document = part_of_document("online_copies")
    address = models.URLField(max_length=1000)
    first_seen = models.DateField(null=True, blank=True)
    last_seen = models.DateField("last seen alive", null=True, blank=True)

    class Meta(DocumentPart.Meta):
        verbose_name_plural = "online copies"
        constraints = [
            *DocumentPart.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(first_seen=None)
                | models.Q(last_seen=None)
                | models.Q(first_seen__lte=models.F("last_seen")),
                name="onlinecopy_days",
                violation_error_message="The day last seen is before the day first seen.",
            ),
        ]

    def __str__(self) -> str:
        return self.address

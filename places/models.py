"""Places with their names over time; and, as the ground floor, the public ids and the revisions."""

import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from places.authority import Authority, Identifier, NamePart, refuse_circle
from places.register import PublicId
from places.revisions import Revision
from places.words import Line
from places.work_in_progress import WorkInProgress

__all__ = ["Place", "PlaceIdentifier", "PlaceName", "PublicId", "Revision", "WorkInProgress"]


class Place(Authority):
    """A place, by the name that this archive prefers, with all the others it has had."""

    kind = "place"
    parts: ClassVar[tuple[str, ...]] = ("names", "identifiers")

    latitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    precision = models.CharField(
        "precision of the coordinates",
        max_length=12,
        blank=True,
        choices={"exact": "exact", "approximate": "approximate", "area": "middle of an area"},
    )
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="places_within")

    class Meta(Authority.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_coordinates",
                violation_error_message="Give both latitude (-90 to 90) and longitude (-180 to 180).",
            ),
            models.CheckConstraint(
                condition=~models.Q(part_of=models.F("public_id")),
                name="place_not_part_of_itself",
                violation_error_message="A place cannot be a part of itself.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        refuse_circle(self, "part_of", "This place would lie within itself, by way of others.")


class PlaceName(NamePart):
    """A name of a place in one language, with the years in which it was in use."""

    owner_field = "place"

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    name = Line(max_length=300)
    language = models.CharField(max_length=35, default="und", help_text="BCP 47: en, ru, hy, az-Cyrl.")
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(NamePart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["place", "key"], name="placename_key"),
            models.CheckConstraint(
                condition=models.Q(from_year=None)
                | models.Q(to_year=None)
                | models.Q(from_year__lte=models.F("to_year")),
                name="placename_years",
                violation_error_message="The first year of a name is not after its last.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        last = datetime.datetime.now(datetime.UTC).year
        for field in ("from_year", "to_year"):
            year = getattr(self, field)
            if year is not None and not 1 <= year <= last:
                raise ValidationError({field: f"A year lies between 1 and {last}."})


class PlaceIdentifier(Identifier):
    owner_field = "place"

    place = models.ForeignKey(Place, models.CASCADE, related_name="identifiers")

    class Meta(Identifier.Meta):
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="placeidentifier_key")]

"""Authority records: what people, bodies, places, repositories and source collections have in common.

A record once named by a revision is never deleted: it is merged into another one or set aside
(ISAAR(CPF) 5.4).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from documents import dates
from places.records import Part, Record, RecordQuerySet
from places.words import Line, Passage


def edtf(value: str) -> None:
    """Validates a date typed in EDTF. Raises ValidationError with the reason."""
    try:
        dates.parse(value)
    except dates.DateError as error:
        raise ValidationError(str(error)) from error


class EdtfField(models.CharField):
    """A Gregorian date in the subset of EDTF that docs/dates.md describes."""

    default_validators = [edtf]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class Authority(Record):
    """A preferred name, a note for readers, remarks for editors."""

    name = Line("preferred name", max_length=500)
    language = models.CharField(
        "language of the name", max_length=35, default="en", help_text="BCP 47: en, ru, hy, az-Cyrl."
    )
    note = Passage(blank=True, help_text="For readers.")
    remarks = Passage(blank=True, help_text="For editors; never published.")
    set_aside = models.BooleanField("no longer to be chosen", default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", editable=False
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "public_id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not self.name.strip():
            raise ValidationError({"name": "A record needs a name."})


class Identifier(Part):
    """The record's identifier in somebody else's authority file."""

    scheme = models.CharField(
        max_length=20,
        choices={
            "wikidata": "Wikidata",
            "viaf": "VIAF",
            "gnd": "GND",
            "geonames": "GeoNames",
            "isni": "ISNI",
            "lcnaf": "Library of Congress",
        },
    )
    value = Line(max_length=100)

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

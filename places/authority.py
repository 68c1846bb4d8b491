"""Authority records: what people, bodies, places, repositories and source collections have in common.

A record once named by a revision is never deleted: it is merged into another one or set aside
(ISAAR(CPF) 5.4).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from documents import dates
from places.identifiers import refuse_misshapen
from places.languages import refuse_other_tags
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
        refuse_nameless(self.name, self.language)


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

    def clean(self) -> None:
        super().clean()
        refuse_misshapen(self.scheme, self.value)


class NamePart(Part):
    """A further name of a record: it has a `name` and its `language`."""

    name: Any
    language: Any

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_nameless(self.name, self.language)


def refuse_nameless(name: str, language: str) -> None:
    """Raises ValidationError for a name without a letter, or in a language that has no such tag."""
    faults: dict[str, Any] = {}
    if not name.strip():
        faults["name"] = "A name needs at least one letter."
    try:
        refuse_other_tags(language)
    except ValidationError as error:
        faults["language"] = error
    if faults:
        raise ValidationError(faults)


def refuse_reversed(record: Any, first: str, last: str, sentence: str) -> None:
    """Raises ValidationError for the field `last` if it certainly lies before the field `first`."""
    try:
        begins, ends = (dates.parse(getattr(record, name) or "..") for name in (first, last))
    except dates.DateError:
        return  # the field itself says what is wrong with it, and an empty one says nothing
    if begins.earliest and ends.latest and ends.latest < begins.earliest:
        raise ValidationError({last: sentence})


def refuse_circle(record: Any, field: str, sentence: str) -> None:
    """Raises ValidationError if a record lies within itself, by way of others: A in B, B in C, C in A."""
    column = record._meta.get_field(field).attname
    above, seen = getattr(record, column), set()
    while above and above not in seen:
        if above == record.pk:
            raise ValidationError({field: sentence})
        seen.add(above)
        above = type(record).objects.filter(pk=above).values_list(column, flat=True).first()

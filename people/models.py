"""People and bodies: authority records after ISAAR(CPF)."""

from typing import ClassVar

from django.db import models

from places.authority import Authority, EdtfField, Identifier, NamePart, refuse_circle, refuse_reversed
from places.records import Part
from places.vocabulary import Term
from places.words import Line


class Capacity(Term):
    """In what capacity somebody signs or holds office: chairman, secretary, commissar."""

    kind = "capacity"

    class Meta(Term.Meta):
        verbose_name_plural = "capacities"


class Body(Authority):
    """A corporate body: a committee, a government, an army, a congress."""

    kind = "body"
    parts: ClassVar[tuple[str, ...]] = ("names", "predecessions", "identifiers")

    founded = EdtfField(help_text="EDTF, Gregorian; see the guide to dates.")
    dissolved = EdtfField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="bodies_within")

    class Meta(Authority.Meta):
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("public_id")),
                name="body_not_its_own_parent",
                violation_error_message="A body cannot be its own parent.",
            )
        ]

    def clean(self) -> None:
        super().clean()
        refuse_circle(self, "parent", "This body would be a part of itself, by way of others.")
        refuse_reversed(self, "founded", "dissolved", "It was dissolved before it was founded.")


class BodyName(NamePart):
    """Another name of a body, or its abbreviation."""

    owner_field = "body"

    body = models.ForeignKey(Body, models.CASCADE, related_name="names")
    name = Line(max_length=500)
    language = models.CharField(max_length=35, default="und")
    name_kind = models.CharField(
        "kind",
        max_length=20,
        default="name",
        choices={"name": "name", "abbreviation": "abbreviation", "transliteration": "transliteration"},
    )

    class Meta(NamePart.Meta):
        constraints = [models.UniqueConstraint(fields=["body", "key"], name="bodyname_key")]


class Predecession(Part):
    """The body took the place of another one."""

    owner_field = "body"

    body = models.ForeignKey(Body, models.CASCADE, related_name="predecessions")
    predecessor = models.ForeignKey(Body, models.PROTECT, related_name="successions")
    when = EdtfField()

    class Meta(Part.Meta):
        verbose_name = "predecessor"
        constraints = [
            models.UniqueConstraint(fields=["body", "key"], name="predecession_key"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("body")),
                name="predecession_of_another",
                violation_error_message="A body cannot be its own predecessor.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.predecessor)


class BodyIdentifier(Identifier):
    owner_field = "body"

    body = models.ForeignKey(Body, models.CASCADE, related_name="identifiers")

    class Meta(Identifier.Meta):
        constraints = [models.UniqueConstraint(fields=["body", "key"], name="bodyidentifier_key")]


class Person(Authority):
    """A historical person, never somebody who logs in."""

    kind = "person"
    parts: ClassVar[tuple[str, ...]] = ("names", "offices", "identifiers")

    born = EdtfField(help_text="EDTF, Gregorian; see the guide to dates.")
    died = EdtfField()

    class Meta(Authority.Meta):
        verbose_name_plural = "people"

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "born", "died", "This person would have died before being born.")


class PersonName(NamePart):
    """A name under which the person is found: another spelling, script, pseudonym."""

    owner_field = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = Line(max_length=500)
    language = models.CharField(max_length=35, default="und")
    name_kind = models.CharField(
        "kind",
        max_length=20,
        default="variant",
        choices={
            "variant": "variant",
            "birth": "name at birth",
            "pseudonym": "pseudonym",
            "party": "party name",
            "transliteration": "transliteration",
        },
    )
    transliteration = Line(max_length=500, blank=True)

    class Meta(NamePart.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="personname_key")]


class Office(Part):
    """An office held: capacity, body, from, to."""

    owner_field = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="offices")
    begins = EdtfField("from")
    ends = EdtfField("to")

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="office_key")]

    def __str__(self) -> str:
        return f"{self.capacity}, {self.body}" if self.body_id else str(self.capacity)

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "begins", "ends", "The office would have ended before it began.")


class PersonIdentifier(Identifier):
    owner_field = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")

    class Meta(Identifier.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="personidentifier_key")]

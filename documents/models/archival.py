"""Repositories, and where in them the exemplars of a document lie."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from documents.models.part import DocumentPart, part_of_document, to
from documents.models.vocabulary import Level
from places.authority import Authority
from places.records import Part
from places.words import Line, refuse_control_characters


class Repository(Authority):
    """An archive, a library or a museum that keeps documents (ISDIAH)."""

    kind = "repository"
    parts: ClassVar[tuple[str, ...]] = ("levels",)

    short_name = Line(max_length=100, blank=True)
    place = to("places.Place")
    address = models.URLField("web address", max_length=1000, blank=True)

    class Meta(Authority.Meta):
        verbose_name_plural = "repositories"


class RepositoryLevel(Part):
    """A level that a full reference to this repository gives, from the top down."""

    owner_field = "repository"

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="levels")
    level = models.ForeignKey(Level, models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["repository", "key"], name="repositorylevel_key"),
            models.UniqueConstraint(fields=["repository", "level"], name="repositorylevel_once"),
        ]

    def __str__(self) -> str:
        return str(self.level)


def no_parts() -> list[dict[str, str]]:
    return []


class ArchivalReference(DocumentPart):
    """The reference to one exemplar. `parts` is a path: [{"level": code, "value": words}, …]."""

    document = part_of_document("archival_references")
    repository = to("documents.Repository")
    parts = models.JSONField(default=no_parts, blank=True)
    leaves = Line("leaves or pages", max_length=200, blank=True, help_text="72-73, 5 verso.")
    exemplar = to("documents.Exemplar", verbose_name="the exemplar is")
    production = to("documents.Production", verbose_name="produced as")
    as_printed = Line(max_length=2000, blank=True, help_text="The whole reference as it stands in print.")

    class Meta(DocumentPart.Meta):
        pass

    def __str__(self) -> str:
        return self.as_printed or str(self.repository or "")

    def clean(self) -> None:
        super().clean()
        refuse_malformed(self.parts)

    def validate_constraints(self, exclude: Any = None) -> None:
        """Also that the levels are known: a query, which whoever enters many rows asks once for all."""
        super().validate_constraints(exclude)
        if "parts" not in (exclude or ()):
            refuse_unknown_levels(self.parts)


def refuse_malformed(parts: Any) -> None:
    """Raises ValidationError unless `parts` is a list of levels with a value each."""
    if not isinstance(parts, list) or not all(_is_step(part) for part in parts):
        raise ValidationError({"parts": "Each step of the reference needs a level and a value."})
    for part in parts:
        refuse_control_characters(part["value"])


def refuse_unknown_levels(parts: Any) -> None:
    """Raises ValidationError if a level of `parts` is not in the vocabulary."""
    wanted = {part["level"] for part in parts}
    if unknown := wanted - set(Level.objects.filter(pk__in=wanted).values_list("pk", flat=True)):
        raise ValidationError({"parts": f"There is no level “{min(unknown)}” in the vocabulary of levels."})


def _is_step(part: Any) -> bool:
    return (
        isinstance(part, dict)
        and set(part) == {"level", "value"}
        and all(isinstance(v, str) and v.strip() for v in part.values())
        and len(part["value"]) <= 200
    )

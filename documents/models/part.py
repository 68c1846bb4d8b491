"""What every part of a document has in common."""

from typing import Any

from django.db import models

from places.records import Part


class DocumentPart(Part):
    """An ordered row of a document."""

    owner_field = "document"

    class Meta(Part.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="%(class)s_key")]


def part_of_document(name: str) -> Any:
    """The foreign key of a part to its document; `name` is the part's name there."""
    return models.ForeignKey("documents.Document", models.CASCADE, related_name=name)


def to(model: str, **kwargs: Any) -> Any:
    """A protective foreign key to an authority record or a term, which may stay empty."""
    return models.ForeignKey(model, models.PROTECT, null=True, blank=True, related_name="+", **kwargs)

"""How documents stand to each other, and what they are about."""

from django.db import models

from documents.models.choices import RelationKind, listed, one_of
from documents.models.part import DocumentPart, part_of_document, to
from places.words import Line


class Relation(DocumentPart):
    """Encloses, reply to, draft of, same as: a document of this archive, or one only described."""

    document = part_of_document("relations")
    relation_kind = listed(RelationKind, default=RelationKind.SAME_AS, verbose_name="this document")
    target = to("documents.Document", verbose_name="document in this archive")
    described = Line("described as", max_length=1000, blank=True)

    class Meta(DocumentPart.Meta):
        constraints = [
            *DocumentPart.Meta.constraints,
            one_of("relation_kind", RelationKind),
            models.CheckConstraint(
                condition=models.Q(target=None) | ~models.Q(target=models.F("document")),
                name="relation_to_another",
                violation_error_message="A document cannot be related to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_kind_display()} {self.target or self.described}"


class DocumentTopic(DocumentPart):
    """One topic of the document."""

    document = part_of_document("topics")
    topic = to("documents.Topic")

    class Meta(DocumentPart.Meta):
        verbose_name = "topic"

    def __str__(self) -> str:
        return str(self.topic or "")

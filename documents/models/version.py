"""Versions: the frozen states that readers see. Never updated; only a purge empties the content."""

from django.db import models


class Version(models.Model):
    """What was published, once and for all: `content` is canonical JSON, `digest` its SHA-256."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(help_text="The revision that was frozen.")
    content = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/v{self.number}"

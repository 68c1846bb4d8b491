"""The chain: publications, withdrawals, reinstatements, purges, touches, each with the digest of the last."""

from django.db import models


class EntryKind(models.TextChoices):
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"
    REINSTATED = "reinstated", "reinstated"
    PURGED = "purged", "purged"
    TOUCHED = "touched", "touched"


class Entry(models.Model):
    """One link. Its digest covers every other column by its canonical JSON; see documents/chain.py."""

    number = models.PositiveBigIntegerField(primary_key=True)
    moment = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=EntryKind)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="entries")
    version = models.PositiveIntegerField(null=True)
    version_digest = models.CharField(max_length=64, blank=True)
    before = models.PositiveBigIntegerField(null=True, help_text="The entry before of the same document.")
    note = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True, help_text="The digest of the entry before.")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="entry_number_positive"),
            models.CheckConstraint(condition=models.Q(kind__in=EntryKind.values), name="entry_kind_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Head(models.Model):
    """One row: the end of the chain. Its lock, held until the commit, puts the entries in commit order."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    published = models.PositiveIntegerField(default=0, help_text="How many documents readers can see.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_single")]

    def __str__(self) -> str:
        return f"head at {self.number}"

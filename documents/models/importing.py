"""Imports: each run of one, what came of each thing in the files, and what is still to be seen to."""

import uuid

from django.conf import settings
from django.db import models


class ImportState(models.TextChoices):
    RUNNING = "running", "running"
    DONE = "done", "done"
    STOPPED = "stopped", "stopped by a failure"
    UNDOING = "undoing", "being undone"
    UNDONE = "undone", "undone"


def nothing() -> dict[str, int]:
    return {}


def no_files() -> list[str]:
    return []


class ImportBatch(models.Model):
    """One run of an import. `batch` stands in its revisions, `undone_by` in those that undo it.

    `share` is how much of the work is done, in thousandths; `counts` are outcome → how many.
    """

    batch = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    begun = models.DateTimeField(auto_now_add=True)
    heard = models.DateTimeField(auto_now=True)
    trial = models.BooleanField(default=False)
    publishes = models.BooleanField(default=False)
    files = models.JSONField(default=no_files)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.RUNNING)
    share = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=nothing)
    why = models.TextField(blank=True)
    undone_by = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("import_documents", "Can import documents from files")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="importbatch_state_listed"
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def is_sheet(self) -> bool:
        """Whether a spreadsheet was taken in, no edition."""
        return bool(self.files) and self.files[0].lower().endswith((".csv", ".xlsx"))


class Imported(models.Model):
    """What became of one thing that a file told of: a document, a person, a place …

    `identity` names it in its source for ever. `digest` is that of what the source said when it was imported
    last, "" once that was undone; `revision` the one of the record that the import left, 0 where the import
    found the record and left it alone. `source` is kept only as long as a document waits for another one.
    `withdrawal` is the number of the entry by which undoing the import withdrew the document: as long as that
    is its last one, importing it again may publish it again.
    """

    kind = models.CharField(max_length=30)
    identity = models.CharField(max_length=500)
    record = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="imported")
    source = models.TextField(blank=True)
    withdrawal = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "identity"], name="imported_identity")]
        indexes = [models.Index(fields=["kind", "record"], name="imported_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"


class AwaitedQuerySet(models.QuerySet):
    """What documents wait for."""

    def arrived(self) -> "AwaitedQuerySet":
        """What a file has told of since."""
        here = Imported.objects.filter(kind=models.OuterRef("kind"), identity=models.OuterRef("identity"))
        return self.filter(models.Exists(here))


class Awaited(models.Model):
    """A document, person, place … that a document names by its identity, and that no file has told of yet."""

    by = models.ForeignKey(Imported, models.CASCADE, related_name="awaits")
    kind = models.CharField(max_length=30, default="document")
    identity = models.CharField(max_length=500, db_index=True)

    objects = AwaitedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["by", "kind", "identity"], name="awaited_once_each")]

    def __str__(self) -> str:
        return f"{self.by_id} awaits {self.kind} {self.identity}"


class Incoming(models.Model):
    """What a file says anew of a document that editors have changed: it waits until one of them decides.

    `content` is the document as the desk would take it, "" once that is decided; `digest` that of what the
    file says. `base` is the content that was decided last, "" where that is the revision the import left.
    """

    imported = models.OneToOneField(Imported, models.CASCADE, related_name="incoming")
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    base = models.TextField(blank=True)
    file = models.CharField(max_length=500, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="incoming")

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.file} for {self.imported_id}"


class Answer(models.TextChoices):
    OPEN = "", "not decided"
    SAME = "same", "the same"
    OTHER = "other", "not the same"


class DoubtfulMatch(models.Model):
    """A record that an import made, and one that was there and may be the same: an editor decides.

    `merged_in` stands in the revision by which the decision made them one; None if none did.
    """

    kind = models.CharField(max_length=30)
    fresh = models.CharField(max_length=60)
    known = models.CharField(max_length=60)
    why = models.TextField()
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="doubtful")
    answer = models.CharField(max_length=5, choices=Answer, blank=True, default=Answer.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    merged_in = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "fresh", "known"], name="doubtfulmatch_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values), name="doubtfulmatch_answer_listed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fresh} and {self.known}"

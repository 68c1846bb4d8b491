"""Submissions: revisions handed in for publication, what was said of them, and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Outcome(models.TextChoices):
    """What became of a submission; nothing as long as it waits."""

    WAITING = "", "in review"
    PUBLISHED = "published", "published"
    SENT_BACK = "sent back", "sent back"
    TAKEN_BACK = "taken back", "taken back by who submitted it"
    OVERTAKEN = "overtaken", "ended by a later save"


class SubmissionQuerySet(models.QuerySet):
    """Verbs of the review queue."""

    def waiting(self) -> "SubmissionQuerySet":
        """Those that nobody has decided yet, the oldest first."""
        return self.filter(outcome=Outcome.WAITING).order_by("moment", "pk")


class Submission(models.Model):
    """One revision of a document, pinned for review: what is published is this revision and no other."""

    # It outlives a document deleted on the desk, as the revisions do, and is there again when that is undone.
    document = models.ForeignKey(
        "documents.Document", models.DO_NOTHING, related_name="submissions", db_constraint=False
    )
    revision = models.PositiveIntegerField(help_text="The revision under review.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=Outcome, default=Outcome.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-moment", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(outcome=""), name="submission_one_waiting"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="submission_outcome_listed"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="submission_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}, revision {self.revision}"


class Comment(models.Model):
    """What somebody said about a submission; never seen by readers."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="comments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)
    words = models.TextField()

    class Meta:
        ordering = ["moment", "pk"]

    def __str__(self) -> str:
        return f"on {self.submission_id}"

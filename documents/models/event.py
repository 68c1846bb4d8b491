"""The audit log: who logged in, published, withdrew, restored, merged, imported … Rows are only added."""

from django.conf import settings
from django.db import models


class Act(models.TextChoices):
    LOGGED_IN = "logged in", "logged in"
    LOG_IN_FAILED = "log-in failed", "log-in failed"
    LOGGED_OUT = "logged out", "logged out"
    REFUSED = "refused", "refused"
    SUBMITTED = "submitted", "submitted for review"
    SENT_BACK = "sent back", "sent back"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"
    REINSTATED = "reinstated", "reinstated"
    PURGED = "purged", "purged"
    RESTORED = "restored", "restored"
    EXPORTED = "exported", "exported"
    IMPORTED = "imported", "imported"
    IMPORT_UNDONE = "import undone", "undid the import"
    UNDOING_GONE_ON = "undoing gone on", "went on undoing the import"
    MERGED = "merged", "merged"
    SEPARATED = "separated", "took a merge back"


class Event(models.Model):
    """One thing that somebody did, or was not allowed to do. The name outlives the account."""

    moment = models.DateTimeField(auto_now_add=True, db_index=True)
    act = models.CharField(max_length=20, choices=Act)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    user_name = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    record = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ["-moment", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(act__in=Act.values), name="event_act_listed")
        ]

    def __str__(self) -> str:
        return f"{self.user_name or 'somebody'} {self.act} {self.record}".strip()

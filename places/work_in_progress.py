"""Work in progress: what somebody has typed into the form of a record and not saved yet. It is no history."""

from django.conf import settings
from django.db import models


class WorkInProgress(models.Model):
    """One form that one user has open: the record ("" for a new one), its base revision, what is typed.

    `data` is the form as the browser would send it (application/x-www-form-urlencoded), without the token.
    Deleted by the save. `since` is when the form was opened, `moment` when it was heard of last.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    record = models.CharField(max_length=60, blank=True)
    base = models.PositiveIntegerField(null=True)
    data = models.TextField(blank=True)
    since = models.DateTimeField(auto_now_add=True)
    moment = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "work in progress"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "record"], name="work_in_progress_one_form")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record or 'new'} by {self.user_id}"

"""Looks: up to which revision somebody has seen a document, so that the desk can tell what is new to them."""

from django.conf import settings
from django.db import models


class Look(models.Model):
    """The revision of a document up to which a user has said to have seen it, or saved it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="looks")
    revision = models.PositiveIntegerField()
    moment = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "document"], name="look_once")]

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.document_id} up to {self.revision}"

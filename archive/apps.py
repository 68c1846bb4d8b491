"""The Django application "archive"."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Archive."""

    name = "archive"

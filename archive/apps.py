"""The Django application "archive"."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Archive."""

    name = "archive"

    def ready(self) -> None:
        from archive import listening  # noqa: F401 - connects itself

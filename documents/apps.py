"""The Django application "documents"."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "documents"

    def ready(self) -> None:
        from documents import listening  # noqa: F401 - connects itself

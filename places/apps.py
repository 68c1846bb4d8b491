"""The Django application "places"."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places."""

    name = "places"

    def ready(self) -> None:
        from places import search  # noqa: F401 - the lookup and SQLite's alphabets

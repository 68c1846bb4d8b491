"""The Django application "places"."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places."""

    name = "places"

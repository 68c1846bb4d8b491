"""What every template may name."""

from django.conf import settings
from django.http import HttpRequest

from documents.reading.demonstration import is_demonstration


def site(request: HttpRequest) -> dict[str, str | bool]:
    """Return the name and the public address of the archive, and whether it is the demonstration."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demonstration": is_demonstration(),
    }

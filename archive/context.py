"""What every template may name."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Return the name and the public address of the archive."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}

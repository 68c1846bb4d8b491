"""What every template may name."""

from django.conf import settings
from django.http import HttpRequest

# The command that loads the demonstration archive leaves this file in DATA_DIR; so every page can say so.
DEMONSTRATION = "demonstration"


def site(request: HttpRequest) -> dict[str, str | bool]:
    """Return the name and the public address of the archive, and whether it is the demonstration."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demonstration": is_demonstration(),
    }


def is_demonstration() -> bool:
    """Whether this archive holds the demonstration, and so must say on every page that it is fictional."""
    return (settings.DATA_DIR / DEMONSTRATION).exists()

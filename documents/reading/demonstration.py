"""Whether this archive is the demonstration: then every page says that everything in it is fictional."""

from django.conf import settings

# The command that loads the demonstration archive leaves this file in DATA_DIR.
DEMONSTRATION = "demonstration"


def is_demonstration() -> bool:
    """Whether the file that says so lies in DATA_DIR."""
    return (settings.DATA_DIR / DEMONSTRATION).exists()

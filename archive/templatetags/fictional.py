"""What a page says of the archive even where no request and no database could tell it: pages of errors."""

from django import template

from documents.reading.demonstration import is_demonstration

register = template.Library()


@register.simple_tag
def demonstration() -> bool:
    """Whether this is the demonstration archive, whose contents are fictional."""
    return is_demonstration()

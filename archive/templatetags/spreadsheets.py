"""Where the records of a list are exported to spreadsheets and taken in from them."""

from typing import Any

from django import template

from documents.desk.spreadsheets import address_of

register = template.Library()


@register.simple_tag
def spreadsheets_of(opts: Any) -> str:
    """The address for the records with these options, "" where there are no sheets of them."""
    return address_of(opts.model)

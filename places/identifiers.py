"""Identifiers in other authority files: what each of them looks like."""

import re

from django.core.exceptions import ValidationError

# Scheme → the shape of its identifiers, and what is said to somebody who typed something else.
SHAPES: dict[str, tuple[str, str]] = {
    "wikidata": (r"Q[1-9][0-9]{0,11}", "A Wikidata identifier is the letter Q and a number, such as Q42."),
    "viaf": (r"[1-9][0-9]{1,21}", "A VIAF identifier is a number, such as 113230702."),
    "gnd": (
        r"[0-9]{1,10}-?[0-9X]",
        "A GND identifier is digits and a last digit or X, such as 118529579 or 2026969-6.",
    ),
    "geonames": (r"[1-9][0-9]{0,11}", "A GeoNames identifier is a number, such as 611717."),
    "isni": (
        r"([0-9]{4} ?){3}[0-9]{3}[0-9X]",
        "An ISNI is sixteen digits, of which the last may be X, such as 0000 0001 2103 2683.",
    ),
    "lcnaf": (
        r"[a-z]{1,3} ?[0-9]{8,10}",
        "A Library of Congress identifier is letters and eight to ten digits, such as n79021164.",
    ),
}


def refuse_misshapen(scheme: str, value: str) -> None:
    """Raises ValidationError for the field `value` if it cannot be an identifier of the scheme."""
    shape, sentence = SHAPES.get(scheme, (".+", "An identifier is not blank."))
    if re.fullmatch(shape, value, re.ASCII):
        return
    if "/" in value:
        sentence += " Only the identifier itself is kept, not the whole web address."
    raise ValidationError({"value": sentence})

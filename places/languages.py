"""Tags of languages: BCP 47 (RFC 5646), section 2.1. Their shape, not which there are."""

import re

from django.core.exceptions import ValidationError

# Offered where a language is typed; any other may be typed as well.
FREQUENT = (
    "en",
    "ru",
    "hy",
    "ka",
    "az",
    "az-Cyrl",
    "tr",
    "ota",
    "fa",
    "ar",
    "fr",
    "de",
    "it",
    "pl",
    "uk",
    "und",
)

_TAG = re.compile(
    r"""
    [a-z]{2,3} (?:-[a-z]{3}){0,3}                   # language; longer words are reserved, none is registered
    (?: -[a-z]{4} )?                                # script
    (?: -(?: [a-z]{2} | [0-9]{3} ) )?               # region
    (?: -(?: [a-z0-9]{5,8} | [0-9][a-z0-9]{3} ) )*  # variants
    (?: -[a-wy-z0-9] (?: -[a-z0-9]{2,8} )+ )*       # extensions
    (?: -x (?: -[a-z0-9]{1,8} )+ )?                 # private use
    | x (?: -[a-z0-9]{1,8} )+
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def refuse_other_tags(tag: str) -> None:
    """Raises ValidationError unless the tag has the shape that BCP 47 gives it."""
    if not _TAG.fullmatch(tag):
        raise ValidationError(
            "A language is given by its BCP 47 tag: en, ru, hy, az-Cyrl; und where it is not known."
        )
